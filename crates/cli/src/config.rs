//! Settings: `mutakhir.toml` in the workspace, overridden by the environment. Design D14.
//!
//! Only this module reads the environment. Secrets are never in the file: a database URL with a
//! password comes from the environment or from a file of its own.

use crate::failure::Failure;
use crate::printer::Office;
use ::sms::{Centre, KannelSettings, SmppSettings};
use app::backup::Plan;
use app::sms::SmsSettings;
use domain::deliberation::minutes::PlanRule;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use words::Lang;

/// One setting, as documented.
pub struct Setting {
    /// Key in `mutakhir.toml`.
    pub key: &'static str,
    /// Variable that overrules it.
    pub variable: &'static str,
    /// What holds when neither says anything.
    pub default: &'static str,
    /// What it does, in Indonesian.
    pub what: &'static str,
}

/// Every setting there is. A key in the file that is not here is refused.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "database",
        variable: "MUTAKHIR_DATABASE",
        default: "",
        what: "URL PostgreSQL tanpa kata sandi; kosong berarti berkas SQLite di ruang kerja",
    },
    Setting {
        key: "database_file",
        variable: "MUTAKHIR_DATABASE_FILE",
        default: "",
        what: "Berkas berisi URL PostgreSQL lengkap, hanya terbaca oleh pemiliknya",
    },
    Setting { key: "listen", variable: "MUTAKHIR_LISTEN", default: "127.0.0.1:8080", what: "Alamat halaman web" },
    Setting {
        key: "threads",
        variable: "MUTAKHIR_THREADS",
        default: "0",
        what: "Banyaknya utas untuk pencocokan dan pemeringkatan; 0 berarti semua",
    },
    Setting {
        key: "worker",
        variable: "MUTAKHIR_WORKER",
        default: "true",
        what: "Apakah `serve` menjalankan pekerja antrean di dalamnya",
    },
    Setting {
        key: "language",
        variable: "MUTAKHIR_LANGUAGE",
        default: "id",
        what: "Bahasa penolakan di baris perintah: id atau en",
    },
    Setting {
        key: "utc_offset_hours",
        variable: "MUTAKHIR_UTC_OFFSET_HOURS",
        default: "7",
        what: "Selisih jam kantor dari UTC: 7 WIB, 8 WITA, 9 WIT",
    },
    Setting {
        key: "site",
        variable: "MUTAKHIR_SITE",
        default: "http://127.0.0.1:8080",
        what: "Alamat halaman web seperti dilihat warga; masuk ke kode QR pada dokumen",
    },
    Setting {
        key: "office_name",
        variable: "MUTAKHIR_OFFICE_NAME",
        default: "Dinas Sosial",
        what: "Nama kantor pada kepala surat",
    },
    Setting {
        key: "office_address",
        variable: "MUTAKHIR_OFFICE_ADDRESS",
        default: "",
        what: "Alamat kantor pada kepala surat",
    },
    Setting {
        key: "office_contact",
        variable: "MUTAKHIR_OFFICE_CONTACT",
        default: "",
        what: "Telepon dan surel pada kepala surat",
    },
    Setting {
        key: "office_hours",
        variable: "MUTAKHIR_OFFICE_HOURS",
        default: "hari kerja, pada jam kerja kantor desa/kelurahan",
        what: "Jam buka kantor desa pada bukti pendaftaran",
    },
    Setting {
        key: "decree_signer",
        variable: "MUTAKHIR_DECREE_SIGNER",
        default: "",
        what: "Nama kepala daerah pada SK; kosong berarti garis untuk diisi",
    },
    Setting {
        key: "review_two_person",
        variable: "MUTAKHIR_REVIEW_TWO_PERSON",
        default: "false",
        what: "Apakah telaah memerlukan dua petugas: yang pertama mengusulkan, yang kedua menyetujui",
    },
    Setting {
        key: "blank_reserve_percent",
        variable: "MUTAKHIR_BLANK_RESERVE_PERCENT",
        default: "10",
        what: "Cadangan formulir kosong PBDK2016.RT, dalam persen dari rumah tangga yang didata (R77)",
    },
    Setting {
        key: "enumerator_load",
        variable: "MUTAKHIR_ENUMERATOR_LOAD",
        default: "20",
        what: "Banyaknya rumah tangga yang didata satu petugas, paling banyak (R77)",
    },
    Setting {
        key: "sms_centre",
        variable: "MUTAKHIR_SMS_CENTRE",
        default: "",
        what: "Pusat SMS: smpp://host:port atau kannel://host:port; kosong berarti SMS tidak dikirim",
    },
    Setting {
        key: "sms_account",
        variable: "MUTAKHIR_SMS_ACCOUNT",
        default: "mutakhir",
        what: "Nama akun pada pusat SMS",
    },
    Setting {
        key: "sms_password_file",
        variable: "MUTAKHIR_SMS_PASSWORD_FILE",
        default: "",
        what: "Berkas berisi kata sandi akun itu, hanya terbaca oleh pemiliknya",
    },
    Setting {
        key: "sms_sender",
        variable: "MUTAKHIR_SMS_SENDER",
        default: "MUTAKHIR",
        what: "Nomor atau nama pengirim seperti dilihat penerima",
    },
    Setting {
        key: "sms_listen",
        variable: "MUTAKHIR_SMS_LISTEN",
        default: "127.0.0.1:13081",
        what: "Alamat tempat Kannel mengantar SMS dan tanda terima",
    },
    Setting {
        key: "sms_daily_limit",
        variable: "MUTAKHIR_SMS_DAILY_LIMIT",
        default: "40",
        what: "Banyaknya SMS sehari yang boleh disebabkan satu akun atau satu nomor",
    },
    Setting {
        key: "sms_validity_seconds",
        variable: "MUTAKHIR_SMS_VALIDITY_SECONDS",
        default: "21600",
        what: "Berapa lama pusat SMS boleh mencoba mengantar; sesudahnya SMS yang tidak terjawab dikirim ulang",
    },
    Setting {
        key: "sms_grace_seconds",
        variable: "MUTAKHIR_SMS_GRACE_SECONDS",
        default: "600",
        what: "Berapa lama sesudah itu tanda terima masih ditunggu",
    },
    Setting {
        key: "sms_retry_seconds",
        variable: "MUTAKHIR_SMS_RETRY_SECONDS",
        default: "30",
        what: "Jeda sebelum SMS yang ditolak sementara dicoba lagi; berlipat dua tiap kali",
    },
    Setting {
        key: "backup_folder",
        variable: "MUTAKHIR_BACKUP_FOLDER",
        default: "",
        what: "Folder cadangan berkala, sebaiknya di mesin lain; kosong berarti tidak ada cadangan berkala",
    },
    Setting {
        key: "backup_key_file",
        variable: "MUTAKHIR_BACKUP_KEY_FILE",
        default: "",
        what: "Berkas kunci cadangan, hanya terbaca oleh pemiliknya; dibuat dengan `mutakhir backup-key`",
    },
    Setting {
        key: "backup_every_hours",
        variable: "MUTAKHIR_BACKUP_EVERY_HOURS",
        default: "24",
        what: "Jarak antara dua cadangan berkala, dalam jam",
    },
    Setting {
        key: "backup_keep",
        variable: "MUTAKHIR_BACKUP_KEEP",
        default: "14",
        what: "Banyaknya cadangan berkala yang disimpan; yang tertua dihapus",
    },
    Setting {
        key: "log",
        variable: "MUTAKHIR_LOG",
        default: "warn",
        what: "Catatan jalannya program: error, warn, info, debug, atau saringan menurut modul",
    },
    Setting {
        key: "log_json",
        variable: "MUTAKHIR_LOG_JSON",
        default: "false",
        what: "Catatan sebagai JSON, satu baris tiap kejadian",
    },
];

/// Settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// PostgreSQL, or SQLite when `None`.
    pub database: Option<String>,
    /// Where pages are served.
    pub listen: SocketAddr,
    /// Threads of the kernels; `None` = all.
    pub threads: Option<usize>,
    /// Whether `serve` works off jobs.
    pub worker: bool,
    /// Hours of the office's clock ahead of UTC.
    pub utc_offset_hours: i8,
    /// What the office says of itself on paper.
    pub office: Office,
    /// Whether two reviewers have to agree.
    pub review_two_person: bool,
    /// Reserve of blanks and houses per enumerator. R77.
    pub plan: PlanRule,
    /// The SMS centre; none = no SMS.
    pub sms: Option<Centre>,
    /// How SMS is sent.
    pub sms_settings: SmsSettings,
    /// Backups on a schedule.
    pub backup: Option<Plan>,
    /// File with the key of backups.
    pub backup_key: Option<PathBuf>,
    /// Log filter.
    pub log: String,
    /// Log as JSON.
    pub log_json: bool,
}

/// A value with where it came from, as `config check` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Key.
    pub key: &'static str,
    /// Value; a URL without its password.
    pub value: String,
    /// `lingkungan`, `mutakhir.toml` or `bawaan`.
    pub from: &'static str,
}

/// Reads the settings of a workspace. A workspace without the file has the defaults.
pub fn load(workspace: &Path) -> Result<(Config, Vec<InForce>), Failure> {
    let path = workspace.join("mutakhir.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(other) => return Err(other.into()),
    };
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    read(&path, &text, |variable| std::env::var(variable).ok())
}

