# Refusals in English
# A key is refused-CODE; .repair says how to go on. Arguments are those of the code.

## registrations

refused-IDENTITAS_TIDAK_DITUNJUKKAN = An active registration needs a KTP, a KK or another identity card.
    .repair = Save a draft, refer the person to Dukcapil, or ask a PSM to visit
refused-PERNYATAAN_IDENTITAS_KOSONG = Without an identity paper, a passive registration needs a photo or a witness statement.
    .repair = Add the photo or the statement, then send again
refused-NAMA_ANGGOTA_KOSONG = A registration needs at least one member, and every member a name.
    .repair = Fill in the name of every member, then send again
refused-PERSETUJUAN_TIDAK_ADA = The consent of the person represented is not recorded.
    .repair = Record the consent and its day, then send again
refused-PETUGAS_KOSONG = The officer who registers is not named.
    .repair = Fill in the officer's name, then send again

## prelist

refused-PRELIST_PENDAFTARAN_GANDA = Registration { $registration } is on the prelist already.
    .repair = Decide the case again at the review desk
refused-PRELIST_RUTA_GANDA = Household { $household } is on the prelist already, by another registration.
    .repair = Decide the case again at the review desk
refused-PRELIST_KATEGORI_TIDAK_SESUAI = Category and household of registration { $registration } do not agree.
    .repair = Decide the case again at the review desk

## visits

refused-PENDATA_PADUKUHAN_LAIN = The enumerator must live in this hamlet.
    .repair = Choose an enumerator of this hamlet
refused-PEKERJAAN_SENDIRI = Who registered or visited a household may not approve its verification.
    .repair = Ask another officer to approve it

## the decree

refused-SK_SENDIRI = Who prepared the decree may not sign it.
    .repair = Ask another official to sign
refused-SK_KOSONG = No household is ready for a decree.
    .repair = Finish the verification first
refused-SK_BARIS_BELUM_SIAP =
    { $open ->
        [one] One household is neither verified nor closed: { $first }.
       *[other] { $open } households are neither verified nor closed; the first is { $first }.
    }
    .repair = Finish their verification, or close them with a reason
refused-SIAK_TIDAK_DIPERIKSA =
    { $persons ->
        [one] One person was not checked with the civil registry.
       *[other] { $persons } persons were not checked with the civil registry.
    }
    .repair = Ask the registry again, or name an officer who waives it
refused-PENGECUALIAN_TANPA_ALASAN = A waiver needs a reason.
    .repair = Write the reason
refused-LAMPIRAN_BERBEDA = The signature is over another annex.
    .repair = Sign the present annex
refused-LAMPIRAN_BERUBAH = The annex has changed since it was signed: { $signed } became { $now }.
    .repair = Send the annex that was signed, or issue a new decree

## the review desk

refused-TANDA_TANGAN_SK_RUSAK = The signature of decree { $decree } does not fit its annex.
    .repair = Check the key folder; restore it from the backup if needed
refused-BUKAN_TELAAH = Registration { $registration } is not under review.
    .repair = Go on with the next case
refused-PENDAFTARAN_TIDAK_ADA = There is no registration { $registration }.
    .repair = Check the number
refused-TELAAH_SUDAH_DIPUTUS = { $by } has decided this case as { $verdict }. Your decision was not kept.
    .repair = Go on with the next case
refused-TELAAH_BERUBAH = { $by } acted on this case after your page was opened. Your decision was not kept.
    .repair = Reload the case, read what is new, then decide
refused-TELAAH_DIPEGANG = { $by } has this case open.
    .repair = Take the next case; this one returns to the queue if it is not decided
refused-TELAAH_TANPA_ALASAN = The decision goes against the evidence and needs a reason. { $overruled }.
    .repair = Choose a ground or write the reason
refused-USULAN_SENDIRI = The proposal for this case is your own.
    .repair = A second officer agrees or differs
refused-PERLU_PENENGAH = Two officers disagree about this case.
    .repair = Leave it to a reviewer of the kabupaten who has not decided yet
refused-RUTA_TIDAK_ADA = There is no household { $household } in the register.
    .repair = Check the household's id, or choose a candidate
refused-GANDA_DENGAN_DIRI = A registration cannot join itself.
    .repair = Choose the number of the household's first registration
refused-GANDA_BERANTAI = { $registration } has joined another registration, or others have joined this one.
    .repair = Choose the number of the household's first registration
refused-TIDAK_ADA_USULAN = Nobody has proposed anything for this case.
    .repair = Choose a decision of your own
refused-TIDAK_ADA_KEPUTUSAN = There is no decision to take back.
    .repair = Read the history of the case
refused-KEPUTUSAN_ORANG_LAIN = The decision was made by { $by }.
    .repair = Ask them or a reviewer of the kabupaten to take it back
refused-KEPUTUSAN_TERKUNCI = The prelist of the area has been frozen since the decision.
    .repair = Correct it by the field visit; the decision cannot be taken back
refused-PUTUSAN_TERLALU_SEDIKIT = Only { $decided } cases are decided. Weights are learnt from at least { $needed }: with fewer, one wrong decision weighs too much.
    .repair = Decide more cases at the review desk, then learn again
refused-BOBOT_BELUM_ADA = No weights have been learnt yet: identification has not run, or ran with an older version.
    .repair = Run the identification of the batch (`mutakhir identify`) first
refused-KATEGORI_DAN_RUTA = A new household has no register id; a known one has exactly one.
    .repair = Choose the household for a known one; leave it empty for a new one

