//! Wrong, damaged and missing input: a clear refusal, nothing changed, and the same command afterwards works.

use crate::binary::{audit, copy, end, expect_refusal, files, mutakhir, pack, run};
use std::path::Path;

/// A refused run must leave a workspace in which the sound pack still gives what it gives in a fresh one.
fn expect_recovery(work: &Path) {
    let fresh = tempfile::tempdir().unwrap();
    assert_eq!(end(&mut run(pack(), fresh.path())).code, Some(0));
    let again = end(&mut run(pack(), work));
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(files(&work.join("out")) == files(&fresh.path().join("out")), "the files differ from an undisturbed run");
    assert_eq!(audit(work).code, Some(0));
}

#[test]
fn a_pack_that_is_not_there_is_refused_with_its_name() {
    let work = tempfile::tempdir().unwrap();
    let ended = end(&mut run(Path::new("/tidak/ada"), work.path()));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("/tidak/ada"), "{}", ended.err);
    assert!(ended.err.contains("\nhint: "), "{}", ended.err);
}

#[test]
fn a_pack_without_its_area_table_is_refused_and_the_whole_pack_then_runs() {
    let (work, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(pack(), broken.path());
    std::fs::remove_file(broken.path().join("wilayah.csv")).unwrap();
    let ended = end(&mut run(broken.path(), work.path()));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("tabel wilayah") && ended.err.contains("hint: "), "{}", ended.err);
    expect_recovery(work.path());
}

#[test]
fn a_truncated_workbook_is_refused_by_name_and_the_whole_pack_then_runs() {
    let (work, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(pack(), broken.path());
    let book = broken.path().join("bdt2015.xlsx");
    let bytes = std::fs::read(&book).unwrap();
    std::fs::write(&book, &bytes[..bytes.len() / 2]).unwrap();
    let ended = end(&mut run(broken.path(), work.path()));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("bdt2015.xlsx"), "{}", ended.err);
    expect_recovery(work.path());
}

#[test]
fn binary_in_a_text_file_is_refused_by_name() {
    let (work, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(pack(), broken.path());
    let bytes: Vec<u8> = (0..20_000u32).map(|i| (i * 37 % 251) as u8).collect();
    std::fs::write(broken.path().join("siak.csv"), bytes).unwrap();
    let ended = end(&mut run(broken.path(), work.path()));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("siak.csv"), "{}", ended.err);
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault_and_not_a_panic() {
    let work = tempfile::tempdir().unwrap();
    let file = work.path().join("berkas");
    std::fs::write(&file, "bukan folder").unwrap();
    let mut command = mutakhir();
    command.arg("run").arg(pack()).arg("--dir").arg(file.join("dir"));
    let ended = end(&mut command);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(
        ended.err.contains("error: ") && ended.err.contains("hint: ") && !ended.err.contains("panicked"),
        "{}",
        ended.err
    );
}

#[test]
fn a_full_disk_is_a_fault_and_the_same_command_works_once_there_is_room() {
    let work = tempfile::tempdir().unwrap();
    let inner = run(pack(), work.path());
    // no file may grow past 200 blocks of 512 bytes, and the signal of it is ignored: writing fails as on a full disk
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "sh"])
        .arg(inner.get_program())
        .args(inner.get_args());
    let ended = end(command.stdin(std::process::Stdio::null()));
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.err.contains("error: ") && !ended.err.contains("panicked"), "{}", ended.err);
    expect_recovery(work.path());
}

#[test]
fn a_key_of_another_workspace_is_refused_and_changes_nothing() {
    let (work, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for w in [&work, &other] {
        assert_eq!(end(&mut run(pack(), w.path())).code, Some(0));
    }
    let keys = |w: &tempfile::TempDir| w.path().join("dir/kunci");
    let own = files(&keys(&work));
    for (path, bytes) in files(&keys(&other)) {
        std::fs::write(keys(&work).join(path), bytes).unwrap();
    }
    expect_refusal(&audit(work.path()), 1, "KUNCI_SALAH");
    for (path, bytes) in own {
        std::fs::write(keys(&work).join(path), bytes).unwrap();
    }
    assert_eq!(audit(work.path()).code, Some(0));
}

#[test]
fn a_workspace_that_is_not_there_is_refused_with_the_command_that_makes_one() {
    let work = tempfile::tempdir().unwrap();
    let ended = audit(work.path());
    expect_refusal(&ended, 1, "RUANG_KERJA_BELUM_ADA");
    assert!(ended.err.contains("mutakhir init"), "{}", ended.err);
}
