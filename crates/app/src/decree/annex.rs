//! The annex of a decree: its rows, and the hash that is signed over them. R18, R19.

use crate::App;
use crate::error::AppError;
use domain::area::AreaLevel;
use domain::id::{AccountId, DecreeNumber, HouseholdId};
use domain::register::{Change, Entry, head_name};
use domain::verification::{AnnexHash, AnnexSignature, IssuedDecree};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Reader;
use store::decree::{DecreeBody, DecreeHead, DecreeLine};
use store::household::Register;

/// Rows of the annex, by household: every one with its place, its head and what it rests on.
pub(super) fn lines(app: &App, decree: &str, changes: &BTreeMap<HouseholdId, Change>) -> Vec<DecreeLine> {
    (1..).zip(changes).map(|(no, (id, change))| line(app, decree, no, id, change)).collect()
}

/// One row of the annex, from the household as the decree leaves it.
pub(crate) fn line(app: &App, decree: &str, no: i64, id: &HouseholdId, change: &Change) -> DecreeLine {
    let household = &change.after.household;
    let place = &household.place;
    let head = household.head().or(household.members.first());
    let adult = head.is_some_and(|m| m.birth.age_on(app.today()).is_none_or(|age| age >= 18));
    DecreeLine {
        decree: decree.to_owned(),
        no,
        household: id.as_str().to_owned(),
        action: change.action.code().to_owned(),
        desa: place.desa.filter(|d| d.level() == AreaLevel::Desa).map(|d| d.as_str().to_owned()),
        hamlet: place.hamlet.clone(),
        head_name: head_name(household).filter(|_| adult).map(str::to_owned),
        member_count: Some(household.members.iter().filter(|m| m.is_present()).count() as i64),
        body: DecreeBody {
            address: place.address.clone(),
            rw: place.rw,
            rt: place.rt,
            source: change.source.clone(),
            case: change.case.clone(),
            became: change.after.became.as_ref().map(|b| b.as_str().to_owned()),
        },
    }
}

/// What is signed: every row of the annex with its household as it becomes.
pub(super) fn hash(changes: &BTreeMap<HouseholdId, Change>) -> AnnexHash {
    let mut annex = Annex::default();
    for (id, change) in changes {
        annex.row(id, change.action.code(), &change.source, Some(&change.after));
    }
    annex.hash()
}

/// The same of a signed decree, from its rows and the register as the decree left it.
pub(super) async fn now(
    reader: &mut Reader,
    register: &Register,
    head: &DecreeHead,
    rows: &[DecreeLine],
) -> Result<AnnexHash, AppError> {
    let by_id: BTreeMap<HouseholdId, &DecreeLine> =
        rows.iter().map(|row| (HouseholdId::new(&row.household), row)).collect();
    let mut annex = Annex::default();
    for (id, row) in &by_id {
        let past;
        let left = match register.get(id) {
            Some((entry, standing)) if standing.version == head.version => Some(entry),
            _ => {
                past = reader.household_past(id).await?;
                past.iter().find(|(_, standing)| standing.version == head.version).map(|(entry, _)| entry)
            }
        };
        annex.row(id, &row.action, &row.body.source, left);
    }
    Ok(annex.hash())
}

/// The decree as it was signed.
pub(super) fn signed(head: &DecreeHead, rows: &[DecreeLine]) -> IssuedDecree {
    let mut over = AnnexHash([0; 32]);
    // a hash that cannot be read is that of no annex
    let _ = hex::decode_to_slice(&head.annex_hash, &mut over.0);
    let signature = AnnexSignature {
        signer: AccountId::new(head.signer.clone().unwrap_or_default()),
        over,
        bytes: head.signature.clone().unwrap_or_default(),
    };
    IssuedDecree::recorded(DecreeNumber::new(&head.number), rows.len(), signature)
}

/// The text under the hash: each part with its length before it.
#[derive(Default)]
struct Annex(Sha256);

impl Annex {
    fn part(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    fn row(&mut self, id: &HouseholdId, action: &str, source: &str, left: Option<&Entry>) {
        self.part(id.as_str());
        self.part(action);
        self.part(source);
        let Some(entry) = left else { return };
        self.part(entry.status.code());
        self.part(entry.became.as_ref().map_or("", HouseholdId::as_str));
        for member in &entry.household.members {
            self.part(&member.name);
            self.part(member.nik.as_ref().map_or("", |n| n.expose()));
        }
        for (item, code) in entry.household.answers.iter() {
            self.part(item.column());
            self.part(&code.to_string());
        }
    }

    fn hash(self) -> AnnexHash {
        AnnexHash(self.0.finalize().into())
    }
}