## SMS

refused-SMS_BATAS_HARIAN = { $messages } messages were sent today: the daily limit is reached.
    .repair = Wait until tomorrow, or ask the kabupaten to raise sms_daily_limit
refused-SMS_PADUKUHAN_TIDAK_DIKENAL = The desa has no hamlet { $hamlet }.
    .repair = Use the name of the hamlet as in the area table
refused-SMS_BUKAN_KODE_DESA = `{ $desa }` is not the code of a desa.
    .repair = Write the ten digits of the desa, for example 34.03.01.2001
refused-SMS_NOMOR_DESA_LAIN = The number was entered for another desa.
    .repair = Ask the TKPKDesa of that desa to remove it, or the social service to move it
refused-SMS_BELUM_ADA_KODE = No row of the meeting has a code yet.
    .repair = Code the rows and send the entries to the server, then send the report
refused-SMS_KOREKSI_BERJALAN = Stage { $stage } corrects minutes that are signed.
    .repair = It need not be sent: the difference is told when the correction is signed
refused-SMS_TIDAK_ADA = There is no message { $message }.
    .repair = See the list of messages on the SMS page, or `mutakhir sms list`
refused-SMS_TIDAK_GAGAL = Message { $message } did not fail.
    .repair = Only a message that failed is sent again
refused-SMS_PUSAT_TIDAK_TERJANGKAU = The SMS centre cannot be reached: { $reason }.
    .repair = Check the centre's address in the settings, and the connection
refused-SMS_PUSAT_MENOLAK = The SMS centre refuses the account: { $reason }.
    .repair = Check the centre's user name and password in the settings
refused-SMS_ALAMAT_TERPAKAI = The address { $address } for receiving SMS is taken.
    .repair = Choose another address in the setting sms_listen

## accounts

refused-AKSES_DITOLAK = Account { $account } may not do this ({ $act }) in { $place }.
    .repair = Ask an officer who may, in that area
refused-MASUK_SALAH = User name and password do not match.
    .repair = Check the user name and the password
refused-MASUK_TERKUNCI = Too many attempts to log in.
    .repair = Wait 15 minutes, then try again
refused-NAMA_PENGGUNA_SALAH = This user name cannot be used.
    .repair = Use 2 to 40 lower-case letters, digits, dots or hyphens
refused-NAMA_PENGGUNA_DIPAKAI = The user name is taken.
    .repair = Choose another user name
refused-NAMA_ORANG_KOSONG = The person's name is empty.
    .repair = Fill in the name of the person who uses the account
refused-KATA_SANDI_PENDEK = The password is too short.
    .repair = Use at least 10 characters
refused-KATA_SANDI_LAMA_SALAH = The current password does not match.
    .repair = Type the current password again
refused-AKUN_SENDIRI = This is your own account.
    .repair = Ask another keeper of accounts to do it
refused-PERAN_BERTENTANGAN = One person may not hold the roles { $role } and { $other }.
    .repair = Give the role to somebody else, or take the earlier one away first
refused-WILAYAH_PERAN_TIDAK_ADA = The area is not in the area table.
    .repair = Choose an area from the list
refused-WILAYAH_PERAN_TERLALU_LUAS = The role { $role } is not given in so wide an area.
    .repair = Choose a smaller area
refused-HARI_AKHIR_PERAN_LEWAT = The last day of the role is past.
    .repair = Enter today or a later day
refused-KATA_SANDI_SEKALI_HABIS = The one-time password is more than seven days old.
    .repair = Ask a keeper of accounts to reset the password
refused-KATA_SANDI_SAMA = The new password is the old one.
    .repair = Choose another password
refused-AKUN_TIDAK_ADA = There is no such account.
    .repair = Check the user name

## files

refused-BERKAS_TIDAK_ADA = { $file }: there is no such file.
    .repair = Check the name and the place of the file
refused-BERKAS_TIDAK_TERBACA = { $file }: the file cannot be read: { $reason }.
    .repair = Check the right to read it and the state of the disk
refused-BERKAS_KOSONG = { $file }: the file is empty.
    .repair = Ask the sender for the file again
refused-BUKAN_TABEL = { $file }: not a table that can be read ({ $found }).
    .repair = Save it again as Excel Workbook (.xlsx) or CSV UTF-8
refused-LEMBAR_KERJA_RUSAK = { $file }: the workbook is damaged or cut off: { $reason }.
    .repair = Copy the file again from its source, or open it in Excel and save it again
refused-ISI_TERLALU_BESAR = { $file }: the compressed contents are too large ({ $reason }).
    .repair = Do not use this file; ask its sender for another
refused-BARIS_TERLALU_PANJANG = { $file }: line { $line } is longer than { $limit } bytes.
    .repair = Make sure that the file is CSV with one line for each record
refused-DATA_BINER = { $file }: binary data at byte { $offset }.
    .repair = Make sure that the file is CSV; export it again from its source
refused-PENGODEAN_TIDAK_DIKENAL = { $file }: unknown character encoding at byte { $offset }.
    .repair = Save it again as CSV UTF-8
refused-JUDUL_TIDAK_DITEMUKAN = { $file }: no header was found; missing: { $missing }.
    .repair = Check that it is the right file; if its heads are others, write its layout (docs/how-to/add-a-layout-profile.md) and use --layout
refused-TATA_LETAK_MERAGUKAN = { $file }: some columns must be settled first; nothing was written. { $questions }.
    .repair = Run `mutakhir import layout FILE --out layout.toml`, correct it, then repeat with `--layout layout.toml`
