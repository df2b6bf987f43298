//! Read models: joined rows and counts as pages show them. Nothing here decides, and no
//! statement returns a NIK.
//!
//! An area of any level is a [`Span`] of desa codes, so one statement serves kabupaten, kecamatan and
//! desa, with an index.

use crate::error::{Result, StoreError};
use crate::household::like;
use crate::table::IMPORT_ISSUE;
use crate::tx::{Reader, Record};
use crate::value::Value;
use domain::area::{AreaCode, AreaLevel};
use domain::deliberation::minutes::Recap;

macro_rules! statements {
    ($($ident:ident $file:literal;)*) => {
        $(const $ident: &str = include_str!(concat!("../sql/view_", $file, ".sql"));)*
        /// Name and text of every statement of the read models.
        pub const STATEMENTS: &[(&str, &str)] = &[$(($file, $ident)),*];
    };
}

statements! {
    CATEGORIES "categories"; KINDS "kinds"; SIAK "siak"; FINDINGS "findings"; DECILES "deciles"; PROGRAMMES "programmes";
    STAGES "stages"; TOTALS "totals"; EDITION_LATEST "edition_latest"; HOUSEHOLDS "households";
    REGISTRATIONS "registrations"; REGISTRATION "registration"; REGISTRATION_SIAK "registration_siak";
    PRELIST "prelist"; MEETINGS "meetings"; MEETING "meeting"; MEETING_ROWS "meeting_rows";
    QUESTIONNAIRES "questionnaires"; RANKING "ranking"; PROGRAMME_ROWS "programme_rows";
    IMPORTS "imports"; IMPORT_ONE "import"; IMPORT_KINDS "import_kinds"; IMPORT_ISSUES "import_issues";
    HOUSEHOLD_REGISTRATIONS "household_registrations"; HOUSEHOLD_MEETINGS "household_meetings";
    HOUSEHOLD_QUESTIONNAIRES "household_questionnaires"; HOUSEHOLD_RANKING "household_ranking";
    HOUSEHOLD_PROGRAMMES "household_programmes"; SUBJECT_DECREES "subject_decrees"; ACCESS_LOG "access_log";
    MATCH_NAMES "match_names"; DRAFTS "drafts";
    LOGIN_FAILURES "login_failures"; REGISTRATIONS_OF_KEY "registrations_of_key";
    REGISTRATIONS_NUMBERED "registrations_numbered"; VISIT_REQUESTS "visit_requests"; ROUND_CASES "round_cases";
    DECREE_ROWS "decree_rows"; DECREE_ACTIONS "decree_actions"; HOUSEHOLD_DESA "household_desa";
    REGISTRATION_DESA "registration_desa"; QUESTIONNAIRE_COUNTS "questionnaire_counts";
}

/// The desa codes of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    from: String,
    to: String,
    wide: bool,
    only: String,
}

impl Span {
    /// The desa of an area of any level. Rows whose desa is not known belong to the kabupaten.
    #[must_use]
    pub fn of(area: &AreaCode) -> Self {
        let code = area.as_str();
        Self {
            from: format!("{code:0<10}"),
            to: format!("{code:9<10}"),
            wide: matches!(area.level(), AreaLevel::Provinsi | AreaLevel::Kabupaten),
            only: String::new(),
        }
    }
    /// The desa of several areas: those of `desas` that lie in one of them.
    #[must_use]
    pub fn of_all(areas: &[AreaCode], desas: impl IntoIterator<Item = AreaCode>) -> Self {
        if let [one] = areas {
            return Self::of(one);
        }
        let spans: Vec<Self> = areas.iter().map(Self::of).collect();
        let inside = |desa: &str| spans.iter().any(|s| (s.from.as_str()..=s.to.as_str()).contains(&desa));
        let mut only = String::from(",");
        for desa in desas {
            if inside(desa.as_str()) {
                only.push_str(desa.as_str());
                only.push(',');
            }
        }
        Self {
            from: spans.iter().map(|s| s.from.clone()).min().unwrap_or_default(),
            to: spans.iter().map(|s| s.to.clone()).max().unwrap_or_default(),
            wide: false,
            only,
        }
    }
    /// The desa one by one, between commas; empty = every one of the span.
    pub(crate) fn only(&self) -> Value {
        self.only.as_str().into()
    }
    pub(crate) fn pair(&self) -> [Value; 2] {
        [self.from.as_str().into(), self.to.as_str().into()]
    }
    pub(crate) fn wide(&self) -> Value {
        self.wide.into()
    }
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Rows to leave out at the beginning.
    pub offset: i64,
    /// Rows at most.
    pub limit: i64,
}

