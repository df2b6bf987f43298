//! Writes all six documents with invented people: `cargo run -p documents --example samples -- OUT_DIR`.
//!
//! `-- OUT_DIR 200` also prints 200 prelists of 200 households on all threads
//! (`RAYON_NUM_THREADS`) and writes none of them: for timing.

use documents::{Paper, Pdf, sample};
use rayon::prelude::*;
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
    if let Some(villages) = std::env::args().nth(2) {
        let data = sample::prelist(200)?;
        let pages: usize = (0..villages.parse::<u32>()?)
            .into_par_iter()
            .map(|_| documents::prelist(&data, Paper::A4).map(|pdf| pdf.pages))
            .sum::<Result<usize, _>>()?;
        println!("{pages} halaman prelist");
    }
    Ok(())
}