refused-TATA_LETAK_TIDAK_SAH = { $file }: the layout cannot be used: { $reason }.
    .repair = Make it again with `mutakhir import layout FILE --out layout.toml`
refused-DUA_JUDUL = { $file }: two headers in rows { $first } and { $second }: { $reason }.
    .repair = Put the two tables into two files, or remove the column that is named twice
refused-LEMBAR_TIDAK_DIKENAL = { $file }: no sheet holds the table; the sheets are: { $sheets }.
    .repair = Put the table on one sheet with its header above
refused-DESA_BUKU_TIDAK_DIKENAL = { $file }: the desa of the book cannot be determined.
    .repair = Name the file after the ten digits of the desa, for example 3403012001.xlsx
refused-JUMLAH_KOLOM_BEDA = { $file }: line { $line } has { $found } columns, the header { $expected }.
    .repair = Correct the line: quote a value that holds the separator
refused-TANDA_KUTIP_RUSAK = { $file }: the quotation mark in line { $line } is not closed.
    .repair = Close it; a quotation mark inside a quoted value is written twice ("")
refused-KOLOM_TIDAK_ADA = { $file }: there is no column `{ $column }`; the columns are: { $columns }; the nearest: { $nearest }.
    .repair = Correct the name in the specification, or choose another column
refused-KOLOM_KEMBAR = { $file }: column `{ $column }` is there twice, as number { $first } and { $second }.
    .repair = Give one of them another name
refused-TIDAK_ADA_BARIS = { $file }: there is a header and not one row below it.
    .repair = Check how the file was exported, then try again
refused-PARQUET_RUSAK = { $file }: the Parquet file cannot be read: { $reason }.
    .repair = Copy the file again from its source, or write it again with zstd compression
refused-KOLOM_BERSUSUN = { $file }: column `{ $column }` holds { $kind }, not text, numbers or dates.
    .repair = Write the column as text, or do not use it
refused-ID_KEMBAR = { $file }: lines { $first } and { $second } have the same id in column `{ $column }`.
    .repair = Every row needs its own id; choose another id column or remove one of the rows
refused-ID_KOSONG = { $file }: line { $line } has no id in column `{ $column }`.
    .repair = Fill in the id, or choose another id column
refused-BERKAS_BERUBAH = { $file }: the file changed while it was being read.
    .repair = Try again once the file is written completely
refused-PAKET_TIDAK_LENGKAP = { $dir }: a file that is needed is not there: { $missing }.
    .repair = Put the file into the folder, then try again

## editions

refused-EDISI_BERUBAH = `{ $file }` differs from what was signed.
    .repair = Ask for a whole copy of the edition, or use another folder
refused-EDISI_KURANG_BERKAS = `{ $file }` is not there.
    .repair = Ask for a whole copy of the edition
refused-EDISI_BERKAS_ASING = `{ $file }` is not part of the edition.
    .repair = Move the file out of the edition's folder
refused-EDISI_TIDAK_TERBACA = `{ $file }` cannot be read: { $what }.
    .repair = Ask for a whole copy of the edition
refused-EDISI_TANDA_TANGAN = The signature of `{ $file }` is not valid.
    .repair = Check the publisher's key, and ask for a whole copy of the edition
refused-EDISI_SUDAH_ADA = Folder `{ $folder }` holds another edition; an edition is never overwritten.
    .repair = Choose a new folder
refused-EDISI_RUTA_GANDA = Household `{ $id }` appears twice.
    .repair = Merge it before the edition is written
refused-EDISI_PERINGKAT_ASING = The ranking names `{ $id }`, which is not in the edition.
    .repair = Rank this edition again
refused-EDISI_GANGGUAN = `{ $file }`: { $what }; the edition is not published.
    .repair = Mend it, then give the same command again
refused-EDISI_DASAR_BELUM_ADA = The base edition has not been made.
    .repair = Make the base edition from the BDT first

## models, surveys and programmes

refused-MODEL_BELUM_ADA = No model has been published.
    .repair = Import the survey file first
refused-MODEL_TIDAK_TERBACA = The model file cannot be read: { $what }.
    .repair = Use a file written by `mutakhir model fit`
refused-MODEL_TIDAK_SAH = The model file is not valid at `{ $place }`: { $what }.
    .repair = Use a file written by `mutakhir model fit`
refused-SURVEI_TERLALU_KECIL = The survey has only { $rows } rows; at least { $needed } are needed.
    .repair = Add to the sample, or join several years
refused-DATA_TAKSIRAN_TIDAK_SAH = The data of the estimation are not valid: { $what }.
    .repair = Check the survey file
refused-BARIS_SURVEI_TIDAK_SAH = Survey row `{ $id }`: { $what }.
    .repair = Correct the row or leave it out
refused-TAKSIRAN_TIDAK_TERHINGGA = The estimate of `{ $variable }` is not finite.
    .repair = Check what the survey holds
refused-PROGRAM_TIDAK_TERBACA = The programme file cannot be read: { $what }.
    .repair = Compare it with the example programmes/pkh.toml
refused-PROGRAM_KOLOM_SALAH = `{ $field }`: { $what }.
    .repair = Correct the programme file: { $repair }
refused-ATURAN_TIDAK_TERBACA = Clause `{ $clause }`: { $error }.
    .repair = Correct the programme file

## the workspace

refused-BASIS_DATA_LEBIH_BARU = The database has schema version { $found }; this program knows versions up to { $known }.
    .repair = Install the same or a newer version of the program, then try again
