//! One's own account: the first run, signing in and out, password, one-time codes, sessions, tokens
//! of programs. Accounts of other people are looked after in 系统.

pub mod chance;
mod entrance;
mod first_run;
mod own;
pub mod password;
mod sign_in;
mod totp;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use entrance::Entrance;

use super::Site;

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(first_run::show, first_run::make))
        .routes(routes!(sign_in::show, sign_in::sign_in))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(own::show))
        .routes(routes!(own::password_page, own::change_password))
        .routes(routes!(own::codes_page, own::set_codes))
        .routes(routes!(own::remove_codes))
        .routes(routes!(own::end_session))
        .routes(routes!(own::end_others))
        .routes(routes!(own::make_token))
        .routes(routes!(own::revoke_token))
}
