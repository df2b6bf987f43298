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
    }
}