refused-MIGRASI_ASING = Schema version { $version } ({ $name }) in the database is not the one this program carries.
    .repair = Restore a backup, or use the program that made this database
refused-KUNCI_HILANG = Key file { $path } is missing.
    .repair = Restore the key folder from a backup; without the key, NIK and sensitive data cannot be read
refused-KUNCI_RUSAK = Key file { $path } is damaged: { $why }.
    .repair = Restore the key file from a backup
refused-KUNCI_SALAH = Key file { $path } does not belong to this database.
    .repair = Use the key file of this workspace
refused-RUANG_KERJA_SUDAH_ADA = The database for { $path } holds a workspace already.
    .repair = Restore into an empty folder and an empty database
refused-RUANG_KERJA_BELUM_ADA = There is no workspace in { $path }.
    .repair = Run `mutakhir init DIR` or `mutakhir run PACK --dir DIR`
refused-RUANG_KERJA_DIPAKAI = Another process works in { $path }.
    .repair = Wait until it has finished, then try again
refused-SUDAH_ADA = Data with this key are recorded already ({ $table }: { $rule }).
    .repair = Check the earlier data
refused-MASIH_DIRUJUK = Other data refer to this, or what it refers to is missing ({ $table }: { $rule }).
    .repair = Remove or complete the data that refer to it first
refused-NILAI_DITOLAK = A value is not among those allowed ({ $table }: { $rule }).
    .repair = Check the value
refused-DATA_RUSAK = Stored data are damaged: table { $table }, row { $key } ({ $what }).
    .repair = Run `mutakhir audit verify`, then restore a backup
refused-DIUBAH_PIHAK_LAIN = Somebody else changed this at the same time.
    .repair = Reload the page, then do it again
refused-GALAT_PROGRAM = There is an error in the program: { $what }.
    .repair = Report it to the developers
refused-GALAT_BASIS_DATA = The database failed: { $what }.
    .repair = Check the database and the connection, then give the same command again
refused-GALAT_BERKAS = { $path }: { $source }.
    .repair = Check the free space and the rights of the folder, then give the same command again
refused-GALAT = Failure: { $what }.
    .repair = Give the same command again; if it still fails, report it
refused-WILAYAH_BELUM_DIIMPOR = No area table has been imported yet.
    .repair = Import the area table first
refused-WILAYAH_TIDAK_DIKENAL = The area table does not know { $area }.
    .repair = Write the code of a desa, kecamatan or kabupaten as in the area table, for example 34.03.01.2001
refused-KABUPATEN_TIDAK_TUNGGAL = The area table does not hold exactly one kabupaten.
    .repair = Give an area table with exactly one kabupaten or kota
refused-IMPOR_TIDAK_ADA = There is no import { $import }.
    .repair = See `mutakhir import list`
refused-IMPOR_SUDAH_DIPAKAI = Step { $step } rests on import { $import }.
    .repair = Undo the step that uses it first, or start in a new workspace
refused-IMPOR_DIRUJUK = Other data refer to what import { $import } brought.
    .repair = Remove the data that refer to it first
refused-IMPOR_SUDAH_ADA = These files have been imported: { $summary }.
    .repair = See `mutakhir import list`; it need not be imported again
refused-JENIS_IMPOR_TIDAK_DIKENAL = What the file holds was not chosen.
    .repair = Choose what the file holds
refused-BERKAS_BELUM_DIPILIH = No file was chosen, or it is empty.
    .repair = Choose the file to import
refused-PEKERJAAN_DILEPAS = The job was begun { $attempts } times, and each time the program ended in the middle.
    .repair = Check the file (size, contents), split it into several files, and upload it again
refused-PEKERJAAN_DIHENTIKAN = The job was stopped on request.
    .repair = Ask for it again if needed; what is done is skipped
refused-PRELIST_BELUM_ADA = No prelist has been frozen.
    .repair = Run `mutakhir prelist freeze` first
refused-SK_BELUM_ADA = No decree has been issued.
    .repair = Prepare a decree on the page Decrees, or with `mutakhir decree prepare`

## documents

refused-DOKUMEN_TEMPLAT = Document { $template } cannot be composed: { $reason }.
    .repair = Report it to the developers
refused-DOKUMEN_STANDAR_PDF = { $template } cannot be written as { $standard }: { $reason }.
    .repair = Report it to the developers
refused-DOKUMEN_TAUTAN_PANJANG = The link of { $chars } characters does not fit a QR code.
    .repair = Use a shorter address
refused-DOKUMEN_TIDAK_COCOK = { $what }: { $why }.
    .repair = Check the data of the document before it is printed
refused-DOKUMEN_DATA = The document's data cannot be serialised: { $reason }.
    .repair = Report it to the developers

## the command line

refused-PADUKUHAN_TIDAK_DITEMUKAN = No hamlet with households was found.
    .repair = Check --area and --hamlet; a hamlet is written as in the table of hamlets
refused-TIDAK_ADA_YANG_DICETAK = There is nothing to print yet.
    .repair = Import the files first
refused-BERKAS_KURANG = A file that is needed was not given: { $what }.
    .repair = Name all the files that are needed
refused-JENIS_BERKAS_TIDAK_DIKENAL = There is no kind of file `{ $kind }`.
    .repair = Choose a kind of the list
refused-TIDAK_PERNAH_DITELAAH = Registration { $registration } has never been under review.
    .repair = See `mutakhir review list`
