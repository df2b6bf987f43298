//! `mutakhir`: the one binary. It parses, opens the workspace, calls one use case and shows the answer.

mod accounts;
mod args;
mod config;
mod demo;
mod failure;
mod forms;
mod intake;
mod link;
mod manual;
mod output;
mod paper;
mod pmt;
mod printer;
mod progress;
mod refused;
mod review;
mod serve;
mod show;
mod sms;
mod stages;
mod visits;
mod wiring;

use args::{
    Audit, Cli, Command, ConfigCommand, Decree, Edition, Fkp, Import, Model, PersonCommand, Prelist, Programme, Review,
    RoundCommand, SiakCommand, User,
};
use clap::Parser;
use failure::Failure;
use output::Listing;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// A run allocates small texts by the million and frees them in another order, which the system's allocator pays for
/// in time. ADR 2.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // database, editions, uploads, results: whatever this program writes, its owner alone reads
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let cli = Cli::parse();
    match start(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}

fn start(cli: &Cli) -> Result<(), Failure> {
    let fault =
        |e: std::io::Error| Failure::fault("GALAT_SISTEM", e.to_string(), "Periksa batas proses pada mesin ini.");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().map_err(fault)?;
    runtime.block_on(dispatch(cli))
}

/// Log lines go to stderr, filtered by the settings; without a workspace only errors are logged.
fn log(config: &config::Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // a second call in one process keeps the first
    let _ = if config.log_json { lines.json().try_init() } else { lines.try_init() };
}

