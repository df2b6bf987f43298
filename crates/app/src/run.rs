//! A folder of office files through all stages, each by the account whose act it is. In a workspace that has run
//! before, the files are later arrivals of the open round. R2, design D17, D18.
//!
//! Every act is one transaction and knows whether it has anything to do. A run that was killed goes on where it
//! stopped; the same command gives the same result files.

use crate::access::{Officer, Role};
use crate::error::AppError;
use crate::import::{self, Import, ImportReport};
use crate::ports::Progress;
use crate::{
    App, account, civil, decree, deliberation, edition, export, identification, layout, prelist, programme, ranking,
    round, verification,
};
use domain::round::RoundState;
use exchange::PackFile;
use exchange::pack::Pack;
use std::collections::BTreeMap;
use std::path::Path;
use store::WorkspaceLock;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Step, what it did, and whether there was nothing left to do.
    pub steps: Vec<(String, String, bool)>,
    /// Result files, relative to the folder asked for.
    pub files: Vec<String>,
    /// Files of the pack that were not read.
    pub unused: Vec<String>,
}

/// The steps of a run in their order.
pub const STEPS: [&str; 17] = [
    "areas",
    "round",
    "bdt",
    "siak",
    "registrations",
    "identify",
    "edition-base",
    "prelist",
    "meetings",
    "questionnaires",
    "proposals",
    "decree",
    "signature",
    "delivery",
    "model",
    "edition",
    "programmes",
];

/// Takes the office files in `pack` through all stages and writes the result files into `out`.
/// The day is the app's clock's.
pub async fn run(app: &App, pack: &Path, out: &Path, progress: &dyn Progress) -> Result<RunSummary, AppError> {
    let _lock = WorkspaceLock::take(app.dir(), "run")?;
    let pack = exchange::pack::open(pack, &layout::held(app, &[])?)?;
    // nothing is written while a column is in doubt
    pack.is_settled()?;
    if app.kabupaten().await.is_err() {
        pack.can_begin()?;
    }
    // the register is kept in memory for the walk, not for what comes after it
    let (walked, mut summary) = {
        let mut walk = Walk { app: &app.keeping_register(), progress, summary: RunSummary::default() };
        (walk.stages(&pack).await, walk.summary)
    };
    summary.unused.clone_from(&pack.unused);
    // what was reached is worth having, even when a later stage was refused
    if app.kabupaten().await.is_ok() {
        summary.files = export::results(app, out).await?.files;
    }
    walked?;
    Ok(summary)
}

/// Those who do the acts of a run. Separation of duties holds here too: who prepares a decree does not sign it.
struct Staff {
    social_service: Officer,
    dukcapil: Officer,
    regional_head: Officer,
    pokja: Officer,
    ministry: Officer,
}

impl Staff {
    async fn of(app: &App) -> Result<Self, AppError> {
        Ok(Self {
            social_service: account::of_role(app, Role::SocialService).await?,
            dukcapil: account::of_role(app, Role::Dukcapil).await?,
            regional_head: account::of_role(app, Role::RegionalHead).await?,
            pokja: account::of_role(app, Role::Pokja).await?,
            ministry: account::of_role(app, Role::Ministry).await?,
        })
    }
}

struct Walk<'a> {
    app: &'a App,
    progress: &'a dyn Progress,
    summary: RunSummary,
}

