//! The pages over a real workspace, asked as a browser asks.

mod access;
mod desk;
mod keying;
mod office;
mod pages;
mod reading;
mod sms;
mod snapshots;
mod text;
