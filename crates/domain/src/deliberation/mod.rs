//! Stage 4: the hamlet meeting.
