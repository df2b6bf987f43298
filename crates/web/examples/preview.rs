//! Serves the pages over a workspace, to look at them while working on them:
//! `cargo run -p web --example preview -- FOLDER PORT`. An empty folder gets a synthetic
//! kabupaten through all stages and an account for each role; the accounts are printed.

use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::account::{self, NewAccount};
use app::ports::{Clock, Silent};
use domain::Date;
use domain::area::{AreaCode, AreaLevel};
use std::path::Path;
use std::sync::Arc;
use store::Store;

const PASSWORD: &str = "pratinjau-halaman";

struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "a preview for people is the one place here that lives in real time")]
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
    fn today(&self) -> Date {
        Date::constant(2017, 3, 1)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).init();
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("folder")?;
    let port: u16 = args.next().ok_or("port")?.parse()?;
    let folder = Path::new(&folder);
    let fresh = !folder.join(store::SQLITE_FILE).exists();
    let store = Store::create(folder, None, Now.now_ms()).await?;
    let app = Arc::new(App::new(store, Arc::new(Now)));
    if fresh {
        fill(&app, folder).await?;
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://127.0.0.1:{port}/masuk  (kata sandi: {PASSWORD})");
    axum::serve(listener, web::router(app, web::Config::default())).await?;
    Ok(())
}

async fn fill(app: &App, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let pack = folder.join("paket");
    let options = synth::SynthOptions::demo();
    synth::write_pack(&pack, &options)?;
    if let Err(error) = app::run::run(app, &pack, &folder.join("hasil"), &Silent).await {
        println!("run stopped: {error}");
    }
    let home = options.kabupaten;
    let desa =
        app.store.read().await?.areas().await?.areas().find(|a| a.code.level() == AreaLevel::Desa).map(|a| a.code);
    for role in Role::ALL {
        let area: AreaCode = match role {
            Role::RegistrationOfficer | Role::Psm | Role::VillageHead => desa.unwrap_or(home),
            _ => home,
        };
        let new = NewAccount {
            id: role.code().replace('_', "-"),
            display_name: format!("Pratinjau {}", role.code()),
            password: PASSWORD.to_owned(),
            roles: vec![RoleBinding { role, scope: Scope::Area(area) }],
            household: None,
        };
        account::create(app, &Officer::operator(), &new).await?;
        println!("{}", new.id);
    }
    Ok(())
}
