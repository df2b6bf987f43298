//! The whole process once: `run` over an office's files, and `demo` over an invented office.

use crate::args::{Demo, Run};
use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use crate::progress::Steps;
use crate::{accounts, config, forms, log, paper, serve, threads, wiring};
use app::App;
use app::run::RunSummary;
use app::timings::Timings;
use domain::Date;
use std::path::Path;
use synth::SynthOptions;

/// `mutakhir run`.
pub async fn run(args: &Run, format: Format) -> Result<(), Failure> {
    let (app, config) = wiring::create(&args.dir, args.database.as_deref(), args.as_of).await?;
    log(&config);
    threads(args.threads.or(config.threads))?;
    app::layout::keep(&app, &args.layout)?;
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("hasil"));
    let summary = walk(&app, &args.pack, &out, args.timings.as_deref()).await?;
    let mut listing = Listing::new(&["tahap", "hasil"]);
    summary.steps.iter().for_each(|(step, result, _)| listing.row([step, result]));
    listing.print(format)?;
    say(format!("{} berkas hasil dalam {}", summary.files.len(), out.display()));
    Ok(())
}

/// Takes a pack through all stages; `timings` is where the cost of each is written.
async fn walk(app: &App, pack: &Path, out: &Path, timings: Option<&Path>) -> Result<RunSummary, Failure> {
    let steps = Steps::new();
    let measured = Timings::new(&steps);
    let walked = app::run::run(app, pack, out, &measured).await;
    let cost = measured.json();
    steps.finish();
    let summary = walked?;
    if let Some(file) = timings {
        std::fs::write(file, cost).map_err(|e| {
            let what = format!("{} cannot be written: {e}", file.display());
            Failure::fault("GALAT_SISTEM", what, "Periksa --timings.")
        })?;
    }
    if !summary.unused.is_empty() {
        say(format!("Tidak dibaca: {}", summary.unused.join(", ")));
    }
    Ok(summary)
}

/// `mutakhir demo`.
pub async fn demo(args: &Demo, format: Format) -> Result<(), Failure> {
    let folder =
        args.dir.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("mutakhir-demo-{}", std::process::id())));
    let options = SynthOptions {
        households: args.households,
        seed: args.seed,
        hamlets: args.hamlets.map(usize::from),
        ..SynthOptions::demo()
    };
    let pack = folder.join("paket");
    // the area table is written first and the truth last: a folder with both is a whole pack
    if pack.join("truth/truth_import_errors.csv").exists() {
        say(format!("Berkas kantor dalam {} dipakai lagi.", pack.display()));
    } else {
        let made = synth::write_pack(&pack, &options)?;
        say(format!(
            "{} (rekaan): {} kecamatan, {} desa, {} rumah tangga BDT, {} orang, {} pendaftaran, {} musyawarah",
            made.kabupaten, made.kecamatan, made.desa, made.households, made.persons, made.registrations, made.meetings
        ));
    }
    let workspace = folder.join("ruang-kerja");
    let app = walk_demo(&workspace, &pack, &folder.join("hasil"), options.as_of).await?;
    documents(&app, &workspace, &folder.join("dokumen")).await?;
    accounts::demo_accounts(&app, format).await?;
    say(format!("Ruang kerja: {}", workspace.display()));
    if args.no_serve {
        say(format!("Halaman web: mutakhir -C {} serve", workspace.display()));
        return Ok(());
    }
    let (config, _) = config::load(&workspace)?;
    serve::serve(app, &config, args.listen, true).await
}

async fn walk_demo(workspace: &Path, pack: &Path, out: &Path, as_of: Date) -> Result<App, Failure> {
    let (app, config) = wiring::create(workspace, None, Some(as_of)).await?;
    log(&config);
    threads(config.threads)?;
    walk(&app, pack, out, None).await?;
    Ok(app)
}

/// One of each document, to look at. All of them: `fkp print`, `prelist export`, `decree print`.
async fn documents(app: &App, workspace: &Path, out: &Path) -> Result<(), Failure> {
    let mut written = paper::receipts(app, out, 1).await?;
    written += paper::prelists(app, out, 1).await?;
    written += forms::sample(app, &config::load(workspace)?.0, out).await?;
    written += paper::minutes(app, out, 1).await?;
    written += paper::decrees(app, out).await?;
    say(format!("{written} contoh dokumen dalam {}", out.display()));
    Ok(())
}
