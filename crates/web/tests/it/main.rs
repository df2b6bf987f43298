//! The pages over a real workspace, asked as a browser asks.

mod access;
mod desk;
mod office;
mod pages;
mod snapshots;
mod text;