fn read(
    path: &Path,
    text: &str,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<(Config, Vec<InForce>), Failure> {
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        wrong(path, &format!("bukan TOML: {}", e.message()), "Periksa tanda kutip dan tanda sama dengan.")
    })?;
    if let Some(unknown) = table.keys().find(|k| SETTINGS.iter().all(|s| s.key != k.as_str())) {
        let known: Vec<&str> = SETTINGS.iter().map(|s| s.key).collect();
        return Err(wrong(
            path,
            &format!("pengaturan `{unknown}` tidak dikenal"),
            &format!("Yang ada: {}.", known.join(", ")),
        ));
    }
    let mut in_force = Vec::new();
    let mut value = |key: &str| -> Result<String, Failure> {
        let Some(setting) = SETTINGS.iter().find(|s| s.key == key) else {
            return Err(Failure::fault(
                "GALAT_PROGRAM",
                format!("pengaturan {key} tidak didaftarkan"),
                "Laporkan galat ini.",
            ));
        };
        let (value, from) = if let Some(set) = environment(setting.variable) {
            (set, "lingkungan")
        } else {
            match table.get(key) {
                Some(toml::Value::String(text)) => (text.clone(), "mutakhir.toml"),
                Some(toml::Value::Integer(number)) => (number.to_string(), "mutakhir.toml"),
                Some(toml::Value::Boolean(flag)) => (flag.to_string(), "mutakhir.toml"),
                Some(_) => {
                    return Err(wrong(path, &format!("`{key}` bukan teks, bilangan, atau true/false"), setting.what));
                }
                None => (setting.default.to_owned(), "bawaan"),
            }
        };
        if key == "database" && from == "mutakhir.toml" && has_password(&value) {
            return Err(wrong(
                path,
                "`database` berisi kata sandi",
                "Taruh URL dalam MUTAKHIR_DATABASE atau berkas sendiri (database_file).",
            ));
        }
        in_force.push(InForce { key: setting.key, value: without_password(&value), from });
        Ok(value)
    };
    let database = value("database")?;
    let database_file = value("database_file")?;
    let listen = value("listen")?;
    let threads = value("threads")?;
    let worker = value("worker")?;
    let utc_offset_hours = value("utc_offset_hours")?;
    let office = Office {
        site: value("site")?,
        name: value("office_name")?,
        address: value("office_address")?,
        contact: value("office_contact")?,
        hours: value("office_hours")?,
        signer: value("decree_signer")?,
    };
    let review_two_person = value("review_two_person")?;
    let (reserve, load) = (value("blank_reserve_percent")?, value("enumerator_load")?);
    let sms: [String; 9] = [
        value("sms_centre")?,
        value("sms_account")?,
        value("sms_password_file")?,
        value("sms_sender")?,
        value("sms_listen")?,
        value("sms_daily_limit")?,
        value("sms_validity_seconds")?,
        value("sms_grace_seconds")?,
        value("sms_retry_seconds")?,
    ];
    let backup: [String; 4] =
        [value("backup_folder")?, value("backup_key_file")?, value("backup_every_hours")?, value("backup_keep")?];
    let log = value("log")?;
    let log_json = value("log_json")?;
    let language = value("language")?;
    let language = Lang::from_code(&language).ok_or_else(|| {
        wrong(path, &format!("`language` harus id atau en, bukan `{language}`"), "Perbaiki nilainya.")
    })?;
    crate::failure::speak(language);
    let database = match (database.is_empty(), database_file.is_empty()) {
        (false, false) => {
            return Err(wrong(path, "`database` dan `database_file` sama-sama terisi", "Kosongkan salah satu."));
        }
        (true, true) => None,
        (false, true) => Some(database),
        (true, false) => Some(read_secret(Path::new(&database_file))?),
    };
    let flag = |key: &str, text: &str| {
        text.parse::<bool>()
            .map_err(|_| wrong(path, &format!("`{key}` harus true atau false, bukan `{text}`"), "Perbaiki nilainya."))
    };
    let threads: usize = threads
        .parse()
        .map_err(|_| wrong(path, &format!("`threads` harus bilangan, bukan `{threads}`"), "Isi 0 untuk semua utas."))?;
    let (sms, sms_settings) = sms_of(path, &sms)?;
    let (backup, backup_key) = backup_of(path, &backup)?;
    let config = Config {
        backup,
        backup_key,
        sms,
        sms_settings,
        database,
        listen: listen.parse().map_err(|_| {
            wrong(path, &format!("`listen` bukan alamat: `{listen}`"), "Contoh: 127.0.0.1:8080 atau 0.0.0.0:80.")
        })?,
        threads: (threads > 0).then_some(threads),
        worker: flag("worker", &worker)?,
        utc_offset_hours: utc_offset_hours.parse().ok().filter(|h| (-12..=14).contains(h)).ok_or_else(|| {
            wrong(
                path,
                &format!("`utc_offset_hours` harus -12 sampai 14, bukan `{utc_offset_hours}`"),
                "Isi 7, 8, atau 9.",
            )
        })?,
        office,
        review_two_person: flag("review_two_person", &review_two_person)?,
        plan: plan_of(path, &reserve, &load)?,
        log,
        log_json: flag("log_json", &log_json)?,
    };
    Ok((config, in_force))
}

