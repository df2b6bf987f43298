//! What must not be readable without the key is not.

use crate::stored::fill;
use store::Backend;
use testkit::{Village, Workspace};

#[tokio::test]
async fn no_nik_no_kk_number_no_child_and_no_mother_is_in_the_file_in_the_clear() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let village = Village::of(2);
    fill(&workspace.store, &village).await;
    workspace.store.close().await;
    let file = std::fs::read(workspace.dir().join(store::SQLITE_FILE)).unwrap();
    let holds = |needle: &str| file.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(holds("SUGENG 1"), "the head's name is searched for, so it is in the clear");
    for household in &village.households {
        for member in &household.members {
            assert!(!holds(member.nik.unwrap().expose()), "NIK of member {}", member.no);
            assert!(!holds(member.no_kk.unwrap().expose()), "No. KK of member {}", member.no);
        }
        assert!(!holds(&household.members[2].name), "a child's name");
    }
    assert!(!holds("SUKINEM"), "a mother's name");
}
