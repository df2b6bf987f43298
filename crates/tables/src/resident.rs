//! One table held in memory and asked household by household, as at a desk.

use crate::kernel::{Batch, Options, Resident, Watch};
use crate::refused::{LinkFailed, LinkRefused, WorkRefused};
use crate::run::{Opened, Request, open};

/// The first table in memory, and households of the second to ask for.
pub struct Desk {
    resident: Resident,
    questions: Vec<Batch>,
}

impl Desk {
    /// Opens both tables, holds the first, and takes the first `most` households of the second. Rows of a
    /// household must follow one another; without a household column each row is asked for alone.
    ///
    /// # Errors
    /// As [`open`]; also when there is no second table.
    pub fn open(request: &Request, most: usize, watch: &dyn Watch) -> Result<Self, LinkFailed> {
        let opened = open(request)?;
        let (left, right) = opened.records();
        let Some(right) = right else {
            let why = "tabel kedua berisi yang dicari dan tidak ada".to_owned();
            return Err(WorkRefused::NothingToCompare { why }.into());
        };
        let spec = opened.specification();
        let options = Options { households: spec.household.is_some(), memory: request.memory, ..Options::default() };
        let resident = Resident::build(left, right, spec, &options, watch).map_err(LinkRefused::from)?;
        let questions = questions(&opened, most)?;
        Ok(Self { resident, questions })
    }

    /// Records held.
    #[must_use]
    pub fn records(&self) -> usize {
        self.resident.len()
    }

    /// Households to ask for.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.questions.len()
    }

    /// Asks for one household: how many of its members were found.
    #[must_use]
    pub fn ask(&self, question: usize) -> usize {
        self.questions.get(question).map_or(0, |batch| self.resident.look_up(batch).len())
    }
}

/// The households of the second table as the kernel wants them: id, household, fields.
fn questions(opened: &Opened, most: usize) -> Result<Vec<Batch>, LinkRefused> {
    let (_, Some(file)) = opened.files() else { return Ok(Vec::new()) };
    let spec = opened.specification();
    let mut wanted = vec![file.position(&spec.id.right)?];
    if let Some(household) = &spec.household {
        wanted.push(file.position(&household.right)?);
    }
    for field in &spec.fields {
        wanted.push(file.position(&field.right)?);
    }
    let mut out = Vec::new();
    for block in file.blocks(&wanted)? {
        let block = block?;
        // the column after the id says who belongs together
        let homes = &block.columns[usize::from(spec.household.is_some())];
        let mut from = 0;
        for row in 1..=block.rows() {
            if row < block.rows() && homes.value(row) == homes.value(from) {
                continue;
            }
            let columns = block.columns.iter().map(|c| c.slice(from, row - from)).collect();
            out.push(Batch { columns, first_row: 0, read_to: 0 });
            if out.len() == most {
                return Ok(out);
            }
            from = row;
        }
    }
    Ok(out)
}
