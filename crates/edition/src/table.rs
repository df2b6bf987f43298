//! Tables: their columns for Arrow and for the data package, written as Parquet whose bytes depend
//! only on the rows.

use crate::error::EditionRefused;
use arrow::array::{Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Int64Array, StringArray, new_null_array};
use arrow::datatypes::{DataType, Field as ArrowField, Schema};
use arrow::record_batch::RecordBatch;
use domain::questionnaire::{Item, Subject};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Date,
    Boolean,
    Binary,
}

impl Kind {
    fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int64,
            Self::Date => DataType::Date32,
            Self::Boolean => DataType::Boolean,
            Self::Binary => DataType::Binary,
        }
    }
    /// Frictionless type and format.
    pub(crate) fn frictionless(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("string", None),
            Self::Integer => ("integer", None),
            Self::Date => ("date", None),
            Self::Boolean => ("boolean", None),
            Self::Binary => ("string", Some("binary")),
        }
    }
}

/// Rows that are cells at one time.
const BATCH: usize = 8192;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) kind: Kind,
}

/// A value of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    Integer(i64),
    Date(i32),
    Boolean(bool),
    Binary(Vec<u8>),
    Null,
}

impl Cell {
    pub(crate) fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |t| Self::Text(t.into()))
    }
    pub(crate) fn integer(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Null, |n| Self::Integer(n.into()))
    }
}

/// The four tables, by the name of their folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Households,
    Persons,
    Families,
    Ranking,
}

const fn field(name: &'static str, title: &'static str, kind: Kind) -> Field {
    Field { name, title, kind }
}

use Kind::{Binary, Boolean, Date, Integer, Text};

impl Table {
    pub(crate) const ALL: [Self; 4] = [Self::Households, Self::Persons, Self::Families, Self::Ranking];

    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Households => "households",
            Self::Persons => "persons",
            Self::Families => "families",
            Self::Ranking => "ranking",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Households => "Rumah tangga",
            Self::Persons => "Anggota rumah tangga",
            Self::Families => "Keluarga",
            Self::Ranking => "Peringkat kesejahteraan",
        }
    }

    pub(crate) fn primary_key(self) -> &'static [&'static str] {
        match self {
            Self::Households | Self::Ranking => &["id_rumah_tangga"],
            Self::Persons => &["id_rumah_tangga", "no_art"],
            Self::Families => &["id_rumah_tangga", "nuk"],
        }
    }

    /// The columns, the questionnaire's items behind the fixed ones.
    pub(crate) fn fields(self) -> Vec<Field> {
        let id = field("id_rumah_tangga", "ID rumah tangga", Text);
        let items = |subject: Subject| {
            Item::ALL
                .iter()
                .filter(move |i| i.subject() == subject && !i.is_health())
                .map(|i| field(i.column(), i.label(), Integer))
        };
        match self {
            Self::Households => [
                id,
                field("kode_desa", "Kode desa/kelurahan (Kemendagri)", Text),
                field("dusun", "Padukuhan atau dusun", Text),
                field("rw", "RW", Integer),
                field("rt", "RT", Integer),
                field("alamat", "Alamat", Text),
                field("jumlah_art", "Jumlah ART yang tercatat", Integer),
                field("jumlah_keluarga", "Jumlah keluarga yang tercatat", Integer),
                field("sebab", "Sebab masuk atau berubah", Text),
                field("gabungan_dari", "ID yang digabung ke sini, dipisah |", Text),
                field("asal_berkas", "Berkas asal", Text),
                field("asal_baris", "Baris asal", Integer),
                field("isi_sha256", "SHA-256 isi rumah tangga", Text),
            ]
            .into_iter()
            .chain(items(Subject::Household))
            .collect(),
            Self::Persons => [
                id,
                field("no_art", "Nomor urut ART", Integer),
                field("nama", "Nama", Text),
                field("jenis_kelamin", "Jenis kelamin", Integer),
                field("tanggal_lahir", "Tanggal lahir", Date),
                field("umur", "Umur tercatat (tanpa tanggal lahir)", Integer),
                field("umur_pada", "Tanggal umur itu berlaku", Date),
                field("status_kawin", "Status perkawinan", Integer),
                field("hub_krt", "Hubungan dengan KRT", Integer),
                field("nuk", "Nomor urut keluarga", Integer),
                field("hub_kk", "Hubungan dengan kepala keluarga", Integer),
                field("nik_kunci", "Sidik NIK berkunci", Text),
                field("nik_tersegel", "NIK tersegel", Binary),
                field("no_kk_kunci", "Sidik No. KK berkunci", Text),
                field("no_kk_tersegel", "No. KK tersegel", Binary),
                field("ibu_kunci", "Sidik nama ibu berkunci", Text),
                field("ibu_tersegel", "Nama ibu kandung tersegel", Binary),
                field("kesehatan_kunci", "Sidik keterangan kesehatan berkunci", Text),
                field("kesehatan_tersegel", "Keterangan kesehatan tersegel", Binary),
            ]
            .into_iter()
            .chain(items(Subject::Member))
            .collect(),
            Self::Families => vec![
                id,
                field("nuk", "Nomor urut keluarga", Integer),
                field("jumlah_anggota", "Jumlah anggota keluarga", Integer),
                field("no_art_kepala", "Nomor urut ART kepala keluarga", Integer),
                field("no_kk_kunci", "Sidik No. KK berkunci", Text),
                field("jumlah_no_kk", "Banyaknya No. KK berbeda dalam keluarga", Integer),
            ],
            Self::Ranking => vec![
                id,
                field("skor", "Skor, ln pengeluaran per kapita persejuta", Integer),
                field("persentil", "Persentil nasional", Integer),
                field("desil", "Desil nasional", Integer),
                field("peringkat", "Peringkat dalam edisi", Integer),
                field("kurang_lengkap", "Lebih dari sepersepuluh skor diperkirakan", Boolean),
                field("status", "DALAM_40, DI_ATAS_40 atau TIDAK_TERPERINGKAT", Text),
                field("alasan", "Alasan tidak terperingkat", Text),
            ],
        }
    }

    fn schema(self) -> Arc<Schema> {
        let fields: Vec<ArrowField> =
            self.fields().iter().map(|f| ArrowField::new(f.name, f.kind.arrow(), true)).collect();
        Arc::new(Schema::new(fields))
    }

    /// Writes rows as one Parquet file, a few thousand at a time; returns how many.
    pub(crate) fn write(self, path: &Path, mut rows: impl Iterator<Item = Vec<Cell>>) -> Result<u64, EditionRefused> {
        let fault = |e: &dyn ToString| EditionRefused::fault(path, e.to_string());
        let (schema, fields) = (self.schema(), self.fields());
        let level = ZstdLevel::try_new(3).map_err(|e| fault(&e))?;
        let properties = WriterProperties::builder()
            .set_created_by("mutakhir".to_owned())
            .set_compression(Compression::ZSTD(level))
            .build();
        let file = File::create(path).map_err(|e| fault(&e))?;
        let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|e| fault(&e))?;
        let mut count = 0;
        loop {
            let some: Vec<Vec<Cell>> = rows.by_ref().take(BATCH).collect();
            if some.is_empty() {
                break;
            }
            count += some.len() as u64;
            let columns: Vec<ArrayRef> =
                fields.iter().enumerate().map(|(at, f)| column(f.kind, some.iter().map(|r| &r[at]))).collect();
            let batch = RecordBatch::try_new(schema.clone(), columns).map_err(|e| fault(&e))?;
            writer.write(&batch).map_err(|e| fault(&e))?;
        }
        let file = writer.into_inner().map_err(|e| fault(&e))?;
        file.sync_all().map_err(|e| fault(&e))?;
        Ok(count)
    }

    /// Reads a Parquet file of this table.
    pub(crate) fn read(self, path: &Path, shown: &str) -> Result<Vec<Batch>, EditionRefused> {
        let file = File::open(path).map_err(|_| EditionRefused::Missing { file: shown.to_owned() })?;
        let unreadable = |e: &dyn ToString| EditionRefused::unreadable(shown, e.to_string());
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| builder.build())
            .map_err(|e| unreadable(&e))?;
        reader
            .map(|batch| {
                let batch = batch.map_err(|e| unreadable(&e))?;
                for field in self.fields() {
                    match batch.column_by_name(field.name) {
                        Some(column) if *column.data_type() == field.kind.arrow() => {}
                        _ => return Err(unreadable(&format!("kolom `{}` tidak ada atau jenisnya lain", field.name))),
                    }
                }
                Ok(Batch(batch))
            })
            .collect()
    }
}

