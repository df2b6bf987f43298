//! Data sets of the generator, made once for each set of arguments.

use super::Bench;
use crate::run::shown;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// One synthetic data set.
#[derive(Clone, Copy, Debug)]
pub struct Synthetic {
    /// Its folder's name.
    pub name: &'static str,
    /// Persons in the register.
    pub a: u64,
    /// Registrants.
    pub b: u64,
    /// `low`, `medium`, `high`.
    pub noise: &'static str,
}

/// The folder with the data; generated when it is not there yet.
pub fn synthetic(bench: &Bench, python: &Path, set: Synthetic) -> Result<PathBuf> {
    let folder = bench.cache.join("data").join(set.name);
    let arguments = format!("--a {} --b {} --noise {} --seed 1 --format csv,parquet", set.a, set.b, set.noise);
    let mark = folder.join("made-with");
    if std::fs::read_to_string(&mark).is_ok_and(|made| made == arguments) {
        return Ok(folder);
    }
    println!("generating {}: {arguments}", set.name);
    let generate = bench.tools.join("generate.py").to_string_lossy().into_owned();
    let out = folder.to_string_lossy().into_owned();
    let mut args = vec![generate.as_str()];
    args.extend(arguments.split(' '));
    args.extend(["--out", &out]);
    if !shown(&bench.root, &python.to_string_lossy(), &args, &[])? {
        bail!("{} was not generated", set.name);
    }
    std::fs::write(mark, arguments)?;
    Ok(folder)
}
