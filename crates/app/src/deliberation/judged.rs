//! A meeting sheet and the verdict on it.

use store::deliberation::{MeetingHead, MeetingLine};

/// A sheet with the verdict on it, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub head: MeetingHead,
    pub lines: Vec<MeetingLine>,
}
