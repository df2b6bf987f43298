//! Stage 3b: filled household questionnaires as they came back from the field.

use crate::error::Result;
use crate::record::{AnswersRow, MemberRow, OriginRow, PlaceRow, date, head_name, known, opt, secret};
use crate::sql;
use crate::table::{QUESTIONNAIRE, QUESTIONNAIRE_PAST};
use crate::tx::{Reader, Record, Tx};
use domain::household::Household;
use domain::id::{HouseholdId, QuestionnaireId};
use domain::person::NoKk;
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use serde::{Deserialize, Serialize};

/// A questionnaire and what its check said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedQuestionnaire {
    /// The import it came with.
    pub import_id: Option<String>,
    /// As filled.
    pub filled: FilledQuestionnaire,
    /// `DITERIMA` or `DIKEMBALIKAN`.
    pub verdict: String,
    /// Codes of the defects joined by `|`.
    pub problems: String,
    /// Household of the register it is about, once settled.
    pub household: Option<HouseholdId>,
    /// Version, from 1: a questionnaire that was sent back can be corrected.
    pub version: i64,
    /// The round it belongs to.
    pub round: Option<String>,
    /// Who approved it, as written.
    pub checked_by: Option<String>,
}

/// A questionnaire as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireLine {
    /// Id.
    pub id: QuestionnaireId,
    /// `MUSPAD` or `MPM`.
    pub source: String,
    /// What was visited, as written.
    pub subject: String,
    /// Day, ISO.
    pub date: Option<String>,
    /// Desa, digits without dots.
    pub desa: Option<String>,
    /// Household of the register.
    pub household: Option<String>,
    /// Outcome 1–6.
    pub result: Option<i64>,
    /// `DITERIMA` or `DIKEMBALIKAN`.
    pub verdict: String,
    /// Codes of the defects joined by `|`.
    pub problems: String,
    /// Name of the head; `None` when empty or a child's.
    pub head_name: Option<String>,
    /// Stated number of members.
    pub member_count: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    officer: Option<String>,
    checked_on: Option<String>,
    checker: Option<String>,
    target: Option<String>,
    family_cards: Vec<Option<String>>,
    found_id: String,
    place: PlaceRow,
    member_count: Option<u16>,
    family_count: Option<u8>,
    answers: AnswersRow,
    members: Vec<MemberRow>,
    origin: OriginRow,
}

impl Tx {
    /// Writes a questionnaire and its check.
    pub fn put_questionnaire(&mut self, q: &CheckedQuestionnaire) {
        let f = &q.filled;
        let h = &f.household;
        let body = body_of(f);
        self.put(
            &QUESTIONNAIRE,
            vec![
                f.id.as_str().into(),
                q.import_id.clone().into(),
                f.source.code().into(),
                f.key.as_str().into(),
                f.date.map(|d| d.to_string()).into(),
                h.place.desa.map(|d| d.as_str().to_owned()).into(),
                q.household.as_ref().map(|id| id.as_str().to_owned()).into(),
                f.result.map(|r| i64::from(r.code())).into(),
                q.verdict.as_str().into(),
                q.problems.as_str().into(),
                head_name(&h.members, f.date).into(),
                h.member_count.map(i64::from).into(),
                secret(&body),
                q.version.into(),
                q.round.clone().into(),
                q.checked_by.clone().into(),
            ],
        );
    }

    /// Forgets that a questionnaire was corrected, when the correction is taken back.
    pub fn delete_questionnaire_past(&mut self, q: &CheckedQuestionnaire) {
        self.delete(&QUESTIONNAIRE_PAST, vec![q.filled.id.as_str().into(), q.version.into()]);
    }

    /// Keeps what a questionnaire said before it was corrected.
    pub fn put_questionnaire_past(&mut self, q: &CheckedQuestionnaire) {
        self.put(
            &QUESTIONNAIRE_PAST,
            vec![
                q.filled.id.as_str().into(),
                q.version.into(),
                q.verdict.as_str().into(),
                q.problems.as_str().into(),
                secret(&PastBody {
                    head: Head {
                        import_id: q.import_id.clone(),
                        source: q.filled.source.code().to_owned(),
                        subject: q.filled.key.clone(),
                        date: q.filled.date.map(|d| d.to_string()),
                        result: q.filled.result.map(|r| i64::from(r.code())),
                        household: q.household.as_ref().map(|h| h.as_str().to_owned()),
                        round: q.round.clone(),
                        checked_by: q.checked_by.clone(),
                    },
                    body: body_of(&q.filled),
                }),
            ],
        );
    }
}

