//! A device is let in: the office shows six digits, the device says them back. Whoever is logged in
//! on it is admitted with it.

use super::{MeetingRefused, may_write, place_of, role_in, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use sha2::{Digest, Sha256};
use store::meeting::{CodeRow, DeviceRow, StageRow};
use store::{NewEvent, Reader};

/// A code holds this long.
pub const CODE_MS: i64 = 15 * 60 * 1000;
/// Wrong tries after which the code is void.
pub const CODE_TRIES_MAX: i64 = 5;
const DIGITS: usize = 6;

/// Who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The account, the `actor` of entries.
    pub actor: String,
    /// The person's name.
    pub name: String,
    /// Role in the meeting: `dukuh`, `asisten`, `petugas`.
    pub role: String,
}

/// Makes the code the office shows; the one before is void. Whoever issues forms or leads the
/// meeting may.
pub async fn code(app: &App, officer: &Officer, meeting: &str) -> Result<String, AppError> {
    let mut reader = app.store.read().await?;
    let row = stage(&mut reader, meeting).await?;
    drop(reader);
    officer.may(Act::AdmitDevice, place_of(&row)?)?;
    let mut chance = [0u8; 4];
    app.random(&mut chance)?;
    let code = format!("{:0DIGITS$}", u32::from_le_bytes(chance) % 1_000_000);
    let mut tx = app.store.begin_unlogged().await?;
    tx.put_meeting_code(&CodeRow {
        meeting: meeting.to_owned(),
        code_hash: digest(meeting, &code),
        until_ms: app.now_ms() + CODE_MS,
        tries: 0,
        made_by: officer.id.as_str().to_owned(),
    });
    tx.commit_unlogged().await?;
    Ok(code)
}

/// Lets a device and the officer on it in. Saying it twice changes nothing.
pub async fn admit(
    app: &App,
    officer: &Officer,
    meeting: &str,
    device: &str,
    name: &str,
    code: &str,
) -> Result<Admission, AppError> {
    let mut reader = app.store.read().await?;
    let row = stage(&mut reader, meeting).await?;
    let place = place_of(&row)?;
    may_write(officer, &place)?;
    let role = role_in(officer, &place).ok_or_else(|| MeetingRefused::NoRole(officer.id.as_str().to_owned()))?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(4..=64).contains(&device.len()) || !device.chars().all(fits) {
        return Err(MeetingRefused::BadDevice.into());
    }
    let account = officer.id.as_str();
    let admission = Admission { actor: account.to_owned(), name: officer.name.clone(), role: role.to_owned() };
    let known = of_hamlet(&mut reader, &row).await?;
    refuse_taken(&known, device, account)?;
    let known = known.iter().filter(|d| d.meeting == meeting).collect::<Vec<_>>();
    if known.iter().any(|d| d.device == device && d.account == account && d.role == role) {
        return Ok(admission);
    }
    let shown = reader.meeting_code(meeting).await?;
    let household = reader.account(account).await?.and_then(|a| a.household);
    drop(reader);
    let valid = shown.filter(|c| c.until_ms >= app.now_ms() && c.tries < CODE_TRIES_MAX);
    let Some(shown) = valid else { return Err(MeetingRefused::NoCode.into()) };
    if shown.code_hash != digest(meeting, code.trim()) {
        let mut tx = app.store.begin_unlogged().await?;
        tx.put_meeting_code(&CodeRow { tries: shown.tries + 1, ..shown });
        tx.commit_unlogged().await?;
        return Err(MeetingRefused::WrongCode.into());
    }
    let clean: String = name.trim().chars().filter(|c| !c.is_control()).take(40).collect();
    let mut tx = app.store.begin(&row.desa).await?;
    refuse_taken(&of_hamlet(&mut tx, &row).await?, device, account)?;
    tx.put_meeting_device(&DeviceRow {
        meeting: meeting.to_owned(),
        device: device.to_owned(),
        account: account.to_owned(),
        role: role.to_owned(),
        name: if clean.is_empty() { device.chars().take(8).collect() } else { clean },
        person: officer.name.clone(),
        household,
        admitted_by: shown.made_by,
        admitted_at_ms: app.now_ms(),
    });
    let event = NewEvent::new("meeting.device_admitted", account, app.now_ms())
        .with(serde_json::json!({ "meeting": meeting, "device": device, "role": role }));
    tx.commit(event).await?;
    Ok(admission)
}

/// A device is heard with the account it was let in with.
pub(super) fn heard(devices: &[DeviceRow], officer: &Officer, device: &str) -> Result<(), MeetingRefused> {
    let account = officer.id.as_str();
    if devices.iter().any(|d| d.device == device && d.account == account) {
        return Ok(());
    }
    Err(MeetingRefused::NotAdmitted { device: device.chars().take(64).collect(), account: account.to_owned() })
}

/// The same as the store says now.
pub(crate) async fn heard_on(
    reader: &mut Reader,
    officer: &Officer,
    meeting: &str,
    device: &str,
) -> Result<(), AppError> {
    Ok(heard(&reader.meeting_devices(meeting).await?, officer, device)?)
}

/// Who was let in with which device, in this stage and those before it: a device counts on from there.
async fn of_hamlet(reader: &mut Reader, row: &StageRow) -> Result<Vec<DeviceRow>, AppError> {
    let mut all = reader.meeting_devices(&row.id).await?;
    let mut before = row.previous.clone();
    while let Some(id) = before {
        all.extend(reader.meeting_devices(&id).await?);
        before = stage(reader, &id).await?.previous;
    }
    Ok(all)
}

/// A device belongs to the account that was let in with it first: two who count on under one name would
/// take each other's numbers, and an entry of one would be lost. The paper form's name is nobody's.
fn refuse_taken(known: &[DeviceRow], device: &str, account: &str) -> Result<(), MeetingRefused> {
    let taken = device == domain::deliberation::paper::DEVICE
        || known.iter().any(|d| d.device == device && d.account != account);
    if taken { Err(MeetingRefused::DeviceTaken(device.to_owned())) } else { Ok(()) }
}

fn digest(meeting: &str, code: &str) -> Vec<u8> {
    Sha256::digest(format!("{meeting}\0{code}")).to_vec()
}
