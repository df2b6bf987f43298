//! Bukti pendaftaran: what the registrant carries home. Domain §2.1, §2.3, §9.5; R3–R5, R25.
//!
//! One page in plain words: the number, the next step, where to ask, and that a registered household
//! is not yet a beneficiary. It shows no NIK.

use crate::error::DocumentError;
use crate::press::{Pdf, Promise, Template, print};
use crate::sheet::{Letterhead, Paper, Stamp};
use domain::registration::RegistrationKind;
use serde::{Serialize, Serializer};

const TEMPLATE: Template = Template { name: "receipt.typ", text: include_str!("../templates/receipt.typ") };

/// Data of a receipt. `stamp.number` is the registration number, `stamp.link` the status page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The office that answers for it.
    pub letterhead: Letterhead,
    /// Number, date, place, checkpoint, status page.
    pub stamp: Stamp,
    /// Where the registration was taken: village office, home of the household, Musdes.
    pub place: String,
    /// Active or passive. R3.
    #[serde(serialize_with = "kind")]
    pub kind: RegistrationKind,
    /// Head of the household.
    pub head_name: String,
    /// Address with RT, RW and desa.
    pub address: String,
    /// Registered members, the head included.
    pub member_count: u32,
    /// Identity papers shown; `None` = none. R5.
    pub identity_shown: Option<String>,
    /// The officer.
    pub officer: String,
    /// The officer's role: `Kasi Pelayanan`, `PSM`.
    pub officer_role: String,
    /// What happens next, in order; see [`usual_next_steps`].
    pub next_steps: Vec<NextStep>,
    /// Where to ask.
    pub contact: Contact,
}

/// One step that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextStep {
    /// A whole sentence.
    pub what: String,
    /// Who does it.
    pub who: Option<String>,
    /// By when, in words.
    pub when: Option<String>,
}

/// Where to ask, correct, object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Office and role.
    pub office: String,
    /// Its address.
    pub address: String,
    /// Opening hours.
    pub hours: String,
    /// Telephone or SMS number.
    pub phone: Option<String>,
}

/// The four stages after registration (R2), for a receipt without dates of its own.
#[must_use]
pub fn usual_next_steps() -> Vec<NextStep> {
    [
        ("Data dicocokkan dengan Data Terpadu dan data kependudukan.", "Dinas Sosial dan Dukcapil"),
        ("Rumah dikunjungi untuk memastikan keadaan sebenarnya.", "TKSK dan PSM"),
        ("Hasilnya disahkan dengan keputusan bupati/wali kota, lalu dikirim ke pusat.", "pemerintah kabupaten/kota"),
        ("Semua rumah tangga diperingkat ulang, dan daftar sasaran program diperbarui.", "kementerian/lembaga"),
    ]
    .into_iter()
    .map(|(what, who)| NextStep { what: what.to_owned(), who: Some(who.to_owned()), when: None })
    .collect()
}

fn kind<S: Serializer>(kind: &RegistrationKind, s: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Kind {
        word: &'static str,
        meaning: &'static str,
    }
    let meaning = match kind {
        RegistrationKind::Active => "pendaftar datang sendiri ke kantor desa/kelurahan",
        RegistrationKind::Passive => "didatangi petugas, atau diusulkan musyawarah desa/kelurahan",
    };
    Kind { word: kind.code(), meaning }.serialize(s)
}

/// Prints a receipt.
pub fn receipt(data: &Receipt, paper: Paper) -> Result<Pdf, DocumentError> {
    print(&TEMPLATE, data, paper, Promise::Read)
}
