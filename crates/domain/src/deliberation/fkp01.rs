//! PBDK2016.FKP.01: the households already on the list, read out one by one. R39–R58.
//!
//! Columns 01–05 stay as printed: nothing here can write to them. A change goes into a separate note
//! (R45). What is not yet clear is written in pencil and erased before the minutes are signed (R46).

use super::Finding;
use super::alike::Named;
use crate::household::Household;
use crate::id::{AccountId, HouseholdId};
use std::collections::BTreeSet;

/// A column of the form. R39.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// (01) Nomor RTS.
    Number,
    /// (02) Nama KRT.
    HeadName,
    /// (03) Nama ART.
    MemberNames,
    /// (04) Jumlah ART.
    MemberCount,
    /// (05) Alamat lengkap.
    Address,
    /// (06) Keterangan rumah tangga: the code.
    Finding,
    /// (07) Keterangan.
    Explanation,
    /// (08) Telah diperiksa oleh asisten fasilitator.
    Checked,
}

impl Column {
    /// The eight columns in the order of the form. R39.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::HeadName,
        Self::MemberNames,
        Self::MemberCount,
        Self::Address,
        Self::Finding,
        Self::Explanation,
        Self::Checked,
    ];

    /// The number above the column, 1–8.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// From the number above the column.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.number() == number)
    }

    /// The words above the column.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "Nomor RTS",
            Self::HeadName => "Nama Kepala Rumah Tangga",
            Self::MemberNames => "Nama Anggota Rumah Tangga",
            Self::MemberCount => "Jumlah ART",
            Self::Address => "Alamat lengkap",
            Self::Finding => "Keterangan rumah tangga",
            Self::Explanation => "Keterangan",
            Self::Checked => "Telah diperiksa oleh asisten fasilitator",
        }
    }

    /// Whether the column is printed by the system and never written to. R40–R44.
    #[must_use]
    pub fn is_prefilled(self) -> bool {
        match self {
            Self::Number | Self::HeadName | Self::MemberNames | Self::MemberCount | Self::Address => true,
            Self::Finding | Self::Explanation | Self::Checked => false,
        }
    }
}

/// Columns 01–05 of one row as printed. Read-only by construction. R40–R44.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefilled {
    no_rts: HouseholdId,
    head_name: String,
    member_names: Vec<String>,
    address: String,
}

impl Prefilled {
    /// What the system prints. `member_names` are the members without the head.
    #[must_use]
    pub fn new(no_rts: HouseholdId, head_name: String, member_names: Vec<String>, address: String) -> Self {
        Self { no_rts, head_name, member_names, address }
    }
    /// What the system prints for a household of the register. Where no head is known, the first
    /// member stands in column 02, so that nobody is left off the form.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        let head = household.head().or_else(|| household.members.first());
        let others = household.members.iter().filter(|m| head.is_none_or(|h| h.no != m.no));
        Self::new(
            household.id.clone(),
            head.map(|h| h.name.clone()).unwrap_or_default(),
            others.map(|m| m.name.clone()).collect(),
            household.place.address.clone(),
        )
    }
    /// The household as printed. R60.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        Named { head_name: &self.head_name, member_names: &self.member_names, address: &self.address }
    }
    /// Column 01. R40.
    #[must_use]
    pub fn no_rts(&self) -> &HouseholdId {
        &self.no_rts
    }
    /// Column 02. R41.
    #[must_use]
    pub fn head_name(&self) -> &str {
        &self.head_name
    }
    /// Column 03. R42.
    #[must_use]
    pub fn member_names(&self) -> &[String] {
        &self.member_names
    }
    /// Column 04: the head and the members of column 03. R43.
    #[must_use]
    pub fn member_count(&self) -> usize {
        1 + self.member_names.len()
    }
    /// Column 05. R44.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What kind of change a separate note tells of. R45.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteChange {
    /// The printed spelling is wrong.
    Corrected,
    /// Somebody or something else stands there now.
    Replaced,
    /// Somebody has died.
    Died,
    /// Somebody has moved out.
    MovedOut,
    /// Somebody has moved in.
    MovedIn,
    /// Somebody was born.
    Born,
    /// Anything else.
    Other,
}

impl NoteChange {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Corrected, Self::Replaced, Self::Died, Self::MovedOut, Self::MovedIn, Self::Born, Self::Other];
    /// The word in journals.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Replaced => "replaced",
            Self::Died => "died",
            Self::MovedOut => "moved_out",
            Self::MovedIn => "moved_in",
            Self::Born => "born",
            Self::Other => "other",
        }
    }
    /// From the word in journals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// A change to columns 01–05, written beside the form as the basis of the next stage. R45.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeparateNote {
    /// Which column it is about.
    pub column: Column,
    /// What kind of change.
    pub change: NoteChange,
    /// The new value.
    pub text: String,
}