impl Slice {
    pub(crate) fn pair(self) -> [Value; 2] {
        [self.limit.into(), self.offset.into()]
    }
}

/// Part of a list, and how long the whole is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Rows in the whole list; 0 when the slice lies behind its end.
    pub total: i64,
}

macro_rules! lines {
    (@type text) => { String }; (@type opt_text) => { Option<String> };
    (@type int) => { i64 }; (@type opt_int) => { Option<i64> }; (@type recap) => { Recap };
    ($($(#[$doc:meta])* $name:ident { $($field:ident $kind:ident $what:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $(#[doc = $what] pub $field: lines!(@type $kind),)* }
        impl $name {
            fn read(row: &Record) -> Result<Self> {
                Ok(Self { $($field: row.$kind(stringify!($field))?,)* })
            }
        }
    )*};
}

lines! {
    /// A code and how often it occurs.
    CodeCount { code text "The code."; n int "How often."; }
    /// A numbered code and how often it occurs.
    NumberCount { code int "The code."; n int "How often."; }
    /// Rows of a programme list with one status.
    ProgrammeCount { programme text "The programme."; status text "Status of the rows."; n int "How many."; }
    /// How many of something a desa has.
    StageCount { stage text "Which stage."; desa text "The desa, digits."; n int "How many."; }
    /// Figures of the whole workspace.
    Totals { persons int "Members of households."; households int "Households."; households_nowhere int "Households whose desa is not known."; rejected int "Import rows rejected."; }
    /// An edition.
    EditionLine { id text "Its id."; as_of text "Its day."; household_count int "Households."; person_count int "Persons."; }
    /// A household in a list.
    HouseholdRow { id text "Its id."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; rw opt_int "RW."; rt opt_int "RT."; head_name opt_text "Head; missing when a child's or empty."; member_count opt_int "Stated members."; percentile opt_int "Percentile of the source."; status text "How it stands in the register."; }
    /// A registration in a list.
    RegistrationRow { number text "Its number."; date opt_text "Day."; kind text "AKTIF or PASIF."; desa text "Desa."; hamlet opt_text "Hamlet."; head_name opt_text "Head."; member_count opt_int "Members."; musdes opt_text "Musdes."; state text "State."; category text "Category, DRAF or BELUM."; household opt_text "Household matched."; merged_with opt_text "Registration it was merged with."; }
    /// One registration's way so far.
    RegistrationFound { number text "Its number."; date opt_text "Day."; kind text "AKTIF or PASIF."; desa text "Desa."; state text "State."; category text "Category, DRAF or BELUM."; household opt_text "Household matched."; merged_with opt_text "Registration it was merged with."; level opt_text "Strength of the match."; changed opt_text "Changed fields."; flags opt_text "Flags."; }
    /// Registry answer for one registered person.
    SiakAnswer { no int "Number of the person."; siak opt_text "The code."; }
    /// A row of the prelist.
    PrelistRow { no int "Its number."; registration opt_text "Registration."; household opt_text "Household."; category text "Category."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; head_name opt_text "Head."; member_count opt_int "Members."; }
    /// A meeting in a list.
    MeetingRow { id text "Its id."; file text "Its sheet."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; date opt_text "Day."; verdict text "DITERIMA or DITOLAK."; reasons opt_text "Reason codes."; counts recap "The recap. R67."; superseded_by opt_text "The later stage in force instead. R76."; }
    /// A row of FKP.01 or FKP.02.
    MeetingLine { form text "FKP.01 or FKP.02."; no int "Its number."; household opt_text "Household."; head_name opt_text "Head."; code opt_int "Code of column 06."; checked opt_int "Column 08."; outcome opt_text "What became of it."; }
    /// A questionnaire in a list.
    QuestionnaireRow { id text "Its id."; date opt_text "Day."; desa opt_text "Desa."; household opt_text "Household."; subject opt_text "What it is about."; result opt_int "Result of the visit."; verdict text "Verdict of the checks."; problems opt_text "Defect codes."; head_name opt_text "Head."; }
    /// A ranked household in a list.
    RankingRow { household text "Household."; position opt_int "Place."; percentile opt_int "Percentile."; decile opt_int "Decile."; status text "Status."; reason opt_text "Why not ranked."; head_name opt_text "Head."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; }
    /// A row of a programme list.
    ProgrammeLine { unit text "Household, family or person."; household opt_text "Household."; status text "Status."; clause opt_text "Clause that admitted or failed."; review text "Marks for review, joined by `|`."; position opt_int "Place."; head_name opt_text "Head."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; }
    /// An import.
    ImportRow { id text "Its id."; kind text "Kind of file."; source text "File."; state text "State."; row_count int "Rows read."; reject_count int "Rejected."; warning_count int "Warnings."; info_count int "Infos."; at int "When, in milliseconds."; }
    /// A kind of defect in an import.
    IssueKind { kind text "Kind."; level text "Level."; n int "How often."; }
    /// A registration matched with a household.
    HouseholdRegistration { number text "Number."; date opt_text "Day."; kind text "Kind."; category text "Category."; level opt_text "Strength."; changed opt_text "Changed fields."; flags opt_text "Flags."; }
    /// What a meeting said of a household.
    HouseholdMeeting { id text "Meeting."; date opt_text "Day."; desa opt_text "Desa."; verdict text "Verdict of the meeting."; form text "Form."; code opt_int "Code."; outcome opt_text "Outcome."; superseded_by opt_text "The later stage in force instead. R76."; }
    /// A questionnaire of a household.
    HouseholdQuestionnaire { id text "Id."; date opt_text "Day."; result opt_int "Result."; verdict text "Verdict."; problems opt_text "Defects."; }
    /// A place of a household.
    HouseholdRanking { edition text "Edition."; as_of opt_text "Its day."; percentile opt_int "Percentile."; decile opt_int "Decile."; status text "Status."; reason opt_text "Why not ranked."; }
    /// What a programme decided.
    HouseholdProgramme { edition text "Edition."; programme text "Programme."; unit text "Unit."; status text "Status."; clause opt_text "Clause."; }
    /// A decree that names a household.
    HouseholdDecree { decree text "Number."; date opt_text "Day."; state text "State."; }
    /// A row of the annex of a decree.
    AnnexRow { no int "Its number."; household text "Household."; action text "What is done."; desa opt_text "Desa."; hamlet opt_text "Hamlet."; head_name opt_text "Head."; member_count opt_int "Members."; known int "1 when the register holds the household."; }
    /// An entry of the access log.
    AccessRow { at int "When, in milliseconds."; account text "Account."; act text "Act."; area text "Area."; subject opt_text "Whom or what."; granted int "1 allowed, 0 denied."; reason opt_text "Why."; }
    /// A draft that waits.
    DraftRow { number text "Number."; date opt_text "Day."; desa text "Desa."; hamlet opt_text "Hamlet."; head_name opt_text "Head."; asked int "1 when a citizen asked for the visit."; }
    /// A possible match at the desk.
    MatchRow { what text "`registration` or `household`."; id text "Number or id."; head_name opt_text "Head."; hamlet opt_text "Hamlet."; member_count opt_int "Members."; }
}

/// A defect of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueRow {
    /// Its number in the report.
    pub no: i64,
    /// File.
    pub file: String,
    /// Sheet row or line.
    pub line: Option<i64>,
    /// Column.
    pub col: Option<String>,
    /// Kind.
    pub kind: String,
    /// Level.
    pub level: String,
    /// What the report says besides.
    pub detail: String,
}

