//! Who may do what, and where. Domain §1.2–1.3, §9.2; design D10.
//!
//! One table: [`Role::acts`]. Every use case asks it through [`Officer::may`]; a page asks
//! [`Officer::could`] only to decide whether to show a button. There is no second list.

use domain::area::{AreaCode, AreaLevel};
use domain::codes;
use domain::id::AccountId;
use domain::refusal::{Refusal, Told, Value};
use std::fmt;

codes! {
    /// What an account is. Domain §1.2; each organisation of R24 has its own.
    pub enum Role {
        /// Petugas Pendaftar, Kasi Pelayanan of the desa: the registration desk. R4.
        RegistrationOfficer = "petugas_pendaftar",
        /// Pekerja Sosial Masyarakat: passive registration and field verification. R6, R16.
        Psm = "psm",
        /// Tenaga Kesejahteraan Sosial Kecamatan: field verification and supervision. R16, R24.
        Tksk = "tksk",
        /// Dukuh: calls and chairs the hamlet meeting.
        HamletHead = "dukuh",
        /// Asisten fasilitator: checks column 08.
        AssistantFacilitator = "asisten_fasilitator",
        /// Fasilitator: leads the forum of the desa.
        Facilitator = "fasilitator",
        /// Petugas pendata: fills PBDK2016.RT.
        Enumerator = "pendata",
        /// TKPKDesa: hands out forms, receives reports.
        Tkpkdesa = "tkpkdesa",
        /// Kepala Desa or Lurah.
        VillageHead = "kades",
        /// Camat; the kecamatan is one of the organisations of R24.
        Camat = "camat",
        /// Bappeda: coordinates. R8, R24.
        Bappeda = "bappeda",
        /// Dinas Sosial: identification, verification, decree, delivery. R8, R24.
        SocialService = "dinsos",
        /// Dinas Dukcapil: answers for the civil registry. R24.
        Dukcapil = "dukcapil",
        /// Dinas Kominfo: accounts and hosting, no case data. R24.
        Kominfo = "kominfo",
        /// Bupati or Wali Kota: signs the decree. R18.
        RegionalHead = "kepala_daerah",
        /// Gubernur: receives legalised results.
        Governor = "gubernur",
        /// Pokja Pengelola Data Terpadu: editions and ranking.
        Pokja = "pokja",
        /// Kementerian or Lembaga that owns a programme. R22.
        Ministry = "kl",
        /// BPK, BPKP, Inspektorat: reads, and reads the log of reading.
        Auditor = "auditor",
    }
}

