//! One function for each thing a person can ask for

pub mod access;
