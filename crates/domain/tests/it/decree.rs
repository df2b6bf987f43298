//! The decree and the delivery it allows. R18, R19, T10, T24 as far as they are pure.

use crate::build::{account, day, rts};
use domain::id::DecreeNumber;
use domain::verification::{AnnexHash, AnnexSignature, BatchRow, DecreeDraft, DecreeEvent, RowStanding, Waiver};
use proptest::prelude::*;

const ANNEX: AnnexHash = AnnexHash([7; 32]);

fn draft(rows: Vec<BatchRow>) -> DecreeDraft {
    DecreeDraft {
        number: DecreeNumber::new("188.45/1/2017"),
        prepared_by: account("dinsos"),
        rows,
        waiver: None,
        annex: ANNEX,
    }
}

fn row(no: usize, standing: RowStanding, siak_unchecked: u32) -> BatchRow {
    BatchRow { household: rts(no), standing, siak_unchecked }
}

fn signed_by(name: &str, over: AnnexHash) -> AnnexSignature {
    AnnexSignature { signer: account(name), over, bytes: vec![1] }
}

#[test]
fn a_decree_waits_until_every_household_is_ready_or_closed() {
    // R18
    let rows = vec![row(1, RowStanding::Ready, 0), row(2, RowStanding::Open, 0), row(3, RowStanding::Closed, 0)];
    let refused = draft(rows).issue(signed_by("bupati", ANNEX)).unwrap_err();
    assert_eq!(refused.code(), "SK_BARIS_BELUM_SIAP");
    let rows = vec![row(1, RowStanding::Ready, 0), row(3, RowStanding::Closed, 0)];
    let (_, event) = draft(rows).issue(signed_by("bupati", ANNEX)).unwrap();
    let issued = DecreeEvent::Issued { decree: DecreeNumber::new("188.45/1/2017"), households: 1 };
    assert_eq!(event, issued, "a closed household is not counted");
}

#[test]
fn t10_unchecked_persons_stop_the_decree_until_asked_or_waived_by_a_named_officer() {
    // R10, R18, T10
    let rows = vec![row(1, RowStanding::Ready, 2)];
    let mut waiting = draft(rows);
    assert_eq!(waiting.ready().unwrap_err().code(), "SIAK_TIDAK_DIPERIKSA");
    let mut waiver = Waiver { officer: account("kadis"), reason: " ".to_owned(), on: day() };
    waiting.waiver = Some(waiver.clone());
    assert_eq!(waiting.ready().unwrap_err().code(), "PENGECUALIAN_TANPA_ALASAN");
    waiver.reason = "SIAK tidak dapat dihubungi".to_owned();
    waiting.waiver = Some(waiver);
    assert!(waiting.issue(signed_by("bupati", ANNEX)).is_ok());
}

#[test]
fn who_prepares_the_decree_does_not_sign_it_and_a_signature_is_over_this_annex() {
    // R18
    let ready = || draft(vec![row(1, RowStanding::Ready, 0)]);
    assert_eq!(ready().issue(signed_by("dinsos", ANNEX)).unwrap_err().code(), "SK_SENDIRI");
    assert_eq!(ready().issue(signed_by("bupati", AnnexHash([8; 32]))).unwrap_err().code(), "LAMPIRAN_BERBEDA");
    assert_eq!(draft(Vec::new()).ready().unwrap_err().code(), "SK_KOSONG");
}

#[test]
fn t24_one_byte_changed_in_the_annex_stops_the_delivery() {
    // R19, T24
    let (decree, _) = draft(vec![row(1, RowStanding::Ready, 0)]).issue(signed_by("bupati", ANNEX)).unwrap();
    let mut changed = ANNEX;
    changed.0[31] ^= 1;
    assert_eq!(decree.deliver(changed, true).unwrap_err().code(), "LAMPIRAN_BERUBAH");
    let sent = DecreeEvent::Delivered { decree: DecreeNumber::new("188.45/1/2017"), households: 1 };
    assert_eq!(decree.deliver(ANNEX, true), Ok(sent));
    assert_eq!(decree.deliver(ANNEX, false).unwrap_err().code(), "TANDA_TANGAN_SK_RUSAK");
}

proptest! {
    /// R18: a decree never holds a household that was not ready, and holds all that were.
    #[test]
    fn a_decree_never_holds_an_unverified_household(standings in proptest::collection::vec(0..3u8, 0..30)) {
        let rows: Vec<BatchRow> = standings.iter().enumerate().map(|(no, s)| row(no, match s {
            0 => RowStanding::Ready, 1 => RowStanding::Closed, _ => RowStanding::Open,
        }, 0)).collect();
        let ready = rows.iter().filter(|r| r.standing == RowStanding::Ready).count();
        let open = rows.iter().any(|r| r.standing == RowStanding::Open);
        match draft(rows).issue(signed_by("bupati", ANNEX)) {
            Ok((_, event)) => {
                prop_assert!(!open);
                let decree = DecreeNumber::new("188.45/1/2017");
                prop_assert_eq!(event, DecreeEvent::Issued { decree, households: ready });
            }
            Err(_) => prop_assert!(open || ready == 0),
        }
    }
}
