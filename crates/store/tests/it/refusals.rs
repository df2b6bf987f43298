//! What the store refuses, and how it says so.

use crate::stored::fill;
use sqlx::Connection;
use store::registration::Filing;
use store::{Backend, ConstraintKind, Keyring, NewEvent, Store, StoreError};
use testkit::{Village, Workspace, now_ms, on_both, registration};

#[tokio::test]
async fn a_registration_number_that_exists_is_refused_without_naming_a_value() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let village = Village::of(1);
        fill(&workspace.store, &Village::of(2)).await;
        let again = registration("R-001", village.desa, village.households[0].members.clone());
        let mut tx = workspace.store.begin("3403012001").await.unwrap();
        tx.put_registration(&again, &Filing::default(), true);
        let refused = tx.commit(NewEvent::new("RegistrationFiled", "petugas", now_ms())).await.unwrap_err();
        assert!(
            matches!(&refused, StoreError::Constraint { kind: ConstraintKind::Unique, table, .. } if table == "registration"),
            "{refused:?}"
        );
        assert_eq!((refused.code(), refused.is_refusal()), ("SUDAH_ADA", true));
        assert!(!refused.to_string().contains("R-001"));
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_row_that_is_still_referred_to_cannot_go() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        fill(&workspace.store, &Village::of(2)).await;
        let mut tx = workspace.store.begin("3403").await.unwrap();
        tx.delete(&store::table::PRELIST, vec!["P1".into()]);
        let refused = tx.commit(NewEvent::new("PrelistDropped", "dinsos", now_ms())).await.unwrap_err();
        assert_eq!(refused.code(), "MASIH_DIRUJUK", "{refused}");
        assert!(workspace.store.verify().await.unwrap().is_clean(), "nothing was half done");
    }
}

#[tokio::test]
async fn a_logged_table_cannot_change_without_an_event() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let mut tx = workspace.store.begin_unlogged().await.unwrap();
    tx.put_fact("x", "y");
    assert_eq!(tx.commit_unlogged().await.unwrap_err().code(), "GALAT_PROGRAM");
}

#[tokio::test]
async fn a_missing_and_a_foreign_key_file_are_refused_by_name() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let other = Workspace::new(Backend::Sqlite).await;
        let key = Keyring::path_in(workspace.dir());
        let own = std::fs::read(&key).unwrap();
        std::fs::copy(Keyring::path_in(other.dir()), &key).unwrap();
        assert_eq!(workspace.reopen().await.unwrap_err().code(), "KUNCI_SALAH");
        std::fs::remove_file(&key).unwrap();
        assert_eq!(workspace.reopen().await.unwrap_err().code(), "KUNCI_HILANG");
        if backend == Backend::Sqlite {
            let made = Store::create(workspace.dir(), None, now_ms()).await;
            assert_eq!(made.unwrap_err().code(), "KUNCI_HILANG", "no new key is made for old data");
        }
        std::fs::write(&key, own).unwrap();
        workspace.reopen().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_refused_and_left_alone() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let url = workspace
            .url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", workspace.dir().join(store::SQLITE_FILE).display()));
        let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("INSERT INTO schema_migration (version, name, sha256) VALUES (9999, 'future', '')")
            .execute(&mut conn)
            .await
            .unwrap();
        conn.close().await.unwrap();
        let refused = workspace.reopen().await.unwrap_err();
        assert!(matches!(refused, StoreError::NewerDatabase { found: 9999, .. }), "{refused}");
        assert_eq!(refused.code(), "BASIS_DATA_LEBIH_BARU");
    }
}

#[tokio::test]
async fn a_folder_without_a_workspace_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Store::open(dir.path(), None).await.unwrap_err().code(), "RUANG_KERJA_BELUM_ADA");
    assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none(), "nothing was made");
}

#[tokio::test]
async fn a_folder_with_odd_letters_in_its_name_works() {
    let dir = tempfile::tempdir().unwrap();
    let odd = dir.path().join("kerja #1 50% ?é");
    Store::create(&odd, None, now_ms()).await.unwrap().close().await;
    assert!(odd.join(store::SQLITE_FILE).exists());
    Store::open(&odd, None).await.unwrap();
}
