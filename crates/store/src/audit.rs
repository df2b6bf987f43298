//! `audit verify`: recomputes every chain, folds the events to the expected digest of each row, and
//! compares every row of every table. ADR 0004.
//!
//! Nothing here trusts what it reads: a row that cannot be decoded is a finding and does not stop the
//! audit.

use crate::connect::{Backend, Store};
use crate::error::Result;
use crate::event::{decode_marks, hash_event, key_text};
use crate::matching::{Entry, entries};
use crate::migrate::{self, MIGRATIONS};
use crate::sql;
use crate::table::{MATCH_PAGE, Proof, TABLES, Table, table_named};
use crate::tx::Reader;
use crate::value::{RowDigest, Value};
use domain::codes;
use sqlx::AssertSqlSafe;
use std::collections::btree_map;
use std::collections::{BTreeMap, BTreeSet};
use tlog::{Checkpoint, Tree, VerifierKey, leaf_hash};

/// What is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it stands in the log: findings are sorted by it; without an event they come last.
    order: i64,
    /// What is wrong.
    pub what: FindingKind,
    /// The event: its number in the log. `None` when no event knows of the row.
    pub seq: Option<i64>,
    /// The event's chain and number in it, where known.
    pub event: String,
    /// Table.
    pub table: String,
    /// Key of the row; its parts are separated by `/`.
    pub key: String,
}

codes! {
    /// Kinds of findings; [`FindingKind::text`] says them in Indonesian.
    pub enum FindingKind {
        /// The event is not as it was written.
        EventChanged = "PERISTIWA_BERUBAH",
        /// The event before it in its chain is gone or another.
        ChainBroken = "RANTAI_PUTUS",
        /// The chain's head is not its last event.
        HeadWrong = "UJUNG_RANTAI_SALAH",
        /// The row is not as the event wrote it.
        RowChanged = "BARIS_BERUBAH",
        /// The row the event wrote is gone.
        RowMissing = "BARIS_HILANG",
        /// No event wrote this row, or an event deleted it.
        RowUnknown = "BARIS_TANPA_PERISTIWA",
        /// A working row whose seal does not fit.
        SealBroken = "SEGEL_RUSAK",
        /// The row cannot be read at all.
        Unreadable = "TIDAK_TERBACA",
        /// The schema's own record is not this program's.
        SchemaChanged = "SKEMA_BERUBAH",
        /// The database file is damaged.
        FileDamaged = "BERKAS_RUSAK",
        /// The database holds a table, view, trigger or index that no migration made, or lacks one.
        SchemaForeign = "SKEMA_ASING",
        /// A checkpoint counts more events than there are: an older copy of the database, or another one.
        LogShortened = "CATATAN_TERPOTONG",
        /// The events a checkpoint counts are others than when it was signed: the history was rewritten.
        LogRewritten = "CATATAN_DITULIS_ULANG",
        /// A checkpoint that is not signed with the log's key.
        CheckpointForged = "TITIK_PERIKSA_PALSU",
    }
}

impl FindingKind {
    /// In words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::EventChanged => "peristiwa tidak lagi seperti saat ditulis",
            Self::ChainBroken => "peristiwa sebelumnya dalam rantai ini hilang atau diganti",
            Self::HeadWrong => "ujung rantai bukan peristiwa terakhirnya",
            Self::RowChanged => "baris tidak lagi seperti yang ditulis peristiwa ini",
            Self::RowMissing => "baris yang ditulis peristiwa ini hilang",
            Self::RowUnknown => "tidak ada peristiwa yang menulis baris ini",
            Self::SealBroken => "segel baris tidak cocok dengan isinya",
            Self::Unreadable => "baris tidak dapat dibaca",
            Self::SchemaChanged => "catatan versi skema bukan milik program ini",
            Self::FileDamaged => "berkas basis data rusak",
            Self::SchemaForeign => "tabel, tampilan, pemicu, atau indeks ini bukan buatan program ini, atau hilang",
            Self::LogShortened => {
                "titik periksa ini menghitung lebih banyak peristiwa daripada yang ada: basis data ini salinan lama, atau milik tempat lain"
            }
            Self::LogRewritten => {
                "peristiwa yang dihitung titik periksa ini bukan lagi yang dulu: riwayat ditulis ulang"
            }
            Self::CheckpointForged => "titik periksa ini tidak ditandatangani dengan kunci catatan",
        }
    }
}