/// Backups on a schedule, and the key of every backup, from the settings in the order of [`SETTINGS`].
fn backup_of(path: &Path, values: &[String; 4]) -> Result<(Option<Plan>, Option<PathBuf>), Failure> {
    let [folder, key, every, keep] = values;
    let number = |key: &str, text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|n| *n > 0)
            .ok_or_else(|| wrong(path, &format!("`{key}` harus bilangan dari 1, bukan `{text}`"), "Perbaiki nilainya."))
    };
    let key = (!key.is_empty()).then(|| PathBuf::from(key));
    let (hours, keep) = (number("backup_every_hours", every)?, number("backup_keep", keep)?);
    if folder.is_empty() {
        return Ok((None, key));
    }
    let Some(own) = key.clone() else {
        let hint = "Buat kunci dengan `mutakhir backup-key BERKAS`, lalu isi backup_key_file dengan nama berkas itu.";
        return Err(wrong(path, "`backup_folder` terisi tanpa `backup_key_file`", hint));
    };
    let every_ms = i64::from(hours) * 3_600_000;
    Ok((Some(Plan { folder: folder.into(), key: own, every_ms, keep: keep.into() }), key))
}

/// Blanks and enumerators. R77.
fn plan_of(path: &Path, reserve: &str, load: &str) -> Result<PlanRule, Failure> {
    let not = |key: &str, text: &str, right: &str| {
        wrong(path, &format!("`{key}` harus bilangan {right}, bukan `{text}`"), "Perbaiki nilainya.")
    };
    Ok(PlanRule {
        reserve_percent: reserve
            .parse()
            .ok()
            .filter(|percent| *percent <= 100)
            .ok_or_else(|| not("blank_reserve_percent", reserve, "0 sampai 100"))?,
        load: load
            .parse()
            .ok()
            .filter(|load: &NonZeroU16| load.get() <= 1000)
            .ok_or_else(|| not("enumerator_load", load, "1 sampai 1000"))?,
    })
}

