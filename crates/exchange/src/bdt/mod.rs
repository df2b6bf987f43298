//! BDT 2015: one row for each member, the household's columns repeated on each of its rows.
//! Domain §4.2, rule R1.
//!
//! Several files are read together, because the same household or the same NIK may stand in two.

mod assemble;
mod checks;
mod columns;
mod row;

pub(crate) use assemble::alike;
pub use columns::spec;
pub(crate) use row::{answer, neighbourhood, neighbourhood_in_address};

use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::read_table;
use crate::issue::{Log, Read};
use domain::Date;
use domain::area::AreaTable;
use domain::household::Household;

/// The day on which the ages of BDT 2015 held: enumeration of PBDT 2015.
pub const REFERENCE_DAY: Date = Date::constant(2015, 6, 15);

/// Reads all files of a kabupaten's BDT 2015.
pub fn read_all(files: &[PackFile], areas: &AreaTable) -> Result<Read<Household>, ReadError> {
    let mut log = Log::default();
    let mut households = assemble::Households::default();
    for file in files {
        let mut reader = row::Reader::new(areas);
        read_table(file, spec(), &mut log, &mut |layout, row, log| {
            if let Some(read) = reader.read(layout, row, log) {
                households.add(read, log);
            }
            Ok(())
        })?;
        log.words_are_known()?;
    }
    let items = households.finish(&mut log);
    Ok(log.finish(items))
}