fn column<'a>(kind: Kind, cells: impl Iterator<Item = &'a Cell>) -> ArrayRef {
    macro_rules! gather {
        ($array:ty, $pattern:pat => $value:expr) => {
            Arc::new(
                cells
                    .map(|c| match c {
                        $pattern => Some($value),
                        _ => None,
                    })
                    .collect::<$array>(),
            )
        };
    }
    match kind {
        Kind::Text => gather!(StringArray, Cell::Text(text) => text.as_str()),
        Kind::Integer => gather!(Int64Array, Cell::Integer(number) => *number),
        Kind::Date => gather!(Date32Array, Cell::Date(days) => *days),
        Kind::Boolean => gather!(BooleanArray, Cell::Boolean(truth) => *truth),
        Kind::Binary => gather!(BinaryArray, Cell::Binary(bytes) => bytes.as_slice()),
    }
}

/// Rows read from a table whose columns were checked.
pub(crate) struct Batch(RecordBatch);

impl Batch {
    pub(crate) fn rows(&self) -> usize {
        self.0.num_rows()
    }
    fn column(&self, name: &str) -> ArrayRef {
        let missing = || new_null_array(&DataType::Null, self.rows());
        self.0.column_by_name(name).map_or_else(missing, Arc::clone)
    }
    pub(crate) fn texts(&self, name: &str) -> Vec<Option<String>> {
        let column = self.column(name);
        match column.as_any().downcast_ref::<StringArray>() {
            Some(array) => array.iter().map(|t| t.map(str::to_owned)).collect(),
            None => vec![None; self.rows()],
        }
    }
    pub(crate) fn integers(&self, name: &str) -> Vec<Option<i64>> {
        let column = self.column(name);
        match column.as_any().downcast_ref::<Int64Array>() {
            Some(array) => array.iter().collect(),
            None => vec![None; self.rows()],
        }
    }
    pub(crate) fn dates(&self, name: &str) -> Vec<Option<i32>> {
        let column = self.column(name);
        match column.as_any().downcast_ref::<Date32Array>() {
            Some(array) => array.iter().collect(),
            None => vec![None; self.rows()],
        }
    }
    pub(crate) fn truths(&self, name: &str) -> Vec<Option<bool>> {
        let column = self.column(name);
        match column.as_any().downcast_ref::<BooleanArray>() {
            Some(array) => array.iter().collect(),
            None => vec![None; self.rows()],
        }
    }
    pub(crate) fn bytes(&self, name: &str) -> Vec<Option<Vec<u8>>> {
        let column = self.column(name);
        match column.as_any().downcast_ref::<BinaryArray>() {
            Some(array) => array.iter().map(|b| b.map(<[u8]>::to_vec)).collect(),
            None => vec![None; self.rows()],
        }
    }
}
