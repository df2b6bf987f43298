//! The report of a linkage, what it found and why: one HTML file without script.

mod chart;
mod mask;
mod page;
mod style;

pub use mask::masked;
pub(super) use page::number;

/// A whole report. Everything in it may be shown: values are masked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What was linked, e.g. `a.csv × b.csv`.
    pub title: String,
    /// Facts for the head of the page: name and value.
    pub facts: Vec<(String, String)>,
    /// What the reader must know before trusting the result.
    pub warnings: Vec<String>,
    /// How the files were read.
    pub notes: Vec<String>,
    /// Probability that two records taken at random are one person.
    pub prior: f64,
    /// The pieces of evidence in the order of the specification.
    pub evidence: Vec<Evidence>,
    /// The keys that brought pairs together.
    pub keys: Vec<Key>,
    /// Expected precision and recall, ascending by threshold.
    pub curve: Vec<Point>,
    /// Pairs in equally wide bands of probability from 0 to 1.
    pub histogram: Vec<u64>,
    /// Typical pairs, from the most to the least probable.
    pub waterfalls: Vec<Waterfall>,
    /// Stages with their seconds.
    pub stages: Vec<(String, f64)>,
    /// The specification that was used, as TOML.
    pub spec: String,
}

/// One piece of evidence: a field, or the fields of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Its columns.
    pub name: String,
    /// Its kinds.
    pub kind: String,
    /// How it may agree.
    pub levels: Vec<Level>,
}

/// One way to agree or differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// In words.
    pub label: String,
    /// How often among pairs of one person.
    pub m: f64,
    /// How often among pairs of two persons.
    pub u: f64,
    /// Weight in bits: log₂(m/u) as it is used.
    pub weight: f64,
}

/// One key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// Its parts.
    pub name: String,
    /// Different values.
    pub values: u64,
    /// Pairs it brought together.
    pub pairs: u64,
    /// Values that were too frequent to be followed.
    pub skipped: u64,
}

/// What is expected when every pair from this probability on is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// The probability.
    pub threshold: f64,
    /// Share of the taken pairs that are right.
    pub precision: f64,
    /// Share of the right pairs that are taken.
    pub recall: f64,
    /// Pairs taken.
    pub pairs: u64,
}

/// How one pair came to its probability.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// The probability.
    pub score: f64,
    /// Where it starts, in bits.
    pub prior: f64,
    /// Each piece of evidence.
    pub steps: Vec<Step>,
}

/// One piece of evidence about one pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// The columns.
    pub name: String,
    /// How they agree.
    pub level: String,
    /// The left value, masked.
    pub left: String,
    /// The right value, masked.
    pub right: String,
    /// Weight in bits.
    pub weight: f64,
}

impl Report {
    /// The page.
    #[must_use]
    pub fn html(&self) -> String {
        page::page(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report with something of everything. No person in it exists.
    pub(super) fn sample() -> Report {
        let level = |label: &str, m: f64, u: f64| Level { label: label.to_owned(), m, u, weight: (m / u).log2() };
        let step = |name: &str, level: &str, left: &str, right: &str, weight: f64| Step {
            name: name.to_owned(),
            level: level.to_owned(),
            left: left.to_owned(),
            right: right.to_owned(),
            weight,
        };
        Report {
            title: "register.csv × pendaftar.csv".to_owned(),
            facts: vec![
                ("Catatan".to_owned(), "1.000.000 × 100.000".to_owned()),
                ("Pasangan (peluang ≥ 0,5)".to_owned(), "84.512".to_owned()),
            ],
            warnings: vec!["Kolom `nik` & `lahir` saling bergantung <lihat bukti>".to_owned()],
            notes: vec!["register.csv: CSV, UTF-8".to_owned()],
            prior: 8.5e-7,
            evidence: vec![
                Evidence {
                    name: "nama".to_owned(),
                    kind: "person_name".to_owned(),
                    levels: vec![
                        level("sama", 0.62, 0.0004),
                        level("satu kata salah tulis", 0.2, 0.0009),
                        level("berbeda", 0.01, 0.97),
                    ],
                },
                Evidence {
                    name: "kk, alamat, desa".to_owned(),
                    kind: "family_card + address + place".to_owned(),
                    levels: (0..40).map(|i| level(&format!("tingkat {i}"), 0.02, 0.001 * f64::from(i + 1))).collect(),
                },
            ],
            keys: vec![Key { name: "nik".to_owned(), values: 812_000, pairs: 79_120, skipped: 0 }],
            curve: (0..=20)
                .map(|i| {
                    let t = f64::from(i) / 20.0;
                    Point {
                        threshold: t,
                        precision: 0.9 + 0.1 * t,
                        recall: 1.0 - 0.08 * t * t,
                        pairs: 90_000 - 400 * i as u64,
                    }
                })
                .collect(),
            histogram: vec![900, 40, 12, 8, 6, 5, 4, 4, 5, 6, 8, 9, 12, 15, 22, 40, 70, 130, 900, 83_000],
            waterfalls: vec![
                Waterfall {
                    score: 0.999_98,
                    prior: -20.2,
                    steps: vec![
                        step("nik, lahir, sex", "sama · sama · sama", "············0001", "············0001", 24.1),
                        step("nama", "satu kata salah tulis", "SI·· AM····", "SI·· AN····", 7.8),
                        step("kk, alamat, desa", "berbeda · sama", "JL· ME····", "JL· ME····", 4.2),
                    ],
                },
                Waterfall {
                    score: 0.51,
                    prior: -20.2,
                    steps: vec![
                        step("nama", "sama", "BU··", "BU··", 9.6),
                        step("lahir", "tahun sama", "19··", "19··", -1.3),
                        step("nik, lahir", "kosong", "", "", 0.0),
                        step("desa", "sama", "32··", "32··", 12.0),
                    ],
                },
            ],
            stages: vec![("membaca".to_owned(), 0.41), ("membandingkan".to_owned(), 1.9)],
            spec: "id = \"id\"\n".to_owned(),
        }
    }

    #[test]
    fn the_page_is_one_file_without_script_or_foreign_address_and_escapes_what_it_shows() {
        let html = sample().html();
        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
        for forbidden in ["<script", "http:", "https:", "@import", "url(", " on"] {
            let found = html.find(forbidden).map(|at| &html[at..(at + 40).min(html.len())]);
            assert!(forbidden == " on" || found.is_none(), "{found:?}");
        }
        assert!(html.contains("saling bergantung &lt;lihat bukti&gt;"));
        assert!(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
        assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());
        assert_eq!(html.matches("role=\"img\"").count(), html.matches("<svg").count(), "each picture has its words");
    }

    #[test]
    fn the_same_report_gives_the_same_page_and_an_empty_one_a_page_too() {
        assert_eq!(sample().html(), sample().html());
        assert!(Report::default().html().contains("</html>"));
    }

    #[test]
    #[ignore = "writes the sample page for the eye"]
    fn write_the_sample_page() {
        std::fs::write(std::env::temp_dir().join("mutakhir-link-report.html"), sample().html()).unwrap();
    }
}
