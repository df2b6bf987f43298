//! Part of the hamlet meeting.
