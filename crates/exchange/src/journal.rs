//! A meeting's journal as JSON, between devices and the server and in the shared cases. ADR 0014.
//!
//! This module checks the structure: known kinds, codes of the lists, names of devices that sort alike
//! everywhere, texts of bounded length. The journal decides whether an entry is allowed.

mod act;
mod opening;
mod show;

pub use act::{LIST_MAX, TEXT_MAX, WireRefused};
pub use opening::{opening_json, parse_opening};
pub use show::state_json;

use act::{WireAct, named};
use domain::deliberation::journal::{Clock, Entry, EntryId, Role, State, canonical};
use domain::id::{AccountId, DeviceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bytes of one entry at most.
pub const ENTRY_BYTES_MAX: usize = 8 * 1024;

/// An entry as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireEntry {
    device: String,
    number: u32,
    #[serde(default)]
    seen: WireClock,
    actor: String,
    role: String,
    at: i64,
    act: WireAct,
}

/// A vector clock as it travels: `{"d1": 16, "a9": 4}`.
type WireClock = BTreeMap<String, u32>;

/// Reads one entry. The text names no value of it: it may end in a log.
pub fn parse_entry(value: &Value) -> Result<Entry, WireRefused> {
    let wire = WireEntry::deserialize(value).map_err(|e| WireRefused::shape(&e))?;
    Ok(Entry {
        id: EntryId { device: device(&wire.device)?, number: wire.number },
        seen: clock(&wire.seen)?,
        actor: AccountId::new(named("actor", &wire.actor)?),
        role: Role::from_code(&wire.role).ok_or(WireRefused::Word { field: "role" })?,
        at_ms: wire.at,
        act: wire.act.parse()?,
    })
}

/// Writes one entry.
#[must_use]
pub fn entry_json(entry: &Entry) -> Value {
    let wire = WireEntry {
        device: entry.id.device.to_string(),
        number: entry.id.number,
        seen: clock_map(&entry.seen),
        actor: entry.actor.to_string(),
        role: entry.role.code().to_owned(),
        at: entry.at_ms,
        act: WireAct::of(&entry.act),
    };
    serde_json::to_value(wire).unwrap_or(Value::Null)
}

/// Reads a vector clock.
pub fn parse_clock(value: &Value) -> Result<Clock, WireRefused> {
    clock(&WireClock::deserialize(value).map_err(|e| WireRefused::shape(&e))?)
}

/// Writes a vector clock.
#[must_use]
pub fn clock_json(clock: &Clock) -> Value {
    serde_json::to_value(clock_map(clock)).unwrap_or(Value::Null)
}

/// SHA-256 of the state's canonical text, hexadecimal.
#[must_use]
pub fn digest(state: &State) -> String {
    hex::encode(Sha256::digest(canonical(state).as_bytes()))
}

fn clock_map(clock: &Clock) -> WireClock {
    clock.iter().map(|(device, n)| (device.to_string(), n)).collect()
}

fn clock(wire: &WireClock) -> Result<Clock, WireRefused> {
    wire.keys().try_for_each(|name| device(name).map(|_| ()))?;
    Ok(wire.iter().map(|(name, n)| (name, *n)).collect())
}

/// Names of devices are of a–z, 0–9 and hyphen, so that they sort alike in every language.
fn device(name: &str) -> Result<DeviceId, WireRefused> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if plain && (1..=64).contains(&name.len()) {
        Ok(DeviceId::new(name))
    } else {
        Err(WireRefused::Word { field: "device" })
    }
}
