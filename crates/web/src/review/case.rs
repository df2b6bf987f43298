//! The page of one case, and the reviewer's answer.

use super::waterfall::{Waterfall, chance};
use super::{Part, holder, onward, refused_page};
use crate::guard::{Signed, Visit};
use crate::look::escape;
use crate::page::{Page, go, go_done, show_as};
use crate::problem::Problem;
use crate::text::Text;
use crate::{Web, refuse};
use app::error::AppError;
use app::review::{self, Answer, CaseView, DecisionRow, FieldLine, PersonLine, Said};
use app::view::Opens;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::review::{Ground, Overruled, Reasoning, ReviewRefused, Standing, Step};
use serde::Deserialize;
use std::sync::Arc;

/// Which candidate to show, and where the reader comes from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CaseQuery {
    #[serde(default)]
    calon: String,
    #[serde(default)]
    dari: String,
    #[serde(flatten)]
    part: Part,
}

/// One row of the comparison, ready to be read.
struct Line {
    label: String,
    left: String,
    right: String,
    means: &'static str,
    why: String,
}

/// A pair of persons, or one alone.
struct Group {
    title: String,
    siak: Option<String>,
    level: Option<String>,
    notes: Vec<String>,
    conflict: bool,
    alone: bool,
    lines: Vec<Line>,
    /// Somebody without a partner, in one line: nothing is to be compared.
    alone_text: String,
}

struct Entry {
    at: String,
    who: String,
    step: String,
    verdict: String,
    undone: bool,
    why: Vec<String>,
}

/// A reason demanded for a verdict that went against the evidence.
struct Demand {
    verdict: String,
    overruled: Vec<Overruled>,
}

#[derive(Template)]
#[template(path = "review_case.html")]
struct CasePage {
    p: Page,
    part: Part,
    from: String,
    groups: Vec<Group>,
    fields: Vec<Line>,
    weighed: Waterfall,
    entries: Vec<Entry>,
    proposal: Option<(String, String)>,
    grounds: &'static [Ground],
    demand: Option<Demand>,
    opens: Opens,
    c: CaseView,
}

impl CasePage {
    fn action(&self, more: &str) -> String {
        format!("/telaah/kasus/{}{more}", crate::paging::encode(self.c.number.as_str()))
    }
    fn tab(&self, household: &str) -> String {
        self.part.case(self.c.number.as_str(), &[("calon", household), ("dari", &self.from)])
    }
    /// Address of the candidate after the shown one, round the list.
    fn other(&self) -> Option<String> {
        let all = &self.c.candidates;
        let at = all.iter().position(|t| t.shown)?;
        (all.len() > 1).then(|| self.tab(&all[(at + 1) % all.len()].household))
    }
    fn previous(&self) -> Option<String> {
        (!self.from.is_empty()).then(|| self.part.case(&self.from, &[]))
    }
    fn people(&self) -> String {
        let right = self.c.right.as_ref().map_or(0, |r| r.people);
        self.p.t.xy("review-people-count", self.c.left.people, right)
    }
    fn shown(&self) -> &str {
        self.c.right.as_ref().map_or("", |r| r.id.as_str())
    }
    /// The word that `sama` stands for.
    fn same(&self) -> &'static str {
        if self.c.changed == Some(false) { "LAMA_TETAP" } else { "LAMA_BERUBAH" }
    }
    /// The other word, for who sees it differently than the comparison.
    fn same_but(&self) -> (&'static str, &'static str) {
        if self.c.changed == Some(false) { ("berubah", "LAMA_BERUBAH") } else { ("tetap", "LAMA_TETAP") }
    }
    fn is_open(&self) -> bool {
        !matches!(self.c.standing, Standing::Decided { .. }) && self.c.category == "TELAAH"
    }
    fn decides(&self) -> bool {
        self.c.may_decide && self.c.held_by.is_none()
    }
    fn own_proposal(&self) -> bool {
        let me = self.p.officer.as_ref().map(|o| o.id.clone());
        matches!(&self.c.standing, Standing::Proposed { by, .. } if Some(by) == me.as_ref())
    }
    /// The evidence a verdict would go against, in words.
    fn words(&self, overruled: &[Overruled]) -> String {
        let words: Vec<String> = overruled.iter().map(|o| self.p.t.code("overruled", o.code())).collect();
        words.join("; ")
    }
    /// The same for the word the comparison does not say.
    fn against_but(&self) -> String {
        let mut against = self.c.against_same.clone();
        if self.c.changed.is_some() {
            against.push(Overruled::Comparison);
        }
        self.words(&against)
    }
    /// Whether linking is what the evidence suggests, so that its button is the first one to see.
    fn suggests_same(&self) -> bool {
        self.c.right.is_some() && (self.c.against_same.is_empty() || !self.c.against_new.is_empty())
    }
    fn demands(&self, verdict: &str) -> bool {
        self.demand.as_ref().is_some_and(|d| d.verdict == verdict)
    }
    /// How likely a candidate is by the weights, in words.
    fn chance(&self, per_mille: &Option<u16>) -> String {
        chance(self.p.t, *per_mille)
    }
}

