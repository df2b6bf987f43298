//! A pack as five other offices would write it gives what the pack itself gives, or asks and gives it after the answer.

use crate::binary::{end, files, pack, run};
use std::collections::BTreeMap;
use std::path::Path;
use testkit::{Container, Dressing, dress, recognised};

/// The result files that do not name a row or a file of the pack.
fn results(work: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for (path, bytes) in files(&work.join("out")) {
        let name = path.display().to_string();
        if name == "ranking.csv" || name.starts_with("programmes") || name == "meetings.csv" {
            out.insert(name, bytes);
        }
    }
    out
}

/// Number, category and household of each registration.
fn categories(work: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(work.join("out/registrations.csv")).unwrap();
    let mut rows: Vec<String> = text.lines().map(|l| l.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    rows.sort();
    rows
}

#[test]
fn no_column_of_a_dressed_pack_is_taken_for_another_and_few_are_asked_about() {
    let (mut right, mut asked, mut missed) = (0, Vec::new(), Vec::new());
    for dressing in Dressing::ALL {
        for container in [Container::Xlsx, Container::Csv] {
            let dir = tempfile::tempdir().unwrap();
            let columns = dress(pack(), dir.path(), dressing, container).unwrap();
            let found = recognised(dir.path(), &columns).unwrap();
            assert_eq!(found.wrong, Vec::<String>::new(), "{dressing:?} {container:?}");
            right += found.right;
            asked.extend(found.asked);
            missed.extend(found.missed);
        }
    }
    let all = right + asked.len() + missed.len();
    assert!(all > 2_000);
    assert!(right * 100 >= all * 97, "{right} of {all}; asked: {asked:#?}; missed: {missed:#?}");
}

#[test]
fn a_dressed_pack_gives_what_the_pack_gives() {
    let plain = tempfile::tempdir().unwrap();
    assert_eq!(end(&mut run(pack(), plain.path())).code, Some(0));
    for (dressing, container) in [
        (Dressing::Short, Container::Csv),
        (Dressing::Numbered, Container::Xlsx),
        (Dressing::Meanings, Container::Csv),
        (Dressing::TwoRows, Container::Xlsx),
        (Dressing::Variables, Container::Csv),
    ] {
        let (dir, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        dress(pack(), dir.path(), dressing, container).unwrap();
        let ended = end(&mut run(dir.path(), work.path()));
        assert_eq!(ended.code, Some(0), "{dressing:?} {container:?}: {}", ended.err);
        assert_eq!(categories(work.path()), categories(plain.path()), "{dressing:?} {container:?}");
        // where columns stand in another order, a row that was shifted by one cell is another row
        if !matches!(dressing, Dressing::Numbered | Dressing::Meanings) {
            assert!(results(work.path()) == results(plain.path()), "{dressing:?} {container:?}: other lists");
        }
    }
}
