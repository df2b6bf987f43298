//! Builds households from rows. Finds the same row twice, one id for two households, one household in
//! two files, one NIK for two persons.

use super::checks;
use super::row::{BdtRow, Body, Labels};
use crate::issue::Log;
use crate::words::fold;
use domain::area::{AreaCode, AreaLevel};
use domain::defect::{DefectKind, Level};
use domain::household::{Household, Member, Origin, Place};
use domain::id::HouseholdId;
use domain::person::Nik;
use domain::questionnaire::Answers;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A household being put together.
pub(super) struct Building {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) place: Place,
    pub(super) sls: String,
    pub(super) head_name: String,
    pub(super) member_count: Option<u16>,
    pub(super) family_count: Option<u8>,
    pub(super) answers: Answers,
    pub(super) members: Vec<(u32, Member)>,
    /// Rows of it that were not taken: counts and heads cannot be judged then.
    pub(super) rows_lost: u32,
    pub(super) labels: Labels,
    fingerprints: Vec<u64>,
    dropped: bool,
    /// Second household under one id: its own key.
    key: Option<String>,
}

impl Building {
    fn first_row(&self) -> u32 {
        self.members.first().map_or(0, |(row, _)| *row)
    }
}

#[derive(Default)]
pub(super) struct Households {
    list: Vec<Building>,
    by_id: FxHashMap<String, Vec<usize>>,
    /// Rows lost before their household was met.
    lost: BTreeMap<(String, String), u32>,
}

impl Households {
    pub(super) fn add(&mut self, read: BdtRow, log: &mut Log) {
        let BdtRow { file, row, id, body, labels } = read;
        let Some(body) = body else {
            *self.lost.entry((file, id)).or_insert(0) += 1;
            return;
        };
        let found = self.by_id.get(&id).and_then(|all| {
            all.iter().copied().find(|i| self.list[*i].file == file && same_household(&self.list[*i], &body))
        });
        let index = found.unwrap_or_else(|| {
            self.list.push(Building {
                id: id.clone(),
                file: file.clone(),
                place: body.place.clone(),
                sls: body.sls.clone(),
                head_name: body.head_name.clone(),
                member_count: body.member_count,
                family_count: body.family_count,
                answers: Answers::default(),
                members: Vec::new(),
                rows_lost: 0,
                labels,
                fingerprints: Vec::new(),
                dropped: false,
                key: None,
            });
            self.by_id.entry(id).or_default().push(self.list.len() - 1);
            self.list.len() - 1
        });
        let household = &mut self.list[index];
        let at = (file.as_str(), row);
        if let Some(same) = duplicate_of(household, &body) {
            let column = household.labels.id.clone();
            log.report(at, &column, DefectKind::RowDuplicate, Level::Reject, &format!("sama dengan baris {same}"));
            log.counts.rejected += 1;
            return;
        }
        log.counts.taken += 1;
        for (column, kind, level, detail) in body.household_defects {
            log.report(at, &column, kind, level, &detail);
        }
        for (item, code) in body.household.iter() {
            if household.answers.get(item).is_none() {
                household.answers.set(item, code);
            }
        }
        household.place.desa = household.place.desa.or(body.place.desa);
        household.member_count = household.member_count.or(body.member_count);
        household.family_count = household.family_count.or(body.family_count);
        household.fingerprints.push(body.fingerprint);
        household.members.push((row, body.member));
    }

    /// Settles what concerns several households, checks each, and hands them over in file order.
    pub(super) fn finish(mut self, log: &mut Log) -> Vec<Household> {
        for ((file, id), count) in std::mem::take(&mut self.lost) {
            for i in self.by_id.get(&id).into_iter().flatten() {
                if self.list[*i].file == file {
                    self.list[*i].rows_lost += count;
                }
            }
        }
        self.settle_ids(log);
        for household in self.list.iter().filter(|h| !h.dropped) {
            checks::household(household, log);
        }
        self.settle_niks(log);
        self.list.into_iter().filter(|h| !h.dropped && !h.members.is_empty()).map(built).collect()
    }