/// The SMS centre and how SMS is sent, from the settings in the order of [`SETTINGS`].
fn sms_of(path: &Path, values: &[String; 9]) -> Result<(Option<Centre>, SmsSettings), Failure> {
    let [centre, account, password_file, sender, listen, limit, validity, grace, retry] = values;
    let number = |key: &str, text: &str| {
        text.parse::<i64>()
            .ok()
            .filter(|n| (1..=2_592_000).contains(n))
            .ok_or_else(|| wrong(path, &format!("`{key}` harus bilangan dari 1, bukan `{text}`"), "Perbaiki nilainya."))
    };
    let mut settings = SmsSettings {
        daily_limit: number("sms_daily_limit", limit)?,
        validity_ms: number("sms_validity_seconds", validity)? * 1000,
        grace_ms: number("sms_grace_seconds", grace)? * 1000,
        retry_ms: number("sms_retry_seconds", retry)? * 1000,
        ..SmsSettings::default()
    };
    if centre.is_empty() {
        return Ok((None, settings));
    }
    let password =
        if password_file.is_empty() { String::new() } else { read_secret(Path::new(password_file.as_str()))? };
    let (account, sender) = (account.clone(), sender.clone());
    let centre = match centre.split_once("://") {
        Some(("smpp", address)) => {
            Centre::Smpp(SmppSettings { address: address.to_owned(), account, password, sender })
        }
        Some(("kannel", address)) => {
            settings.centre_splits = true;
            let listen = listen.parse().map_err(|_| {
                wrong(path, &format!("`sms_listen` bukan alamat: `{listen}`"), "Contoh: 127.0.0.1:13081.")
            })?;
            Centre::Kannel(KannelSettings { address: address.to_owned(), account, password, sender, listen })
        }
        _ => {
            return Err(wrong(
                path,
                &format!("`sms_centre` tidak dikenal: `{centre}`"),
                "Contoh: smpp://127.0.0.1:2775 atau kannel://127.0.0.1:13013.",
            ));
        }
    };
    Ok((Some(centre), settings))
}

/// A file with a secret: readable by its owner only.
fn read_secret(path: &Path) -> Result<String, Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(wrong(
                path,
                "berkas rahasia terbaca oleh orang lain",
                &format!("chmod 600 {}", path.display()),
            ));
        }
    }
    Ok(std::fs::read_to_string(path)?.trim().to_owned())
}

fn has_password(url: &str) -> bool {
    without_password(url) != url
}

/// `postgres://user:secret@host/db` → `postgres://user:***@host/db`.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match user.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:***@{host}"),
        None => url.to_owned(),
    }
}

fn wrong(path: &Path, what: &str, hint: &str) -> Failure {
    Failure::misused("PENGATURAN_SALAH", format!("{}: {what}", path.display()), hint)
}

/// A commented `mutakhir.toml` with every setting at its default.
fn template(database: Option<&str>) -> String {
    let mut text = String::from("# Pengaturan ruang kerja. Lingkungan (MUTAKHIR_…) mendahului berkas ini.\n");
    for s in SETTINGS {
        let value = match s.default {
            "true" | "false" => s.default.to_owned(),
            number if number.parse::<i64>().is_ok() => number.to_owned(),
            text => format!("\"{text}\""),
        };
        text.push_str(&format!("\n# {} ({})\n# {} = {value}\n", s.what, s.variable, s.key));
        if let (Some(url), "database") = (database, s.key) {
            text.push_str(&format!("database = {}\n", toml::Value::String(url.to_owned())));
        }
    }
    text
}