/// What the audit saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Events recomputed.
    pub events: u64,
    /// Chains.
    pub chains: u64,
    /// Rows compared.
    pub rows: u64,
    /// Checkpoints compared, those of the database and those from outside.
    pub checkpoints: u64,
    /// The longest checkpoint that was compared: entries, and root in hexadecimal.
    pub checkpoint: Option<(u64, String)>,
    /// What is wrong, the earliest event first.
    pub findings: Vec<Finding>,
}

impl AuditReport {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
    /// The earliest finding that an event can be named for, else the first.
    #[must_use]
    pub fn first_bad(&self) -> Option<&Finding> {
        self.findings.first()
    }
}

impl Store {
    /// Verifies the whole workspace. Fails only when the database cannot be asked at all.
    pub async fn verify(&self) -> Result<AuditReport> {
        self.verify_against(None, &[]).await
    }

    /// As [`Store::verify`], also against checkpoints that were kept outside of the database; with `key`, every
    /// checkpoint has to be signed with it.
    pub async fn verify_against(&self, key: Option<&VerifierKey>, outside: &[String]) -> Result<AuditReport> {
        let mut audit = Audit {
            reader: self.read().await?,
            report: AuditReport::default(),
            found: BTreeSet::new(),
            hashes: BTreeMap::new(),
        };
        if self.backend() == Backend::Sqlite {
            audit.file().await;
        }
        audit.schema().await;
        let expected = audit.log().await;
        for table in TABLES {
            match table.proof {
                Proof::Log => audit.logged_table(table, expected.get(table.name)).await,
                Proof::Seal => audit.sealed_table(table).await,
                // none of the state's tables: the log and what is made from it are checked by name
                Proof::Inner => {}
            }
        }
        audit.match_keys().await;
        if self.backend() == Backend::Sqlite {
            audit.references().await;
        }
        audit.checkpoints(key, outside).await;
        audit.report.findings = audit.found.into_iter().collect();
        Ok(audit.report)
    }
}

/// What the log says of one table's rows: digest (or tombstone) and the event that said it last.
type Expected = BTreeMap<String, (Option<RowDigest>, Place)>;

#[derive(Clone, Debug)]
struct Place {
    seq: i64,
    event: String,
}

struct Link {
    seq: i64,
    chain_no: i64,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
    intact: bool,
}

/// Events of a chain in the order in which each names the hash of the one before it; those that follow nothing
/// come last, by number.
fn as_they_follow(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_by_key(|l| l.chain_no);
    let mut after: BTreeMap<Vec<u8>, Link> = BTreeMap::new();
    let mut loose = Vec::new();
    for link in links {
        match after.entry(link.prev_hash.clone()) {
            btree_map::Entry::Vacant(place) => _ = place.insert(link),
            btree_map::Entry::Occupied(_) => loose.push(link),
        }
    }
    let (mut ordered, mut hash) = (Vec::new(), vec![0u8; 32]);
    while let Some(link) = after.remove(&hash) {
        hash.clone_from(&link.hash);
        ordered.push(link);
    }
    loose.extend(after.into_values());
    loose.sort_by_key(|l| l.chain_no);
    ordered.extend(loose);
    ordered
}

struct Audit {
    reader: Reader,
    report: AuditReport,
    found: BTreeSet<Finding>,
    /// Hash of each event as it is stored now.
    hashes: BTreeMap<i64, RowDigest>,
}

impl Audit {
    fn add(&mut self, place: Option<&Place>, table: &str, key: &str, what: FindingKind) {
        self.found.insert(Finding {
            order: place.map_or(i64::MAX, |p| p.seq),
            seq: place.map(|p| p.seq),
            event: place.map_or_else(String::new, |p| p.event.clone()),
            table: table.to_owned(),
            key: key.replace('\u{1f}', "/"),
            what,
        });
    }

    /// SQLite's own view of its file.
    async fn file(&mut self) {
        match self.reader.fetch(sql::SQLITE_INTEGRITY, vec![]).await {
            Ok(rows) => {
                for row in rows {
                    let said = row.values().ok().and_then(|v| v.first().and_then(Value::as_text).map(str::to_owned));
                    if said.as_deref() != Some("ok") {
                        self.add(None, "", &said.unwrap_or_default(), FindingKind::FileDamaged);
                    }
                }
            }
            Err(error) => self.add(None, "", &error.to_string(), FindingKind::FileDamaged),
        }
    }

    /// SQLite's own view of the references between rows. A broken one follows from a row that was
    /// changed: it is told only where nothing else tells of that row.
    async fn references(&mut self) {
        if !self.found.is_empty() {
            return;
        }
        if let Ok(rows) = self.reader.fetch(sql::SQLITE_REFERENCES, vec![]).await {
            for row in rows {
                let table = row.opt_text("table").ok().flatten().unwrap_or_default();
                self.add(None, &table, "", FindingKind::RowMissing);
            }
        }
    }

