//! Accounts from the command line, and those of the demo. Passwords are made here, shown once,
//! and kept nowhere.

use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::account::{self, NewAccount};
use domain::area::{AreaCode, AreaLevel};

/// Letters and digits that nobody mistakes for another when reading aloud.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A password of twenty characters in five groups: about 99 bits.
pub fn new_password(app: &App) -> Result<String, Failure> {
    let mut password = String::new();
    while password.len() < 24 {
        let mut bytes = [0u8; 32];
        app.random(&mut bytes)?;
        // a byte past the last whole multiple would favour the first letters
        let fair = bytes.iter().map(|b| usize::from(*b)).filter(|b| *b < 256 / ALPHABET.len() * ALPHABET.len());
        for byte in fair {
            if password.len() >= 24 {
                break;
            }
            if password.len() % 5 == 4 {
                password.push('-');
            }
            password.push(char::from(ALPHABET[byte % ALPHABET.len()]));
        }
    }
    Ok(password)
}

/// `dinsos@34.03` as a role bound to an area.
pub fn binding(text: &str) -> Result<RoleBinding, Failure> {
    let wrong = |what: String| {
        let roles: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
        Failure::misused(
            "PERAN_SALAH",
            what,
            format!("Tulis PERAN@WILAYAH, misalnya dinsos@34.03. Peran: {}.", roles.join(", ")),
        )
    };
    let (role, scope) = text.split_once('@').ok_or_else(|| wrong(format!("`{text}` tanpa wilayah")))?;
    let role = Role::from_code(role).ok_or_else(|| wrong(format!("peran `{role}` tidak dikenal")))?;
    let scope = Scope::parse(scope).ok_or_else(|| wrong(format!("wilayah `{scope}` tidak terbaca")))?;
    Ok(RoleBinding { role, scope })
}

/// Who a command acts for: the account that is named, or the one who runs the machine. D18.
pub async fn acting(app: &App, account: Option<&str>) -> Result<Officer, Failure> {
    let Some(id) = account else { return Ok(Officer::operator()) };
    account::find(app, id).await?.ok_or_else(|| {
        let hint = "Lihat `mutakhir user list`.".to_owned();
        Failure::misused("AKUN_TIDAK_ADA", format!("akun `{id}` tidak ada atau sudah ditutup"), hint)
    })
}

/// Adds an account and prints its password once.
pub async fn add(app: &App, id: &str, name: &str, roles: &[String], format: Format) -> Result<(), Failure> {
    let roles = roles.iter().map(|r| binding(r)).collect::<Result<Vec<_>, _>>()?;
    let password = new_password(app)?;
    let new = NewAccount {
        id: id.to_owned(),
        display_name: name.to_owned(),
        password: password.clone(),
        roles,
        household: None,
    };
    account::create(app, &Officer::operator(), &new).await?;
    let mut listing = Listing::new(&["akun", "kata_sandi"]);
    listing.row([id, &password]);
    listing.print(format)?;
    say("Kata sandi ini tidak disimpan dan tidak ditampilkan lagi; sampaikan langsung kepada pemilik akun.");
    Ok(())
}

/// Every account.
pub async fn list(app: &App, format: Format) -> Result<(), Failure> {
    let mut listing = Listing::new(&["akun", "nama", "keadaan", "peran", "sesi"]);
    for a in account::list(app, &Officer::operator()).await? {
        let roles: Vec<String> = a.roles.iter().map(|b| format!("{}@{}", b.role.code(), b.scope)).collect();
        listing.row([a.id, a.display_name, a.state, roles.join(" "), a.session_count.to_string()]);
    }
    Ok(listing.print(format)?)
}

/// Closes an account and every session of it.
pub async fn revoke(app: &App, id: &str) -> Result<(), Failure> {
    account::set_active(app, &Officer::operator(), id, false).await?;
    account::revoke_sessions(app, &Officer::operator(), id).await?;
    say(format!("Akun {id} ditutup; semua sesinya berakhir."));
    Ok(())
}

/// One account for each role, each bound to an area of the role's own level. Those that are there stay as they are.
pub async fn demo_accounts(app: &App, format: Format) -> Result<(), Failure> {
    let kabupaten = app.kabupaten().await?;
    let areas = app.store.read().await?.areas().await?;
    let desa = areas.desa_in(&kabupaten).next().map_or(kabupaten, |a| a.code);
    let there: Vec<String> = account::list(app, &Officer::operator()).await?.into_iter().map(|a| a.id).collect();
    let mut listing = Listing::new(&["akun", "kata_sandi", "peran", "wilayah"]);
    for role in Role::ALL {
        let scope = home_of(role, kabupaten, desa);
        let place = scope.area().map_or_else(|| "nasional".to_owned(), |area| areas.name(&area));
        let id = role.code().replace('_', "-");
        let password = new_password(app)?;
        if there.contains(&id) {
            if account::set_first_password(app, &Officer::operator(), &id, &password).await? {
                listing.row([id, password, role.code().to_owned(), scope.to_string()]);
            } else {
                say(format!("Akun {id} sudah ada; kata sandinya tetap."));
            }
            continue;
        }
        let new = NewAccount {
            id: id.clone(),
            display_name: format!("{} {place}", role_name(role)),
            password: password.clone(),
            roles: vec![RoleBinding { role, scope: scope.clone() }],
            household: None,
        };
        account::create(app, &Officer::operator(), &new).await?;
        listing.row([id, password, role.code().to_owned(), scope.to_string()]);
    }
    Ok(listing.print(format)?)
}

/// Where a role works. Domain §1.2.
fn home_of(role: Role, kabupaten: AreaCode, desa: AreaCode) -> Scope {
    let at = |level| desa.at(level).map_or(Scope::Area(desa), Scope::Area);
    match role {
        Role::RegistrationOfficer
        | Role::Psm
        | Role::HamletHead
        | Role::AssistantFacilitator
        | Role::Facilitator
        | Role::Enumerator
        | Role::Tkpkdesa
        | Role::VillageHead => Scope::Area(desa),
        Role::Tksk | Role::Camat => at(AreaLevel::Kecamatan),
        Role::Bappeda | Role::SocialService | Role::Dukcapil | Role::Kominfo | Role::RegionalHead | Role::Auditor => {
            Scope::Area(kabupaten)
        }
        Role::Governor => at(AreaLevel::Provinsi),
        Role::Pokja | Role::Ministry => Scope::National,
    }
}

/// The role as people say it.
fn role_name(role: Role) -> String {
    let words = role.code().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