/// One case. Opening it takes the lease, unless another officer has it or the reader only reads.
pub async fn case(
    State(web): State<Arc<Web>>,
    signed: Signed,
    visit: Visit,
    Path(number): Path<String>,
    UrlQuery(query): UrlQuery<CaseQuery>,
) -> Result<Response, Problem> {
    page(&web, signed, &visit, &RegistrationNumber::new(number), query, None).await
}

async fn page(
    web: &Web,
    signed: Signed,
    visit: &Visit,
    number: &RegistrationNumber,
    query: CaseQuery,
    demand: Option<Demand>,
) -> Result<Response, Problem> {
    let shown = Some(query.calon.as_str()).filter(|c| !c.is_empty()).map(HouseholdId::new);
    let holder = holder(&signed, visit);
    let c = review::case(&web.app, &signed.officer, number, shown.as_ref(), Some(&holder))
        .await
        .map_err(refuse)?
        .ok_or(Problem::NotFound)?;
    let households: Vec<&str> = c.right.iter().map(|r| r.id.as_str()).collect();
    let numbers: Vec<&str> = c.related.iter().map(|r| r.number.as_str()).collect();
    let opens = app::view::opens(&web.app, &signed.officer, &households, &numbers).await.map_err(refuse)?;
    let t = signed.page.t;
    let status = if demand.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CasePage {
        groups: c.people.iter().map(|l| group(t, l)).collect(),
        fields: c.fields.iter().map(|f| line(t, f)).collect(),
        weighed: Waterfall::of(t, &c),
        entries: c.said.iter().map(|d| entry(t, d)).collect(),
        proposal: match &c.standing {
            Standing::Proposed { by, verdict } => Some((by.as_str().to_owned(), t.code("verdict", verdict.code()))),
            Standing::Open | Standing::Disputed { .. } | Standing::Decided { .. } => None,
        },
        grounds: &Ground::ALL,
        from: if query.dari == number.as_str() { String::new() } else { query.dari },
        part: query.part,
        p: signed.page,
        demand,
        opens,
        c,
    };
    Ok(show_as(status, &page))
}

fn entry(t: &Text, d: &DecisionRow) -> Entry {
    let mut why: Vec<String> =
        crate::look::codes(Some(&d.overruled)).into_iter().map(|c| t.code("overruled", c)).collect();
    why.extend([t.code("ground", &d.ground), d.body.words.clone()].into_iter().filter(|w| !w.is_empty()));
    let verdict = [Some(t.code("verdict", &d.category)), d.household.clone(), d.joins.clone()];
    Entry {
        at: crate::look::moment(d.at_ms),
        who: d.officer.clone(),
        step: t.code("step", &d.step),
        verdict: verdict.into_iter().flatten().collect::<Vec<_>>().join(" "),
        undone: d.step == Step::Undone.code(),
        why,
    }
}

fn group(t: &Text, l: &PersonLine) -> Group {
    let title = match (&l.left, &l.right) {
        (Some(a), Some(b)) => t.xy("review-pair", a.no, b.no),
        (Some(a), None) => t.x("review-only-left", a.no),
        (None, Some(b)) => t.x("review-only-right", b.no),
        (None, None) => String::new(),
    };
    let mut notes = Vec::new();
    if l.conflict {
        notes.push(t.t("review-conflict"));
    }
    if l.dead {
        notes.push(t.t("review-dead"));
    }
    let support = format!("support-{}", l.support);
    if t.has(&support) {
        notes.push(t.t(&support));
    }
    let lines: Vec<Line> =
        l.fields.iter().filter(|f| !f.left.is_empty() || !f.right.is_empty()).map(|f| line(t, f)).collect();
    let side = |l: &Line| if l.left.is_empty() { l.right.clone() } else { l.left.clone() };
    let alone_text = lines.iter().map(side).collect::<Vec<_>>().join(", ");
    Group {
        alone_text,
        title,
        siak: l.left.as_ref().and_then(|m| m.siak.clone()),
        level: l.level.clone().filter(|_| !l.conflict),
        notes,
        conflict: l.conflict,
        alone: l.left.is_none() || l.right.is_none(),
        lines,
    }
}

fn line(t: &Text, f: &FieldLine) -> Line {
    let shown = |value: &str| match f.field {
        _ if value.is_empty() => String::new(),
        "jk" => t.code("sex", value),
        "hubungan" => t.code("relation", value),
        "status_kawin" => t.code("marital", value),
        "tgl_lahir" => t.when(value),
        _ => value.to_owned(),
    };
    let (left, right) = (shown(&f.left), shown(&f.right));
    let differs = matches!(f.means, "beda" | "mirip");
    let (left, right) = if differs { lit(f.field, &left, &right) } else { (escape(&left), escape(&right)) };
    let own = format!("why-{}-{}", f.field, f.why);
    let why = match f.why {
        "" => String::new(),
        _ if t.has(&own) => t.t(&own),
        word => t.code("why", word),
    };
    Line { label: t.code("compared", f.field), left, right, means: f.means, why }
}