    async fn schema(&mut self) {
        let backend = self.reader.backend();
        let applied = migrate::applied(self.reader.conn()).await.unwrap_or_default();
        let stored: Vec<_> = applied.into_iter().map(|a| (a.version, a.name, a.sha256)).collect();
        let known: Vec<_> = MIGRATIONS.iter().map(|m| (m.version, m.name.to_owned(), m.digest(backend))).collect();
        if stored != known {
            self.add(None, "schema_migration", "", FindingKind::SchemaChanged);
        }
        for object in migrate::foreign_objects(&mut self.reader).await.unwrap_or_default() {
            self.add(None, "", &object, FindingKind::SchemaForeign);
        }
    }

    /// Compares the log as it is with every signed checkpoint. Events that no checkpoint counts yet are left out.
    async fn checkpoints(&mut self, key: Option<&VerifierKey>, outside: &[String]) {
        let kept = match (self.reader.log_checkpoints().await, self.reader.log_entries().await) {
            (Ok(kept), Ok(entries)) => {
                let mut tree = Tree::default();
                for seq in entries {
                    // an entry without its event leaves a hole: every later root is another
                    tree.push(self.hashes.get(&seq).map_or([0; 32], |hash| leaf_hash(hash)));
                }
                Some((kept, tree))
            }
            _ => None,
        };
        let Some((kept, tree)) = kept else { return self.add(None, "log_checkpoint", "", FindingKind::Unreadable) };
        let notes = kept.into_iter().map(|row| row.note).chain(outside.iter().cloned());
        for (no, note) in (1..).zip(notes) {
            let opened = match key {
                Some(key) => Checkpoint::open(&note, key),
                None => Checkpoint::unchecked(&note),
            };
            let Ok(checkpoint) = opened else {
                self.add(None, "log_checkpoint", &format!("#{no}"), FindingKind::CheckpointForged);
                continue;
            };
            self.report.checkpoints += 1;
            let what = match tree.root(checkpoint.size) {
                None => Some(FindingKind::LogShortened),
                Some(root) if root != checkpoint.root => Some(FindingKind::LogRewritten),
                Some(_) => None,
            };
            if let Some(what) = what {
                self.add(None, "log_checkpoint", &checkpoint.size.to_string(), what);
            }
            let longest = self.report.checkpoint.as_ref().map_or(0, |(size, _)| *size);
            if checkpoint.size >= longest {
                self.report.checkpoint = Some((checkpoint.size, hex::encode(checkpoint.root)));
            }
        }
    }

