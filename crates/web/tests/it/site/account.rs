//! The first run, signing in and out, passwords, one-time codes, sessions, tokens.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{TimeDelta, Utc};
use policy::{PackFile, Packs};
use store::{By, NewPerson, RegionId};
use totp_rs::{Builder, Secret};

use super::stage::{LOGIN, PASSWORD, Stage};

const WRONG: &str = "登录名或密码不对";

#[tokio::test]
async fn a_new_system_asks_for_region_bureau_and_first_person_once() {
    let mut stage = Stage::empty().await;
    assert_eq!(stage.get("/").await.header(header::LOCATION), "/sign-in");
    assert_eq!(stage.get("/sign-in").await.header(header::LOCATION), "/first-run");
    stage.first_run().await;
    let again = stage.get("/first-run").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("已经初始化"));
    let home = stage.signed_in().await.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    let text = home.text();
    assert!(text.contains("仁和区财政局") && text.contains("张三"), "{text}");
    assert!(text.contains("href=\"/system\""), "the first person looks after the system");
}

#[tokio::test]
async fn where_three_administrators_are_three_people_the_first_run_makes_all_three() {
    let file = |path: &str, text: &str| PackFile { path: path.into(), text: text.into() };
    let head = "key = 'renhe'\nname = '仁和区'\nparent = 'sichuan'\nunits = ['仁和区']";
    let value = "[[value]]\nkey = 'flow.separate_administrators'\nfrom = 2015-01-01\n\
        value = true\nsource = 'house'\narticle = 'none'\nverified = false";
    let files = vec![file("renhe/pack.toml", head), file("renhe/flow/steps.toml", value)];
    let mut stage = Stage::with(Packs::beside_built_in(files).expect("packs")).await;
    let page = stage.try_first_run(LOGIN, PASSWORD).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(text.contains("anquan.guanli") && text.contains("shenji.guanli"));
    let password = text.split("class=\"mono\">").nth(1).expect("a password");
    let password = password.split('<').next().expect("its end").to_owned();
    stage.signed_in().await;
    let id = stage.person(LOGIN).await.id.0;
    let unit = stage.person(LOGIN).await.unit.0.to_string();
    let part = [("role", "clerk"), ("unit", unit.as_str()), ("from", "2026-01-01"), ("last", "")];
    let own = stage.post(&format!("/system/people/{id}/grants"), &part).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "the system administrator gives no parts");
    stage.forget();
    let answer = stage.try_sign_in("anquan.guanli", &password).await;
    assert_eq!(answer.header(header::LOCATION), "/account/password");
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_rule_it_breaks() {
    let mut stage = Stage::empty().await;
    let cases = [
        ("Ab1!", "至少要10个字符"),
        ("abcdefghij1", "至少要有三种"),
        ("Zhangsan-2026", "不要含登录名"),
        ("Password-2026", "太常见"),
        ("aaaaAAAA11!!", "太常见"),
    ];
    for (password, told) in cases {
        let answer = stage.try_first_run("zhangsan", password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert!(answer.text().contains(told), "{password}: {}", answer.text());
    }
    assert_eq!(
        stage.try_first_run("zhangsan", "春风又绿江南岸明月何时照我还").await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "fourteen characters of one kind"
    );
    let long = "春风又绿江南岸明月何时照我还那年";
    assert_eq!(stage.try_first_run("zhangsan", long).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_learns_from_the_answer_who_has_an_account() {
    let mut stage = Stage::ready().await;
    let wrong = stage.try_sign_in(LOGIN, "Falsch-2026!").await;
    let nobody = stage.try_sign_in("nobody", "Falsch-2026!").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nobody.status, wrong.status);
    assert!(wrong.text().contains(WRONG));
    assert_eq!(wrong.text().replace(LOGIN, "nobody"), nobody.text());
}

#[tokio::test]
async fn five_failures_lock_a_login_whether_it_exists_or_not() {
    let mut stage = Stage::ready().await;
    for login in [LOGIN, "nobody"] {
        for _ in 0..5 {
            let answer = stage.try_sign_in(login, "Falsch-2026!").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        }
        let answer = stage.try_sign_in(login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
        assert!(answer.text().contains("15分钟后再试"));
    }
    // The account is locked in the record too, for every process and after a restart.
    let person = stage.person(LOGIN).await;
    let store = &stage.site.desk().store;
    let credential = store.credential(person.region, person.id).await.expect("reads");
    assert!(credential.is_some_and(|one| one.locked_until.is_some_and(|until| until > Utc::now())));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let cookies = stage.cookies();
    assert_eq!(stage.post("/sign-out", &[]).await.header(header::LOCATION), "/sign-in");
    stage.remember(cookies);
    let answer = stage.get("/account").await;
    assert_eq!(answer.header(header::LOCATION), "/sign-in?to=/account");
}

#[tokio::test]
async fn after_signing_in_one_goes_only_to_pages_of_ours() {
    let mut stage = Stage::ready().await;
    let cases = [
        ("/account", "/account"),
        ("//elsewhere.test/", "/"),
        ("https://elsewhere.test/", "/"),
        ("/\\elsewhere.test", "/"),
        ("/\t/elsewhere.test/", "/"),
        ("/\n/elsewhere.test/", "/"),
        ("/sign-in", "/"),
    ];
    for (asked, goes) in cases {
        let fields = [("login", LOGIN), ("password", PASSWORD), ("to", asked)];
        let answer = stage.post("/sign-in", &fields).await;
        assert_eq!(answer.header(header::LOCATION), goes, "{asked}");
        stage.forget();
    }
}

#[tokio::test]
async fn the_cookie_is_for_this_site_alone_and_not_for_scripts() {
    let mut stage = Stage::ready().await;
    let answer = stage.try_sign_in(LOGIN, PASSWORD).await;
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.starts_with("heng_session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let request = Request::post("/sign-out").header("sec-fetch-site", "cross-site");
    let answer = stage.ask(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_password_somebody_else_set_is_changed_before_anything_else() {
    let mut stage = Stage::ready().await;
    let person = stage.person(LOGIN).await;
    let hash = web::site::account::password::hash("abcde-fghij-kmnpq");
    let by = By::program(Utc::now());
    let store = &stage.site.desk().store;
    store.reset_password(by, person.region, person.id, &hash).await.expect("resets");
    let answer = stage.try_sign_in(LOGIN, "abcde-fghij-kmnpq").await;
    assert_eq!(answer.header(header::LOCATION), "/account/password");
    assert_eq!(stage.get("/account").await.header(header::LOCATION), "/account/password");
    let cookies = stage.cookies();
    assert_eq!(stage.post("/sign-out", &[]).await.header(header::LOCATION), "/sign-in");
    stage.remember(cookies);
    stage.try_sign_in(LOGIN, "abcde-fghij-kmnpq").await;
    let fields = [("old", "abcde-fghij-kmnpq"), ("new", "Neu-2026-gut"), ("again", "Neu-2026-gut")];
    assert_eq!(stage.post("/account/password", &fields).await.header(header::LOCATION), "/");
    assert_eq!(stage.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let other = stage.cookies();
    stage.forget();
    stage.signed_in().await;
    let fields = [("old", "Falsch-2026!"), ("new", "Neu-2026-gut"), ("again", "Neu-2026-gut")];
    let wrong = stage.post("/account/password", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("现在的密码不对"));
    let fields = [("old", PASSWORD), ("new", "Neu-2026-gut"), ("again", "Neu-2026-gut")];
    assert_eq!(stage.post("/account/password", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.get("/account").await.status, StatusCode::OK);
    stage.remember(other);
    assert_eq!(stage.get("/account").await.status, StatusCode::SEE_OTHER);
}

/// The secret a page shows.
fn secret(page: &str) -> String {
    let rest = page.split("name=\"secret\" value=\"").nth(1).expect("a secret");
    rest.split('"').next().expect("its end").to_owned()
}

fn code(secret: &str, later: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let totp = Builder::new().with_secret(secret).build().expect("a generator");
    totp.generate(u64::try_from(Utc::now().timestamp() + later).expect("after 1970")).to_string()
}

#[tokio::test]
async fn with_codes_the_password_alone_does_not_let_in_and_no_code_works_twice() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let page = stage.get("/account/codes").await.text();
    assert!(page.contains("src=\"data:image/svg+xml;base64,"));
    let secret = secret(&page);
    let used = code(&secret, 0);
    let fields = [("secret", secret.as_str()), ("code", &used), ("password", PASSWORD)];
    assert_eq!(stage.post("/account/codes", &fields).await.header(header::LOCATION), "/account");
    stage.forget();
    let asked = stage.try_sign_in(LOGIN, PASSWORD).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert_eq!(asked.header(header::SET_COOKIE), "");
    let text = asked.text();
    let ticket = text.split("name=\"ticket\" value=\"").nth(1).expect("a ticket");
    let ticket = ticket.split('"').next().expect("its end");
    let fields = |code| [("login", LOGIN), ("ticket", ticket), ("code", code)];
    let twice = stage.post("/sign-in", &fields(&used)).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let next = code(&secret, 30);
    let right = stage.post("/sign-in", &fields(&next)).await;
    assert_eq!(right.header(header::LOCATION), "/", "{}", right.text());
    assert_eq!(stage.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_password_reset_between_password_and_code_lets_nobody_in() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let secret = secret(&stage.get("/account/codes").await.text());
    let used = code(&secret, 0);
    let fields = [("secret", secret.as_str()), ("code", &used), ("password", PASSWORD)];
    stage.post("/account/codes", &fields).await;
    stage.forget();
    let text = stage.try_sign_in(LOGIN, PASSWORD).await.text();
    let ticket = text.split("name=\"ticket\" value=\"").nth(1).expect("a ticket");
    let ticket = ticket.split('"').next().expect("its end");
    let person = stage.person(LOGIN).await;
    let hash = web::site::account::password::hash("abcde-fghij-kmnpq");
    let store = &stage.site.desk().store;
    let by = By::program(Utc::now());
    store.reset_password(by, person.region, person.id, &hash).await.expect("resets");
    let next = code(&secret, 30);
    let fields = [("login", LOGIN), ("ticket", ticket), ("code", next.as_str())];
    let refused = stage.post("/sign-in", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("请重新输入密码"), "{}", refused.text());
    assert!(stage.cookies().iter().all(|(name, _)| name != "heng_session"));
}

/// A wrong password from a peer that says the request came from elsewhere.
async fn wrong_from(stage: &mut Stage, login: &str, peer: &str, said: &str) -> StatusCode {
    let body = format!("login={login}&password=Falsch-2026!");
    let peer: std::net::SocketAddr = format!("{peer}:4711").parse().expect("an address");
    let request = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-for", said)
        .extension(axum::extract::ConnectInfo(peer));
    stage.ask(request.body(Body::from(body)).expect("a request")).await.status
}

#[tokio::test]
async fn who_guesses_from_one_address_waits_whatever_the_request_says_of_its_way() {
    let trusted = vec!["10.0.0.1".parse().expect("a network")];
    let packs = Packs::built_in().expect("built-in packs");
    let mut stage = Stage::behind(packs, web::site::Proxies(trusted)).await;
    stage.first_run().await;
    let mut guess = async |count: u8, peer: &str, said: fn(u8) -> String| {
        let mut last = StatusCode::OK;
        for number in 0..count {
            // Each time another login: only the address tells that it is the same one.
            let login = format!("nobody.{}.{number}", peer.replace('.', "-"));
            last = wrong_from(&mut stage, &login, peer, &said(number)).await;
        }
        last
    };
    let spoofed = |number: u8| format!("1.2.3.{number}");
    assert_eq!(guess(61, "10.0.0.9", spoofed).await, StatusCode::TOO_MANY_REQUESTS);
    // Through the trusted server: what the guesser wrote in front counts for nothing.
    let through = |number: u8| format!("1.2.3.{number}, 198.51.100.7");
    assert_eq!(guess(61, "10.0.0.1", through).await, StatusCode::TOO_MANY_REQUESTS);
    // The others behind the same server are let through.
    let another = |_: u8| "198.51.100.8".to_owned();
    assert_eq!(guess(1, "10.0.0.1", another).await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_a_trusted_server_can_say_that_a_request_came_over_tls() {
    for (trusted, secure) in [("10.0.0.0/24", true), ("10.0.1.0/24", false)] {
        let trusted = vec![trusted.parse().expect("a network")];
        let packs = Packs::built_in().expect("built-in packs");
        let mut stage = Stage::behind(packs, web::site::Proxies(trusted)).await;
        stage.first_run().await;
        let body = format!("login={LOGIN}&password={PASSWORD}");
        let peer: std::net::SocketAddr = "10.0.0.9:4711".parse().expect("an address");
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-forwarded-proto", "https")
            .extension(axum::extract::ConnectInfo(peer));
        let answer = stage.ask(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header(header::SET_COOKIE).contains("; Secure"), secure);
    }
}

#[tokio::test]
async fn a_program_signs_in_with_a_token_until_it_is_taken_back() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let made = stage.post("/account/tokens", &[("name", "报表"), ("days", "30")]).await.text();
    let token = made.split("class=\"secret\">").nth(1).expect("a token");
    let token = token.split('<').next().expect("its end").to_owned();
    assert!(!stage.get("/account").await.text().contains(&token), "shown once");
    stage.forget();
    let asks = || {
        let request =
            Request::get("/api/account").header(header::AUTHORIZATION, format!("Bearer {token}"));
        request.body(Body::empty()).expect("a request")
    };
    let answer = stage.ask(asks()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("\"login\":\"zhang.san\""), "{}", answer.text());
    // What a token may not: change the account it belongs to.
    let request = Request::post("/api/account/sessions/end")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let refused = stage.ask(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    stage.signed_in().await;
    let page = stage.get("/account").await.text();
    let id = page.split("/account/tokens/").nth(1).and_then(|rest| rest.split('/').next());
    stage.post(&format!("/account/tokens/{}/revoke", id.expect("a number")), &[]).await;
    stage.forget();
    let answer = stage.ask(asks()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("\"error\""), "{}", answer.text());
}

#[tokio::test]
async fn who_is_shut_out_cannot_sign_in_and_is_told_nothing_else() {
    let mut stage = Stage::ready().await;
    let person = stage.person(LOGIN).await;
    let by = By::program(Utc::now() + TimeDelta::seconds(1));
    let store = &stage.site.desk().store;
    store.deactivate_person(by, person.region, person.id).await.expect("shuts out");
    let answer = stage.try_sign_in(LOGIN, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains(WRONG));
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let mut stage = Stage::ready().await;
    let first = stage.person(LOGIN).await;
    stage.signed_in().await;
    let (region, now): (RegionId, _) = (first.region, Utc::now());
    let store = &stage.site.desk().store;
    let by = By::program(now);
    let other = NewPerson { unit: first.unit, name: "李四".into(), login: "li.si".into() };
    let id = store.add_person(by, region, other.unit, &other.name, &other.login).await;
    let id = id.expect("adds");
    let hash = web::site::account::password::hash(PASSWORD);
    store.reset_password(by, region, id, &hash).await.expect("sets");
    let own = store::NewPassword { person: id, old: &hash, hash: &hash, keep: None };
    store.set_password(by, region, &own).await.expect("makes it their own");
    let session = store.sessions(region, first.id, now).await.expect("reads")[0].id;
    stage.forget();
    stage.try_sign_in("li.si", PASSWORD).await;
    let answer = stage.post(&format!("/account/sessions/{}/end", session.0), &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