async fn dispatch(cli: &Cli) -> Result<(), Failure> {
    let (workspace, format) = (cli.workspace.as_path(), cli.format);
    match &cli.command {
        // without a workspace, or with one of their own
        Command::Completions(c) => {
            manual::completions(c.shell);
            return Ok(());
        }
        Command::Man(m) if m.markdown => {
            print!("{}", manual::markdown());
            return Ok(());
        }
        Command::Man(m) if m.data_model => {
            print!("{}", store::dictionary::page());
            return Ok(());
        }
        Command::Man(m) => return m.out.as_deref().map_or_else(manual::man_page, manual::man_pages),
        Command::Config(ConfigCommand::Check) => {
            let (_, in_force) = config::load(workspace)?;
            let mut listing = Listing::new(&["pengaturan", "nilai", "dari"]);
            in_force.into_iter().for_each(|s| listing.row([s.key.to_owned(), s.value, s.from.to_owned()]));
            return Ok(listing.print(format)?);
        }
        Command::Demo(d) => return demo::demo(d, format).await,
        Command::Run(r) => return demo::run(r, format).await,
        Command::Link(l) => return link::link(l),
        Command::Pmt(p) => return pmt::pmt(p, format),
        Command::Visits(v) => return visits::visits(v, format),
        Command::Import(Import::Layout { file, kind, out }) => return stages::layout(file, *kind, out.as_deref()),
        Command::BackupKey { file } => return Ok(stages::backup_key(file)?),
        Command::Restore(r) => {
            // the settings of the workspace come with the backup: until then those of the environment hold
            let (config, _) = config::load(workspace)?;
            return stages::restore(&r.file, workspace, config.database.as_deref(), &r.key).await;
        }
        Command::Init(i) => return stages::init(&i.dir, i.database.as_deref()).await,
        _ => {}
    }
    let (app, config) = wiring::open(workspace, as_of(&cli.command)).await?;
    log(&config);
    threads(config.threads)?;
    let officer = accounts::acting(&app, cli.account.as_deref()).await?;
    match &cli.command {
        Command::Import(Import::File { kind, paths, dry_run, layout, .. }) => {
            let asked = stages::Asked { kind: *kind, paths, layouts: layout, dry_run: *dry_run };
            stages::import(&app, &officer, &asked, format).await
        }
        Command::Import(Import::List) => show::imports(&app, format).await,
        Command::Import(Import::Show { id }) => show::issues(&app, id, format).await,
        Command::Import(Import::Undo { id }) => stages::undo(&app, &officer, id).await,
        Command::Identify(_) => stages::identify(&app, &officer).await,
        Command::Review(Review::List { area, reason }) => review::list(&app, area.as_deref(), reason, format).await,
        Command::Review(Review::Show { number, candidate }) => {
            review::show(&app, number, candidate.as_deref(), format).await
        }
        Command::Review(Review::Decide(d)) => review::decide(&app, d).await,
        Command::Review(Review::Retrain) => review::retrain(&app).await,
        Command::Review(Review::Undo { number }) => review::undo(&app, number).await,
        Command::Review(Review::Report { area, pairs }) => {
            review::report(&app, area.as_deref(), pairs.as_deref(), format).await
        }
        Command::Prelist(Prelist::Freeze(_)) => stages::freeze(&app, &officer).await,
        Command::Prelist(Prelist::Export(f)) => stages::printed(paper::prelists(&app, &f.out, usize::MAX).await),
        Command::Fkp(Fkp::Issue { area }) => forms::issue(&app, area.as_deref(), format).await,
        Command::Fkp(Fkp::Next { meeting }) => forms::next(&app, meeting).await,
        Command::Fkp(Fkp::Step { meeting, step, reason }) => forms::step(&app, meeting, step, reason).await,
        Command::Fkp(Fkp::Train { meeting, on, place, present }) => {
            forms::train(&app, meeting, *on, place, present).await
        }
        Command::Fkp(Fkp::Print(p)) => forms::print(&app, &config, workspace, p, format).await,
        Command::Fkp(Fkp::Check(c)) => forms::check(&app, c, format).await,
        Command::Fkp(Fkp::Press(p)) => forms::press(&app, &config, p).await,
        Command::Fkp(Fkp::Minutes(f)) => stages::printed(paper::minutes(&app, &f.out, usize::MAX).await),
        Command::Sms(s) => sms::run(&app, &config, s, format).await,
        Command::Round(RoundCommand::Open { name, calendar, .. }) => {
            stages::open_round(&app, &officer, name, calendar.as_deref()).await
        }
        Command::Round(RoundCommand::Close { reason, carry, .. }) => {
            stages::close_round(&app, &officer, *carry, reason).await
        }
        Command::Round(RoundCommand::List) => stages::rounds(&app, &officer, format).await,
        Command::Siak(SiakCommand::Changes { area }) => {
            stages::civil_changes(&app, &officer, area.as_deref(), format).await
        }
        Command::Siak(SiakCommand::Done { import, no, note }) => {
            stages::civil_done(&app, &officer, import, *no, note).await
        }
        Command::Person(PersonCommand::List) => stages::conflicts(&app, &officer, format).await,
        Command::Person(PersonCommand::Settle { id, keep, reason }) => {
            stages::settle(&app, &officer, id, keep, reason).await
        }
        Command::Decree(Decree::Preview { area }) => {
            stages::decree_preview(&app, &officer, area.as_deref(), format).await
        }
        Command::Decree(Decree::Prepare { number, area, waive, .. }) => {
            stages::prepare_decree(&app, &officer, number, area.as_deref(), waive.as_deref()).await
        }
        Command::Decree(Decree::Sign { number, .. }) => stages::sign_decree(&app, &officer, number).await,
        Command::Decree(Decree::Withdraw { number }) => stages::withdraw_decree(&app, &officer, number).await,
        Command::Decree(Decree::Deliver { number, .. }) => stages::deliver_decree(&app, &officer, number).await,
        Command::Edition(Edition::Make(_)) => stages::base(&app, &officer).await,
        Command::Decree(Decree::Print(f)) => stages::printed(paper::decrees(&app, &f.out).await),
        Command::Edition(Edition::List) => show::editions(&app, format).await,
        Command::Edition(Edition::Show { id }) => show::edition(&app, id, format).await,
        Command::Edition(Edition::Verify { id }) => show::verify_edition(&app, id).await,
        Command::Edition(Edition::Diff { old, new }) => show::edition_difference(&app, old, new, format).await,
        Command::Edition(Edition::Export { id, out }) => show::export_edition(&app, id, out).await,
        Command::Model(Model::Fit { survey, .. }) => {
            let paths = std::slice::from_ref(survey);
            let asked = stages::Asked { kind: intake::Kind::Survey, paths, layouts: &[], dry_run: false };
            stages::import(&app, &officer, &asked, format).await
        }
        Command::Model(Model::Report) => show::model(&app).await,
        Command::Rank(_) => stages::rank(&app, &officer).await,
        Command::Programme(Programme::Draw(_)) => stages::draw(&app, &officer, format).await,
        Command::Programme(Programme::Explain { household }) => show::explain(&app, household, format).await,
        Command::Export(f) => stages::export(&app, &f.out).await,
        Command::Backup(b) => {
            let key = b.key.as_ref().or(config.backup_key.as_ref()).cloned().unwrap_or_default();
            stages::backup(&app, &officer, &b.file, &key).await
        }
        Command::Audit(Audit::Verify { against, key }) => show::audit(&app, against.clone(), key.clone()).await,
        Command::Audit(Audit::Checkpoint { root }) => show::checkpoint(&app, root.as_deref()).await,
        Command::Audit(Audit::Key) => show::log_key(&app).await,
        Command::Audit(Audit::Proof { events, out }) => show::proof(&app, events, out.as_deref()).await,
        Command::User(User::Add { id, name, roles }) => accounts::add(&app, id, name, roles, format).await,
        Command::User(User::List) => accounts::list(&app, format).await,
        Command::User(User::Revoke { id }) => accounts::revoke(&app, id).await,
        Command::Serve(s) => serve::serve(app, &config, s.listen, !s.no_worker).await,
        Command::Worker => serve::worker(&app, &config).await,
        Command::Completions(_)
        | Command::BackupKey { .. }
        | Command::Restore(_)
        | Command::Man(_)
        | Command::Config(_)
        | Command::Demo(_)
        | Command::Run(_)
        | Command::Link(_)
        | Command::Pmt(_)
        | Command::Visits(_)
        | Command::Import(Import::Layout { .. })
        | Command::Init(_) => Ok(()),
    }
}

/// The day a command asks for.
fn as_of(command: &Command) -> Option<domain::Date> {
    match command {
        Command::Import(Import::File { as_of, .. })
        | Command::Decree(Decree::Prepare { as_of, .. } | Decree::Sign { as_of, .. } | Decree::Deliver { as_of, .. })
        | Command::Round(RoundCommand::Open { as_of, .. } | RoundCommand::Close { as_of, .. })
        | Command::Model(Model::Fit { as_of, .. }) => *as_of,
        Command::Identify(s)
        | Command::Prelist(Prelist::Freeze(s))
        | Command::Rank(s)
        | Command::Edition(Edition::Make(s))
        | Command::Programme(Programme::Draw(s)) => s.as_of,
        _ => None,
    }
}

/// Bounds the kernels' threads. Results do not depend on it.
fn threads(count: Option<usize>) -> Result<(), Failure> {
    let Some(count) = count else { return Ok(()) };
    let made = rayon::ThreadPoolBuilder::new().num_threads(count).build_global();
    made.map_err(|e| Failure::fault("GALAT_SISTEM", e.to_string(), "Kurangi --threads."))
}
