//! What an act writes into the register as it is now: rows, look-up keys, counts of names, and its version.
//! Design D15.

use crate::App;
use crate::error::AppError;
use crate::matching::{register_keys, statistics_row};
use crate::round;
use domain::Date;
use domain::area::AreaTable;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::register::{Change, Dead, Entry};
use linkage::Statistics;
use std::collections::BTreeMap;
use store::household::{Register, Standing};
use store::matching::Owner;
use store::round::VersionRow;
use store::{Reader, Tx};

/// The acts that change the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Bdt,
    Siak,
    Decree,
    Undo,
}

impl Cause {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Bdt => "BDT",
            Self::Siak => "SIAK",
            Self::Decree => "SK",
            Self::Undo => "URUNG",
        }
    }
}

/// Version row of an act that writes these changes.
pub(crate) fn version_row(
    app: &App,
    kind: Cause,
    cause: &str,
    actor: &str,
    round: Option<&str>,
    changes: &BTreeMap<HouseholdId, Change>,
) -> VersionRow {
    VersionRow {
        version: 0,
        kind: kind.code().to_owned(),
        cause: cause.to_owned(),
        day: app.today().to_string(),
        actor: actor.to_owned(),
        round: round.map(str::to_owned),
        households: changes.len() as i64,
        deaths: changes.values().map(|c| c.deaths as i64).sum(),
    }
}

/// Writes changes into the register under the next version, which it returns; `register` becomes what the
/// register is afterwards. Nothing is written when nothing changes.
pub(crate) async fn write(
    app: &App,
    tx: &mut Tx,
    areas: &AreaTable,
    register: &mut Register,
    changes: &BTreeMap<HouseholdId, Change>,
    row: VersionRow,
) -> Result<Option<u32>, AppError> {
    if changes.is_empty() {
        return Ok(None);
    }
    let cause = row.cause.clone();
    let version = tx.add_register_version(row).await?;
    let day = Some(app.today());
    for (id, change) in changes {
        let standing = Standing {
            version,
            status: change.after.status,
            cause: cause.clone(),
            action: change.action.code().to_owned(),
            source: change.source.clone(),
            became: change.after.became.clone(),
        };
        let now = &change.after.household;
        match register.get(id) {
            Some((entry, before)) => tx.change_household((entry, before), now, &standing, day).await?,
            None => tx.put_household(None, now, &standing, day),
        }
        // a copy or a part is nobody's household any more: it is found by its id alone
        let keys = if change.after.status.is_known() { register_keys(now, areas) } else { Vec::new() };
        tx.put_match_page(Owner::Household, id.as_str(), None, keys);
        register.insert(id.clone(), (change.after.clone(), standing));
    }
    recount(tx, register).await?;
    Ok(Some(version))
}

/// The register as the forms of the open round show it: as it stood before the round's first decree. What a
/// decree changes is for the forms of the next round; a sheet filled in for this one is read against what it was
/// printed from.
pub(crate) async fn printed(reader: &mut Reader) -> Result<Vec<Household>, AppError> {
    let round = round::open_id(reader).await?;
    let versions = reader.register_versions().await?;
    let first = versions.iter().find(|v| v.kind == Cause::Decree.code() && v.round.is_some() && v.round == round);
    Ok(match first {
        Some(decree) => reader.register_at(decree.version - 1).await?,
        None => reader.register().await?,
    })
}

/// Writes households that the register does not hold yet, with their look-up keys, as read by `import`.
pub fn put_new(
    tx: &mut Tx,
    import: Option<&str>,
    households: &[Household],
    areas: &AreaTable,
    version: u32,
    today: Date,
) {
    let standing = Standing { version, cause: import.unwrap_or_default().to_owned(), ..Standing::default() };
    for household in households {
        tx.put_household(import, household, &standing, Some(today));
        let keys = register_keys(household, areas);
        tx.put_match_page(Owner::Household, household.id.as_str(), import, keys);
    }
}

/// Counts the names of the register anew: the weight of names in a look-up is that of the register as it is.
pub async fn recount(tx: &mut Tx, register: &Register) -> Result<(), AppError> {
    let known: Vec<Household> =
        register.values().filter(|(e, _)| e.status.is_known()).map(|(e, _)| e.household.clone()).collect();
    let counted = tokio::task::block_in_place(|| Statistics::count(&known, &[]));
    tx.drop_match_statistics(true).await?;
    if known.is_empty() {
        return Ok(());
    }
    tx.put_match_statistics(&statistics_row("register", None, &counted));
    Ok(())
}

/// The households alone, as `domain` takes them.
pub(crate) fn entries(register: &Register) -> BTreeMap<HouseholdId, Entry> {
    register.iter().map(|(id, (entry, _))| (id.clone(), entry.clone())).collect()
}

/// Whom the civil registry holds as dead, as the register compares people.
pub(crate) fn dead<'a>(app: &App, civil: &'a [domain::civil_registry::CivilRecord]) -> Dead<'a> {
    Dead::among(civil, app.today(), &linkage::same_as_record)
}