/// Both values with the part in which they differ marked.
fn lit(field: &str, left: &str, right: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let masked = a.contains(&'*') || b.contains(&'*') || a.contains(&'•') || b.contains(&'•');
    if a.is_empty() || b.is_empty() || (field == "nik" && masked) {
        return (escape(left), escape(right));
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let marked = |chars: &[char]| {
        let text = |part: &[char]| escape(&part.iter().collect::<String>());
        let (from, to) = (head, chars.len() - tail);
        if from >= to {
            return text(chars);
        }
        format!("{}<mark>{}</mark>{}", text(&chars[..from]), text(&chars[from..to]), text(&chars[to..]))
    };
    (marked(&a), marked(&b))
}

/// A verdict as the form sends it.
#[derive(Debug, Default, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    putusan: String,
    #[serde(default)]
    calon: String,
    #[serde(default)]
    ganda_dengan: String,
    #[serde(default)]
    dasar: String,
    #[serde(default)]
    alasan: String,
    #[serde(default)]
    versi: String,
    #[serde(default)]
    dari: String,
    #[serde(flatten)]
    part: Part,
}

impl AnswerForm {
    fn said(&self) -> Option<Said> {
        let same = |changed| {
            let household = self.calon.trim();
            (!household.is_empty()).then(|| Said::Same { household: HouseholdId::new(household), changed })
        };
        match self.putusan.as_str() {
            "sama" => same(None),
            "tetap" => same(Some(false)),
            "berubah" => same(Some(true)),
            "baru" => Some(Said::New),
            "ganda" => {
                let of = self.ganda_dengan.trim();
                (!of.is_empty()).then(|| Said::Duplicate { of: RegistrationNumber::new(of) })
            }
            "setuju" => Some(Said::Agree),
            _ => None,
        }
    }
    fn reasoning(&self) -> Reasoning {
        Reasoning { ground: Ground::from_code(&self.dasar), words: self.alasan.trim().to_owned() }
    }
}

/// Takes a verdict and moves on to the next case at once.
pub async fn answer(
    State(web): State<Arc<Web>>,
    signed: Signed,
    visit: Visit,
    Path(number): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Problem> {
    let number = RegistrationNumber::new(number);
    let holder = holder(&signed, &visit);
    let keep = || review::Note { ground: Ground::from_code(&form.dasar), words: form.alasan.trim().to_owned() };
    if form.putusan == "lewati" {
        review::keep_note(&web.app, &signed.officer, &number, &keep()).await.map_err(refuse)?;
        review::skip(&web.app, &signed.officer, &number, &holder).await.map_err(refuse)?;
        return Ok(go(&onward(&web, &signed, &holder, &form.part, Some(&number)).await?));
    }
    let Some(said) = form.said() else {
        // Enter in a field decides nothing: what is written is kept, and the case is shown again
        review::keep_note(&web.app, &signed.officer, &number, &keep()).await.map_err(refuse)?;
        return Ok(go(&form.part.case(number.as_str(), &[("calon", &form.calon), ("dari", &form.dari)])));
    };
    let answer = Answer { said, reasoning: form.reasoning(), version: form.versi.parse().ok() };
    match review::decide(&web.app, &signed.officer, &number, &answer, Some(&holder)).await {
        Ok(decided) => {
            let done = match decided.step {
                Step::Proposed => "telaah-diusulkan",
                Step::Disagreed => "telaah-beda",
                Step::Decided | Step::Confirmed | Step::Settled | Step::Undone => "telaah-diputus",
            };
            Ok(go_done(&onward(&web, &signed, &holder, &form.part, Some(&number)).await?, done))
        }
        Err(AppError::Review(ReviewRefused::ReasonMissing { overruled })) => {
            let query = CaseQuery { calon: form.calon, dari: form.dari, part: form.part };
            let demand = Demand { verdict: form.putusan, overruled };
            page(&web, signed, &visit, &number, query, Some(demand)).await
        }
        Err(AppError::Review(refused)) => Ok(refused_page(signed.page, form.part, &refused)),
        Err(other) => Err(refuse(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_that_differs_is_lit_and_nothing_breaks_out() {
        assert_eq!(
            lit("nik", "3403011411670001", "3403011414670001"),
            ("340301141<mark>1</mark>670001".into(), "340301141<mark>4</mark>670001".into())
        );
        assert_eq!(lit("nama", "SITI", "SITI AMINAH"), ("SITI".into(), "SITI<mark> AMINAH</mark>".into()));
        assert_eq!(
            lit("nik", "************0001", "************0002").0,
            "************0001",
            "a masked number shows nothing"
        );
        assert!(lit("nama", "<b>", "<i>").0.contains("&lt;"));
    }
}