refused-EDISI_TIDAK_ADA = There is no edition { $edition }.
    .repair = See `mutakhir edition list`
refused-EDISI_RUSAK = Edition { $edition } is damaged: { $what }.
    .repair = Restore the edition's folder from a backup
refused-FOLDER_SUDAH_ADA = Folder { $folder } is there already.
    .repair = Choose a new folder
refused-TIDAK_ADA_DALAM_DAFTAR = Household { $household } is on no programme list.
    .repair = Check the household's id; lists are drawn with `mutakhir programme draw`

## mutakhir link

refused-SPEC_TIDAK_TERBACA = { $at }: the specification is not valid TOML: { $reason }.
    .repair = Correct the line; docs/how-to/link.md and docs/how-to/pmt.md have whole examples
refused-SPEC_KUNCI_TIDAK_DIKENAL = { $at }: unknown key `{ $key }`; the keys are: { $known }; the nearest: { $nearest }.
    .repair = Correct or remove the key
refused-SPEC_JENIS_TIDAK_DIKENAL = { $at }: unknown kind `{ $kind }`; the kinds are: { $known }; the nearest: { $nearest }.
    .repair = Choose one of the kinds
refused-SPEC_NILAI_SALAH = { $at }: `{ $key }` needs { $expected }.
    .repair = Correct the value as in docs/how-to/link.md or docs/how-to/pmt.md
refused-SPEC_KURANG = { $at }: `{ $key }` is missing.
    .repair = Add the key; docs/how-to/link.md and docs/how-to/pmt.md have whole examples
refused-SPEC_KOLOM_GANDA = { $at }: `column` does not go with `left` or `right`.
    .repair = Use `column` where both files have the same name, otherwise `left` and `right`
refused-MASUKAN_TIDAK_TERBACA = { $reason }.
    .repair = Check the input file, then give the same command again
refused-MEMORI_KURANG = This linkage needs at least { $needed } MiB of memory; { $allowed } MiB are allowed.
    .repair = Raise --memory, or split the smaller file into parts
refused-DIHENTIKAN = The linkage was stopped.
    .repair = Give the same command again to go on
refused-BERKAS_SAMA = { $file }: this file is used twice, as input or output.
    .repair = Give every file another name
refused-GUGUS_DUA_BERKAS = Clusters are within one file; here are two.
    .repair = Join the files into one, or leave out --clusters and --known-clusters
refused-RUMAH_TANGGA_TIDAK_ADA = Pairs of households were asked for, but there is no column of households.
    .repair = Name the column in the specification, for example household = "household_no"
refused-ID_TIDAK_JELAS = { $file }: no column is clearly the id of each row. Its columns: { $columns }.
    .repair = Name the id column in a specification (--spec), for example id = "number", or add a column with the number of the row
refused-KOLOM_TERLALU_BANYAK = The specification asks for { $asked } comparisons; { $limit } at most.
    .repair = Remove columns that do not tell people apart, or join related columns with group
refused-GUGUS_MENDUA = { $file }: rows { $first } and { $second } give one id two clusters.
    .repair = Decide which cluster is right for that id and remove the other row
refused-TIDAK_ADA_YANG_DIBANDINGKAN = No column can be compared: { $why }.
    .repair = Write a specification and give it with --spec; docs/how-to/link.md has a whole example

## the meeting

refused-KUOTA_LEBIH = More households are proposed than were coded 2. The paper must show who was struck by remedies a, b, c; else the hamlet meets again.
refused-TIDAK_LEBIH_MISKIN = Only households worse off than those coded 2 may be proposed.
refused-KODE_7_DI_FKP01 = Code 7 belongs on FKP.02. Look again which code is circled.
refused-KODE_5_ADA_YANG_HIDUP = Somebody is alive: code 5 is only for households whose head and members have all died.
refused-KODE_5_BELUM_DITANYAKAN = First make sure that the head and all members have died.
refused-BARIS_TANPA_KODE = A row has no code. Every row of FKP.01 must have one.
refused-BELUM_DIPERIKSA_ASISTEN = In a row column 08 was not checked by the asisten fasilitator.
refused-SUDAH_DI_FKP01 = This household is printed on FKP.01 and cannot be proposed.
refused-SUDAH_DI_FKP02 = This household stands twice on FKP.02.
refused-NAMA_KOSONG = The name is missing.
refused-ALASAN_KOSONG = Write the reason, so that the household can be told.
refused-URUTAN_GANDA = Two proposals have the same place in the order of welfare. Look at the paper.
refused-URUTAN_KESEJAHTERAAN_KOSONG = The order of welfare is not complete. Look at the paper.
refused-BUKAN_PALING_SEJAHTERA = The best-off proposal (last in the order) is struck first.
refused-KUOTA_TIDAK_LEBIH = The proposals are within the quota: none may be struck.
refused-PERNYATAAN_LEBIH_MISKIN_KOSONG = It is not stated that the household is worse off than those coded 2.
refused-BA_BELUM_DITANDATANGANI = The minutes must be signed by dukuh and asisten fasilitator.
refused-KOLOM_BUKAN_1_5 = Separate notes are for columns 01 to 05.
refused-FKP01_KOLOM_TERCETAK = A printed column cannot be changed. Write it in the separate notes.
refused-FKP01_BARIS_TIDAK_ADA = There is no such row on this form.
refused-MUSYAWARAH_TIDAK_ADA = No form set was issued for this meeting.
    .repair = Ask the TKPKDesa to issue the forms of this hamlet
