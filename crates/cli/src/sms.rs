//! SMS from the command line, and the line that `serve` and `worker` keep up. R68.

use crate::args::{Sms, SmsRole};
use crate::config::Config;
use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use ::sms::{Centre, kannel_conf};
use app::App;
use app::access::{Officer, Where};
use app::sms::ContactRole;
use domain::area::AreaCode;
use domain::deliberation::sms::{Draft, Phone};
use tokio::sync::watch;

/// Runs a subcommand.
pub async fn run(app: &App, config: &Config, command: &Sms, format: Format) -> Result<(), Failure> {
    let officer = Officer::operator();
    match command {
        Sms::Contact { phone, desa, hamlet, role } => {
            let role = match role {
                SmsRole::Tkpkdesa => ContactRole::Tkpkdesa,
                SmsRole::Dukuh => ContactRole::Dukuh,
                SmsRole::Asisten => ContactRole::Asisten,
            };
            let phone = number(phone)?;
            app::sms::enter_contact(app, &officer, area(desa)?, hamlet, role, &phone).await?;
            say(format!("Nomor {phone} terdaftar."));
            Ok(())
        }
        Sms::Contacts { desa } => {
            let mut listing = Listing::new(&["peran", "padukuhan", "nomor"]);
            for c in app::sms::contacts(app, &officer, area(desa)?).await? {
                listing.row([c.role, c.hamlet, c.phone]);
            }
            Ok(listing.print(format)?)
        }
        Sms::Forget { phone } => {
            let found = app::sms::forget_contact(app, &officer, &number(phone)?).await?;
            say(if found { "Nomor dihapus." } else { "Nomor itu tidak terdaftar." });
            Ok(())
        }
        Sms::Report { desa, hamlet, counts } => {
            let place = Where { area: area(desa)?, hamlet: None };
            let counts = Draft::read(counts).counts().ok_or_else(|| {
                Failure::misused(
                    "HITUNGAN_SALAH",
                    format!("`{counts}` bukan hitungan kode 2, 3, 6, 7"),
                    "Tulis: \"2=3 3=1 6=3 7=2\".",
                )
            })?;
            let done = app::sms::send_report(app, &officer, &place, hamlet, counts).await?;
            let plan = app.plan.plan(&counts.recap());
            say(format!("Laporan ke-{} tersimpan; dikirim ke {} nomor TKPKDesa. {plan}.", done.report.no, done.told));
            Ok(())
        }
        Sms::Reports { area: wanted } => {
            let place = match wanted {
                Some(code) => area(code)?,
                None => app.kabupaten().await?,
            };
            let mut listing =
                Listing::new(&["desa", "padukuhan", "versi", "hitungan", "dari", "banding", "berita_acara"]);
            for r in app::sms::provisional_of(app, &officer, place).await? {
                listing.row([r.desa, r.hamlet, r.no.to_string(), r.counts.to_string(), r.source, r.flag, r.minutes]);
            }
            Ok(listing.print(format)?)
        }
        Sms::Compare => {
            let (compared, differ) = app::sms::compare_all(app, &officer, app.kabupaten().await?).await?;
            say(format!("{compared} laporan dibandingkan, {differ} berbeda dari berita acara."));
            Ok(())
        }
        Sms::Remind { desa } => {
            let done = app::sms::remind_late(app, &officer, area(desa)?).await?;
            say(format!(
                "{} padukuhan terlambat ({} sudah melapor), {} pengingat diantrekan, {} tanpa nomor, {} menunggu besok (batas harian).",
                done.late, done.reported, done.queued, done.without_number, done.held_back
            ));
            Ok(())
        }
        Sms::List { limit } => {
            let place = app.kabupaten().await?;
            let (out, inn) = app::sms::messages(app, &officer, place, *limit).await?;
            let mut listing = Listing::new(&["arah", "nomor_pesan", "jenis", "keadaan", "bagian", "telepon", "isi"]);
            for m in out {
                let parts = m.parts.len().to_string();
                listing.row(["keluar".to_owned(), m.id, m.kind, m.state.code().to_owned(), parts, m.phone, m.text]);
            }
            for m in inn {
                let (kind, parts) = ("MASUK".to_owned(), String::new());
                listing.row(["masuk".to_owned(), m.id, kind, m.verdict, parts, m.phone, m.text]);
            }
            Ok(listing.print(format)?)
        }
        Sms::Resend { id } => {
            app::sms::resend(app, &officer, id).await?;
            say("Pesan diantrekan lagi.");
            Ok(())
        }
        Sms::Kannel => match &config.sms {
            Some(Centre::Kannel(settings)) => {
                print!("{}", kannel_conf(settings));
                Ok(())
            }
            Some(Centre::Smpp(_)) | None => Err(Failure::misused(
                "BUKAN_KANNEL",
                "pusat SMS pada pengaturan bukan Kannel",
                "Isi sms_centre = \"kannel://127.0.0.1:13013\".",
            )),
        },
    }
}

/// Keeps the line up until `stop` says so; without a centre in the settings there is nothing to do.
pub async fn keep(app: &App, centre: Option<&Centre>, stop: watch::Receiver<bool>) -> Result<(), Failure> {
    match centre {
        Some(centre) => Ok(::sms::run(app, centre, stop).await?),
        None => Ok(()),
    }
}

fn number(text: &str) -> Result<Phone, Failure> {
    Phone::parse(text)
        .map_err(|_| Failure::misused("NOMOR_SALAH", "nomor telepon tidak terbaca", "Contoh: 0812 3456 7890."))
}

fn area(text: &str) -> Result<AreaCode, Failure> {
    AreaCode::parse(text)
        .map_err(|e| Failure::misused("KODE_WILAYAH_SALAH", format!("`{text}`: {e}"), "Contoh: 34.03.01.2001."))
}
