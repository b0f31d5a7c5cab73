//! 我的账号: password, one-time codes, where one is signed in, tokens of programs.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use store::{By, Credential, NewToken, SessionId, TokenId};
use utoipa::ToSchema;

use super::{chance, password, totp};
use crate::site::parts::{moment, written};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// How long a token of a program holds at most, in days.
const TOKEN_DAYS: i64 = 365;

/// One's own account.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/account/own.html")]
pub struct AccountView {
    /// Name.
    name: String,
    /// What they sign in with.
    login: String,
    /// Where they work.
    unit: String,
    /// Parts they play: role, over what, until when.
    parts: Vec<PartView>,
    /// When the password was set.
    password_at: String,
    /// Whether one-time codes are asked for.
    codes: bool,
    /// Where they are signed in.
    sessions: Vec<SessionView>,
    /// Tokens of programs.
    tokens: Vec<TokenView>,
    /// A token that was just made: shown this once.
    made: String,
}

/// A part somebody plays.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    /// The role.
    role: String,
    /// Over this unit and what lies below it.
    unit: String,
    /// From when until when.
    period: String,
    /// Whether in somebody's place.
    lent: bool,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Its number.
    id: i64,
    /// Whether it is the one that asks.
    here: bool,
    /// When it began.
    made_at: String,
    /// When it was last seen.
    seen_at: String,
    /// From where.
    address: String,
    /// With what.
    browser: String,
}

/// A token of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    /// Its number.
    id: i64,
    /// What it is called.
    name: String,
    /// When it was made.
    made_at: String,
    /// Until when it holds.
    until: String,
    /// When it was last used.
    used_at: String,
}

/// The page to choose a password on.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/account/password.html")]
pub struct PasswordView {
    /// Why it did not work.
    problem: String,
    /// The rules.
    rules: Vec<&'static str>,
    /// Whether the present one was set by somebody else.
    must: bool,
}

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPassword {
    /// The present one.
    old: String,
    /// The new one.
    new: String,
    /// Again.
    again: String,
}

/// The page to set one-time codes up on.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/account/codes.html")]
pub struct CodesView {
    /// Why it did not work.
    problem: String,
    /// The secret, to be typed where the picture cannot be read.
    secret: String,
    /// The picture, as a `data:` address.
    picture: String,
}

/// What proves that the telephone has the secret, and who asks.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewCodes {
    /// The secret that was shown.
    secret: String,
    /// A code made from it.
    code: String,
    /// The password.
    password: String,
}

/// The password again, where something grave is asked for.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Confirmed {
    /// The password.
    password: String,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewTokenSent {
    /// What to call it.
    name: String,
    /// For how many days.
    days: i64,
}

/// One's own account.
#[utoipa::path(get, path = "/account", responses((status = 200, body = AccountView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    face.show(&visitor, "我的账号", &account(&site, &visitor, String::new()).await?)
}

async fn account(site: &Site, visitor: &Visitor, made: String) -> Result<AccountView, Problem> {
    let who = &visitor.who;
    let (region, person, now) = (who.region(), who.person.id, who.now);
    let store = &site.desk().store;
    let units = site.desk().units(region, who.today()).await?;
    let credential = credential(site, visitor).await?;
    let sessions = store.sessions(region, person, now).await?.into_iter();
    let sessions = sessions.map(|session| SessionView {
        id: session.id.0,
        here: visitor.session == Some(session.id),
        made_at: moment(session.made_at),
        seen_at: moment(session.seen_at),
        address: session.address,
        browser: browser(&session.agent).to_owned(),
    });
    let tokens = store.tokens(region, person).await?.into_iter().map(|token| TokenView {
        id: token.id.0,
        name: token.name,
        made_at: moment(token.made_at),
        until: moment(token.until),
        used_at: token.used_at.map(moment).unwrap_or_default(),
    });
    let today = who.today();
    let parts = who.asker.grants.iter().filter(|grant| grant.holds(today)).map(|grant| PartView {
        role: grant.role.name().to_owned(),
        unit: units.name(store::UnitId(grant.unit.0)).to_owned(),
        period: match grant.until {
            Some(last) => format!("{}至{}", written(&grant.from), written(&last)),
            None => format!("{}起", written(&grant.from)),
        },
        lent: grant.for_person.is_some(),
    });
    Ok(AccountView {
        name: who.person.name.clone(),
        login: who.person.login.clone(),
        unit: visitor.unit.clone(),
        parts: parts.collect(),
        password_at: moment(credential.changed_at),
        codes: credential.totp.is_some(),
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        made,
    })
}

