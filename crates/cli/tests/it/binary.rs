//! Starting the binary and reading how it ended.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The binary under test, with an environment that holds no settings.
pub fn mutakhir() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mutakhir"));
    command.env_clear().stdin(Stdio::null());
    for keep in ["PATH", "HOME", "TMPDIR"] {
        #[expect(clippy::disallowed_methods, reason = "a child needs its path and its temporary folder")]
        if let Some(value) = std::env::var_os(keep) {
            command.env(keep, value);
        }
    }
    command
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs to the end.
pub fn end(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Checks that a command was refused: exit code, stable code, exactly one `error:` and one `hint:` line, nothing on stdout.
pub fn expect_refusal(ended: &Ended, exit: i32, code: &str) {
    assert_eq!(ended.code, Some(exit), "{ended:?}");
    let count = |start: &str| ended.err.lines().filter(|l| l.starts_with(start)).count();
    assert_eq!((count("error: "), count("hint: ")), (1, 1), "{}", ended.err);
    assert!(ended.err.contains(&format!("[{code}]")), "{}", ended.err);
    assert_eq!(ended.out, "", "a refused command prints no data");
    assert!(!ended.err.contains("panicked"), "{}", ended.err);
}

/// A small synthetic pack, made once for each test process.
pub fn pack() -> &'static Path {
    static PACK: OnceLock<tempfile::TempDir> = OnceLock::new();
    let dir = PACK.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let options = synth::SynthOptions { households: 120, seed: 11, ..synth::SynthOptions::demo() };
        synth::write_pack(dir.path(), &options).unwrap();
        dir
    });
    dir.path()
}

/// `run PACK --dir WORK/dir --out WORK/out --as-of 2017-03-01`.
pub fn run(pack: &Path, work: &Path) -> Command {
    let mut command = mutakhir();
    command.arg("run").arg(pack).arg("--dir").arg(work.join("dir")).arg("--out").arg(work.join("out"));
    command.args(["--as-of", "2017-03-01"]);
    command
}

/// `-C WORK/dir audit verify`.
pub fn audit(work: &Path) -> Ended {
    end(mutakhir().arg("-C").arg(work.join("dir")).args(["audit", "verify"]))
}

/// Every file below a folder, by path.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(next) = todo.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                out.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    out
}

/// Copies a pack so that a test may spoil it.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
}