/// A remark in pencil on the form, removed before the minutes are signed. R46.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PencilNote {
    /// Where it stands.
    pub column: Column,
    /// What it says.
    pub text: String,
}

/// One row of FKP.01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fkp01Row {
    printed: Prefilled,
    finding: Option<Finding>,
    /// Column 07, free text. R56.
    pub explanation: String,
    checked_by: Option<AccountId>,
    notes: Vec<SeparateNote>,
    pencil: Vec<PencilNote>,
}

/// Why something cannot be written on FKP.01.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fkp01Refused {
    /// The form has no such row. R40.
    #[error("FKP.01 has no row {no}")]
    NoSuchRow {
        /// The number asked for.
        no: HouseholdId,
    },
    /// A printed column stays as printed; the change belongs in the separate note. R40–R45.
    #[error("column {} of FKP.01 is printed and stays as it is; write the change in the separate note", column.number())]
    PrintedColumn {
        /// The column.
        column: Column,
    },
    /// Code 7 belongs to FKP.02. R54.
    #[error("code 7 stands on FKP.02 only")]
    NewOnFkp01,
    /// Code 5 needs the answer to who is alive. R52.
    #[error("code 5 needs the answer that the head and all members have died; ask, and say so with the code")]
    LivingNotAsked,
    /// Code 5 needs the head and all members dead. R52.
    #[error("code 5 needs all members dead; {living} live: circle code {instead} and write the death in the note")]
    MembersLive {
        /// How many live.
        living: usize,
        /// The code that fits: 3 when the head has died, else 6.
        instead: Finding,
    },
    /// Column 08 is ticked after column 06 is circled. R57.
    #[error("row {no} has no code yet; the asisten fasilitator checks it afterwards")]
    NotCoded {
        /// The row.
        no: HouseholdId,
    },
}

impl Fkp01Refused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRow { .. } => "FKP01_BARIS_TIDAK_ADA",
            Self::PrintedColumn { .. } => "FKP01_KOLOM_TERCETAK",
            Self::NewOnFkp01 => "KODE_7_DI_FKP01",
            Self::LivingNotAsked => "KODE_5_BELUM_DITANYAKAN",
            Self::MembersLive { .. } => "KODE_5_ADA_YANG_HIDUP",
            Self::NotCoded { .. } => "BARIS_TANPA_KODE",
        }
    }
}

/// Who of a household is known to live, as told in the room. R52.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Living {
    /// Whether the head lives.
    pub head: bool,
    /// How many of the members of column 03 live.
    pub members: usize,
}