fn args(parts: impl IntoIterator<Item = Value>) -> Vec<Value> {
    parts.into_iter().collect()
}

fn pattern(text: &str) -> Value {
    format!("%{}%", like(&text.trim().to_uppercase())).into()
}

/// The first words of a name as the lists fold it: without signs, old spelling as new. Each has to be in the name;
/// `%` where there are fewer than four.
fn name_words(text: &str) -> [Value; 4] {
    let folded = |word: &str| {
        let signs = ['\'', '’', '‘', '`', '.', '-', ','];
        let word: String = word.to_uppercase().chars().filter(|c| !signs.contains(c)).collect();
        format!("%{}%", like(&word.replace("OE", "U").replace("DJ", "J").replace("TJ", "C"))).into()
    };
    let mut words = text.split_whitespace().map(folded);
    std::array::from_fn(|_| words.next().unwrap_or_else(|| "%".into()))
}

fn detail(row: &Record) -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Detail {
        message: String,
    }
    let bytes = row.secret(&IMPORT_ISSUE, "detail")?;
    let read: Detail = serde_json::from_slice(&bytes).map_err(|e| StoreError::Damaged {
        table: "import_issue",
        key: String::new(),
        what: e.to_string(),
    })?;
    Ok(read.message)
}

pub(crate) fn listed<T>(rows: &[Record], read: impl Fn(&Record) -> Result<T>) -> Result<Listed<T>> {
    let total = rows.first().map_or(Ok(0), |r| r.int("total"))?;
    Ok(Listed { rows: rows.iter().map(read).collect::<Result<_>>()?, total })
}