refused-TAHAP_BELUM_DITUTUP = This stage of the meeting is not closed yet.
    .repair = Close it first with signed minutes
refused-TAHAP_SUDAH_TERBIT = The next stage was issued already.
    .repair = Open the next stage that was issued
refused-LEMBAR_SUDAH_DITERIMA = This stage was signed on paper, and its sheet was taken in.
    .repair = If it must be mended, open the next stage; entries on the device stay there
refused-KOREKSI_SETELAH_SK = The decree covers this desa: its meetings are not corrected any more.
    .repair = Bring the change as a new registration or an objection
refused-BUKAN_PESERTA_MUSYAWARAH = Your account has no role in this meeting.
    .repair = Ask for the role of dukuh, asisten fasilitator or fasilitator in this hamlet
refused-PERANGKAT_SALAH = The name of the device cannot be used.
    .repair = Reload the meeting page so that the device names itself
refused-PERANGKAT_AKUN_LAIN = This device was admitted to the meeting with another account.
    .repair = Log in with the account that was admitted with it first, or open the sheet on another device or browser
refused-KODE_PERANGKAT_SALAH = The code is not the one shown at the office.
    .repair = Type the six digits again as the office shows them
refused-KODE_PERANGKAT_HANGUS = There is no valid code for this meeting.
    .repair = Ask the office to show a new code
refused-PERANGKAT_BELUM_DITERIMA = This device was not admitted to the meeting with your account.
    .repair = Enter the six digits of the office on this device
refused-KIRIMAN_TERLALU_BESAR = The sending is too large.
    .repair = Send in smaller parts
refused-KIRIMAN_RUSAK = The sending cannot be read.
    .repair = Reload the meeting page and send again; entries on the device stay there
refused-MUSYAWARAH_BELUM_DITUTUP = This meeting is not closed yet.
    .repair = Close the meeting first
refused-NAMA_DICARI_KOSONG = The name of the head that is looked for is missing.
    .repair = Fill in the name of the head
refused-MUSYAWARAH_SIBUK = Others are writing in this meeting; nothing was lost.
    .repair = Send again in a moment
refused-KERTAS_TERLAMBAT = The meeting is kept on devices or closed already.
    .repair = Go on in the meeting page on the device
refused-KERTAS_HANYA_TAHAP_1 = Paper forms are keyed in for the first stage only.
    .repair = Write the correction in the meeting page of this stage
refused-KERTAS_ISIAN_SALAH = The form has no such field, or the text is too long for it.
    .repair = Reload the page and key it in again; a field holds at most 400 letters
refused-KETIKAN_SUDAH_SELESAI = This keying was said to be whole.
    .repair = Take your own keying up again first
refused-KETIKAN_SUDAH_DUA = Two officers key this form in already.
    .repair = Wait until both are whole, then settle what differs; the TKPKDesa can take out a keying that is not continued, on the page of the meeting
refused-KETIKAN_KOSONG = Nothing was keyed in.
    .repair = Key the filled form in first
refused-KETIKAN_TIDAK_ADA = There is no such keying, or it was taken out already.
    .repair = Reload the page of the meeting to see who keys the form in
refused-KETIKAN_BELUM_DUA = The form has not been keyed in whole by two officers.
    .repair = Ask a second officer to key the same form in without seeing the first keying
refused-KETIKAN_BERBEDA = Fields still differ between the two keyings. Choose the value on paper for each.
    .repair = Choose the value on paper for each field that differs
refused-CATATAN_PERANGKAT_LAIN = The entry was not written on this device.
    .repair = Send it from the device that wrote it
refused-TIDAK_IKUT_MUSYAWARAH = The officer was not admitted to the meeting with this device.
    .repair = Enter the six digits of the office
refused-KERABAT = The household is the officer's own or his kin's.
    .repair = Leave this row to another officer
refused-CATATAN_TERLALU_PANJANG = The text is too long.
    .repair = Shorten it
refused-KERTAS_BUKAN_ANGKA = A number is expected here. Key in the number alone.
refused-KERTAS_BUKAN_TANGGAL = A day is expected here. Fill in the day on the paper.
refused-KERTAS_BUKAN_KODE = One code from 1 to 8 is expected here. Key in the one that is circled.
refused-KERTAS_CATATAN_SALAH = A note names a row, a column 1 to 5, the kind of change and the new value. Complete it.
refused-KERTAS_KOSONG = Nothing stands here. Fill it in as on the paper; if the paper is empty, complete it in the hamlet first.
refused-BUKAN_ASISTEN = Column 08 is ticked by the asisten fasilitator only.
refused-KODE_BELUM_TERLIHAT = The code was changed on another device before this check. Check it again.
refused-KERABAT_ORANG_LAIN = Kinship is declared by the officer himself or the asisten fasilitator.
refused-USULAN_TIDAK_ADA = There is no such proposal.
refused-TARIK_SAAT_KUOTA_LEBIH = While too many are proposed only the remedies take one off, the best-off first.
refused-BELUM_DICERMATI_ULANG = Not every row coded 1, 3 or 6 was looked at again.
refused-CERMATI_ULANG_DULU = Remedy c comes after remedy b has found nobody.
refused-PENDATA_TIDAK_ADA = The meeting has not agreed on this enumerator.
refused-PILIHAN_TIDAK_ADA = The value chosen does not stand any more.
refused-TANDA_TANGAN_ORANG_LAIN = The asisten signs himself, the dukuh himself or before the asisten.
refused-LIPUTAN_TIDAK_UTUH = What is to be signed is not whole. Bring all devices together first, then read it out again.
refused-BERUBAH_SESUDAH_DIBACAKAN = Something changed after it was read out. Read it out and sign again.
refused-NILAI_BERSELISIH = Two values stand against each other and none was chosen.
refused-FKP02_NOMOR_TERPAKAI = That number of FKP.02 is taken.
refused-BUKAN_ANGGOTA = By the answers somebody named is no member of this household.
refused-USULAN_TIDAK_BERLAKU = That proposal was struck or withdrawn.
refused-BELUM_DIGABUNG = Another device wrote what was not read out. Read it out and sign again.
refused-CATATAN_KOSONG = Write what has changed.
refused-CATATAN_TIDAK_ADA = There is no such note on this row.
refused-SUDAH_DICORET = This household was struck in this meeting. It can be proposed again in the next stage.
refused-TANGGAL_DI_DEPAN = That day is still to come. Fill in the day on the paper.
refused-USULAN_TERLALU_BANYAK = There are too many proposals for one meeting.
refused-LANGKAH_MUSYAWARAH_TIDAK_BERLAKU = The state of the meeting does not allow this step.
    .repair = Reload the page of the meeting; its state has changed