impl Fkp01Row {
    /// An uncoded row.
    #[must_use]
    pub fn new(printed: Prefilled) -> Self {
        Self {
            printed,
            finding: None,
            explanation: String::new(),
            checked_by: None,
            notes: Vec::new(),
            pencil: Vec::new(),
        }
    }
    /// Columns 01–05.
    #[must_use]
    pub fn printed(&self) -> &Prefilled {
        &self.printed
    }
    /// Column 06: one code, or none yet. R47.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        self.finding
    }
    /// Column 08: who checked the row. R57.
    #[must_use]
    pub fn checked_by(&self) -> Option<&AccountId> {
        self.checked_by.as_ref()
    }
    /// The separate notes. R45.
    #[must_use]
    pub fn notes(&self) -> &[SeparateNote] {
        &self.notes
    }
    /// The pencil layer. R46.
    #[must_use]
    pub fn pencil(&self) -> &[PencilNote] {
        &self.pencil
    }

    /// Circles one code; an earlier circle and the tick of column 08 go away. R47, R52, R54.
    pub fn circle(&mut self, finding: Finding, living: Option<Living>) -> Result<(), Fkp01Refused> {
        if !finding.allowed_on_fkp01() {
            return Err(Fkp01Refused::NewOnFkp01);
        }
        if finding == Finding::Deceased {
            let living = living.ok_or(Fkp01Refused::LivingNotAsked)?;
            let count = living.members + usize::from(living.head);
            if count > 0 {
                let instead = if living.head { Finding::CompositionChanged } else { Finding::HeadReplaced };
                return Err(Fkp01Refused::MembersLive { living: count, instead });
            }
        }
        self.finding = Some(finding);
        self.checked_by = None;
        Ok(())
    }

    /// Ticks column 08. R57.
    pub fn check(&mut self, asisten: AccountId) -> Result<(), Fkp01Refused> {
        if self.finding.is_none() {
            return Err(Fkp01Refused::NotCoded { no: self.printed.no_rts.clone() });
        }
        self.checked_by = Some(asisten);
        Ok(())
    }

    /// Takes the tick of column 08 away.
    pub(super) fn uncheck(&mut self) {
        self.checked_by = None;
    }

    /// Takes the code away, and the tick with it: who circled it was not allowed to. §1.3.
    pub(super) fn uncircle(&mut self) {
        self.finding = None;
        self.checked_by = None;
    }

    /// Sets the separate notes, by column and within it as they were written first. R45.
    pub(super) fn set_notes(&mut self, mut notes: Vec<SeparateNote>) {
        notes.sort_by_key(|n| n.column);
        self.notes = notes;
    }

    /// Sets the pencil of a column; empty text rubs it out. R46.
    pub(super) fn set_pencil(&mut self, column: Column, text: &str) {
        self.pencil.retain(|n| n.column != column);
        if !text.is_empty() {
            self.pencil.push(PencilNote { column, text: text.to_owned() });
            self.pencil.sort_by_key(|n| n.column);
        }
    }

    /// Writes a change into the separate note. R45.
    pub fn note(&mut self, column: Column, text: impl Into<String>) {
        self.notes.push(SeparateNote { column, change: NoteChange::Other, text: text.into() });
    }

    /// Rubs the pencil out; what `keep` chooses moves to the separate note. R46.
    pub fn rub_out(&mut self, keep: impl Fn(&PencilNote) -> bool) {
        for remark in std::mem::take(&mut self.pencil) {
            if keep(&remark) {
                self.notes.push(SeparateNote { column: remark.column, change: NoteChange::Other, text: remark.text });
            }
        }
    }

    /// Asks to write to a column directly. Printed columns refuse and name the note instead. R40–R44.
    pub fn write(&mut self, column: Column, text: &str) -> Result<(), Fkp01Refused> {
        match column {
            Column::Explanation => {
                self.explanation = text.to_owned();
                Ok(())
            }
            // 06 and 08 have their own acts; as free text they are as closed as the printed ones
            Column::Number
            | Column::HeadName
            | Column::MemberNames
            | Column::MemberCount
            | Column::Address
            | Column::Finding
            | Column::Checked => Err(Fkp01Refused::PrintedColumn { column }),
        }
    }
}

/// The form of one hamlet. Rows keep the order of the print; none can be added or taken away (F11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fkp01 {
    rows: Vec<Fkp01Row>,
}

/// Two printed rows carry one number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("FKP.01 would hold row {no} twice")]
pub struct RowTwice {
    /// The number.
    pub no: HouseholdId,
}

impl Fkp01 {
    /// A freshly printed form.
    pub fn print(rows: impl IntoIterator<Item = Prefilled>) -> Result<Self, RowTwice> {
        let rows: Vec<Fkp01Row> = rows.into_iter().map(Fkp01Row::new).collect();
        let mut seen = BTreeSet::new();
        for row in &rows {
            if !seen.insert(row.printed.no_rts.clone()) {
                return Err(RowTwice { no: row.printed.no_rts.clone() });
            }
        }
        Ok(Self { rows })
    }
    /// The rows in the order of the print.
    #[must_use]
    pub fn rows(&self) -> &[Fkp01Row] {
        &self.rows
    }
    /// The row of this number, to read.
    #[must_use]
    pub fn row(&self, no: &HouseholdId) -> Option<&Fkp01Row> {
        self.rows.iter().find(|r| r.printed.no_rts == *no)
    }
    /// The row of this number.
    pub(super) fn row_mut(&mut self, no: &HouseholdId) -> Result<&mut Fkp01Row, Fkp01Refused> {
        self.rows.iter_mut().find(|r| r.printed.no_rts == *no).ok_or_else(|| Fkp01Refused::NoSuchRow { no: no.clone() })
    }
    /// Rows that carry this code.
    #[must_use]
    pub fn count(&self, finding: Finding) -> usize {
        self.rows.iter().filter(|r| r.finding == Some(finding)).count()
    }
    /// Rows without a code, in the order of the print. R58.
    #[must_use]
    pub fn uncoded(&self) -> Vec<HouseholdId> {
        self.rows.iter().filter(|r| r.finding.is_none()).map(|r| r.printed.no_rts.clone()).collect()
    }
    pub(super) fn rub_out(&mut self, keep: impl Fn(&PencilNote) -> bool + Copy) {
        for row in &mut self.rows {
            row.rub_out(keep);
        }
    }
}