    /// One id for several households, and one household in several files.
    fn settle_ids(&mut self, log: &mut Log) {
        let shared: BTreeMap<&String, &Vec<usize>> = self.by_id.iter().filter(|(_, all)| all.len() > 1).collect();
        let home_files = self.home_files();
        let mut drop = Vec::new();
        let mut rename = Vec::new();
        for (id, all) in shared {
            // groups of entries that are the same household
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for i in all {
                let known = groups.iter_mut().find(|g| same_people(&self.list[g[0]], &self.list[*i]));
                match known {
                    Some(group) => group.push(*i),
                    None => groups.push(vec![*i]),
                }
            }
            let mut keepers = Vec::new();
            for group in &groups {
                let kept = group
                    .iter()
                    .copied()
                    .find(|i| {
                        kecamatan(&self.list[*i]).is_some_and(|k| home_files.get(&k) == Some(&self.list[*i].file))
                    })
                    .unwrap_or(group[0]);
                keepers.push(kept);
                for i in group.iter().copied().filter(|i| *i != kept) {
                    drop.push((i, self.list[kept].file.clone()));
                }
            }
            if keepers.len() > 1 {
                let rightful = keepers.iter().copied().find(|i| self.in_sequence(*i)).unwrap_or(keepers[0]);
                let others: Vec<usize> = keepers.iter().copied().filter(|i| *i != rightful).collect();
                for (n, i) in others.iter().enumerate() {
                    rename.push((*i, rightful, format!("{id}#{}", n + 2)));
                }
            }
        }
        for (i, kept_in) in drop {
            let lost = &mut self.list[i];
            lost.dropped = true;
            for (row, _) in &lost.members {
                let detail = format!("dipakai dari {kept_in}");
                log.report(
                    (&lost.file, *row),
                    &lost.labels.id,
                    DefectKind::HouseholdInTwoFiles,
                    Level::Reject,
                    &detail,
                );
                log.counts.taken -= 1;
                log.counts.rejected += 1;
            }
        }
        for (i, rightful, key) in rename {
            let owner = &self.list[rightful];
            let detail = format!("juga pada {} baris {}", self.list[i].file, self.list[i].first_row());
            log.report(
                (&owner.file, owner.first_row()),
                &owner.labels.id,
                DefectKind::HouseholdIdDuplicate,
                Level::Warning,
                &detail,
            );
            let detail =
                format!("juga pada {} baris {}; rumah tangga ini disimpan tanpa ID BDT", owner.file, owner.first_row());
            let other = &self.list[i];
            log.report(
                (&other.file, other.first_row()),
                &other.labels.id,
                DefectKind::HouseholdIdDuplicate,
                Level::Reject,
                &detail,
            );
            self.list[i].key = Some(key);
        }
    }

    /// The file in which most households of a kecamatan stand.
    fn home_files(&self) -> BTreeMap<AreaCode, String> {
        let mut counts: BTreeMap<AreaCode, BTreeMap<&String, usize>> = BTreeMap::new();
        for household in &self.list {
            if let Some(kecamatan) = kecamatan(household) {
                *counts.entry(kecamatan).or_default().entry(&household.file).or_insert(0) += 1;
            }
        }
        counts
            .into_iter()
            .filter_map(|(k, files)| {
                files.into_iter().max_by_key(|(file, n)| (*n, std::cmp::Reverse(*file))).map(|(f, _)| (k, f.clone()))
            })
            .collect()
    }

    /// Whether a household's id lies between those of its neighbours in the file.
    fn in_sequence(&self, i: usize) -> bool {
        let file = &self.list[i].file;
        let before = i.checked_sub(1).map(|j| &self.list[j]).filter(|h| &h.file == file);
        let after = self.list.get(i + 1).filter(|h| &h.file == file);
        let id = &self.list[i].id;
        // the first ten digits are the desa; the order of desa in a file is free
        let same_desa = |h: &&Building| h.id.get(..10) == id.get(..10);
        before.filter(same_desa).is_none_or(|h| &h.id < id) && after.filter(same_desa).is_none_or(|h| &h.id > id)
    }

