//! The whole process, once: a folder of office files through all five stages. R2.
//!
//! Each step is one transaction, identified by the hash of what it read and of the step before. A killed
//! run resumes after its last step; the same command gives the same result files.

use crate::access::Officer;
use crate::error::AppError;
use crate::import::{self, Import};
use crate::ports::Progress;
use crate::step::Step;
use crate::{App, decree, deliberation, edition, export, identification, prelist, programme, ranking, verification};
use domain::id::{AccountId, DecreeNumber};
use exchange::PackFile;
use exchange::pack::Pack;
use std::path::Path;
use store::WorkspaceLock;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Step, what it did, and whether it had been done before.
    pub steps: Vec<(String, String, bool)>,
    /// Result files, relative to the folder asked for.
    pub files: Vec<String>,
    /// Files of the pack that were not read.
    pub unused: Vec<String>,
}

/// Takes the office files in `pack` through all stages and writes the result files into `out`.
/// The day is the app's clock's.
pub async fn run(app: &App, pack: &Path, out: &Path, progress: &dyn Progress) -> Result<RunSummary, AppError> {
    let _lock = WorkspaceLock::take(app.dir(), "run")?;
    let pack = exchange::pack::open(pack)?;
    let mut walk =
        Walk { app, officer: Officer::operator(), progress, after: String::new(), summary: RunSummary::default() };
    walk.summary.unused.clone_from(&pack.unused);
    // a day changes what is true, so it is part of what every step read
    walk.after = app.today().to_string();
    let walked = walk.stages(&pack).await;
    // what was reached is worth having, even when a later stage was refused
    if app.kabupaten().await.is_ok() {
        walk.summary.files = export::results(app, out).await?;
    }
    walked?;
    Ok(walk.summary)
}

struct Walk<'a> {
    app: &'a App,
    officer: Officer,
    progress: &'a dyn Progress,
    after: String,
    summary: RunSummary,
}

