//! The pages and the queue, in one process or apart. Design D7, D9.

use crate::config::Config;
use crate::failure::Failure;
use crate::intake;
use crate::output::say;
use crate::sms;
use app::App;
use app::backup::Plan;
use app::decree;
use app::error::AppError;
use app::job;
use app::meeting::{ISSUE_JOB, issue_as_job, remind_as_job};
use app::sms::REMIND_JOB;
use app::stage::{self, Stage};
use app::view::{JobState, UPLOAD_JOB};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(500);
/// How long the queue waits after a fault.
const AFTER_FAULT: Duration = Duration::from_secs(5);
/// How often it is looked whether something is due.
const DUE_LOOK: Duration = Duration::from_secs(600);

/// Serves the pages until the process is stopped; also runs queued jobs unless `worker` is off.
pub async fn serve(app: App, config: &Config, listen: Option<SocketAddr>, with_worker: bool) -> Result<(), Failure> {
    let address = listen.unwrap_or(config.listen);
    let listener = TcpListener::bind(address).await.map_err(|e| {
        let hint = "Pilih alamat lain dengan --listen, atau hentikan program yang memakainya.";
        Failure::fault("ALAMAT_TIDAK_BISA_DIPAKAI", format!("{address}: {e}"), hint)
    })?;
    app::desk::warm(&app).await?;
    say(format!("Halaman: http://{}  (berhenti: Ctrl+C)", listener.local_addr()?));
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    if with_worker && config.worker {
        let (worker, until) = (app.clone(), stopped.clone());
        tasks.spawn(async move { work(&worker, until).await });
        let (keeper, until, backup) = (app.clone(), stopped.clone(), config.backup.clone());
        tasks.spawn(async move { daily(&keeper, backup.as_ref(), until).await });
        let (line, until, centre) = (app.clone(), stopped.clone(), config.sms.clone());
        tasks.spawn(async move { sms::keep(&line, centre.as_ref(), until).await });
    }
    let settings = web::Config { https: config.office.site.starts_with("https://"), ..web::Config::default() };
    let pages = web::router(Arc::new(app), settings);
    let mut until = stopped.clone();
    let graceful = async move {
        // an error means that the sender is gone: then it is time to stop as well
        let _ = until.wait_for(|stop| *stop).await;
    };
    let server = async move { axum::serve(listener, pages).with_graceful_shutdown(graceful).await };
    tasks.spawn(async move { server.await.map_err(Failure::from) });
    tokio::select! {
        asked = asked_to_stop() => asked?,
        // one of them broke although nobody asked: the process ends, and whoever watches it starts it again
        broken = broken(&mut tasks) => broken?,
    }
    // whoever listened is gone already when this fails
    let _ = stop.send(true);
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        while let Some(task) = tasks.join_next().await {
            task.map_err(|e| Failure::fault("GALAT_PROGRAM", e.to_string(), "Laporkan galat ini."))??;
        }
        Ok::<(), Failure>(())
    });
    // open pages that wait for progress are cut after ten seconds
    ended.await.unwrap_or(Ok(()))
}

/// Waits until a task ends with an error. One that has nothing to do may end before the others.
async fn broken(tasks: &mut JoinSet<Result<(), Failure>>) -> Result<(), Failure> {
    while let Some(task) = tasks.join_next().await {
        task.map_err(|e| Failure::fault("GALAT_PROGRAM", e.to_string(), "Laporkan galat ini."))??;
    }
    std::future::pending().await
}

/// Runs queued jobs until the process is stopped.
pub async fn worker(app: &App, config: &Config) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    say("Pekerja antrean berjalan (berhenti: Ctrl+C)");
    let until = stopped.clone();
    let all = async {
        tokio::try_join!(
            work(app, stopped.clone()),
            daily(app, config.backup.as_ref(), stopped),
            sms::keep(app, config.sms.as_ref(), until)
        )
    };
    tokio::select! {
        ended = all => ended.map(|_| ()),
        asked = asked_to_stop() => {
            let _ = stop.send(true);
            asked
        }
    }
}

/// Works off the queue. What goes wrong outside a job (the database is away, the disk is full) is logged and tried
/// again: the queue outlives it.
async fn work(app: &App, mut stopped: watch::Receiver<bool>) -> Result<(), Failure> {
    let mut chance = [0u8; 4];
    app.random(&mut chance)?;
    let name = format!("pekerja-{}-{:08x}", std::process::id(), u32::from_be_bytes(chance));
    while !*stopped.borrow() {
        let wait = match work_once(app, &name).await {
            Ok(true) => continue,
            Ok(false) => IDLE,
            // somebody asked it to stop, or another worker took it over meanwhile
            Err(lost) if lost.code() == "DIUBAH_PIHAK_LAIN" => continue,
            Err(failed) => {
                tracing::error!(code = failed.code(), error = %failed, "the queue waits and tries again");
                AFTER_FAULT
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => {}
        }
    }
    Ok(())
}

/// Does the next job; `false` = none waits.
async fn work_once(app: &App, name: &str) -> Result<bool, AppError> {
    let Some(job) = job::claim(app, name).await? else { return Ok(false) };
    let mut at_work = job.clone();
    // what is one change of the database leaves nothing behind when it is dropped in the middle
    let droppable = job.kind == UPLOAD_JOB || Stage::from_code(&job.kind).is_some_and(Stage::is_droppable);
    let work = async {
        match at_work.kind.as_str() {
            UPLOAD_JOB => intake::take_upload(app, &at_work.created_by, &at_work.args).await,
            ISSUE_JOB => issue_as_job(app, &mut at_work).await,
            REMIND_JOB => remind_as_job(app, &mut at_work).await,
            kind if decree::JOBS.contains(&kind) => decree::as_job(app, &at_work).await,
            other => match Stage::from_code(other) {
                Some(stage) => stage::as_job(app, stage, &at_work).await,
                None => Err(AppError::fault(format!("no worker knows the kind {other}"))),
            },
        }
    };
    let outcome = job::under_lease(app, &job, droppable, work).await;
    let ended = job::finish(app, &at_work, outcome.as_ref().map(Clone::clone)).await?;
    if droppable && ended.state != JobState::Failed {
        app::view::forget_upload(app, &job)?;
    }
    Ok(true)
}

/// What is due once a day: a checkpoint of the log (ADR 4), a backup when the settings plan one, and old uploads go.
async fn daily(app: &App, backup: Option<&Plan>, mut stopped: watch::Receiver<bool>) -> Result<(), Failure> {
    while !*stopped.borrow() {
        match app::audit::sign_when_due(app).await {
            Ok(Some(signed)) => tracing::info!(events = signed.size, "checkpoint signed"),
            Ok(None) => {}
            // the office goes on working; the next look tries again
            Err(failed) => tracing::error!(error = %failed, "no checkpoint could be signed"),
        }
        if let Some(plan) = backup {
            match app::backup::write_when_due(app, plan).await {
                Ok(Some(file)) => tracing::info!(file = %file.display(), "backup written"),
                Ok(None) => {}
                Err(failed) => tracing::error!(error = %failed, "no backup could be written"),
            }
        }
        match app::view::forget_old_uploads(app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "old uploads removed"),
            Err(failed) => tracing::error!(error = %failed, "old uploads could not be removed"),
        }
        tokio::select! {
            () = tokio::time::sleep(DUE_LOOK) => {}
            _ = stopped.changed() => {}
        }
    }
    Ok(())
}

async fn asked_to_stop() -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