    /// The same NIK for two persons, and the same household under two ids.
    fn settle_niks(&self, log: &mut Log) {
        let mut holders: BTreeMap<Nik, Vec<(usize, usize)>> = BTreeMap::new();
        for (h, household) in self.list.iter().enumerate().filter(|(_, h)| !h.dropped) {
            for (m, (_, member)) in household.members.iter().enumerate() {
                if let Some(nik) = member.nik {
                    holders.entry(nik).or_default().push((h, m));
                }
            }
        }
        let mut twins: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for places in holders.values().filter(|p| p.len() > 1) {
            let mut different = BTreeSet::new();
            for (n, a) in places.iter().enumerate() {
                for b in &places[n + 1..] {
                    let (one, two) = (&self.list[a.0].members[a.1].1, &self.list[b.0].members[b.1].1);
                    // two members of one household are two people, however alike: twins
                    if a.0 != b.0 && same_person(one, two) {
                        *twins.entry((a.0, b.0)).or_insert(0) += 1;
                    } else {
                        different.extend([*a, *b]);
                    }
                }
            }
            for (h, m) in &different {
                let household = &self.list[*h];
                let others: Vec<String> = different
                    .iter()
                    .filter(|p| **p != (*h, *m))
                    .map(|(oh, om)| format!("{} baris {}", self.list[*oh].file, self.list[*oh].members[*om].0))
                    .collect();
                let detail = format!("juga pada {}", others.join(", "));
                log.report(
                    (&household.file, household.members[*m].0),
                    &household.labels.nik,
                    DefectKind::NikDuplicate,
                    Level::Reject,
                    &detail,
                );
            }
        }
        for ((a, b), shared) in twins {
            let (one, two) = (&self.list[a], &self.list[b]);
            let smaller = one.members.len().min(two.members.len());
            if shared * 2 >= smaller {
                let (kept, other) = if one.id <= two.id { (one, two) } else { (two, one) };
                let detail = format!("juga pada {} baris {}", kept.file, kept.first_row());
                log.report(
                    (&other.file, other.first_row()),
                    &other.labels.id,
                    DefectKind::HouseholdDuplicateOtherId,
                    Level::Warning,
                    &detail,
                );
            }
        }
    }
}

fn kecamatan(household: &Building) -> Option<AreaCode> {
    household.place.desa.and_then(|d| d.at(AreaLevel::Kecamatan))
}

/// Whether a row belongs to the household already met under its id in the same file.
fn same_household(household: &Building, body: &Body) -> bool {
    if household.head_name.is_empty() || body.head_name.is_empty() || alike(&household.head_name, &body.head_name) {
        return true;
    }
    // another head's name, but the very same place: a damaged cell, not another household
    household.sls == body.sls && household.place.address == body.place.address && !household.sls.is_empty()
}

fn same_people(one: &Building, two: &Building) -> bool {
    if !one.head_name.is_empty() && !two.head_name.is_empty() {
        return alike(&one.head_name, &two.head_name);
    }
    let names = |h: &Building| h.members.iter().map(|(_, m)| fold(&m.name)).collect::<BTreeSet<_>>();
    let (a, b) = (names(one), names(two));
    a.intersection(&b).count() * 2 >= a.len().min(b.len())
}

/// Whether two rows may be one person: names alike, and neither sex nor age against it.
fn same_person(one: &Member, two: &Member) -> bool {
    let names = one.name.is_empty() || two.name.is_empty() || alike(&one.name, &two.name);
    let sexes = one.sex.is_none() || two.sex.is_none() || one.sex == two.sex;
    let age = |m: &Member| m.birth.age_on(super::REFERENCE_DAY);
    let ages = !matches!((age(one), age(two)), (Some(a), Some(b)) if a.abs_diff(b) > 3);
    names && sexes && ages
}

/// Whether two written names may be one person's: a typing error apart, or one a part of the other.
pub(crate) fn alike(one: &str, two: &str) -> bool {
    let (a, b) = (fold(one), fold(two));
    if a == b || crate::header::likeness(&a.replace(' ', ""), &b.replace(' ', "")) >= 72 {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let words: Vec<&str> = long.split(' ').collect();
    !short.is_empty() && short.split(' ').all(|w| words.contains(&w))
}

/// The earlier row this one repeats: cell for cell, or the same number, name and NIK once more.
fn duplicate_of(household: &Building, body: &Body) -> Option<u32> {
    let exact = household.fingerprints.iter().position(|f| *f == body.fingerprint);
    let again = || {
        household.members.iter().position(|(_, m)| {
            m.no == body.member.no
                && m.no > 0
                && m.nik == body.member.nik
                && fold(&m.name) == fold(&body.member.name)
                && !m.name.is_empty()
        })
    };
    exact.or_else(again).map(|i| household.members[i].0)
}

fn built(building: Building) -> Household {
    let row = building.first_row();
    let mut members: Vec<Member> = building.members.into_iter().map(|(_, m)| m).collect();
    members.sort_by_key(|m| m.no);
    // a number that could not be read is the next one free
    let mut next = members.iter().map(|m| m.no).max().unwrap_or(0);
    for member in members.iter_mut().filter(|m| m.no == 0) {
        next += 1;
        member.no = next;
    }
    members.sort_by_key(|m| m.no);
    Household {
        id: HouseholdId::new(building.key.unwrap_or(building.id)),
        place: building.place,
        member_count: building.member_count,
        family_count: building.family_count,
        answers: building.answers,
        members,
        origin: Origin { file: building.file, row },
    }
}