impl Walk<'_> {
    async fn stages(&mut self, pack: &Pack) -> Result<(), AppError> {
        let app = self.app;
        let areas = pack.area_file()?;

        let files: Vec<&PackFile> =
            [Some(areas), pack.hamlets.as_ref(), pack.bridge.as_ref()].into_iter().flatten().collect();
        if let Some(step) = self.begin("areas", "Wilayah", &files).await? {
            let import = self.import(&step, &areas.name);
            let report = import::areas(app, &import, areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await?;
            self.end(&step, report.summary("wilayah"));
        }
        if let Some(step) = self.begin("bdt", "BDT 2015", &all(&pack.bdt)).await? {
            let report = import::bdt(app, &self.import(&step, "BDT"), &pack.bdt).await?;
            self.end(&step, report.summary("rumah tangga"));
        }
        if let Some(step) = self.begin("siak", "SIAK", &all(&pack.siak)).await? {
            let report = import::siak(app, &self.import(&step, "SIAK"), &pack.siak).await?;
            self.end(&step, report.summary("penduduk"));
        }
        if let Some(step) = self.begin("registrations", "Buku pendaftaran", &all(&pack.registrations)).await? {
            let import = self.import(&step, "pendaftaran");
            let report = import::registrations(app, &import, &pack.registrations).await?;
            self.end(&step, report.summary("pendaftaran"));
        }
        if let Some(step) = self.begin("identify", "Identifikasi awal", &[]).await? {
            let found = identification::identify(app, &self.officer, &step).await?;
            self.end(&step, found.summary());
        }
        if let Some(step) = self.begin("prelist", "Prelist", &[]).await? {
            let frozen = prelist::freeze(app, &self.officer, &step).await?;
            self.end(&step, format!("{} baris dalam {} prelist", frozen.rows, frozen.lists));
        }
        let mut sheets = all(&pack.meetings);
        sheets.extend(&pack.sessions);
        if let Some(step) = self.begin("meetings", "Musyawarah padukuhan", &sheets).await? {
            let import = self.import(&step, "musyawarah");
            let report = deliberation::import(app, &import, &pack.meetings, pack.sessions.as_ref()).await?;
            self.end(&step, report.summary("musyawarah"));
        }
        self.visits(pack).await?;
        self.register(pack).await
    }

    async fn visits(&mut self, pack: &Pack) -> Result<(), AppError> {
        let app = self.app;
        if let Some((households, members)) = pack.questionnaires()
            && let Some(step) = self.begin("questionnaires", "Pendataan", &[households, members]).await?
        {
            let import = self.import(&step, "pendataan");
            let report = verification::import(app, &import, households, members).await?;
            self.end(&step, report.summary("kuesioner"));
        }
        if pack.questionnaires().is_none() {
            self.left_out("questionnaires", "Pendataan", "berkas pendataan tidak ada; belum ada hasil kunjungan");
        }
        if let Some(step) = self.begin("decree", "SK Bupati/Wali Kota", &[]).await? {
            let kabupaten = app.kabupaten().await?;
            let how = decree::Decreeing {
                number: DecreeNumber::new(format!("{}/KPTS/{}", kabupaten.dotted(), app.today().year())),
                prepared_by: AccountId::new("dinsos"),
                signed_by: AccountId::new("kepala_daerah"),
                waiver: None,
            };
            let head = decree::issue(app, &self.officer, &step, &how).await?;
            self.end(&step, format!("{} baris lampiran", head.row_count));
        }
        Ok(())
    }

    async fn register(&mut self, pack: &Pack) -> Result<(), AppError> {
        let app = self.app;
        let made = |row: &store::edition::EditionRow| {
            format!("edisi {}: {} rumah tangga, {} orang", row.id, row.household_count, row.person_count)
        };
        if let Some(step) = self.begin("edition-base", "Edisi dasar", &[]).await? {
            let row = edition::make_base(app, &self.officer, &step).await?;
            self.end(&step, made(&row));
        }
        let Some(survey) = &pack.survey else {
            self.left_out("model", "Model PMT", "berkas survei tidak ada; peringkat dan daftar program tidak disusun");
            return Ok(());
        };
        if let Some(step) = self.begin("model", "Model PMT", &[survey]).await? {
            let report = ranking::fit(app, &self.import(&step, &survey.name), survey).await?;
            self.end(&step, report.summary("rumah tangga survei"));
        }
        if let Some(step) = self.begin("edition-next", "Edisi baru dan peringkat", &[]).await? {
            let row = edition::make_next(app, &self.officer, &step).await?;
            self.end(&step, made(&row));
        }
        if let Some(step) = self.begin("programmes", "Daftar sasaran program", &[]).await? {
            let admitted = programme::draw_all(app, &self.officer, &step).await?;
            let counts: Vec<String> = admitted.iter().map(|(name, n)| format!("{name} {n}")).collect();
            self.end(&step, counts.join(", "));
        }
        Ok(())
    }

    fn import(&self, step: &Step, source: &str) -> Import<'_> {
        Import { officer: &self.officer, step: step.clone(), source: source.to_owned(), dry_run: false }
    }

    /// The step to take, or `None` when it is done already.
    async fn begin(&mut self, name: &str, title: &str, files: &[&PackFile]) -> Result<Option<Step>, AppError> {
        self.progress.begin(name, title);
        let step = Step::over(name, files, &self.after)?;
        self.after.clone_from(&step.input);
        if let Some(summary) = step.already(self.app).await? {
            self.progress.end(name, &summary, true);
            self.summary.steps.push((name.to_owned(), summary, true));
            return Ok(None);
        }
        Ok(Some(step))
    }

    /// A stage whose file the pack does not hold: said, so that nobody takes its absence for a result.
    fn left_out(&mut self, name: &str, title: &str, why: &str) {
        self.progress.begin(name, title);
        self.progress.end(name, why, false);
        self.summary.steps.push((name.to_owned(), why.to_owned(), false));
    }

    fn end(&mut self, step: &Step, summary: String) {
        self.progress.end(&step.name, &summary, false);
        self.summary.steps.push((step.name.clone(), summary, false));
    }
}

fn all(files: &[PackFile]) -> Vec<&PackFile> {
    files.iter().collect()
}