codes! {
    /// What a person can ask for. Each use case names exactly one.
    pub enum Act {
        /// Counts and progress without any person.
        SeeOverview = "lihat_ringkasan",
        /// Names, addresses and members of households, numbers masked.
        SeeHouseholds = "lihat_rumah_tangga",
        /// NIK and No. KK in full. Each reading is logged. Domain §9.2.
        ReadFullNik = "lihat_nik_lengkap",
        /// Health and disability answers. Each reading is logged. Domain §9.1.
        ReadSensitive = "lihat_jawaban_sensitif",
        /// A household's percentile and decile, never the score itself.
        SeeRanking = "lihat_peringkat",
        /// Registrations and their state.
        SeeRegistrations = "lihat_pendaftaran",
        /// Registers a household at the desk. R4–R5.
        RegisterActive = "daftar_aktif",
        /// Registers a household on a visit, or the households a Musdes named. R6–R7.
        RegisterPassive = "daftar_pasif",
        /// Brings office files in.
        Import = "impor",
        /// Takes an import back while nothing depends on it.
        UndoImport = "urungkan_impor",
        /// Reads import reports.
        SeeImports = "lihat_impor",
        /// Runs identification over the registrations. R9–R15.
        Identify = "identifikasi",
        /// Reads the queue of doubtful matches.
        SeeReview = "lihat_telaah",
        /// Decides a doubtful match, with a reason.
        DecideReview = "putuskan_telaah",
        /// Settles what two reviewers see differently, and takes back another's decision: kabupaten only.
        SettleReview = "tengahi_telaah",
        /// Reads how well reviewers and kernel agree.
        SeeReviewQuality = "lihat_mutu_telaah",
        /// Answers for the civil registry. R10.
        AnswerSiak = "jawab_siak",
        /// Opens and closes rounds. Design D17.
        ManageRound = "kelola_putaran",
        /// Reads what a newer extract of the civil registry says of the people of a desa, and deals with it.
        FollowCivil = "tindak_lanjut_siak",
        /// Says in which of two households a person lives. Domain §5.4.
        SettlePerson = "putuskan_orang_ganda",
        /// Reads the prelist.
        SeePrelist = "lihat_prelist",
        /// Freezes the prelist.
        FreezePrelist = "bekukan_prelist",
        /// Reads hamlet meetings: counts and verdicts.
        SeeMeetings = "lihat_musyawarah",
        /// Reads what a hamlet said of each household: column 06, FKP.02, the minutes. Domain §1.3.
        ReadMinutes = "baca_berita_acara",
        /// Reads which households are to be enumerated, without the code. R73, domain §1.3.
        ReadVisitList = "baca_daftar_didata",
        /// Writes codes and proposals of a hamlet meeting, until its minutes.
        RecordMeeting = "isi_musyawarah",
        /// Marks column 08.
        CheckMeetingRow = "periksa_baris_musyawarah",
        /// Signs the minutes.
        SignMinutes = "tanda_tangan_ba",
        /// Issues the form sets of a hamlet meeting. R59.
        IssueForms = "terbitkan_formulir",
        /// Shows the code that lets a device into a meeting.
        AdmitDevice = "terima_perangkat",
        /// Shows the list of names and RT to the hamlet before the minutes are signed. F15.
        ShowPublicList = "tampilkan_daftar_umum",
        /// Keeps the telephone numbers, reads what went out and came in by SMS. Each reading is logged. R68.
        KeepSms = "urus_sms",
        /// Reads the state of questionnaires.
        SeeQuestionnaires = "lihat_kuesioner",
        /// Fills a questionnaire.
        RecordQuestionnaire = "isi_kuesioner",
        /// Approves a verified household. Never one's own work. Domain §1.3.
        ApproveVerification = "setujui_verifikasi",
        /// Reads decrees.
        SeeDecree = "lihat_sk",
        /// Prepares a decree.
        DraftDecree = "siapkan_sk",
        /// Signs a decree. Never one's own draft. Domain §1.3.
        SignDecree = "tanda_tangan_sk",
        /// Hands what a decree is over to the centre. R19.
        Deliver = "kirim_ke_pusat",
        /// Makes the next edition.
        MakeEdition = "buat_edisi",
        /// Ranks an edition. R21.
        Rank = "peringkatkan",
        /// Reads programme lists.
        SeeProgrammes = "lihat_program",
        /// Draws a programme list. R22.
        DrawProgramme = "tetapkan_program",
        /// Takes lists out as files.
        Export = "ekspor",
        /// Reads who read what, and the event log.
        ReadAudit = "lihat_audit",
        /// Accounts, roles, sessions.
        ManageAccounts = "kelola_akun",
    }
}