impl Reader {
    /// Registrations by category.
    pub async fn view_categories(&mut self, span: &Span) -> Result<Vec<CodeCount>> {
        self.fetch(CATEGORIES, args(span.pair())).await?.iter().map(CodeCount::read).collect()
    }
    /// Registrations by kind. R3, R8.
    pub async fn view_kinds(&mut self, span: &Span) -> Result<Vec<CodeCount>> {
        self.fetch(KINDS, args(span.pair())).await?.iter().map(CodeCount::read).collect()
    }
    /// Registry answers.
    pub async fn view_siak(&mut self, span: &Span) -> Result<Vec<CodeCount>> {
        self.fetch(SIAK, args(span.pair())).await?.iter().map(CodeCount::read).collect()
    }
    /// Codes of the meetings.
    pub async fn view_findings(&mut self, span: &Span) -> Result<Vec<NumberCount>> {
        self.fetch(FINDINGS, args(span.pair())).await?.iter().map(NumberCount::read).collect()
    }
    /// Households by decile; 0 = not ranked.
    pub async fn view_deciles(&mut self, edition: &str, span: &Span) -> Result<Vec<NumberCount>> {
        let args = args([edition.into()].into_iter().chain(span.pair()).chain([span.wide()]));
        self.fetch(DECILES, args).await?.iter().map(NumberCount::read).collect()
    }
    /// Programme lists and their rows by status.
    pub async fn view_programmes(&mut self, edition: &str, span: &Span) -> Result<Vec<ProgrammeCount>> {
        let args = args([edition.into()].into_iter().chain(span.pair()).chain([span.wide()]));
        self.fetch(PROGRAMMES, args).await?.iter().map(ProgrammeCount::read).collect()
    }
    /// How far each desa has come.
    pub async fn view_stages(&mut self, span: &Span) -> Result<Vec<StageCount>> {
        self.fetch(STAGES, args(span.pair())).await?.iter().map(StageCount::read).collect()
    }
    /// How many cases of a round stand in each state, desa by desa.
    pub async fn view_round_cases(&mut self, round: &str, span: &Span) -> Result<Vec<StageCount>> {
        let args = args([round.into()].into_iter().chain(span.pair()).chain([span.wide()]));
        self.fetch(ROUND_CASES, args).await?.iter().map(StageCount::read).collect()
    }
    /// Figures of the whole workspace.
    pub async fn view_totals(&mut self) -> Result<Option<Totals>> {
        self.fetch_one(TOTALS, vec![]).await?.as_ref().map(Totals::read).transpose()
    }
    /// The edition pages speak of.
    pub async fn view_edition(&mut self) -> Result<Option<EditionLine>> {
        self.fetch_one(EDITION_LATEST, vec![]).await?.as_ref().map(EditionLine::read).transpose()
    }
    /// Households by id; `sort`: `nama`, or `anggota` with the largest first.
    pub async fn view_households(
        &mut self,
        span: &Span,
        text: &str,
        sort: &str,
        slice: Slice,
    ) -> Result<Listed<HouseholdRow>> {
        let found = [span.wide(), pattern(text)].into_iter().chain(slice.pair());
        let found = found.chain(name_words(text)).chain([sort.into()]);
        let args = args(span.pair().into_iter().chain(found));
        listed(&self.fetch(HOUSEHOLDS, args).await?, HouseholdRow::read)
    }
    /// Registrations by number; `sort`: `terbaru`, or `nama`.
    pub async fn view_registrations(
        &mut self,
        span: &Span,
        text: &str,
        category: &str,
        kind: &str,
        sort: &str,
        slice: Slice,
    ) -> Result<Listed<RegistrationRow>> {
        let filters = [pattern(text), category.into(), kind.into()];
        let found = slice.pair().into_iter().chain(name_words(text)).chain([sort.into()]);
        let args = args(span.pair().into_iter().chain(filters).chain(found));
        listed(&self.fetch(REGISTRATIONS, args).await?, RegistrationRow::read)
    }
    /// How far one registration has come.
    pub async fn view_registration(&mut self, number: &str) -> Result<Option<RegistrationFound>> {
        self.fetch_one(REGISTRATION, args([number.into()])).await?.as_ref().map(RegistrationFound::read).transpose()
    }
    /// Registry answers of one registration.
    pub async fn view_registration_siak(&mut self, number: &str) -> Result<Vec<SiakAnswer>> {
        self.fetch(REGISTRATION_SIAK, args([number.into()])).await?.iter().map(SiakAnswer::read).collect()
    }
    /// The newest prelist, by its numbers; `sort`: `nama`.
    pub async fn view_prelist(
        &mut self,
        span: &Span,
        text: &str,
        category: &str,
        sort: &str,
        slice: Slice,
    ) -> Result<Listed<PrelistRow>> {
        let filters = [pattern(text), category.into()];
        let args = args(span.pair().into_iter().chain(filters).chain(slice.pair()).chain([sort.into()]));
        listed(&self.fetch(PRELIST, args).await?, PrelistRow::read)
    }
    /// Hamlet meetings.
    pub async fn view_meetings(
        &mut self,
        span: &Span,
        text: &str,
        verdict: &str,
        slice: Slice,
    ) -> Result<Listed<MeetingRow>> {
        let filters = [span.wide(), pattern(text), verdict.into()];
        let args = args(span.pair().into_iter().chain(filters).chain(slice.pair()));
        listed(&self.fetch(MEETINGS, args).await?, MeetingRow::read)
    }
    /// One hamlet meeting.
    pub async fn view_meeting(&mut self, id: &str) -> Result<Option<MeetingRow>> {
        self.fetch_one(MEETING, args([id.into()])).await?.as_ref().map(MeetingRow::read).transpose()
    }
    /// Its rows.
    pub async fn view_meeting_rows(&mut self, id: &str) -> Result<Vec<MeetingLine>> {
        self.fetch(MEETING_ROWS, args([id.into()])).await?.iter().map(MeetingLine::read).collect()
    }
    /// Questionnaires.
    pub async fn view_questionnaires(
        &mut self,
        span: &Span,
        text: &str,
        verdict: &str,
        slice: Slice,
    ) -> Result<Listed<QuestionnaireRow>> {
        let filters = [span.wide(), pattern(text), verdict.into()];
        let args = args(span.pair().into_iter().chain(filters).chain(slice.pair()));
        listed(&self.fetch(QUESTIONNAIRES, args).await?, QuestionnaireRow::read)
    }
    /// Questionnaires by desa and verdict.
    pub async fn view_questionnaire_counts(&mut self, span: &Span) -> Result<Vec<StageCount>> {
        let args = args(span.pair().into_iter().chain([span.wide()]));
        self.fetch(QUESTIONNAIRE_COUNTS, args).await?.iter().map(StageCount::read).collect()
    }
    /// The desa of a household; `None` when it is not known, or there is no such household.
    pub async fn desa_of_household(&mut self, id: &str) -> Result<Option<String>> {
        self.fetch_one(HOUSEHOLD_DESA, args([id.into()])).await?.map_or(Ok(None), |row| row.opt_text("desa"))
    }
    /// The desa of a registration.
    pub async fn desa_of_registration(&mut self, number: &str) -> Result<Option<String>> {
        self.fetch_one(REGISTRATION_DESA, args([number.into()])).await?.map_or(Ok(None), |row| row.opt_text("desa"))
    }
    /// Ranked households by place; `decile` 0 = not ranked, `None` = all.
    pub async fn view_ranking(
        &mut self,
        edition: &str,
        span: &Span,
        text: &str,
        decile: Option<i64>,
        slice: Slice,
    ) -> Result<Listed<RankingRow>> {
        let filters = [span.wide(), pattern(text), decile.unwrap_or(-1).into()];
        let args = args([edition.into()].into_iter().chain(span.pair()).chain(filters).chain(slice.pair()));
        listed(&self.fetch(RANKING, args).await?, RankingRow::read)
    }
    /// One programme list.
    pub async fn view_programme_rows(
        &mut self,
        edition: &str,
        programme: &str,
        span: &Span,
        text: &str,
        status: &str,
        slice: Slice,
    ) -> Result<Listed<ProgrammeLine>> {
        let filters = [span.wide(), pattern(text), status.into()];
        let head = [edition.into(), programme.into()];
        let args = args(head.into_iter().chain(span.pair()).chain(filters).chain(slice.pair()));
        listed(&self.fetch(PROGRAMME_ROWS, args).await?, ProgrammeLine::read)
    }
    /// Every import, newest first.
    pub async fn view_imports(&mut self) -> Result<Vec<ImportRow>> {
        self.fetch(IMPORTS, vec![]).await?.iter().map(ImportRow::read).collect()
    }
    /// One import.
    pub async fn view_import(&mut self, id: &str) -> Result<Option<ImportRow>> {
        self.fetch_one(IMPORT_ONE, args([id.into()])).await?.as_ref().map(ImportRow::read).transpose()
    }
    /// Kinds of defects in an import.
    pub async fn view_import_kinds(&mut self, id: &str) -> Result<Vec<IssueKind>> {
        self.fetch(IMPORT_KINDS, args([id.into()])).await?.iter().map(IssueKind::read).collect()
    }
    /// Defects of an import in the order of the report.
    pub async fn view_import_issues(
        &mut self,
        id: &str,
        kind: &str,
        level: &str,
        slice: Slice,
    ) -> Result<Listed<IssueRow>> {
        let args = args([id.into(), kind.into(), level.into()].into_iter().chain(slice.pair()));
        listed(&self.fetch(IMPORT_ISSUES, args).await?, |row| {
            Ok(IssueRow {
                no: row.int("no")?,
                file: row.text("file")?,
                line: row.opt_int("line")?,
                col: row.opt_text("col")?,
                kind: row.text("kind")?,
                level: row.text("level")?,
                detail: detail(row)?,
            })
        })
    }
    /// Registrations matched with a household.
    pub async fn view_household_registrations(&mut self, id: &str) -> Result<Vec<HouseholdRegistration>> {
        self.fetch(HOUSEHOLD_REGISTRATIONS, args([id.into()])).await?.iter().map(HouseholdRegistration::read).collect()
    }
    /// What meetings said of a household.
    pub async fn view_household_meetings(&mut self, id: &str) -> Result<Vec<HouseholdMeeting>> {
        self.fetch(HOUSEHOLD_MEETINGS, args([id.into()])).await?.iter().map(HouseholdMeeting::read).collect()
    }
    /// Questionnaires of a household.
    pub async fn view_household_questionnaires(&mut self, id: &str) -> Result<Vec<HouseholdQuestionnaire>> {
        self.fetch(HOUSEHOLD_QUESTIONNAIRES, args([id.into()]))
            .await?
            .iter()
            .map(HouseholdQuestionnaire::read)
            .collect()
    }
    /// Places of a household, newest edition first.
    pub async fn view_household_ranking(&mut self, id: &str) -> Result<Vec<HouseholdRanking>> {
        self.fetch(HOUSEHOLD_RANKING, args([id.into()])).await?.iter().map(HouseholdRanking::read).collect()
    }
    /// What programmes decided on a household, newest edition first.
    pub async fn view_household_programmes(&mut self, id: &str) -> Result<Vec<HouseholdProgramme>> {
        self.fetch(HOUSEHOLD_PROGRAMMES, args([id.into()])).await?.iter().map(HouseholdProgramme::read).collect()
    }
    /// Decrees that name a household.
    pub async fn view_household_decrees(&mut self, id: &str) -> Result<Vec<HouseholdDecree>> {
        self.fetch(SUBJECT_DECREES, args([id.into()])).await?.iter().map(HouseholdDecree::read).collect()
    }
    /// Rows of the annex of a decree in an area; `action` empty = all.
    pub async fn view_decree_rows(
        &mut self,
        decree: &str,
        span: &Span,
        text: &str,
        action: &str,
        slice: Slice,
    ) -> Result<Listed<AnnexRow>> {
        let filters = [span.wide(), pattern(text), action.into()];
        let args = args([decree.into()].into_iter().chain(span.pair()).chain(filters).chain(slice.pair()));
        listed(&self.fetch(DECREE_ROWS, args).await?, AnnexRow::read)
    }
    /// Rows of the annex of a decree in an area, by what is done.
    pub async fn view_decree_actions(&mut self, decree: &str, span: &Span) -> Result<Vec<CodeCount>> {
        let args = args([decree.into()].into_iter().chain(span.pair()).chain([span.wide()]));
        self.fetch(DECREE_ACTIONS, args).await?.iter().map(CodeCount::read).collect()
    }
    /// Access log, newest first: of one account (`""` = all), in an area (digits; `""` = all).
    pub async fn view_access_log(&mut self, account: &str, area: &str, slice: Slice) -> Result<Listed<AccessRow>> {
        let args = args([account.into(), format!("{}%", like(area)).into()].into_iter().chain(slice.pair()));
        listed(&self.fetch(ACCESS_LOG, args).await?, AccessRow::read)
    }
    /// Drafts of an area that wait for an identity paper, of one kind of registration.
    pub async fn view_drafts(&mut self, span: &Span, kind: &str) -> Result<Vec<DraftRow>> {
        self.fetch(DRAFTS, args(span.pair().into_iter().chain([kind.into()])))
            .await?
            .iter()
            .map(DraftRow::read)
            .collect()
    }
    /// Registrations and households of a desa whose head's name holds `text`.
    pub async fn view_match_names(&mut self, desa: &AreaCode, text: &str) -> Result<Vec<MatchRow>> {
        let args = args([desa.as_str().into(), pattern(text)]);
        self.fetch(MATCH_NAMES, args).await?.iter().map(MatchRow::read).collect()
    }
    /// Wrong passwords of an account since a moment and its last good login.
    pub async fn view_login_failures(&mut self, account: &str, since_ms: i64) -> Result<i64> {
        self.count(LOGIN_FAILURES, args([account.into(), since_ms.into()])).await
    }
    /// Number and state of the registrations made at the desk under one client key.
    pub async fn view_registrations_of_key(&mut self, key: &str) -> Result<Vec<(String, String)>> {
        let args = args([key.into(), format!("{}/%", like(key)).into()]);
        let rows = self.fetch(REGISTRATIONS_OF_KEY, args).await?;
        rows.iter().map(|r| Ok((r.text("number")?, r.text("state")?))).collect()
    }
    /// How many registration numbers begin with `prefix`.
    pub async fn view_registrations_numbered(&mut self, prefix: &str) -> Result<i64> {
        self.count(REGISTRATIONS_NUMBERED, args([format!("{}%", like(prefix)).into()])).await
    }
    /// Requests for a visit in a desa since a moment.
    pub async fn view_visit_requests(&mut self, desa: &AreaCode, since_ms: i64) -> Result<i64> {
        self.count(VISIT_REQUESTS, args([desa.as_str().into(), since_ms.into()])).await
    }
    async fn count(&mut self, sql: &'static str, args: Vec<Value>) -> Result<i64> {
        self.fetch_one(sql, args).await?.map_or(Ok(0), |row| row.int("n"))
    }
}
