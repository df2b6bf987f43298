//! Writes a synthetic office pack: `cargo run -p synth --example pack -- DIR [HOUSEHOLDS] [SEED] [RESIDENTS] [REGISTRATIONS]`.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().ok_or("which folder?")?);
    let mut options = synth::SynthOptions::demo();
    if let Some(households) = args.next() {
        options.households = households.parse()?;
    }
    if let Some(seed) = args.next() {
        options.seed = seed.parse()?;
    }
    if let Some(residents) = args.next() {
        options.residents = Some(residents.parse()?);
    }
    if let Some(registrations) = args.next() {
        options.registrations = Some(registrations.parse()?);
    }
    println!("{:#?}", synth::write_pack(&dir, &options)?);
    Ok(())
}
