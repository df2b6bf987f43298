//! The real binary, as an office meets it: good packs, bad input, killed processes.

mod bad_input;
mod binary;
mod cases;
mod commands;
mod dressed;
mod forms;
mod kill;
mod link;
mod old;
mod pmt;
mod review;
mod visits;
