//! Writes all six documents with invented people: `cargo run -p documents --example samples -- OUT_DIR`.
//!
//! `-- OUT_DIR 200` also prints prelist and FKP.01 of 200 villages on all threads
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
        let pages: usize = (0..villages.parse::<u32>()?)
            .into_par_iter()
            .map(|n| {
                let prelist = documents::prelist(&sample::prelist(180 + n)?, Paper::A4)?;
                let fkp01 = documents::fkp01(&sample::fkp01(20 + n % 30)?, Paper::A4)?;
                Ok::<_, documents::DocumentError>(prelist.pages + fkp01.pages)
            })
            .sum::<Result<usize, _>>()?;
        println!("{pages} halaman prelist dan FKP.01");
    }
    Ok(())
}