refused-LANGKAH_MUSYAWARAH_TANPA_ALASAN = This step needs a reason.
    .repair = Write the reason
refused-LAPORAN_BELUM_DIKONFIRMASI = Enumeration begins after the TKPKDesa has confirmed the full report.
    .repair = Ask the TKPKDesa to confirm the full report first
refused-MUSYAWARAH_DIGANTIKAN = A later stage is in force.
    .repair = Open the last stage of this hamlet
refused-BELUM_ADA_PENDATA_TERLATIH = No enumerator is trained yet.
    .repair = Record the training of an enumerator first
refused-PENDATA_TIDAK_DISEPAKATI = The meeting has not agreed on one of the persons named.
    .repair = Choose enumerators the meeting has agreed on
refused-PELATIHAN_TIDAK_LENGKAP = A training needs a day that has come, a place, and at least one enumerator who was there.
    .repair = Enter a day that has come, the place, and who was there

## the living register

refused-EDISI_BELUM_DIPERINGKAT = No edition has been ranked.
    .repair = Make an edition and rank it: mutakhir rank --as pokja
refused-PUTARAN_BELUM_DIBUKA = No round is open.
    .repair = Open one on the page Rounds, or with `mutakhir round open`
refused-JADWAL_TIDAK_TERBACA = The file of deadlines cannot be read: { $what }.
    .repair = Write for example: pendaftaran = "2017-04-30"
refused-HARI_JADWAL_TIDAK_TERBACA = The deadline { $deadline } is not a day: { $text }.
    .repair = Choose a day, or write it like 2017-04-30
refused-NOMOR_SK_KOSONG = The decree has no number.
    .repair = Give the decree's number
refused-SK_SUDAH_DITANDATANGANI = Decree { $decree } is signed and does not change any more.
    .repair = Give another number
refused-KUNCI_CADANGAN_TIDAK_TERBACA = File { $file } holds no key of backups.
    .repair = Give a file made by mutakhir backup-key
refused-CADANGAN_TERKUNCI = The backup was made with another key.
    .repair = Give the key file the backup was made with
refused-CADANGAN_RUSAK = The backup is not whole ({ $what }).
    .repair = Restore an earlier backup; the folder that was made now may be removed
refused-CADANGAN_VERSI_LAIN = Version { $program } of the program made this backup, with another database schema.
    .repair = Restore it with that version, then replace the program by the new one
refused-TITIK_PERIKSA_TIDAK_TERBACA = File { $file } is no checkpoint: { $what }.
    .repair = Give a file as audit checkpoint prints it
refused-TITIK_PERIKSA_TIDAK_ADA = There is not exactly one checkpoint that begins with { $root }.
    .repair = Give at least the first eight digits as they are printed on the document
refused-KUNCI_CATATAN_TIDAK_TERBACA = This is no public key of a log: { $what }.
    .repair = Give the key as audit key prints it
refused-PERISTIWA_TIDAK_ADA = There is no event { $seq }.
    .repair = Look its number up on the audit page
refused-SK_BELUM_DISIAPKAN = There is no draft of decree { $decree }.
    .repair = Ask the social service to prepare it
refused-SK_BELUM_DITANDATANGANI = Decree { $decree } is not signed; nothing leaves the kabupaten.
    .repair = Wait until it is signed
refused-EKSTRAK_LEBIH_LAMA = The extract speaks of { $day }, the one in force of { $last }.
    .repair = Ask for a newer extract
refused-EKSTRAK_KOLOM_HILANG = The extract is empty in columns that the one before has: { $columns }.
    .repair = Ask for an extract with these columns; nothing was changed
refused-PERUBAHAN_SIAK_TIDAK_ADA = Extract { $import } has no change number { $no }.
    .repair = Load the list of changes again
refused-IMPOR_SUDAH_BERLAKU = These files were imported as { $import }.
    .repair = Nothing to do
refused-KABUPATEN_LAIN = This workspace belongs to { $own }, the area table to { $other }.
    .repair = Use one workspace for each kabupaten or kota
refused-ORANG_GANDA_TIDAK_ADA = There is no conflict { $conflict }.
    .repair = See the page Persons in two households, or `mutakhir person list`
