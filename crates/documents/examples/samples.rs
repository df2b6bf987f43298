//! Writes all six documents with invented people: `cargo run -p documents --example samples -- OUT_DIR`.

use documents::{Paper, Pdf, sample};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args_os().nth(1).ok_or("where to? give a folder: samples OUT_DIR")?);
    std::fs::create_dir_all(&out)?;
    let all: [(&str, Pdf); 6] = [
        ("bukti-pendaftaran", documents::receipt(&sample::receipt()?, Paper::A4)?),
        ("prelist", documents::prelist(&sample::prelist(60)?, Paper::A4)?),
        ("fkp01", documents::fkp01(&sample::fkp01(20)?, Paper::A4)?),
        ("fkp02", documents::fkp02(&sample::fkp02(8)?, Paper::A4)?),
        ("berita-acara", documents::minutes(&sample::minutes()?, Paper::A4)?),
        ("sk", documents::decree(&sample::decree(90)?, Paper::F4)?),
    ];
    for (name, pdf) in all {
        let path = out.join(name).with_extension("pdf");
        std::fs::write(&path, &pdf.bytes)?;
        println!("{}\t{} halaman\t{} byte", path.display(), pdf.pages, pdf.bytes.len());
    }
    Ok(())
}
