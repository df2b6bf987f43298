//! The negative matrix: every act for every role, in and out of area.

use super::*;

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

fn officer(role: Role, scope: Scope) -> Officer {
    Officer::new("uji".into(), "Uji", vec![RoleBinding { role, scope }])
}

#[test]
fn every_act_for_every_role_is_allowed_only_by_the_table_and_only_inside_its_area() {
    let (home, inside, outside, above) =
        (code("34.03.01"), code("34.03.01.2001"), code("34.03.02.2001"), code("34.03"));
    let mut denied = 0;
    for role in Role::ALL {
        let officer = officer(role, Scope::Area(home));
        for act in Act::ALL {
            let allowed = role.acts().contains(&act);
            assert_eq!(officer.may(act, inside).is_ok(), allowed, "{role:?} {act:?} inside");
            assert_eq!(officer.may(act, home).is_ok(), allowed, "{role:?} {act:?} at home");
            assert!(officer.may(act, outside).is_err(), "{role:?} {act:?} in a neighbouring kecamatan");
            assert!(officer.may(act, above).is_err(), "{role:?} {act:?} for the whole kabupaten");
            denied += usize::from(!allowed);
        }
    }
    assert!(denied > Role::ALL.len() * 10, "a table that allows nearly everything is no table");
}

#[test]
fn an_account_without_roles_may_nothing() {
    let nobody = Officer::new("tamu".into(), "Tamu", vec![]);
    for act in Act::ALL {
        assert!(nobody.may(act, code("34.03.01.2001")).is_err(), "{act:?}");
        assert!(!nobody.could_somewhere(act));
    }
}

#[test]
fn a_hamlet_head_works_in_his_own_padukuhan_only() {
    let dukuh = officer(Role::HamletHead, Scope::parse("34.03.01.2001.05").unwrap());
    let at = |hamlet: &str| Where { area: code("34.03.01.2001"), hamlet: Some(hamlet.to_owned()) };
    assert!(dukuh.may(Act::RecordMeeting, at("34.03.01.2001.05")).is_ok());
    assert!(dukuh.may(Act::RecordMeeting, at("34.03.01.2001.06")).is_err());
    assert!(dukuh.may(Act::RecordMeeting, code("34.03.01.2001")).is_err());
}

#[test]
fn the_people_of_the_hamlet_meeting_never_see_a_nik() {
    for role in [Role::HamletHead, Role::AssistantFacilitator, Role::Facilitator] {
        let officer = officer(role, Scope::National);
        assert_eq!(officer.nik_view(code("34.03.01.2001")), NikView::Hidden, "{role:?}");
        assert!(officer.may(Act::ReadSensitive, code("34.03.01.2001")).is_err());
    }
}

#[test]
fn numbers_are_masked_for_those_who_only_need_the_names() {
    for role in [Role::Tkpkdesa, Role::VillageHead, Role::Camat, Role::RegionalHead, Role::Auditor] {
        assert_eq!(officer(role, Scope::National).nik_view(code("34.03.01.2001")), NikView::Masked, "{role:?}");
    }
}

#[test]
fn who_prepares_the_decree_cannot_sign_it_and_who_hosts_sees_no_case() {
    for role in Role::ALL {
        assert!(!(role.allows(Act::DraftDecree) && role.allows(Act::SignDecree)), "{role:?}");
        let registers = role.allows(Act::RegisterActive) || role.allows(Act::RegisterPassive);
        assert!(!(registers && role.allows(Act::ApproveVerification)), "{role:?}");
    }
    assert_eq!(Role::Kominfo.acts(), &[Act::ManageAccounts]);
}

// R24
#[test]
fn each_organisation_of_the_chain_has_an_account_type() {
    for code in ["bappeda", "dinsos", "dukcapil", "kominfo", "camat", "tksk"] {
        assert!(Role::from_code(code).is_some(), "{code}");
    }
}

#[test]
fn every_act_is_somebodys_and_a_denial_says_whom_to_ask() {
    for act in Act::ALL {
        assert!(Role::ALL.iter().any(|r| r.allows(act)), "nobody may {act:?}");
    }
    let denied = officer(Role::Psm, Scope::National).may(Act::SignDecree, code("34.03")).unwrap_err();
    assert_eq!(denied.roles, vec![Role::RegionalHead]);
}

#[test]
fn a_scope_prints_and_parses_to_itself() {
    for text in ["nasional", "34", "34.03", "34.03.01", "34.03.01.2001", "34.03.01.2001.05"] {
        assert_eq!(Scope::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Scope::parse("Beji"), None);
}
