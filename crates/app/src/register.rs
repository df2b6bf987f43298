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
use std::sync::{Mutex, PoisonError};
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
            Some(before) => tx.change_household(before, now, &standing, day).await?,
            None => tx.put_household(None, now, &standing, day),
        }
        // a copy or a part is nobody's household any more: it is found by its id alone
        let keys = if change.after.status.is_known() { register_keys(now, areas) } else { Vec::new() };
        tx.put_match_page(Owner::Household, id.as_str(), None, keys);
        register.insert(id.clone(), change.after.clone(), standing);
    }
    recount(tx, register).await?;
    Ok(Some(version))
}

/// Where a run keeps the register between its acts, with its version. Elsewhere nothing is kept: a server has other
/// use for the memory.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<(u32, Register)>>);

/// The register as it is now, with its version: what a run kept of it, unless somebody has written it since.
pub(crate) async fn load(app: &App, reader: &mut Reader) -> Result<(u32, Register), AppError> {
    // the version first: a register that is written in between is then taken for an older one, and read again
    let version = reader.register_version().await?;
    let kept = app.kept.as_ref().and_then(|kept| kept.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    match kept {
        Some((of, register)) if of == version => Ok((version, register)),
        _ => Ok((version, reader.entries().await?)),
    }
}

/// Gives a register back that [`load`] gave, for the next act of the run. `version`: the one that is committed.
pub(crate) fn keep(app: &App, version: u32, register: Register) {
    if let Some(kept) = &app.kept {
        *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, register));
    }
}

/// The register as the forms of the open round show it: as it stood before the round's first decree. What a
/// decree changes is for the forms of the next round; a sheet filled in for this one is read against what it was
/// printed from.
pub(crate) async fn printed(app: &App, reader: &mut Reader) -> Result<AtVersion, AppError> {
    let round = round::open_id(reader).await?;
    AtVersion::before(app, reader, |decree| decree.round.is_some() && decree.round == round).await
}

/// The register as it is, or as it was at an earlier version.
pub(crate) enum AtVersion {
    /// As it is, with its version.
    Now(u32, Register),
    /// As it was at a version.
    Before(u32, Vec<Household>),
}

impl AtVersion {
    /// The register before the first of all decrees.
    pub(crate) async fn before_any_decree(app: &App, reader: &mut Reader) -> Result<Self, AppError> {
        Self::before(app, reader, |_| true).await
    }

    /// The register before the first decree that `is_meant`; as it is, when there is none.
    async fn before(app: &App, reader: &mut Reader, is_meant: impl Fn(&VersionRow) -> bool) -> Result<Self, AppError> {
        let versions = reader.register_versions().await?;
        Ok(match versions.iter().find(|v| v.kind == Cause::Decree.code() && is_meant(v)) {
            Some(decree) => Self::Before(decree.version - 1, reader.register_at(decree.version - 1).await?),
            None => {
                let (version, register) = load(app, reader).await?;
                Self::Now(version, register)
            }
        })
    }

    /// The version that it is.
    pub(crate) fn version(&self) -> u32 {
        match self {
            Self::Now(version, _) | Self::Before(version, _) => *version,
        }
    }

    /// Its households, by id.
    pub(crate) fn households(&self) -> Box<dyn Iterator<Item = &Household> + '_> {
        match self {
            Self::Now(_, register) => Box::new(register.present()),
            Self::Before(_, households) => Box::new(households.iter()),
        }
    }

    /// Gives the register back for the next act.
    pub(crate) fn keep(self, app: &App) {
        if let Self::Now(version, register) = self {
            keep(app, version, register);
        }
    }
}

/// Writes households that the register does not hold yet, with their look-up keys, as read by `import`; `register`
/// becomes what the register is afterwards.
pub async fn put_new(
    tx: &mut Tx,
    import: Option<&str>,
    households: Vec<Household>,
    areas: &AreaTable,
    (version, today): (u32, Date),
    register: &mut Register,
) -> Result<(), AppError> {
    let standing = Standing { version, cause: import.unwrap_or_default().to_owned(), ..Standing::default() };
    for household in households {
        tx.put_household(import, &household, &standing, Some(today));
        let keys = register_keys(&household, areas);
        tx.put_match_page(Owner::Household, household.id.as_str(), import, keys);
        register.insert(household.id.clone(), Entry::present(household), standing.clone());
        tx.spill().await?;
    }
    Ok(())
}

/// Counts the names of the register anew: the weight of names in a look-up is that of the register as it is.
pub async fn recount(tx: &mut Tx, register: &Register) -> Result<(), AppError> {
    let counted = tokio::task::block_in_place(|| Statistics::count(register.known(), &[]));
    tx.drop_match_statistics(true).await?;
    if counted.households() > 0 {
        tx.put_match_statistics(&statistics_row("register", None, &counted));
    }
    Ok(())
}

/// Whom the civil registry holds as dead, as the register compares people.
pub(crate) fn dead<'a>(app: &App, civil: &'a [domain::civil_registry::CivilRecord]) -> Dead<'a> {
    Dead::among(civil, app.today(), &linkage::same_as_record)
}