impl Role {
    /// The table of acts. Domain §1.3.
    #[must_use]
    pub fn acts(self) -> &'static [Act] {
        use Act::*;
        match self {
            Self::RegistrationOfficer => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                SeeRegistrations,
                RegisterActive,
                RegisterPassive,
                FollowCivil,
                SeeImports,
                SeePrelist,
                SeeMeetings,
                SeeDecree,
                SeeProgrammes,
            ],
            Self::Psm => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                SeeRegistrations,
                RegisterPassive,
                FollowCivil,
                SeePrelist,
                SeeMeetings,
                SeeQuestionnaires,
                RecordQuestionnaire,
                SeeDecree,
                SeeProgrammes,
            ],
            Self::Tksk => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                ReadSensitive,
                SeeRegistrations,
                SeePrelist,
                SeeMeetings,
                SeeQuestionnaires,
                RecordQuestionnaire,
                ApproveVerification,
                SeeDecree,
                SeeProgrammes,
            ],
            Self::HamletHead => &[
                SeeOverview,
                SeeMeetings,
                ReadMinutes,
                RecordMeeting,
                SignMinutes,
                AdmitDevice,
                ShowPublicList,
                SeeDecree,
            ],
            Self::AssistantFacilitator => {
                &[SeeOverview, SeeMeetings, ReadMinutes, CheckMeetingRow, SignMinutes, ShowPublicList, SeeDecree]
            }
            Self::Facilitator => &[
                SeeOverview,
                SeeMeetings,
                ReadMinutes,
                RecordMeeting,
                SignMinutes,
                AdmitDevice,
                ShowPublicList,
                SeeDecree,
            ],
            Self::Enumerator => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                SeePrelist,
                SeeMeetings,
                ReadVisitList,
                SeeQuestionnaires,
                RecordQuestionnaire,
                SeeDecree,
            ],
            Self::Tkpkdesa => &[
                SeeOverview,
                SeeHouseholds,
                SeeRegistrations,
                SeePrelist,
                SeeMeetings,
                ReadMinutes,
                IssueForms,
                AdmitDevice,
                ShowPublicList,
                KeepSms,
                SeeQuestionnaires,
                SeeDecree,
                SeeProgrammes,
            ],
            Self::VillageHead | Self::Camat => &[
                SeeOverview,
                SeeHouseholds,
                SeeRegistrations,
                SeePrelist,
                SeeMeetings,
                SeeQuestionnaires,
                SeeDecree,
                SeeProgrammes,
            ],
            Self::Bappeda => &[SeeOverview, SeeMeetings, SeeQuestionnaires, SeeImports, SeeDecree],
            Self::SocialService => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                ReadSensitive,
                SeeRanking,
                SeeRegistrations,
                Import,
                UndoImport,
                SeeImports,
                Identify,
                SeeReview,
                DecideReview,
                SettleReview,
                SeeReviewQuality,
                ManageRound,
                FollowCivil,
                SettlePerson,
                SeePrelist,
                FreezePrelist,
                SeeMeetings,
                ReadMinutes,
                IssueForms,
                AdmitDevice,
                ShowPublicList,
                KeepSms,
                SeeQuestionnaires,
                ApproveVerification,
                SeeDecree,
                DraftDecree,
                Deliver,
                SeeProgrammes,
                Export,
                ReadAudit,
            ],
            Self::Dukcapil => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                SeeReview,
                AnswerSiak,
                FollowCivil,
                SeeImports,
                SeePrelist,
                SeeDecree,
            ],
            Self::Kominfo => &[ManageAccounts],
            Self::RegionalHead => {
                &[SeeOverview, SeeHouseholds, SeeRegistrations, SeePrelist, SeeDecree, SignDecree, SeeProgrammes]
            }
            Self::Governor => &[SeeOverview, SeeDecree],
            Self::Pokja => &[
                SeeOverview,
                SeeHouseholds,
                ReadFullNik,
                ReadSensitive,
                SeeRanking,
                SeeRegistrations,
                SeeImports,
                SeeReviewQuality,
                SeePrelist,
                SeeMeetings,
                ReadMinutes,
                SeeQuestionnaires,
                SeeDecree,
                MakeEdition,
                Rank,
                SeeProgrammes,
                Export,
                ReadAudit,
            ],
            Self::Ministry => &[SeeOverview, SeeDecree, SeeProgrammes, DrawProgramme],
            Self::Auditor => &[
                SeeOverview,
                SeeHouseholds,
                SeeRegistrations,
                SeeImports,
                SeeReview,
                SeeReviewQuality,
                SeePrelist,
                SeeMeetings,
                ReadMinutes,
                SeeQuestionnaires,
                SeeDecree,
                SeeProgrammes,
                ReadAudit,
            ],
        }
    }

    /// Whether the table holds the act for this role.
    #[must_use]
    pub fn allows(self, act: Act) -> bool {
        self.acts().contains(&act)
    }
}

/// Acts that are not for one person: who does the one does not do the other. Domain §1.3.
const APART: [(Act, Act); 3] = [
    (Act::RegisterActive, Act::ApproveVerification),
    (Act::RegisterPassive, Act::ApproveVerification),
    (Act::DraftDecree, Act::SignDecree),
];

impl Role {
    /// Whether one account may not hold both: who registers does not approve, who prepares a decree does not sign
    /// it, who keeps the accounts holds no role of the cases, who audits does nothing else.
    #[must_use]
    pub fn excludes(self, other: Self) -> bool {
        let alone = |role: Self| matches!(role, Self::Kominfo | Self::Auditor);
        let apart = |a: Self, b: Self| APART.iter().any(|(one, two)| a.allows(*one) && b.allows(*two));
        self != other && (alone(self) || alone(other) || apart(self, other) || apart(other, self))
    }

