//! Who has seen what: ids of entries and vector clocks.

use crate::id::DeviceId;
use std::collections::BTreeMap;
use std::fmt;

/// One entry: the device that wrote it, and its number there, 1, 2, 3 … without a gap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// The device.
    pub device: DeviceId,
    /// The number on that device, from 1.
    pub number: u32,
}

impl EntryId {
    /// An id from its two parts.
    #[must_use]
    pub fn new(device: impl AsRef<str>, number: u32) -> Self {
        Self { device: DeviceId::new(device), number }
    }
    /// Reads `device:number`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (device, number) = text.rsplit_once(':')?;
        let plain = !number.starts_with('+') && !device.is_empty();
        Some(Self::new(device, number.parse().ok().filter(|n| *n > 0 && plain)?))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.number)
    }
}

/// A vector clock: of each device the entries 1 to n.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock(BTreeMap<DeviceId, u32>);

impl Clock {
    /// How far it has seen a device; 0 = nothing.
    #[must_use]
    pub fn of(&self, device: &DeviceId) -> u32 {
        self.0.get(device).copied().unwrap_or(0)
    }
    /// Whether it holds this entry.
    #[must_use]
    pub fn has(&self, id: &EntryId) -> bool {
        self.of(&id.device) >= id.number
    }
    /// Goes forward to this entry of its device.
    pub fn see(&mut self, id: &EntryId) {
        self.set(&id.device, id.number);
    }
    /// Goes forward to number `n` of a device; never back.
    pub fn set(&mut self, device: &DeviceId, n: u32) {
        if n > self.of(device) {
            self.0.insert(device.clone(), n);
        }
    }
    /// Goes forward to everything the other has seen.
    pub fn join(&mut self, other: &Self) {
        for (device, n) in &other.0 {
            self.set(device, *n);
        }
    }
    /// Whether the other has seen everything this one has.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        self.0.iter().all(|(device, n)| other.of(device) >= *n)
    }
    /// How many entries it holds.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.values().map(|n| u64::from(*n)).sum()
    }
    /// Devices with the number seen of each, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&DeviceId, u32)> {
        self.0.iter().map(|(device, n)| (device, *n))
    }
}

impl<D: AsRef<str>> FromIterator<(D, u32)> for Clock {
    fn from_iter<I: IntoIterator<Item = (D, u32)>>(pairs: I) -> Self {
        let mut clock = Self::default();
        for (device, n) in pairs {
            clock.set(&DeviceId::new(device), n);
        }
        clock
    }
}
