//! Refusals of the rules about accounts.

use domain::refusals;

refusals! {
    /// A rule about accounts said no.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AccountRefused {
        /// Name and password do not match, or the account is disabled. The answer does not say which.
        WrongPassword = "MASUK_SALAH",
        /// Too many wrong passwords.
        Locked = "MASUK_TERKUNCI",
        /// A user name has other characters than a–z, 0–9, dot and hyphen, or not 2 to 40 of them.
        BadName = "NAMA_PENGGUNA_SALAH",
        /// The user name is taken.
        NameTaken = "NAMA_PENGGUNA_DIPAKAI",
        /// The person's name is empty.
        NoPerson = "NAMA_ORANG_KOSONG",
        /// The password is shorter than [`super::PASSWORD_MIN`] characters.
        ShortPassword = "KATA_SANDI_PENDEK",
        /// The current password is wrong.
        WrongOldPassword = "KATA_SANDI_LAMA_SALAH",
        /// There is no such account.
        Unknown = "AKUN_TIDAK_ADA",
        /// Nobody switches their own account off, takes the keeping of accounts from it, or gives it a role.
        OwnAccount = "AKUN_SENDIRI",
        /// Two roles that one person may not hold.
        RolesApart {
            /// Code of one.
            role: &'static str,
            /// Code of the other.
            other: &'static str,
        } = "PERAN_BERTENTANGAN",
        /// The area is not in the area table.
        NoSuchArea = "WILAYAH_PERAN_TIDAK_ADA",
        /// The role is not given in so wide an area.
        AreaTooWide {
            /// Code of the role.
            role: &'static str,
        } = "WILAYAH_PERAN_TERLALU_LUAS",
        /// The last day of a role is not in the future.
        DayPast = "HARI_AKHIR_PERAN_LEWAT",
        /// The password that was given out is too old.
        OneTimeOver = "KATA_SANDI_SEKALI_HABIS",
        /// The new password is the old one.
        SamePassword = "KATA_SANDI_SAMA",
    }
}