    /// The widest area a role is given in. Domain §1.2.
    #[must_use]
    pub fn widest(self) -> Option<AreaLevel> {
        match self {
            Self::HamletHead
            | Self::AssistantFacilitator
            | Self::RegistrationOfficer
            | Self::Tkpkdesa
            | Self::VillageHead => Some(AreaLevel::Desa),
            Self::Psm | Self::Tksk | Self::Facilitator | Self::Enumerator | Self::Camat => Some(AreaLevel::Kecamatan),
            Self::Bappeda | Self::SocialService | Self::Dukcapil | Self::Kominfo | Self::RegionalHead => {
                Some(AreaLevel::Kabupaten)
            }
            Self::Governor => Some(AreaLevel::Provinsi),
            Self::Pokja | Self::Ministry | Self::Auditor => None,
        }
    }
}

/// Where a role holds: the whole nation, an area, or one hamlet of a desa. Domain §1.1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    National,
    /// An area and all that lies in it.
    Area(AreaCode),
    /// One padukuhan, by its local code, in its desa.
    Hamlet(AreaCode, String),
}

impl Scope {
    /// Reads `nasional`, an area code, or a hamlet code such as `34.03.01.2001.05`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "nasional" {
            return Some(Self::National);
        }
        if let Ok(code) = AreaCode::parse(text) {
            return Some(Self::Area(code));
        }
        let (desa, _) = text.rsplit_once('.')?;
        let desa = AreaCode::parse(desa).ok()?;
        (desa.level() == AreaLevel::Desa).then(|| Self::Hamlet(desa, text.to_owned()))
    }

    /// Whether the place lies in this scope.
    #[must_use]
    pub fn covers(&self, place: &Where) -> bool {
        match self {
            Self::National => true,
            Self::Area(area) => area.contains(&place.area),
            Self::Hamlet(desa, hamlet) => *desa == place.area && place.hamlet.as_ref() == Some(hamlet),
        }
    }

    /// The area to begin a list with; `None` for the nation.
    #[must_use]
    pub fn area(&self) -> Option<AreaCode> {
        match self {
            Self::National => None,
            Self::Area(area) | Self::Hamlet(area, _) => Some(*area),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.write_str("nasional"),
            Self::Area(area) => f.write_str(&area.dotted()),
            Self::Hamlet(_, code) => f.write_str(code),
        }
    }
}

/// A place an act is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The area.
    pub area: AreaCode,
    /// The hamlet's local code, when the act is about one hamlet.
    pub hamlet: Option<String>,
}

impl From<AreaCode> for Where {
    fn from(area: AreaCode) -> Self {
        Self { area, hamlet: None }
    }
}
impl From<&AreaCode> for Where {
    fn from(area: &AreaCode) -> Self {
        Self { area: *area, hamlet: None }
    }
}

/// A role with the scope it holds in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleBinding {
    /// The role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// Somebody who asks for something: an account with its bound roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The account; it stands in every event and access-log entry.
    pub id: AccountId,
    /// The person's name as shown on pages and documents.
    pub name: String,
    roles: Vec<RoleBinding>,
    is_operator: bool,
    must_change_password: bool,
}

/// The table said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Who asked.
    pub account: AccountId,
    /// For what.
    pub act: Act,
    /// The place, as a dotted code.
    pub place: String,
    /// The roles that could, so that the page can say whom to ask.
    pub roles: Vec<Role>,
}

impl Denied {
    /// The stable code and the arguments of its text.
    pub const TOLD: Told =
        Told { code: "AKSES_DITOLAK", args: &["account", "act", "place"], from: env!("CARGO_PKG_NAME") };
    /// The stable code.
    pub const CODE: &'static str = Self::TOLD.code;
}

impl Refusal for Denied {
    fn code(&self) -> &'static str {
        Self::CODE
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        let word = |word: &dyn fmt::Display| Value::Word(word.to_string());
        vec![("account", word(&self.account)), ("act", word(&self.act)), ("place", word(&self.place))]
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        domain::refusal::written(self, f)
    }
}

impl std::error::Error for Denied {}

/// How a NIK or No. KK is shown. Domain §1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NikView {
    /// All digits, and the reading is logged.
    Full,
    /// Only the last four.
    Masked,
    /// Nothing at all: the public, and everybody of the hamlet meeting.
    Hidden,
}