/// The page to choose a password on.
#[utoipa::path(get, path = "/account/password", responses((status = 200, body = PasswordView)))]
pub async fn password_page(site: Site, face: Face, visitor: Visitor) -> Answer {
    let must = credential(&site, &visitor).await?.must_change;
    let rules = password::RULES.to_vec();
    face.show(&visitor, "修改密码", &PasswordView { problem: String::new(), rules, must })
}

/// Chooses a password; every other session ends.
#[utoipa::path(post, path = "/account/password", request_body = NewPassword,
    responses((status = 303, description = "已改"), (status = 422, body = PasswordView)))]
pub async fn change_password(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<NewPassword>,
) -> Answer {
    in_person(&visitor)?;
    let kept = credential(&site, &visitor).await?;
    let must = kept.must_change;
    let problem = if sent.new != sent.again {
        Some("两次输入的新密码不一样。")
    } else if sent.new == sent.old {
        Some("新密码要和现在的不同。")
    } else {
        password::fault(&sent.new, &visitor.who.person.login)
    };
    let problem = match problem {
        Some(problem) => Some(problem.to_owned()),
        None => proved(&site, &visitor, &kept, &sent.old).await?.err(),
    };
    if let Some(problem) = problem {
        let view = PasswordView { problem, rules: password::RULES.to_vec(), must };
        return again(&face, &visitor, "修改密码", &view);
    }
    let hash = site.work(move |_| password::hash(&sent.new)).await?;
    let (by, who) = (by(&visitor), &visitor.who);
    let store = &site.desk().store;
    let new = store::NewPassword {
        person: who.person.id,
        old: &kept.hash,
        hash: &hash,
        keep: visitor.session,
    };
    store.set_password(by, who.region(), &new).await?;
    face.done(if must { "/" } else { "/account" }, "密码已改。在别处的登录都已退出。")
}

/// The page to set one-time codes up on.
#[utoipa::path(get, path = "/account/codes", responses((status = 200, body = CodesView)))]
pub async fn codes_page(face: Face, visitor: Visitor) -> Answer {
    let view = codes(&visitor, totp::secret(), String::new())?;
    face.show(&visitor, "开启两步验证", &view)
}

fn codes(visitor: &Visitor, secret: String, problem: String) -> Result<CodesView, Problem> {
    let picture = totp::picture(&secret, &visitor.who.person.login).ok_or_else(Problem::broken)?;
    let picture = format!("data:image/svg+xml;base64,{}", BASE64.encode(picture));
    Ok(CodesView { problem, secret, picture })
}

/// Asks for one-time codes from now on.
#[utoipa::path(post, path = "/account/codes", request_body = NewCodes,
    responses((status = 303, description = "已开启"), (status = 422, body = CodesView)))]
pub async fn set_codes(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<NewCodes>,
) -> Answer {
    in_person(&visitor)?;
    let who = &visitor.who;
    let kept = credential(&site, &visitor).await?;
    let step = totp::step(&sent.secret, &sent.code, who.now);
    let problem = match proved(&site, &visitor, &kept, &sent.password).await? {
        Err(problem) => Some(problem),
        Ok(()) if step.is_none() => Some("动态码不对。请核对手机的时间，再输入新的动态码。".into()),
        Ok(()) => None,
    };
    if let Some(problem) = problem {
        return again(&face, &visitor, "开启两步验证", &codes(&visitor, sent.secret, problem)?);
    }
    let store = &site.desk().store;
    store.set_totp(by(&visitor), who.region(), who.person.id, &sent.secret).await?;
    if let Some(step) = step {
        store.use_totp_step(who.region(), who.person.id, step).await?;
    }
    face.done("/account", "已开启两步验证。下次登录要输入手机上的动态码。")
}

/// Asks for one-time codes no longer.
#[utoipa::path(post, path = "/account/codes/remove", request_body = Confirmed,
    responses((status = 303, description = "已关闭")))]
pub async fn remove_codes(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<Confirmed>,
) -> Answer {
    in_person(&visitor)?;
    let kept = credential(&site, &visitor).await?;
    proved(&site, &visitor, &kept, &sent.password).await?.map_err(Problem::bad)?;
    let who = &visitor.who;
    site.desk().store.remove_totp(by(&visitor), who.region(), who.person.id).await?;
    face.done("/account", "已关闭两步验证。")
}

