//! Synthetic villages, builders and a fixed clock for tests