impl Officer {
    /// An account with its roles.
    #[must_use]
    pub fn new(id: AccountId, name: impl Into<String>, mut roles: Vec<RoleBinding>) -> Self {
        roles.sort();
        roles.dedup();
        Self { id, name: name.into(), roles, is_operator: false, must_change_password: false }
    }

    /// The one who runs the binary on the workspace's own machine: the files are already theirs.
    /// Never reachable by login; events carry the id `operator`.
    #[must_use]
    pub fn operator() -> Self {
        Self {
            id: AccountId::new("operator"),
            name: "Operator".to_owned(),
            roles: Vec::new(),
            is_operator: true,
            must_change_password: false,
        }
    }

    /// Who asked for a job, while it is worked off: what it does was allowed when it was asked for, and
    /// stands under their name.
    #[must_use]
    pub fn who_asked(account: &str) -> Self {
        Self { id: AccountId::new(account), ..Self::operator() }
    }

    /// The same officer, who came in with a password that somebody else gave out.
    #[must_use]
    pub fn with_password_to_change(mut self) -> Self {
        self.must_change_password = true;
        self
    }

    /// Whether the first thing to do is to choose a password of one's own.
    #[must_use]
    pub fn must_change_password(&self) -> bool {
        self.must_change_password
    }

    /// Whether it is the one who runs the binary, not an account.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.is_operator
    }

    /// The bound roles, sorted.
    #[must_use]
    pub fn roles(&self) -> &[RoleBinding] {
        &self.roles
    }

    /// Whether one of the roles allows the act in that place.
    #[must_use]
    pub fn could(&self, act: Act, place: impl Into<Where>) -> bool {
        let place = place.into();
        self.is_operator || self.roles.iter().any(|b| b.role.allows(act) && b.scope.covers(&place))
    }

    /// Whether one of the roles allows the act anywhere: for showing a menu entry.
    #[must_use]
    pub fn could_somewhere(&self, act: Act) -> bool {
        self.is_operator || self.roles.iter().any(|b| b.role.allows(act))
    }

    /// Whether one of the roles allows the act in a whole kabupaten or beyond: for showing a menu entry of an act
    /// that no smaller area has.
    #[must_use]
    pub fn could_widely(&self, act: Act) -> bool {
        let is_wide = |scope: &Scope| match scope {
            Scope::National => true,
            Scope::Area(area) => matches!(area.level(), AreaLevel::Provinsi | AreaLevel::Kabupaten),
            Scope::Hamlet(..) => false,
        };
        self.is_operator || self.roles.iter().any(|b| b.role.allows(act) && is_wide(&b.scope))
    }

    /// Asks for the act. The denial is traced here; [`crate::account::log_denial`] keeps it in the access log.
    pub fn may(&self, act: Act, place: impl Into<Where>) -> Result<(), Denied> {
        let place = place.into();
        if self.could(act, place.clone()) {
            return Ok(());
        }
        tracing::warn!(account = %self.id, act = act.code(), area = %place.area, "denied");
        Err(Denied {
            account: self.id.clone(),
            act,
            place: place.hamlet.unwrap_or_else(|| place.area.dotted()),
            roles: Role::ALL.iter().copied().filter(|r| r.allows(act)).collect(),
        })
    }

    /// Whose hand moves a case: the account and the role that allows the act. Design D16.
    #[must_use]
    pub fn hand(&self, act: Act, at_ms: i64) -> store::case::Hand<'_> {
        let role = self.roles.iter().find(|b| b.role.allows(act)).map_or("", |b| b.role.code());
        store::case::Hand { actor: self.id.as_str(), role, at_ms }
    }

    /// The scopes in which an act is allowed, widest first; lists show their union.
    #[must_use]
    pub fn scopes(&self, act: Act) -> Vec<Scope> {
        if self.is_operator {
            return vec![Scope::National];
        }
        let mut scopes: Vec<Scope> =
            self.roles.iter().filter(|b| b.role.allows(act)).map(|b| b.scope.clone()).collect();
        scopes.sort();
        scopes.dedup();
        scopes
    }

    /// How this officer sees numbers of the state in that place. Domain §1.3, §9.2.
    #[must_use]
    pub fn nik_view(&self, place: impl Into<Where>) -> NikView {
        let place = place.into();
        if self.could(Act::ReadFullNik, place.clone()) {
            NikView::Full
        } else if self.could(Act::SeeHouseholds, place) {
            NikView::Masked
        } else {
            NikView::Hidden
        }
    }
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