impl Walk<'_> {
    async fn stages(&mut self, pack: &Pack) -> Result<(), AppError> {
        let app = self.app;
        self.areas(pack).await?;
        let staff = Staff::of(app).await?;
        self.round(&staff).await?;
        self.arrivals(pack, &staff).await?;
        self.begin("identify", "Identifikasi awal");
        match identification::identify(app, &staff.social_service).await? {
            Some(found) => self.end("identify", found.summary()),
            None => self.nothing("identify", "tidak ada pendaftaran yang menunggu"),
        }
        self.begin("edition-base", "Edisi dasar");
        match edition::make_base(app, &staff.pokja).await? {
            Some(row) => self.end("edition-base", made(&row)),
            None => self.nothing("edition-base", "edisi dasar sudah ada"),
        }
        self.begin("prelist", "Prelist");
        let frozen = prelist::freeze(app, &staff.social_service).await?;
        if frozen.lists > 0 || frozen.listed_already > 0 {
            self.end("prelist", frozen.summary());
        } else {
            self.nothing("prelist", "tidak ada kasus yang menunggu prelist");
        }
        self.fieldwork(pack, &staff).await?;
        self.decree(&staff).await?;
        self.register(pack, &staff).await
    }

    /// The area table: the one act of installing, before there is a kabupaten to belong to.
    async fn areas(&mut self, pack: &Pack) -> Result<(), AppError> {
        let app = self.app;
        if pack.areas.is_none() && app.kabupaten().await.is_ok() {
            return Ok(());
        }
        let areas = pack.area_file()?;
        let parts = [Some(areas), pack.hamlets.as_ref(), pack.bridge.as_ref()];
        let files: Vec<&PackFile> = parts.into_iter().flatten().collect();
        let operator = Officer::operator();
        let how = Import::of(&operator, "areas", &files, &areas.name, false)?;
        if let Some(how) = self.take(how, "Wilayah", "wilayah").await? {
            let report = import::areas(app, &how, areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await?;
            self.taken("areas", &report, "wilayah");
        }
        Ok(())
    }

    /// The round that is open, or the next one of the year.
    async fn round(&mut self, staff: &Staff) -> Result<(), AppError> {
        self.begin("round", "Putaran");
        let rounds = round::list(self.app, &staff.social_service).await?;
        if let Some(open) = rounds.iter().find(|r| r.round.state == RoundState::Open) {
            let said = format!("putaran {} masih buka", open.round.name);
            self.nothing("round", &said);
            return Ok(());
        }
        let year = self.app.today().year();
        let taken = |name: &str| rounds.iter().any(|r| r.round.name == name);
        let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let name = numerals.iter().map(|n| format!("{year}-{n}")).find(|n| !taken(n)).unwrap_or_default();
        let opened = round::open(self.app, &staff.social_service, &name, BTreeMap::new()).await?;
        self.end("round", format!("putaran {} dibuka", opened.name));
        Ok(())
    }

    /// Files of the register, the civil registry and the desks.
    async fn arrivals(&mut self, pack: &Pack, staff: &Staff) -> Result<(), AppError> {
        let app = self.app;
        if !pack.bdt.is_empty() {
            let how = Import::of(&staff.social_service, "bdt", &all(&pack.bdt), "BDT", false)?;
            if let Some(how) = self.take(how, "BDT 2015", "rumah tangga").await? {
                let report = import::bdt(app, &how, &pack.bdt).await?;
                self.taken("bdt", &report, "rumah tangga");
            }
        }
        if !pack.siak.is_empty() {
            let how = Import::of(&staff.dukcapil, "siak", &all(&pack.siak), "SIAK", false)?;
            if let Some(how) = self.take(how, "SIAK", "penduduk").await? {
                let report = civil::import(app, &how, &pack.siak).await?;
                self.taken("siak", &report, "penduduk");
            }
        }
        if !pack.registrations.is_empty() {
            let files = all(&pack.registrations);
            let how = Import::of(&staff.social_service, "registrations", &files, "pendaftaran", false)?;
            if let Some(how) = self.take(how, "Buku pendaftaran", "pendaftaran").await? {
                let report = import::registrations(app, &how, &pack.registrations).await?;
                self.taken("registrations", &report, "pendaftaran");
            }
        }
        Ok(())
    }

    /// Meetings and visits.
    async fn fieldwork(&mut self, pack: &Pack, staff: &Staff) -> Result<(), AppError> {
        let app = self.app;
        let mut sheets = all(&pack.meetings);
        sheets.extend(&pack.sessions);
        if !pack.meetings.is_empty() {
            let how = Import::of(&staff.social_service, "meetings", &sheets, "musyawarah", false)?;
            if let Some(how) = self.take(how, "Musyawarah padukuhan", "musyawarah").await? {
                let report = deliberation::import(app, &how, &pack.meetings, pack.sessions.as_ref()).await?;
                self.taken("meetings", &report, "musyawarah");
            }
        }
        match pack.questionnaires() {
            Some((households, members)) => {
                let files = [households, members];
                let how = Import::of(&staff.social_service, "questionnaires", &files, "pendataan", false)?;
                if let Some(how) = self.take(how, "Pendataan", "kuesioner").await? {
                    let report = verification::import(app, &how, households, members).await?;
                    self.taken("questionnaires", &report, "kuesioner");
                }
            }
            None => {
                self.left_out("questionnaires", "Pendataan", "berkas pendataan tidak ada; belum ada hasil kunjungan")
            }
        }
        self.begin("proposals", "Identifikasi usulan musyawarah");
        let found = identification::identify(app, &staff.social_service).await?;
        let moved = verification::carry_on(app, &staff.social_service).await?;
        match found {
            Some(found) => self.end("proposals", found.summary()),
            None if moved > 0 => self.end("proposals", format!("{moved} usulan")),
            None => self.nothing("proposals", "tidak ada usulan yang menunggu"),
        }
        Ok(())
    }

    /// One account prepares, another signs, the first hands it over. R18, R19, domain §1.3.
    async fn decree(&mut self, staff: &Staff) -> Result<(), AppError> {
        let app = self.app;
        self.begin("decree", "SK disiapkan");
        let number = decree::next_number(app).await?;
        let how = decree::Preparing { number: number.clone(), area: None, waiver: None };
        match decree::prepare(app, &staff.social_service, &how).await? {
            Some(head) => {
                self.end("decree", format!("SK {}: {} baris lampiran", head.number, head.row_count));
                self.begin("signature", "SK ditandatangani");
                let head = decree::sign(app, &staff.regional_head, &number).await?;
                self.end("signature", format!("SK {} ditandatangani", head.number));
            }
            None => self.nothing("decree", "tidak ada rumah tangga yang siap"),
        }
        self.begin("delivery", "SK diserahkan");
        let mut sent = Vec::new();
        for number in decree::undelivered(app).await? {
            sent.push(decree::deliver(app, &staff.social_service, &number).await?.number);
        }
        if sent.is_empty() {
            self.nothing("delivery", "tidak ada SK yang menunggu");
        } else {
            self.end("delivery", format!("SK {}", sent.join(", ")));
        }
        Ok(())
    }

    async fn register(&mut self, pack: &Pack, staff: &Staff) -> Result<(), AppError> {
        let app = self.app;
        if let Some(survey) = &pack.survey {
            let how = Import::of(&staff.social_service, "survey", &[survey], &survey.name, false)?;
            if let Some(how) = self.take(how, "Model PMT", "rumah tangga survei").await? {
                let report = ranking::fit(app, &how, survey).await?;
                self.taken("model", &report, "rumah tangga survei");
            }
        }
        if app.store.read().await?.models().await?.is_empty() {
            self.left_out("model", "Model PMT", "berkas survei tidak ada; peringkat dan daftar program tidak disusun");
            return Ok(());
        }
        self.begin("edition", "Edisi baru dan peringkat");
        if edition::is_due(app).await? {
            let row = edition::make(app, &staff.pokja).await?;
            self.end("edition", made(&row));
        } else {
            self.nothing("edition", "register tidak berubah sejak edisi terakhir");
        }
        self.begin("programmes", "Daftar sasaran program");
        match programme::draw_all(app, &staff.ministry).await? {
            Some(drawn) => {
                let counts: Vec<String> = drawn.admitted.iter().map(|(name, n)| format!("{name} {n}")).collect();
                self.end("programmes", counts.join(", "));
            }
            None => self.nothing("programmes", "daftar terakhir masih berlaku"),
        }
        Ok(())
    }

    /// The import to take, or `None` when these very files are in already.
    async fn take<'i>(&mut self, how: Import<'i>, title: &str, what: &str) -> Result<Option<Import<'i>>, AppError> {
        let step = step_of(how.kind);
        self.begin(step, title);
        match how.before(self.app).await? {
            Some(before) => {
                self.nothing(step, &format!("{} {what} sudah diimpor", before.row_count));
                Ok(None)
            }
            None => Ok(Some(how)),
        }
    }

    fn begin(&self, step: &str, title: &str) {
        self.progress.begin(step, title);
    }

    fn taken(&mut self, step: &str, report: &ImportReport, what: &str) {
        self.end(step, report.summary(what));
    }

    /// A stage whose file the pack does not hold: said, so that nobody takes its absence for a result.
    fn left_out(&mut self, step: &str, title: &str, why: &str) {
        self.begin(step, title);
        self.end(step, why.to_owned());
    }

    /// Nothing was left to do.
    fn nothing(&mut self, step: &str, why: &str) {
        self.progress.end(step, why, true);
        self.summary.steps.push((step.to_owned(), why.to_owned(), true));
    }

    fn end(&mut self, step: &str, summary: String) {
        self.progress.end(step, &summary, false);
        self.summary.steps.push((step.to_owned(), summary, false));
    }
}

/// The step that takes a kind of file.
fn step_of(kind: &'static str) -> &'static str {
    if kind == "survey" { "model" } else { kind }
}

fn made(row: &store::edition::EditionRow) -> String {
    format!("edisi {}: {} rumah tangga, {} orang", row.id, row.household_count, row.person_count)
}

fn all(files: &[PackFile]) -> Vec<&PackFile> {
    files.iter().collect()
}