fn body_of(f: &FilledQuestionnaire) -> Body {
    let h = &f.household;
    Body {
        officer: f.officer.clone(),
        checked_on: f.checked_on.map(|d| d.to_string()),
        checker: f.checker.clone(),
        target: f.target.clone(),
        family_cards: f.family_cards.iter().map(|k| k.map(|k| k.expose().to_owned())).collect(),
        found_id: h.id.as_str().to_owned(),
        place: (&h.place).into(),
        member_count: h.member_count,
        family_count: h.family_count,
        answers: AnswersRow(h.answers.clone()),
        members: h.members.iter().map(Into::into).collect(),
        origin: (&h.origin).into(),
    }
}

impl Reader {
    /// Every questionnaire, by id.
    pub async fn questionnaires(&mut self) -> Result<Vec<CheckedQuestionnaire>> {
        let mut all: Vec<_> = self.read_all(&QUESTIONNAIRE, read).await?;
        all.sort_by(|a, b| a.filled.id.cmp(&b.filled.id));
        Ok(all)
    }

    /// One questionnaire.
    pub async fn questionnaire(&mut self, id: &QuestionnaireId) -> Result<Option<CheckedQuestionnaire>> {
        self.one(&QUESTIONNAIRE, vec![id.as_str().into()]).await?.as_ref().map(read).transpose()
    }

    /// What a questionnaire said before it was corrected last.
    pub async fn questionnaire_before(&mut self, q: &CheckedQuestionnaire) -> Result<Option<CheckedQuestionnaire>> {
        let key = vec![q.filled.id.as_str().into(), (q.version - 1).into()];
        let Some(row) = self.one(&QUESTIONNAIRE_PAST, key).await? else { return Ok(None) };
        let past: PastBody = row.body(&QUESTIONNAIRE_PAST)?;
        let id = row.text("id")?;
        whole(id, past.head, past.body, row.text("verdict")?, row.text("problems")?, q.version - 1).map(Some)
    }

    /// Questionnaires about a household of the register, or about a registration or proposal.
    pub async fn questionnaire_lines_about(&mut self, subject: &str) -> Result<Vec<QuestionnaireLine>> {
        self.fetch(sql::QUESTIONNAIRE_ABOUT, vec![subject.into()]).await?.iter().map(line).collect()
    }
}

fn read(row: &Record) -> Result<CheckedQuestionnaire> {
    let head = Head {
        import_id: row.opt_text("import_id")?,
        source: row.text("source")?,
        subject: row.text("subject")?,
        date: row.opt_text("date")?,
        result: row.opt_int("result")?,
        household: row.opt_text("household")?,
        round: row.opt_text("round")?,
        checked_by: row.opt_text("checked_by")?,
    };
    let version = row.opt_int("version")?.unwrap_or(1);
    whole(row.text("id")?, head, row.body(&QUESTIONNAIRE)?, row.text("verdict")?, row.text("problems")?, version)
}

/// The searched columns of a questionnaire.
#[derive(Serialize, Deserialize)]
struct Head {
    import_id: Option<String>,
    source: String,
    subject: String,
    date: Option<String>,
    result: Option<i64>,
    household: Option<String>,
    round: Option<String>,
    checked_by: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PastBody {
    head: Head,
    body: Body,
}

fn whole(
    id: String,
    head: Head,
    body: Body,
    verdict: String,
    problems: String,
    version: i64,
) -> Result<CheckedQuestionnaire> {
    let result = opt(head.result, |c| known(u8::try_from(c).ok().and_then(VisitResult::from_code), "result"))?;
    Ok(CheckedQuestionnaire {
        import_id: head.import_id,
        filled: FilledQuestionnaire {
            id: QuestionnaireId::new(id),
            source: known(VisitSource::from_code(&head.source), "source")?,
            key: head.subject,
            date: opt(head.date, |d| date(&d))?,
            officer: body.officer,
            checked_on: opt(body.checked_on, |d| date(&d))?,
            checker: body.checker,
            result,
            target: body.target,
            family_cards: body
                .family_cards
                .into_iter()
                .map(|k| opt(k, |k| known(NoKk::parse(&k).ok(), "No. KK")))
                .collect::<Result<_>>()?,
            household: Household {
                id: HouseholdId::new(body.found_id),
                place: body.place.place()?,
                member_count: body.member_count,
                family_count: body.family_count,
                answers: body.answers.0,
                members: body.members.into_iter().map(MemberRow::member).collect::<Result<_>>()?,
                origin: body.origin.into(),
            },
        },
        verdict,
        problems,
        household: head.household.map(HouseholdId::new),
        version,
        round: head.round,
        checked_by: head.checked_by,
    })
}

fn line(row: &Record) -> Result<QuestionnaireLine> {
    Ok(QuestionnaireLine {
        id: QuestionnaireId::new(row.text("id")?),
        source: row.text("source")?,
        subject: row.text("subject")?,
        date: row.opt_text("date")?,
        desa: row.opt_text("desa")?,
        household: row.opt_text("household")?,
        result: row.opt_int("result")?,
        verdict: row.text("verdict")?,
        problems: row.text("problems")?,
        head_name: row.opt_text("head_name")?,
        member_count: row.opt_int("member_count")?,
    })
}
