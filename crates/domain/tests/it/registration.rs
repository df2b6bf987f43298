//! Registration at the desk, on a visit, and by a village meeting. R2–R8, T1, T2, T4.

use crate::build::{day, registration};
use domain::registration::{
    Applicant, Consent, DeskRemedy, Proxy, RegistrationFlag, RegistrationKind, identity_was_shown,
};
use proptest::prelude::*;

#[test]
fn there_are_exactly_two_kinds_of_registration() {
    // R3
    assert_eq!(RegistrationKind::from_code("AKTIF"), Some(RegistrationKind::Active));
    assert_eq!(RegistrationKind::from_code("PASIF"), Some(RegistrationKind::Passive));
    assert_eq!(RegistrationKind::from_code("LAIN"), None);
}

#[test]
fn any_one_identity_paper_is_enough_at_the_desk() {
    // R4, R5
    for paper in ["KTP", "KK", "KTP, KK", "SIM", "kartu pelajar", "Surat keterangan domisili"] {
        assert!(registration(RegistrationKind::Active, Some(paper)).submit().is_ok(), "{paper}");
    }
    for nothing in [None, Some(""), Some("-"), Some("tidak ada"), Some("Tidak Membawa"), Some("belum punya")] {
        assert!(!identity_was_shown(nothing), "{nothing:?}");
    }
}

#[test]
fn a_psm_may_register_a_household_without_papers_on_a_statement_and_it_is_flagged() {
    // R6
    let refused = registration(RegistrationKind::Passive, None).submit().unwrap_err();
    assert_eq!(refused.code(), "PERNYATAAN_IDENTITAS_KOSONG");
    let mut draft = refused.into_draft();
    draft.identity_statement = Some("Pernyataan RT 01".to_owned());
    let (submitted, _) = draft.submit().unwrap();
    assert_eq!(submitted.flags, [RegistrationFlag::WithoutIdentity]);
    assert_eq!(submitted.flags[0].code(), "TANPA_IDENTITAS");
}

#[test]
fn a_proxy_needs_the_recorded_consent_of_the_person_represented() {
    let mut draft = registration(RegistrationKind::Active, Some("KTP"));
    let mut proxy = Proxy { name: "ANAK CONTOH".to_owned(), relation: "anak".to_owned(), consent: None };
    draft.applicant = Applicant::Proxy(proxy.clone());
    let refused = draft.submit().unwrap_err();
    assert_eq!(refused.code(), "PERSETUJUAN_TIDAK_ADA");
    proxy.consent = Some(Consent { on: day(), recorded_as: "cap jempol".to_owned() });
    let mut draft = refused.into_draft();
    draft.applicant = Applicant::Proxy(proxy);
    assert_eq!(draft.submit().unwrap().0.flags, [RegistrationFlag::ByProxy]);
}

#[test]
fn a_member_without_a_name_is_not_registered() {
    let mut draft = registration(RegistrationKind::Active, Some("KTP"));
    draft.registration.members[0].name = " ".to_owned();
    assert_eq!(draft.submit().unwrap_err().code(), "NAMA_ANGGOTA_KOSONG");
}

#[test]
fn t1_a_widow_with_only_her_ktp_is_registered() {
    // R4, R5, T1
    let (submitted, event) = registration(RegistrationKind::Active, Some("KTP")).submit().unwrap();
    assert!(submitted.flags.is_empty());
    assert!(submitted.registration.members[0].nik.is_none(), "a NIK is not demanded at this point");
    assert_eq!(domain::event::Event::Registration(event).name(), "registration.submitted");
}

#[test]
fn t2_without_any_identity_the_desk_saves_a_draft_and_refers_to_dukcapil() {
    // R5, T2
    let refused = registration(RegistrationKind::Active, Some("tidak ada")).submit().unwrap_err();
    assert_eq!(refused.code(), "IDENTITAS_TIDAK_DITUNJUKKAN");
    assert_eq!(refused.remedies(), [DeskRemedy::SaveDraft, DeskRemedy::ReferToDukcapil, DeskRemedy::RequestVisit]);
    assert!(refused.into_draft().registration.is_draft());
}

#[test]
fn a_household_that_a_village_meeting_named_needs_no_identity_and_no_statement() {
    // R7
    let mut draft = registration(RegistrationKind::Passive, None);
    draft.registration.musdes = Some("BA-12/2016".to_owned());
    let (submitted, _) = draft.submit().unwrap();
    assert_eq!(submitted.flags, [RegistrationFlag::WithoutIdentity]);
}

proptest! {
    /// R5: an active registration is complete exactly when some identity was shown, whatever else is written.
    #[test]
    fn an_active_registration_is_never_complete_without_identity(shown in proptest::option::of("[A-Za-z -]{0,12}")) {
        let complete = identity_was_shown(shown.as_deref());
        prop_assert_eq!(registration(RegistrationKind::Active, shown.as_deref()).submit().is_ok(), complete);
    }
}
