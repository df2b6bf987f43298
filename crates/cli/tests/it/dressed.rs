//! Columns of a pack as five other offices would write it: none is taken for another.

use crate::binary::pack;
use testkit::{Container, Dressing, dress, recognised};

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