/// Writes the commented settings of a new workspace and remembers its database, so that later
/// commands find it. A URL with a password is not written: the answer is then `false`.
pub fn begin(workspace: &Path, database: Option<&str>) -> std::io::Result<bool> {
    let path = workspace.join("mutakhir.toml");
    let open = database.filter(|url| !has_password(url));
    if !path.exists() {
        std::fs::write(&path, template(open))?;
    }
    Ok(database.is_none() || open.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, environment: &[(&str, &str)]) -> Result<(Config, Vec<InForce>), Failure> {
        read(Path::new("mutakhir.toml"), text, |v| {
            environment.iter().find(|(name, _)| *name == v).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_empty_file_gives_the_documented_defaults() {
        let (config, in_force) = check("", &[]).unwrap();
        assert_eq!((config.database, config.threads, config.worker), (None, None, true));
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(in_force.len(), SETTINGS.len(), "every setting is read and shown");
    }

    #[test]
    fn a_new_workspace_remembers_its_database_but_never_a_password() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!begin(dir.path(), Some("postgres://a:geheim@h/db")).unwrap());
        assert_eq!(std::fs::read_to_string(dir.path().join("mutakhir.toml")).unwrap(), template(None));
        let dir = tempfile::tempdir().unwrap();
        assert!(begin(dir.path(), Some("postgres://a@h/db")).unwrap());
        let text = std::fs::read_to_string(dir.path().join("mutakhir.toml")).unwrap();
        assert_eq!(check(&text, &[]).unwrap().0.database.as_deref(), Some("postgres://a@h/db"));
    }

    #[test]
    fn the_environment_overrules_the_file() {
        let (config, in_force) =
            check("listen = \"127.0.0.1:1\"\nthreads = 2", &[("MUTAKHIR_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!((config.listen.port(), config.threads), (2, Some(2)));
        assert!(in_force.iter().any(|s| s.key == "listen" && s.from == "lingkungan"));
    }

    #[test]
    fn a_password_in_the_file_is_refused_and_never_shown() {
        let refused = check("database = \"postgres://a:geheim@h/db\"", &[]).unwrap_err();
        assert!(refused.what.contains("kata sandi") && !refused.to_string().contains("geheim"));
        let (config, in_force) = check("", &[("MUTAKHIR_DATABASE", "postgres://a:geheim@h/db")]).unwrap();
        assert_eq!(config.database.as_deref(), Some("postgres://a:geheim@h/db"));
        assert_eq!(in_force[0].value, "postgres://a:***@h/db");
    }

    #[test]
    fn an_unknown_key_and_a_wrong_value_are_refused_with_what_would_be_right() {
        assert!(check("lisen = \"x\"", &[]).unwrap_err().hint.contains("listen"));
        assert!(check("worker = \"ya\"", &[]).unwrap_err().what.contains("true atau false"));
        assert!(check("threads = [1]", &[]).is_err());
    }

    #[test]
    fn blanks_and_enumerators_are_planned_by_what_the_office_sets() {
        // R77
        let rule = |text: &str| check(text, &[]).map(|(config, _)| config.plan);
        assert_eq!(rule("").unwrap(), PlanRule::default());
        let own = rule("blank_reserve_percent = 0\nenumerator_load = 12").unwrap();
        assert_eq!((own.reserve_percent, own.load.get()), (0, 12));
        for wrong in ["enumerator_load = 0", "enumerator_load = -1", "blank_reserve_percent = 101"] {
            assert_eq!(rule(wrong).unwrap_err().code, "PENGATURAN_SALAH", "{wrong}");
        }
    }

    #[test]
    fn the_template_is_a_valid_file_that_changes_nothing() {
        assert_eq!(check(&template(None), &[]).unwrap().0, check("", &[]).unwrap().0);
    }
}