refused-ORANG_GANDA_SUDAH_DIPUTUSKAN = Conflict { $conflict } is settled.
    .repair = Load the list again
refused-RUTA_BUKAN_PIHAK = { $household } is neither of the two households.
    .repair = Choose one of the two
refused-ALASAN_BELUM_DITULIS = The reason is not written.
    .repair = Write it, for example: lives and eats with the parents
refused-PUTARAN_MASIH_BUKA = Round { $name } is still open.
    .repair = Close it first, on its page or with `mutakhir round close`
refused-PUTARAN_SUDAH_ADA = There was a round { $name } before.
    .repair = Give another name
refused-NAMA_PUTARAN_SALAH = A round's name has 1 to 20 letters, digits or hyphens.
    .repair = Write for example 2017-I
refused-TANGGAL_MUNDUR = Today is { $day }, but something is dated { $last } already.
    .repair = Check the computer's clock
refused-JADWAL_MUNDUR = The deadline of { $deadline }, { $day }, lies before { $after }.
    .repair = Put the deadlines in order
refused-KASUS_MASIH_TERBUKA = { $cases } cases are still open.
    .repair = Finish them, or say that they go into the next round (on the command line: --carry)
refused-PUTARAN_SUDAH_TUTUP = Round { $name } is closed.
    .repair = Open a new round
refused-PUTARAN_TANPA_ALASAN = The reason for closing is not written.
    .repair = Write the reason
refused-LANGKAH_TIDAK_BERLAKU = Step { $act } does not hold in state { $from }.
    .repair = Load the case again
refused-LANGKAH_TANPA_ALASAN = Step { $act } needs a written reason.
    .repair = Write the reason and try again
refused-KASUS_TIDAK_ADA = There is no such case.
    .repair = Check the number of the registration or proposal
refused-PEMUTAKHIRAN_DITOLAK = Row { $key } of table { $table } is not as the log wrote it; the workspace is not upgraded.
    .repair = Open it with the old program, run mutakhir audit verify and restore a backup
refused-PERUBAHAN_TANPA_CATATAN = What was done about it is not written.
    .repair = Write it, for example: family visited, data right

## mutakhir pmt

refused-SPEC_PEUBAH_GANDA = { $at }: `variables` and `exclude` do not go together.
    .repair = Name the variables that enter, or the columns that do not, not both
refused-SPEC_DI_LUAR_BATAS = { $at }: `{ $key }` needs { $bounds }.
    .repair = Correct the value as in docs/how-to/pmt.md
refused-SUKU_TIDAK_TERBACA = Term `{ $term }` cannot be read at `{ $part }`.
    .repair = Write for example age^2, ln(hhsize) or educyr*urban; put a column name with other characters between `
refused-SUKU_DARI_KATEGORI = Term `{ $term }` needs numbers, but `{ $column }` is a category.
    .repair = Use a column of numbers, or a product with the category
refused-SASARAN_TIDAK_ADA = No column is recognised as welfare. The columns are: { $columns }.
    .repair = Name the column with `target` in the --spec file
refused-KOLOM_DUA_PERAN = Column `{ $column }` is used as { $first } and { $second }.
    .repair = Give each column one role in the --spec file
refused-KOLOM_BUKAN_ANGKA = Column `{ $column }` ({ $role }) is not numbers: { $wrong } of { $values } values, the first in data row { $row }.
    .repair = Correct the values or choose another column; write fractions in one way and without a thousands separator
refused-SASARAN_TIDAK_POSITIF = { $wrong } of { $rows } values of `{ $column }` are zero or negative.
    .repair = If the column is a logarithm already, write target_is_log = true
refused-SASARAN_TETAP = All households have the same `{ $column }`.
    .repair = Choose another column of welfare
refused-BOBOT_NEGATIF = { $rows } weights in `{ $column }` are negative, the first in data row { $row }.
    .repair = Correct the weights; a row that stands for nobody has a weight of zero
refused-SURVEI_KURANG_BARIS = Only { $usable } rows are usable, { $needed } are needed. Without usable welfare: { $no_target }; without weight: { $no_weight }.
    .repair = Add rows, or use fewer variables and terms
refused-TIDAK_ADA_PEUBAH = No variable is left.
    .repair = Name variables with `variables` in the --spec file
refused-TINGKAT_TERLALU_BANYAK = Category `{ $column }` has { $levels } levels; at most { $limit } are taken.
    .repair = Put levels together, or leave the column out
refused-KLASTER_TIDAK_ADA = The village effect needs a column of clusters.
    .repair = Name the column with `cluster` in the --spec file, or remove --village
refused-TAKSIRAN_DITOLAK = The model cannot be estimated: { $what }.
    .repair = Use fewer variables and terms, or check the data
refused-BUKAN_MODEL_PMT = { $file } is not a model of `mutakhir pmt fit`.
    .repair = Make a model with `mutakhir pmt fit --out`
refused-MODEL_PMT_BERUBAH = { $file } was changed after it was written.
    .repair = Take the original file, or fit again
refused-MODEL_PMT_RUSAK = { $file } is not whole: { $what }.
    .repair = Take the original file, or fit again
refused-MODEL_KOLOM_LAIN = The model is made for columns that { $file } does not have: { $lacking }; the nearest to the first: { $nearest }.
    .repair = Use a register with the same columns, or fit a model for the columns of this one
refused-MODEL_ISI_LAIN = Column `{ $column }` holds something else than the model's: { $unknown } of { $values } sampled values are unknown.
    .repair = Give the column the codes of the survey, or fit a model for this register