    /// Recomputes every event and every chain, and folds them.
    async fn log(&mut self) -> BTreeMap<&'static str, Expected> {
        let subjects = self.subjects().await;
        let mut chains: BTreeMap<String, Vec<Link>> = BTreeMap::new();
        let mut expected: BTreeMap<&'static str, Expected> = BTreeMap::new();
        let mut strange = Vec::new();
        for event in self.events().await {
            self.report.events += 1;
            let Some(read) = ReadEvent::of(&event) else {
                strange.push(event);
                continue;
            };
            let own = subjects.get(&read.seq).map_or(&[][..], Vec::as_slice);
            let hash = hash_event(&event[..9], own);
            self.hashes.insert(read.seq, hash);
            let intact = hash.as_slice() == read.hash;
            let place = Place { seq: read.seq, event: format!("{} no. {}", read.chain, read.chain_no) };
            chains.entry(read.chain).or_default().push(Link {
                seq: read.seq,
                chain_no: read.chain_no,
                prev_hash: read.prev_hash,
                hash: read.hash,
                intact,
            });
            for (table, key, digest) in decode_marks(&read.rows).unwrap_or_default() {
                if let Some(table) = table_named(&table) {
                    expected.entry(table.name).or_default().insert(key, (digest, place.clone()));
                }
            }
        }
        for event in strange {
            let seq = event.first().and_then(Value::as_int);
            let place = seq.map(|seq| Place { seq, event: String::new() });
            self.add(
                place.as_ref(),
                "event",
                &seq.map_or_else(String::new, |s| s.to_string()),
                FindingKind::Unreadable,
            );
        }
        self.chains(chains).await;
        expected
    }

    async fn chains(&mut self, chains: BTreeMap<String, Vec<Link>>) {
        let mut heads: BTreeMap<String, (i64, Vec<u8>)> = BTreeMap::new();
        for head in self.reader.fetch(sql::CHAIN_HEADS, vec![]).await.unwrap_or_default() {
            match (head.text("area"), head.int("last_no"), head.blob("last_hash")) {
                (Ok(area), Ok(no), Ok(hash)) => {
                    heads.insert(area, (no, hash));
                }
                _ => self.add(None, "chain", "", FindingKind::Unreadable),
            }
        }
        self.report.chains = chains.len() as u64;
        for (chain, links) in chains {
            let links = as_they_follow(links);
            let (mut no, mut hash, mut seq) = (0, vec![0u8; 32], 0);
            for (i, link) in links.iter().enumerate() {
                // an event whose own number was changed is looked for where its neighbours are
                let next = links.get(i + 1).map_or(i64::MAX, |l| l.seq);
                let order = if (seq..next).contains(&link.seq) { link.seq } else { seq + 1 };
                let place = Place { seq: order, event: format!("{chain} no. {}", link.chain_no) };
                let key = link.seq.to_string();
                if !link.intact {
                    self.add(Some(&place), "event", &key, FindingKind::EventChanged);
                }
                if link.chain_no != no + 1 || link.prev_hash != hash {
                    self.add(Some(&place), "event", &key, FindingKind::ChainBroken);
                }
                no = link.chain_no;
                hash.clone_from(&link.hash);
                seq = order;
            }
            if heads.remove(&chain) != Some((no, hash)) {
                let place = Place { seq, event: format!("{chain} no. {no}") };
                self.add(Some(&place), "chain", &chain, FindingKind::HeadWrong);
            }
        }
        for (chain, _) in heads {
            self.add(None, "chain", &chain, FindingKind::HeadWrong);
        }
    }

    /// Every event as stored; one that cannot be fetched is a row with its number alone.
    async fn events(&mut self) -> Vec<Vec<Value>> {
        let mut all = Vec::new();
        let whole = self
            .reader
            .each(sql::EVENT_ALL, vec![], |row| {
                all.push(row.values()?);
                Ok(())
            })
            .await;
        if whole.is_ok() {
            return all;
        }
        all.clear();
        let mut seqs = Vec::new();
        let numbers = self
            .reader
            .each(sql::EVENT_SEQS, vec![], |row| {
                seqs.push(row.int("seq")?);
                Ok(())
            })
            .await;
        if numbers.is_err() {
            self.add(None, "event", "", FindingKind::Unreadable);
        }
        for seq in seqs {
            let row = self.reader.fetch_one(sql::EVENT_ONE, vec![seq.into()]).await;
            all.push(row.ok().flatten().and_then(|r| r.values().ok()).unwrap_or_else(|| vec![seq.into()]));
        }
        all
    }

    async fn subjects(&mut self) -> BTreeMap<i64, Vec<String>> {
        let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        let mut odd = false;
        let read = self
            .reader
            .each(sql::EVENT_SUBJECTS, vec![], |row| {
                match (row.int("seq"), row.text("subject")) {
                    (Ok(seq), Ok(subject)) => all.entry(seq).or_default().push(subject),
                    _ => odd = true,
                }
                Ok(())
            })
            .await;
        if read.is_err() || odd {
            self.add(None, "event_subject", "", FindingKind::Unreadable);
        }
        // byte order, whatever the database's collation
        for list in all.values_mut() {
            list.sort();
        }
        all
    }

    async fn logged_table(&mut self, table: &'static Table, expected: Option<&Expected>) {
        let nothing = Expected::new();
        let expected = expected.unwrap_or(&nothing);
        let Some(rows) = self.rows(table, expected).await else { return };
        let mut seen = BTreeSet::new();
        for (key, digest) in rows {
            self.report.rows += 1;
            match expected.get(&key) {
                Some((Some(right), _)) if *right == digest => {}
                Some((Some(_), place)) => self.add(Some(place), table.name, &key, FindingKind::RowChanged),
                Some((None, place)) => self.add(Some(place), table.name, &key, FindingKind::RowUnknown),
                None => self.add(None, table.name, &key, FindingKind::RowUnknown),
            }
            seen.insert(key);
        }
        for (key, (digest, place)) in expected {
            if digest.is_some() && !seen.contains(key) {
                self.add(Some(place), table.name, key, FindingKind::RowMissing);
            }
        }
    }

    /// Key and digest of every row. When the table cannot be read in one go, every expected row
    /// is asked for alone, so that the bad one is named.
    async fn rows(&mut self, table: &'static Table, expected: &Expected) -> Option<Vec<(String, RowDigest)>> {
        let mut rows = Vec::new();
        let whole = self
            .reader
            .each(AssertSqlSafe(table.select_all()), vec![], |row| {
                let values = row.values()?;
                rows.push((key_text(table, &values), table.digest(&values)));
                Ok(())
            })
            .await;
        if whole.is_ok() {
            return Some(rows);
        }
        for (key, (digest, place)) in expected {
            if digest.is_none() {
                continue;
            }
            let args = key_values(table, key);
            match self.reader.one(table, args).await.and_then(|row| row.map(|r| r.values()).transpose()) {
                Ok(Some(values)) if Some(table.digest(&values)) == *digest => {}
                Ok(Some(_)) => self.add(Some(place), table.name, key, FindingKind::RowChanged),
                Ok(None) => self.add(Some(place), table.name, key, FindingKind::RowMissing),
                Err(_) => self.add(Some(place), table.name, key, FindingKind::Unreadable),
            }
        }
        self.add(None, table.name, "", FindingKind::Unreadable);
        None
    }

    /// The index of look-up keys against the pages it is made from. Pages themselves are logged rows.
    async fn match_keys(&mut self) {
        let mut expected: BTreeSet<Entry> = BTreeSet::new();
        let mut torn = Vec::new();
        let pages = self
            .reader
            .each(AssertSqlSafe(MATCH_PAGE.select_all()), vec![], |row| {
                let owner = row.text("owner")?;
                match entries(&owner, &row.blob("keys")?) {
                    Some(rows) => expected.extend(rows),
                    None => torn.push(owner),
                }
                Ok(())
            })
            .await;
        let mut unknown = Vec::new();
        let keys = self
            .reader
            .each(sql::MATCH_KEYS_ALL, vec![], |row| {
                let entry: Entry = (row.int("key")?, row.text("owner")?.into(), row.int("no")?);
                if !expected.remove(&entry) {
                    unknown.push(entry);
                }
                Ok(())
            })
            .await;
        if pages.is_err() || keys.is_err() {
            self.add(None, "match_key", "", FindingKind::Unreadable);
        }
        for owner in torn {
            self.add(None, "match_page", &owner, FindingKind::Unreadable);
        }
        for (key, owner, no) in unknown {
            self.add(None, "match_key", &format!("{key}/{owner}/{no}"), FindingKind::RowUnknown);
        }
        for (key, owner, no) in expected {
            self.add(None, "match_key", &format!("{key}/{owner}/{no}"), FindingKind::RowMissing);
        }
    }

    async fn sealed_table(&mut self, table: &'static Table) {
        let mut broken = Vec::new();
        let mut count = 0;
        let read = self
            .reader
            .each(AssertSqlSafe(table.select_all()), vec![], |row| {
                count += 1;
                let values = row.values()?;
                let (seal, rest) = values.split_last().unwrap_or((&Value::Null, &[]));
                if seal.as_blob() != Some(&table.digest(rest)[..]) {
                    broken.push(key_text(table, &values));
                }
                Ok(())
            })
            .await;
        self.report.rows += count;
        for key in broken {
            self.add(None, table.name, &key, FindingKind::SealBroken);
        }
        if read.is_err() {
            self.add(None, table.name, "", FindingKind::Unreadable);
        }
    }
}

struct ReadEvent {
    seq: i64,
    chain: String,
    chain_no: i64,
    prev_hash: Vec<u8>,
    rows: Vec<u8>,
    hash: Vec<u8>,
}

impl ReadEvent {
    fn of(values: &[Value]) -> Option<Self> {
        Some(Self {
            seq: values.first()?.as_int()?,
            chain: values.get(1)?.as_text()?.to_owned(),
            chain_no: values.get(2)?.as_int()?,
            prev_hash: values.get(3)?.as_blob()?.to_vec(),
            rows: values.get(8)?.as_blob()?.to_vec(),
            hash: values.get(9)?.as_blob()?.to_vec(),
        })
    }
}

/// The key's parts back from its text.
fn key_values(table: &Table, key: &str) -> Vec<Value> {
    key.split('\u{1f}')
        .zip(table.columns)
        .map(|(text, column)| match column.kind {
            crate::table::ColumnKind::Int => text.parse::<i64>().map_or(Value::Null, Value::Int),
            crate::table::ColumnKind::Text => text.into(),
            crate::table::ColumnKind::Blob | crate::table::ColumnKind::Secret => {
                hex::decode(text).map_or(Value::Null, Value::Blob)
            }
        })
        .collect()
}
