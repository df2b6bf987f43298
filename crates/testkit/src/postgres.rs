//! A real PostgreSQL for tests: one server for a test run, a database for each test.
//!
//! The first test starts the server in `/tmp/mutakhir-pg-test`, and it stays up for the next run.
//! `MUTAKHIR_TEST_POSTGRES` names another server (`postgres://user@host:port`), or `tidak` to skip
//! PostgreSQL on purpose.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
const PORT: &str = "54317";

/// Whether tests also run on PostgreSQL. Only `MUTAKHIR_TEST_POSTGRES=tidak` turns it off.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one switch of the test environment")]
pub fn postgres_wanted() -> bool {
    std::env::var("MUTAKHIR_TEST_POSTGRES").map_or(true, |v| v != "tidak")
}

/// URL of a new, empty database. Panics without a server and says what to install.
#[must_use]
pub fn postgres_url() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let name = format!("uji_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let admin = format!("{server}/postgres");
    for sql in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
        let done = Command::new(format!("{PROGRAMS}/psql"))
            .args(["-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", &admin, "-c", &sql])
            .stderr(Stdio::null())
            .status()
            .expect("psql starts (Debian package postgresql-15)");
        assert!(done.success(), "{sql}");
    }
    format!("{server}/{name}")
}

/// Size of the database at `url` in bytes, by its server; zero when it does not answer.
#[must_use]
pub fn postgres_size(url: &str) -> u64 {
    let asked = Command::new(format!("{PROGRAMS}/psql"))
        .args(["-q", "-X", "-A", "-t", "-d", url, "-c", "SELECT pg_database_size(current_database())"])
        .output();
    asked.ok().and_then(|done| String::from_utf8(done.stdout).ok()?.trim().parse().ok()).unwrap_or(0)
}

#[expect(clippy::disallowed_methods, reason = "the one switch of the test environment")]
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("MUTAKHIR_TEST_POSTGRES") {
        Ok(url) if url.starts_with("postgres") => url.trim_end_matches('/').to_owned(),
        _ => own_server(),
    })
}

fn own_server() -> String {
    assert!(
        Path::new(PROGRAMS).join("initdb").exists(),
        "tests need PostgreSQL 15: `apt-get install postgresql-15`, or MUTAKHIR_TEST_POSTGRES=tidak"
    );
    let folder = PathBuf::from("/tmp/mutakhir-pg-test");
    std::fs::create_dir_all(&folder).expect("the server's folder can be made");
    // tests start in parallel processes: one of them makes the server, the others wait
    let lock = std::fs::File::create(folder.join("kunci")).expect("lock file");
    lock.lock().expect("lock");
    let data = folder.join("data");
    let data_text = data.to_string_lossy().into_owned();
    if !data.join("PG_VERSION").exists() {
        run_as_postgres(
            &folder,
            &format!("{PROGRAMS}/initdb -D {data_text} -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync"),
        );
    }
    let up = Command::new(format!("{PROGRAMS}/pg_isready"))
        .args(["-q", "-h", "127.0.0.1", "-p", PORT])
        .status()
        .is_ok_and(|s| s.success());
    if !up {
        run_as_postgres(
            &folder,
            &format!(
                "{PROGRAMS}/pg_ctl -D {data_text} -w -t 300 -l {}/log -o \"-p {PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=200\" start",
                folder.display(),
                folder.display(),
            ),
        );
    }
    format!("postgres://postgres@127.0.0.1:{PORT}")
}

/// PostgreSQL refuses to run as root; as an ordinary user it runs as that user.
fn run_as_postgres(folder: &Path, command: &str) {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"));
    let mut shell = if root {
        let owned = Command::new("chown").args(["-R", "postgres"]).arg(folder).status();
        assert!(owned.is_ok_and(|s| s.success()), "the folder belongs to postgres");
        let mut c = Command::new("su");
        c.args(["postgres", "-s", "/bin/sh", "-c", command]);
        c
    } else {
        let mut c = Command::new("sh");
        c.args(["-c", command]);
        c
    };
    let done = shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("a shell starts");
    assert!(done.success(), "{command}");
}
