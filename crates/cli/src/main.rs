//! The one binary: mutakhir
fn main() {}
