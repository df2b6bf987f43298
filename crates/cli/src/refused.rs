//! Refusals of the command line itself.

use domain::refusals;

refusals! {
    /// The command does not fit what the workspace or the folder holds.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Refused {
        /// No prelist has been frozen.
        NoPrelist = "PRELIST_BELUM_ADA",
        /// No decree has been issued.
        NoDecree = "SK_BELUM_ADA",
        /// No hamlet with households was found.
        NoHamlet = "PADUKUHAN_TIDAK_DITEMUKAN",
        /// There is nothing to print yet.
        NothingToPrint = "TIDAK_ADA_YANG_DICETAK",
        /// The files have been imported before.
        Imported(summary: String) = "IMPOR_SUDAH_ADA",
        /// A file that is needed is not among those given.
        FileLacking(what: String) = "BERKAS_KURANG",
        /// There is no such kind of file.
        UnknownKind(kind: String) = "JENIS_BERKAS_TIDAK_DIKENAL",
        /// There is no such import.
        NoImport(import: String) = "IMPOR_TIDAK_ADA",
        /// There is no such edition.
        NoEdition(edition: String) = "EDISI_TIDAK_ADA",
        /// The files of an edition are not those that were signed.
        EditionDamaged {
            /// The edition.
            edition: String,
            /// What is wrong.
            what: String,
        } = "EDISI_RUSAK",
        /// The folder is there already.
        FolderTaken(folder: String) = "FOLDER_SUDAH_ADA",
        /// The household is on no programme list.
        NotListed(household: String) = "TIDAK_ADA_DALAM_DAFTAR",
        /// The registration has never been under review.
        NeverReviewed(registration: String) = "TIDAK_PERNAH_DITELAAH",
    }
}

#[cfg(test)]
mod tests {
    use domain::refusal::Told;

    #[test]
    fn refusals_of_the_command_line_of_sms_and_of_link_have_their_words_in_both_languages() {
        let own = [super::Refused::TOLD, sms::LineError::TOLD];
        let all: Vec<Told> = own.into_iter().chain(tables::TOLD).flatten().copied().collect();
        assert!(all.len() > 40, "{}", all.len());
        assert_eq!(words::wrong_texts(&all), Vec::<String>::new());
    }
}
