//! What the cells of one household say against each other. Domain §4.3.

use super::assemble::Building;
use super::row::{ever_married, is_head, is_man};
use crate::issue::Log;
use domain::defect::{DefectKind, Level};
use domain::household::Member;
use domain::person::MaritalStatus;
use domain::questionnaire::Item;

pub(super) fn household(building: &Building, log: &mut Log) {
    for (row, member) in &building.members {
        self::member(building, *row, member, log);
    }
    let Some((first, _)) = building.members.first() else { return };
    let at = (building.file.as_str(), *first);
    let complete = building.rows_lost == 0;
    let found = building.members.len();
    if let Some(stated) = building.member_count.filter(|n| complete && usize::from(*n) != found) {
        let detail = format!("tertulis {stated}, anggota {found}");
        log.report(at, &building.labels.members, DefectKind::MemberCountMismatch, Level::Reject, &detail);
    }
    let heads: Vec<u32> = building.members.iter().filter(|(_, m)| is_head(m)).map(|(row, _)| *row).collect();
    let unread = building.members.iter().any(|(_, m)| m.relation.is_none());
    if heads.is_empty() && complete && !unread {
        log.report(at, &building.labels.relation, DefectKind::HeadMissing, Level::Reject, "");
    }
    for row in heads.iter().skip(1) {
        let detail = format!("juga pada baris {}", heads[0]);
        log.report(
            (&building.file, *row),
            &building.labels.relation,
            DefectKind::HeadMoreThanOne,
            Level::Reject,
            &detail,
        );
    }
}

fn member(building: &Building, row: u32, member: &Member, log: &mut Log) {
    let at = (building.file.as_str(), row);
    let labels = &building.labels;
    let answer = |item| member.answers.get(item);
    let age = member.birth.age_on(super::REFERENCE_DAY);
    if let (Some(no), Some(families)) = (member.family_no, building.family_count)
        && no > families
    {
        let detail = format!("nomor {no}, keluarga {families}");
        log.report(at, &labels.family_no, DefectKind::FamilyNumberTooHigh, Level::Reject, &detail);
    }
    if answer(Item::Pregnant) == Some(1) && (is_man(member) || age.is_some_and(|a| !(10..=49).contains(&a))) {
        log.report(at, &labels.pregnant, DefectKind::PregnancyImpossible, Level::Reject, "");
    }
    if ever_married(member) {
        match age {
            Some(years) if years < 10 => {
                log.report(at, &labels.marital, DefectKind::MarriedTooYoung, Level::Reject, &format!("umur {years}"));
            }
            Some(years) if years < 16 => {
                log.report(at, &labels.marital, DefectKind::MarriedYoung, Level::Warning, &format!("umur {years}"));
            }
            Some(_) | None => {}
        }
    }
    // without the column nobody is known to work
    let asked = !labels.working.is_empty();
    if asked
        && answer(Item::Working) != Some(1)
        && (answer(Item::WorkField).is_some() || answer(Item::WorkStatus).is_some())
    {
        log.report(at, &labels.work_field, DefectKind::WorkFieldWithoutWork, Level::Reject, "");
    }
    if answer(Item::MarriageBook).is_some() && member.marital == Some(MaritalStatus::Single) {
        log.report(at, &labels.book, DefectKind::MarriageBookWhileSingle, Level::Warning, "");
    }
    if is_head(member) && age.is_some_and(|a| a < 17) {
        log.report(at, &labels.relation, DefectKind::HeadYoung, Level::Warning, "");
    }
    if is_head(member) {
        let area = building.answers.get(Item::FloorArea);
        let each = area.map(|a| a / i32::try_from(building.members.len().max(1)).unwrap_or(1));
        if each.is_some_and(|m| !(1..=200).contains(&m)) {
            log.report(at, &labels.floor, DefectKind::FloorPerMember, Level::Warning, "");
        }
    }
}
