//! What a signed sheet says, as the entries that the next stage opens with, so that a correction corrects
//! one row and does not code all of them again. R76, ADR 0014.
//!
//! Every rule of the journal holds for them. What a sheet does not say is not made up: a row of code 5 is
//! coded again, because a sheet was never asked who lives (R52), and a proposal that is not stated to be
//! poorer waits for the statement (R62).

use super::filled::{FilledForm, FilledProposal, FilledRow, Strikes, entries};
use super::finding::Finding;
use super::journal::Entry;
use super::meeting::IssuedForms;

/// The entries of a signed sheet, or of the parts of a meeting held in several halls together. `forms` are
/// those of the new stage, `at_ms` is the time of the meeting.
#[must_use]
pub fn carried(signed: FilledForm, forms: &IssuedForms, at_ms: i64) -> Vec<Entry> {
    let listed = signed.listed.into_iter();
    let mut form = FilledForm {
        listed: listed
            .map(|row| FilledRow { code: row.code.filter(|code| *code != Finding::Deceased), ..row })
            .collect(),
        ..signed
    };
    let kept = form.proposed.iter().filter(|line| line.struck.is_none());
    // an order that leaves somebody out, or in which two share a place, is no order
    if kept.clone().any(|line| line.order.is_none()) || !form.same_place().is_empty() {
        form.proposed = form.proposed.into_iter().map(|line| FilledProposal { order: None, ..line }).collect();
    }
    entries(&form, forms, at_ms, Strikes::Signed).entries
}
