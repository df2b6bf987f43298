//! A synthetic office pack and an app around a workspace.

use app::App;
use app::desk::{Household as Form, Person};
use app::ports::{FixedClock, Progress, Silent};
use domain::registration::Registration;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::OnceLock;
use synth::{SynthOptions, write_pack};
use tempfile::TempDir;
use testkit::{TODAY, Workspace, now_ms};

/// One small pack for the whole test run.
pub fn pack() -> &'static Path {
    static PACK: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    &PACK
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            write_pack(dir.path(), &SynthOptions { households: 240, seed: 7, ..SynthOptions::demo() }).unwrap();
            let path = dir.path().to_owned();
            (dir, path)
        })
        .1
}

/// A pack with a few dozen cases in doubt.
pub fn doubtful_pack() -> &'static Path {
    static PACK: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    &PACK
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            write_pack(dir.path(), &SynthOptions { households: 1500, seed: 7, ..SynthOptions::demo() }).unwrap();
            let path = dir.path().to_owned();
            (dir, path)
        })
        .1
}

/// The small pack in a folder that a test may change.
pub fn copy_of_pack() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in files(pack()) {
        let path = copy.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    copy
}

pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock { today: TODAY, now_ms: now_ms() })
}

/// A clock that a test moves.
pub struct MovedClock(std::sync::atomic::AtomicI64);

impl MovedClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(now_ms().into()))
    }
    pub fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl app::ports::Clock for MovedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
    fn today(&self) -> domain::Date {
        let days = (app::ports::Clock::now_ms(self) - now_ms()) / (24 * 3_600_000);
        TODAY.saturating_add(jiff::Span::new().days(days))
    }
}

/// Everything up to identification; no prelist is frozen.
pub async fn identified(app: &App) {
    let app = app.clone();
    let killed = tokio::spawn(async move {
        let out = tempfile::tempdir().unwrap();
        let dies = Dies { step: "prelist", after: false };
        app::run::run(&app, doubtful_pack(), out.path(), &dies).await.map(|_| ())
    });
    assert!(killed.await.is_err_and(|e| e.is_panic()), "the run ends before the prelist");
}

pub fn app(workspace: &Workspace) -> App {
    App::new(workspace.store.clone(), clock())
}

/// Every file below a folder.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut todo = vec![dir.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                out.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    out
}

/// Result files of an undisturbed run.
pub async fn run(app: &App) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    app::run::run(app, pack(), out.path(), &Silent).await.unwrap();
    files(out.path())
}

/// Fails the process (as far as a test can) when a step begins or ends.
pub struct Dies {
    pub step: &'static str,
    pub after: bool,
}

impl Progress for Dies {
    fn begin(&self, step: &str, _: &str) {
        assert!(self.after || step != self.step, "killed before {step}");
    }
    fn end(&self, step: &str, _: &str, _: bool) {
        assert!(!self.after || step != self.step, "killed after {step}");
    }
}

/// A registration as somebody would type it.
pub fn form(r: &Registration, key: &str) -> Form {
    let code = |c: Option<u8>| c.map(|c| c.to_string()).unwrap_or_default();
    Form {
        key: key.to_owned(),
        desa: r.desa.as_str().to_owned(),
        hamlet: r.place.hamlet.clone().unwrap_or_default(),
        rt: r.place.rt.map(|n| n.to_string()).unwrap_or_default(),
        rw: r.place.rw.map(|n| n.to_string()).unwrap_or_default(),
        address: format!("{} ", r.place.address),
        identity: vec!["KTP".to_owned()],
        people: r
            .members
            .iter()
            .map(|m| Person {
                name: m.name.clone(),
                nik: m.nik.map(|n| n.expose().to_owned()).unwrap_or_default(),
                no_kk: m.no_kk.map(|n| n.expose().to_owned()).unwrap_or_default(),
                sex: code(m.sex.map(domain::person::Sex::code)),
                birth: m.birth.date().map(|d| d.to_string()).unwrap_or_default(),
                relation: code(m.relation.map(domain::person::Relation::code)),
                marital: code(m.marital.map(domain::person::MaritalStatus::code)),
            })
            .collect(),
        ..Form::default()
    }
}
