//! A small office: two desa, three accounts, one router.

use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::account::{self, NewAccount};
use app::ports::FixedClock;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::sync::Arc;
use store::{Backend, NewEvent};
use testkit::Workspace;
use tower::ServiceExt;

pub const PASSWORD: &str = "sandi-uji-panjang";
pub const DESA: &str = "34.03.01.2001";
pub const OTHER_DESA: &str = "34.03.01.2002";

pub struct Office {
    pub app: Arc<App>,
    pub router: Router,
    _workspace: Workspace,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("")
    }
    pub fn cookie(&self) -> String {
        let all = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        all.filter_map(|c| c.split(';').next()).find(|c| c.starts_with("sesi=")).unwrap_or("").to_owned()
    }
}

impl Office {
    pub async fn open() -> Self {
        let workspace = Workspace::new(Backend::Sqlite).await;
        let clock = FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let app = Arc::new(App::new(workspace.store.clone(), Arc::new(clock)));
        let mut tx = app.store.begin("").await.unwrap();
        tx.put_areas(&testkit::areas());
        tx.put_fact("kabupaten", "3403");
        tx.commit(NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
        let office = Self { router: web::router(app.clone(), web::Config::default()), app, _workspace: workspace };
        office.account("pendaftar", Role::RegistrationOfficer, DESA).await;
        office.account("psm", Role::Psm, DESA).await;
        office.account("dinsos", Role::SocialService, "34.03").await;
        office.account("kominfo", Role::Kominfo, "34.03").await;
        office
    }

    pub async fn account(&self, id: &str, role: Role, scope: &str) {
        let new = NewAccount {
            id: id.to_owned(),
            display_name: format!("Petugas {id}"),
            password: PASSWORD.to_owned(),
            roles: vec![RoleBinding { role, scope: Scope::parse(scope).unwrap() }],
            household: None,
        };
        account::create(&self.app, &Officer::operator(), &new).await.unwrap();
    }

    pub async fn sign_in(&self, id: &str) -> String {
        let answer = self.post("", "/masuk", &[("nama", id), ("sandi", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.cookie()
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub async fn post(&self, cookie: &str, path: &str, cells: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = cells.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// The same page so many days later.
    pub async fn get_later(&self, days: i64, cookie: &str, path: &str) -> Answer {
        let today = testkit::TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
        let clock = FixedClock { today, now_ms: testkit::now_ms() };
        let app = Arc::new(App::new(self._workspace.store.clone(), Arc::new(clock)));
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        answer(web::router(app, web::Config::default()), request).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        answer(self.router.clone(), request).await
    }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    {
        let response = router.oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 16 << 20).await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
