//! The pages and the queue, in one process or apart. Design D7, D9.

use crate::config::Config;
use crate::failure::Failure;
use crate::intake;
use crate::output::say;
use crate::sms;
use app::App;
use app::decree;
use app::job;
use app::meeting::{ISSUE_JOB, issue_as_job, remind_as_job};
use app::sms::REMIND_JOB;
use app::view::UPLOAD_JOB;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(500);

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
    asked_to_stop().await?;
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

/// Runs queued jobs until the process is stopped.
pub async fn worker(app: &App, config: &Config) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    say("Pekerja antrean berjalan (berhenti: Ctrl+C)");
    let until = stopped.clone();
    let both = async { tokio::try_join!(work(app, stopped), sms::keep(app, config.sms.as_ref(), until)) };
    tokio::select! {
        ended = both => ended.map(|_| ()),
        asked = asked_to_stop() => {
            let _ = stop.send(true);
            asked
        }
    }
}

async fn work(app: &App, mut stopped: watch::Receiver<bool>) -> Result<(), Failure> {
    let name = format!("pekerja-{}", std::process::id());
    while !*stopped.borrow() {
        match job::claim(app, &name).await? {
            Some(mut claimed) => {
                let outcome = match claimed.kind.as_str() {
                    UPLOAD_JOB => intake::take_upload(app, &claimed.created_by, &claimed.args).await,
                    ISSUE_JOB => issue_as_job(app, &mut claimed).await,
                    REMIND_JOB => remind_as_job(app, &mut claimed).await,
                    kind if decree::JOBS.contains(&kind) => decree::as_job(app, &claimed).await,
                    other => Err(app::error::AppError::fault(format!("no worker knows the kind {other}"))),
                };
                let ended = outcome.as_ref().map(Clone::clone);
                match job::finish(app, &claimed, ended).await {
                    Ok(_) => {}
                    // somebody asked it to stop, or another worker took it over meanwhile
                    Err(lost) if lost.code() == "DIUBAH_PIHAK_LAIN" => {
                        tracing::warn!(job = claimed.id, "job was taken over")
                    }
                    Err(other) => return Err(other.into()),
                }
            }
            None => {
                tokio::select! {
                    () = tokio::time::sleep(IDLE) => {}
                    _ = stopped.changed() => {}
                }
            }
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
