//! Why something about SMS was refused, and what to do next.

use domain::refusals;

refusals! {
    /// A rule about SMS said no.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum SmsRefused {
        /// The account or number has reached its daily limit of messages.
        DailyLimit(messages: i64) = "SMS_BATAS_HARIAN",
        /// The desa has no hamlet of that name.
        NoHamlet(hamlet: String) = "SMS_PADUKUHAN_TIDAK_DIKENAL",
        /// The code is not that of a desa.
        NoDesa(desa: String) = "SMS_BUKAN_KODE_DESA",
        /// The number was entered by a desa that is not the officer's.
        NumberElsewhere = "SMS_NOMOR_DESA_LAIN",
        /// No row of the meeting has a code yet: there is nothing to report.
        NothingCoded = "SMS_BELUM_ADA_KODE",
        /// This stage corrects signed minutes. Signing it tells the TKPKDesa what differs.
        Correcting(stage: i64) = "SMS_KOREKSI_BERJALAN",
        /// There is no message with this id.
        NoMessage(message: String) = "SMS_TIDAK_ADA",
        /// The message did not fail.
        NotFailed(message: String) = "SMS_TIDAK_GAGAL",
    }
}
