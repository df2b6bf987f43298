//! Stage module; see ARCHITECTURE.md.
