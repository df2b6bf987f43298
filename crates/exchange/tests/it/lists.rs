//! Code lists, bounds and refusals of the page, written from Rust: `crates/web/assets/meeting/lists.js`.

use domain::deliberation::Finding;
use domain::deliberation::attendance::Absent;
use domain::deliberation::fkp01::{Column, NoteChange};
use domain::deliberation::journal::{Act, Group, PROPOSALS_MAX, ProposalField, Role, Why};
use domain::deliberation::minutes::SignerRole;
use domain::deliberation::sheet::HAMLET_KINDS;
use domain::household::HALF_YEAR_MONTHS;
use exchange::journal::{ENTRY_BYTES_MAX, LIST_MAX, TEXT_MAX};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn lists() -> [(&'static str, Value); 12] {
    let finding = |f: Finding| {
        json!({
            "code": f.code(), "label": f.label(), "fkp01": f.allowed_on_fkp01(), "visit": f.needs_visit(),
            "reread": f.may_be_better_off(),
        })
    };
    let printed = Column::ALL.into_iter().filter(|c| c.is_prefilled()).map(Column::number);
    let texts = ProposalField::ALL.into_iter().filter(|f| *f != ProposalField::Poorer).map(ProposalField::code);
    let refusals: BTreeSet<&str> = Why::every().iter().map(Why::code).collect();
    [
        ("FINDINGS", json!(Finding::ALL.map(finding))),
        ("GROUPS", json!(Group::ALL.map(Group::code))),
        ("ABSENT", json!(Absent::ALL.map(Absent::code))),
        ("CHANGES", json!(NoteChange::ALL.map(NoteChange::code))),
        ("ROLES", json!(Role::ALL.map(Role::code))),
        ("SIGNERS", json!(SignerRole::ALL.map(SignerRole::code))),
        ("PRINTED_COLUMNS", json!(printed.collect::<Vec<_>>())),
        ("PROPOSAL_TEXTS", json!(texts.collect::<Vec<_>>())),
        ("ACT_KINDS", json!(Act::KINDS)),
        ("HAMLET_KINDS", json!(HAMLET_KINDS)),
        (
            "BOUNDS",
            json!({
                "text": TEXT_MAX, "list": LIST_MAX, "entry_bytes": ENTRY_BYTES_MAX, "count": u16::MAX,
                "proposals": PROPOSALS_MAX, "half_year_months": HALF_YEAR_MONTHS,
            }),
        ),
        ("REFUSALS", json!(refusals)),
    ]
}

fn script() -> String {
    let mut out = String::from(
        "// Written from the code lists of Rust: change them there, then run\n\
         // `MUTAKHIR_WRITE_LISTS=1 cargo test --package exchange --test it lists`.\n",
    );
    for (name, value) in lists() {
        out += &match value {
            Value::Array(all) if all.iter().any(Value::is_object) || all.len() > 12 => {
                let lines: Vec<String> = all.iter().map(|one| format!("  {one},\n")).collect();
                format!("\nexport const {name} = [\n{}];\n", lines.concat())
            }
            other => format!("\nexport const {name} = {other};\n"),
        };
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test that writes its own file when asked to")]
fn the_lists_of_the_page_are_those_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/meeting/lists.js");
    if std::env::var_os("MUTAKHIR_WRITE_LISTS").is_some() {
        std::fs::write(&path, script()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), script(), "MUTAKHIR_WRITE_LISTS=1 writes them");
}

#[test]
fn every_refusal_is_listed_once() {
    /// A number for each refusal: a new one does not compile until it has one, and is missed until it is listed.
    fn number(why: &Why) -> usize {
        use domain::deliberation::closing::Unmet as U;
        use domain::deliberation::fkp01::Fkp01Refused as F;
        use domain::deliberation::meeting::ProposeRefused as P;
        use domain::deliberation::quota::StrikeRefused as S;
        match why {
            Why::Form(F::NoSuchRow { .. }) => 0,
            Why::Form(F::PrintedColumn { .. }) => 1,
            Why::Form(F::NewOnFkp01) => 2,
            Why::Form(F::LivingNotAsked) => 3,
            Why::Form(F::MembersLive { .. }) => 4,
            Why::Form(F::NotCoded { .. }) => 5,
            Why::Propose(P::NameEmpty) => 6,
            Why::Propose(P::NumberTaken { .. }) => 7,
            Why::Propose(P::AlreadyListed { .. }) => 8,
            Why::Propose(P::AlreadyProposed { .. }) => 9,
            Why::Propose(P::NoMember { .. }) => 10,
            Why::Propose(P::NotPoorer) => 11,
            Why::Strike(S::WithinQuota) => 12,
            Why::Strike(S::Unranked { .. }) => 13,
            Why::Strike(S::NotBestOff { .. }) => 14,
            Why::Strike(S::NotRetained { .. }) => 15,
            Why::Close(U::RowsWithoutCode { .. }) => 16,
            Why::Close(U::RowsUnchecked { .. }) => 17,
            Why::Close(U::OverQuota { .. }) => 18,
            Why::Close(U::NotStatedPoorer { .. }) => 19,
            Why::Close(U::Contested { .. }) => 20,
            Why::Close(U::SignatureMissing { .. }) => 21,
            Why::NotAdmitted => 22,
            Why::NotPrintedColumn => 23,
            Why::NoNote { .. } => 24,
            Why::NoteEmpty => 25,
            Why::DayAhead { .. } => 26,
            Why::NotAsisten => 27,
            Why::CodeNotSeen { .. } => 28,
            Why::Kin { .. } => 29,
            Why::KinOfOther => 30,
            Why::NoProposal { .. } => 31,
            Why::OrderTwice { .. } => 32,
            Why::WithdrawOverQuota => 33,
            Why::ReasonEmpty => 34,
            Why::NotReread { .. } => 35,
            Why::RemedyBFirst => 36,
            Why::EnumeratorElsewhere => 37,
            Why::NameEmpty => 38,
            Why::NoEnumerator => 39,
            Why::NoChoice { .. } => 40,
            Why::SignsForOther => 41,
            Why::CoversBroken => 42,
            Why::NotMerged { .. } => 43,
            Why::StruckBefore { .. } => 44,
            Why::TooManyProposals { .. } => 45,
            Why::ChangedSinceRead { .. } => 46,
        }
    }
    let numbers: Vec<usize> = {
        let mut all: Vec<usize> = Why::every().iter().map(number).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(numbers, (0..47).collect::<Vec<_>>());
}