/// Ends one of one's sessions.
#[utoipa::path(post, path = "/account/sessions/{id}/end",
    responses((status = 303, description = "已退出")))]
pub async fn end_session(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    in_person(&visitor)?;
    let who = &visitor.who;
    let store = &site.desk().store;
    store.end_session(by(&visitor), who.region(), who.person.id, SessionId(id)).await?;
    face.done("/account", "已退出那一处登录。")
}

/// Ends all of one's sessions but this one.
#[utoipa::path(post, path = "/account/sessions/end",
    responses((status = 303, description = "已退出")))]
pub async fn end_others(site: Site, face: Face, visitor: Visitor) -> Answer {
    in_person(&visitor)?;
    let who = &visitor.who;
    let store = &site.desk().store;
    let by = by(&visitor);
    let count = store.end_sessions(by, who.region(), who.person.id, visitor.session).await?;
    face.done("/account", &format!("已退出其他{count}处登录。"))
}

/// Makes a token for a program; it is shown this once.
#[utoipa::path(post, path = "/account/tokens", request_body = NewTokenSent,
    responses((status = 200, body = AccountView)))]
pub async fn make_token(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<NewTokenSent>,
) -> Answer {
    in_person(&visitor)?;
    let who = &visitor.who;
    let name = sent.name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return Err(Problem::bad("请给令牌起个名字（40字以内），写明给哪个程序用。").at("name"));
    }
    let days = sent.days.clamp(1, TOKEN_DAYS);
    let token = chance::token();
    let until = who.now + TimeDelta::days(days);
    let new = NewToken { person: who.person.id, name, token: &token, until };
    site.desk().store.make_token(by(&visitor), who.region(), &new).await?;
    face.show(&visitor, "我的账号", &account(&site, &visitor, token).await?)
}

/// Takes a token back.
#[utoipa::path(post, path = "/account/tokens/{id}/revoke",
    responses((status = 303, description = "已作废")))]
pub async fn revoke_token(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    in_person(&visitor)?;
    let who = &visitor.who;
    let store = &site.desk().store;
    store.revoke_token(by(&visitor), who.region(), who.person.id, TokenId(id)).await?;
    face.done("/account", "令牌已作废。")
}

async fn credential(site: &Site, visitor: &Visitor) -> Result<Credential, Problem> {
    let who = &visitor.who;
    let kept = site.desk().store.credential(who.region(), who.person.id).await?;
    kept.ok_or_else(Problem::signed_out)
}

/// Whether the password is right: who finds a browser left open cannot make it their own, and
/// tries here are counted as at the door.
async fn proved(
    site: &Site,
    visitor: &Visitor,
    kept: &Credential,
    typed: &str,
) -> Result<Result<(), String>, Problem> {
    let (login, now) = (&visitor.who.person.login, Utc::now());
    if !site.entrance().admits(login, "", now).await? {
        return Ok(Err("连续输错次数太多，请过15分钟再试。".to_owned()));
    }
    let (typed, hash) = (typed.to_owned(), kept.hash.clone());
    if site.work(move |_| password::matches(&typed, Some(&hash))).await? {
        site.entrance().forgives(login, "").await?;
        return Ok(Ok(()));
    }
    Ok(Err("现在的密码不对。".to_owned()))
}

/// A token of a program does not change the account it belongs to.
fn in_person(visitor: &Visitor) -> Result<(), Problem> {
    let refusal = || {
        let status = StatusCode::FORBIDDEN;
        Problem::new(status, "程序用的令牌不能改账号。", "请本人登录后在“我的账号”里办。")
    };
    visitor.session.map(|_| ()).ok_or_else(refusal)
}

fn by(visitor: &Visitor) -> By {
    By::person(visitor.who.person.id, visitor.who.now)
}

fn again<V: Template + Serialize>(face: &Face, visitor: &Visitor, title: &str, view: &V) -> Answer {
    let mut response = face.show(visitor, title, view)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// What a browser is, as far as people need to tell theirs apart.
fn browser(agent: &str) -> &'static str {
    let known = [
        ("Edg/", "Edge"),
        ("QQBrowser", "QQ浏览器"),
        ("360", "360浏览器"),
        ("Firefox/", "火狐"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    known.iter().find(|(mark, _)| agent.contains(mark)).map_or("其他", |(_, name)| name)
}
