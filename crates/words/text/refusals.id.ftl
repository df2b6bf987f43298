# Penolakan dalam bahasa Indonesia
# A key is refused-CODE; .repair says how to go on. Arguments are those of the code.

## registrations

refused-IDENTITAS_TIDAK_DITUNJUKKAN = Pendaftar aktif harus menunjukkan KTP, KK, atau kartu identitas lain.
    .repair = Simpan sebagai draf, rujuk ke Dukcapil, atau minta kunjungan PSM
refused-PERNYATAAN_IDENTITAS_KOSONG = Tanpa identitas, pendaftaran pasif memerlukan foto atau pernyataan saksi.
    .repair = Isi foto atau pernyataan saksi, lalu kirim lagi
refused-NAMA_ANGGOTA_KOSONG = Pendaftaran memerlukan sedikitnya satu anggota, dan setiap anggota bernama.
    .repair = Isi nama setiap anggota, lalu kirim lagi
refused-PERSETUJUAN_TIDAK_ADA = Persetujuan orang yang diwakili belum dicatat.
    .repair = Catat persetujuannya dan tanggalnya, lalu kirim lagi
refused-PETUGAS_KOSONG = Petugas pendaftar belum disebut.
    .repair = Isi nama petugas, lalu kirim lagi
refused-KRT_TIDAK_DITUNJUK = Belum ada yang disebut bertanggung jawab atas kebutuhan sehari-hari rumah tangga.
    .repair = Tunjuk satu anggota sebagai kepala rumah tangga
refused-KRT_BUKAN_ANGGOTA = Anggota nomor { $no } tidak ada di rumah tangga ini.
    .repair = Pilih kepala dari anggota yang tercatat

## prelist

refused-PRELIST_PENDAFTARAN_GANDA = Pendaftaran { $registration } sudah ada di prelist.
    .repair = Putuskan ulang kasus ini di telaah
refused-PRELIST_RUTA_GANDA = Rumah tangga { $household } sudah ada di prelist lewat pendaftaran lain.
    .repair = Putuskan ulang kasus ini di telaah
refused-PRELIST_KATEGORI_TIDAK_SESUAI = Kategori dan rumah tangga pendaftaran { $registration } tidak sesuai.
    .repair = Putuskan ulang kasus ini di telaah

## visits

refused-TIDAK_DIDATA = Rumah tangga berkode { $finding } tidak dikunjungi; hanya kode 2, 3, 6, dan 7.
    .repair = Pilih rumah tangga berkode 2, 3, 6, atau 7
refused-PENDATA_PADUKUHAN_LAIN = Petugas pendata harus warga padukuhan ini.
    .repair = Pilih petugas pendata dari padukuhan ini
refused-PENDATA_TIDAK_DISEPAKATI = Musyawarah ini tidak menyepakati petugas pendata itu.
    .repair = Pilih petugas pendata yang disepakati musyawarah
refused-PENDATA_BELUM_DILATIH = Pelatihan PBDK2016.RT sebelum hari ini belum tercatat.
    .repair = Catat hari pelatihannya, atau pilih petugas yang sudah dilatih
refused-BUKAN_TKSK_PSM = Rumah tangga prelist dikunjungi TKSK dan PSM.
    .repair = Pilih TKSK atau PSM
refused-KERABAT_PENDATA = Petugas tidak mendata rumah tangga sendiri atau kerabatnya.
    .repair = Serahkan rumah tangga ini kepada petugas lain
refused-PEKERJAAN_SENDIRI = Yang mendaftarkan atau mengunjungi rumah tangga tidak boleh menyetujui verifikasinya.
    .repair = Minta petugas lain menyetujuinya

## the decree

refused-SK_SENDIRI = Yang menyiapkan SK tidak boleh menandatanganinya.
    .repair = Minta pejabat lain menandatangani
refused-SK_KOSONG = Tidak ada rumah tangga yang siap disahkan.
    .repair = Selesaikan verifikasi lebih dahulu
refused-SK_BARIS_BELUM_SIAP = { $open } rumah tangga belum diverifikasi dan belum ditutup; yang pertama { $first }.
    .repair = Lengkapi verifikasinya, atau tutup dengan alasan
refused-SIAK_TIDAK_DIPERIKSA = { $persons } orang belum diperiksa dengan SIAK.
    .repair = Minta jawaban SIAK lagi, atau catat pengecualian oleh pejabat bernama
refused-PENGECUALIAN_TANPA_ALASAN = Pengecualian memerlukan alasan.
    .repair = Tulis alasannya
refused-LAMPIRAN_BERBEDA = Tanda tangan itu untuk lampiran lain.
    .repair = Tandatangani lampiran yang sekarang
refused-LAMPIRAN_BERUBAH = Lampiran berubah setelah ditandatangani: { $signed } menjadi { $now }.
    .repair = Kirim lampiran yang ditandatangani, atau terbitkan SK baru

## the review desk

refused-BUKAN_TELAAH = Pendaftaran { $registration } tidak sedang ditelaah.
    .repair = Lanjutkan ke kasus berikutnya
refused-PENDAFTARAN_TIDAK_ADA = Pendaftaran { $registration } tidak ada.
    .repair = Periksa nomor pendaftaran
refused-TELAAH_SUDAH_DIPUTUS = Kasus ini sudah diputus { $verdict } oleh { $by }. Keputusan Anda tidak disimpan.
    .repair = Lanjutkan ke kasus berikutnya
refused-TELAAH_BERUBAH = { $by } bertindak atas kasus ini setelah halaman Anda dibuka. Keputusan Anda tidak disimpan.
    .repair = Muat ulang kasus ini, baca yang baru, lalu putuskan
refused-TELAAH_DIPEGANG = Kasus ini sedang dibuka oleh { $by }.
    .repair = Ambil kasus berikutnya; kasus ini kembali ke antrean bila tidak diputus
refused-TELAAH_TANPA_ALASAN = Keputusan ini berlawanan dengan bukti dan perlu alasan. { $overruled }.
    .repair = Pilih dasar keputusan atau tulis alasannya
refused-USULAN_SENDIRI = Usulan atas kasus ini dari Anda sendiri.
    .repair = Petugas kedua yang menyetujui atau berpendapat lain
refused-PERLU_PENENGAH = Dua petugas berbeda pendapat tentang kasus ini.
    .repair = Serahkan kepada penelaah tingkat kabupaten yang belum ikut memutus
refused-RUTA_TIDAK_ADA = Rumah tangga { $household } tidak ada di BDT.
    .repair = Periksa ID rumah tangga, atau pilih dari calon
refused-GANDA_DENGAN_DIRI = Pendaftaran tidak dapat digabung dengan dirinya sendiri.
    .repair = Pilih nomor pendaftaran pertama dari rumah tangga itu
refused-GANDA_BERANTAI = { $registration } sendiri sudah digabung, atau ada pendaftaran lain yang digabung ke kasus ini.
    .repair = Pilih nomor pendaftaran pertama dari rumah tangga itu
refused-TIDAK_ADA_USULAN = Belum ada usulan atas kasus ini.
    .repair = Pilih keputusan Anda sendiri
refused-TIDAK_ADA_KEPUTUSAN = Belum ada keputusan yang dapat diurungkan.
    .repair = Lihat riwayat kasus
refused-KEPUTUSAN_ORANG_LAIN = Keputusan itu dari { $by }.
    .repair = Minta petugas itu atau penelaah tingkat kabupaten mengurungkannya
refused-KEPUTUSAN_TERKUNCI = Prelist wilayah ini sudah dibekukan setelah keputusan itu.
    .repair = Perbaiki lewat verifikasi lapangan; keputusan tidak dapat diurungkan lagi
refused-PUTUSAN_TERLALU_SEDIKIT = Baru { $decided } kasus diputus; bobot dilatih ulang dari sedikitnya { $needed } kasus, karena dari kurang dari itu satu putusan yang keliru terlalu berpengaruh.
    .repair = Putuskan lebih banyak kasus di meja telaah, lalu latih ulang
refused-BOBOT_BELUM_ADA = Belum ada bobot yang dapat dilatih ulang: identifikasi belum dijalankan, atau dijalankan oleh versi lama.
    .repair = Jalankan identifikasi angkatan (`mutakhir identify`) lebih dahulu
refused-KATEGORI_DAN_RUTA = Pendaftar baru tidak punya ID BDT; data lama punya tepat satu.
    .repair = Pilih rumah tangga BDT untuk data lama; kosongkan untuk pendaftar baru

## SMS

refused-SMS_BATAS_HARIAN = Hari ini sudah { $messages } pesan; batas hari ini tercapai.
    .repair = Tunggu sampai besok, atau minta kabupaten menaikkan sms_daily_limit
refused-SMS_PADUKUHAN_TIDAK_DIKENAL = Desa ini tidak punya padukuhan { $hamlet }.
    .repair = Pakai nama padukuhan seperti dalam tabel wilayah
refused-SMS_BUKAN_KODE_DESA = `{ $desa }` bukan kode desa.
    .repair = Isi kode desa 10 angka, misalnya 34.03.01.2001
refused-SMS_NOMOR_DESA_LAIN = Nomor itu sudah tercatat untuk desa lain.
    .repair = Minta TKPKDesa desa itu menghapusnya, atau Dinas Sosial memindahkannya
refused-SMS_BELUM_ADA_KODE = Belum ada baris musyawarah yang berkode.
    .repair = Beri kode barisnya dan kirim catatannya ke server, lalu kirim laporan
refused-SMS_KOREKSI_BERJALAN = Tahap { $stage } mengoreksi berita acara yang sudah ditandatangani.
    .repair = Tidak perlu dikirim: selisihnya dikabarkan saat koreksi ditandatangani
refused-SMS_TIDAK_ADA = Pesan { $message } tidak ada.
    .repair = Lihat daftar pesan di halaman SMS, atau `mutakhir sms list`
refused-SMS_TIDAK_GAGAL = Pesan { $message } tidak gagal.
    .repair = Hanya pesan berstatus GAGAL yang dapat dikirim ulang
refused-SMS_PUSAT_TIDAK_TERJANGKAU = Pusat SMS tidak terjangkau: { $reason }.
    .repair = Periksa alamat pusat SMS pada pengaturan dan sambungannya
refused-SMS_PUSAT_MENOLAK = Pusat SMS menolak akun: { $reason }.
    .repair = Periksa nama dan kata sandi pusat SMS pada pengaturan
refused-SMS_ALAMAT_TERPAKAI = Alamat { $address } untuk menerima SMS sudah dipakai.
    .repair = Pilih alamat lain pada pengaturan sms_listen

## accounts

refused-AKSES_DITOLAK = Akun { $account } tidak berwenang atas { $act } di { $place }.
    .repair = Minta petugas yang berwenang di wilayah itu
refused-MASUK_SALAH = Nama pengguna dan kata sandi tidak cocok.
    .repair = Periksa nama pengguna dan kata sandi
refused-MASUK_TERKUNCI = Terlalu banyak percobaan masuk.
    .repair = Tunggu 15 menit, lalu coba lagi
refused-NAMA_PENGGUNA_SALAH = Nama pengguna ini tidak dapat dipakai.
    .repair = Pakai 2 sampai 40 huruf kecil, angka, titik, atau tanda hubung
refused-NAMA_PENGGUNA_DIPAKAI = Nama pengguna ini sudah dipakai.
    .repair = Pilih nama pengguna lain
refused-NAMA_ORANG_KOSONG = Nama orang yang memakai akun belum diisi.
    .repair = Isi nama orang yang memakai akun
refused-KATA_SANDI_PENDEK = Kata sandi terlalu pendek.
    .repair = Pakai sedikitnya 10 huruf
refused-KATA_SANDI_LAMA_SALAH = Kata sandi sekarang tidak cocok.
    .repair = Ketik ulang kata sandi sekarang
refused-AKUN_TIDAK_ADA = Akun itu tidak ada.
    .repair = Periksa nama pengguna

## files

refused-BERKAS_TIDAK_ADA = { $file }: berkas tidak ada.
    .repair = Periksa nama dan letak berkas
refused-BERKAS_TIDAK_TERBACA = { $file }: berkas tidak dapat dibaca: { $reason }.
    .repair = Periksa hak baca berkas dan keadaan media penyimpanan
refused-BERKAS_KOSONG = { $file }: berkas kosong.
    .repair = Minta kembali berkas kepada pengirimnya
refused-BUKAN_TABEL = { $file }: bukan XLSX atau CSV ({ $found }).
    .repair = Simpan ulang sebagai Excel Workbook (.xlsx) atau CSV UTF-8
refused-LEMBAR_KERJA_RUSAK = { $file }: lembar kerja rusak atau terpotong: { $reason }.
    .repair = Salin ulang berkas dari sumbernya, atau buka di Excel lalu simpan ulang
refused-ISI_TERLALU_BESAR = { $file }: isi yang dimampatkan terlalu besar ({ $reason }).
    .repair = Jangan pakai berkas ini; minta kembali kepada pengirimnya
refused-BARIS_TERLALU_PANJANG = { $file }: baris { $line } lebih panjang dari { $limit } bita.
    .repair = Pastikan berkas adalah CSV dengan satu baris untuk tiap catatan
refused-DATA_BINER = { $file }: berisi data biner pada bita { $offset }.
    .repair = Pastikan berkas adalah CSV; ekspor ulang dari sumbernya
refused-PENGODEAN_TIDAK_DIKENAL = { $file }: pengodean huruf tidak dikenal pada bita { $offset }.
    .repair = Simpan ulang sebagai CSV UTF-8
refused-JUDUL_TIDAK_DITEMUKAN = { $file }: judul kolom tidak ditemukan; yang tidak ada: { $missing }.
    .repair = Tulis judul kolom pada satu baris di atas data
refused-DUA_JUDUL = { $file }: dua judul kolom pada baris { $first } dan { $second }: { $reason }.
    .repair = Pisahkan kedua tabel menjadi dua berkas, atau hapus kolom kembar
refused-LEMBAR_TIDAK_DIKENAL = { $file }: tidak ada lembar dengan tabel yang dicari; lembar yang ada: { $sheets }.
    .repair = Letakkan tabel pada satu lembar dengan judul kolom di atasnya
refused-DESA_BUKU_TIDAK_DIKENAL = { $file }: desa pemilik buku tidak dapat ditentukan.
    .repair = Beri nama berkas dengan kode desa 10 angka, misalnya 3403012001.xlsx
refused-JUMLAH_KOLOM_BEDA = { $file }: baris { $line } berisi { $found } kolom, judulnya { $expected } kolom.
    .repair = Perbaiki baris itu: nilai yang memuat pemisah kolom diapit tanda kutip ganda
refused-TANDA_KUTIP_RUSAK = { $file }: tanda kutip pada baris { $line } tidak tertutup dengan benar.
    .repair = Tutup tanda kutipnya; tanda kutip di dalam nilai yang diapit ditulis dua kali ("")
refused-KOLOM_TIDAK_ADA = { $file }: tidak ada kolom `{ $column }`; kolom yang ada: { $columns }; yang paling mirip: { $nearest }.
    .repair = Betulkan nama kolom dalam spesifikasi, atau pilih kolom lain
refused-KOLOM_KEMBAR = { $file }: kolom `{ $column }` ada dua kali, pada kolom ke-{ $first } dan ke-{ $second }.
    .repair = Beri nama lain pada salah satu kolom itu
refused-TIDAK_ADA_BARIS = { $file }: ada judul kolom, tetapi tidak ada baris data.
    .repair = Periksa ekspor berkas itu, lalu ulangi
refused-PARQUET_RUSAK = { $file }: Parquet tidak dapat dibaca: { $reason }.
    .repair = Salin ulang berkas dari sumbernya, atau tulis ulang dengan kompresi zstd
refused-KOLOM_BERSUSUN = { $file }: kolom `{ $column }` berisi { $kind }, bukan teks, angka, atau tanggal.
    .repair = Tulis ulang kolom itu sebagai teks, atau jangan dipakai
refused-ID_KEMBAR = { $file }: baris { $first } dan baris { $second } memakai id yang sama pada kolom `{ $column }`.
    .repair = Setiap baris memerlukan id sendiri; pilih kolom id lain atau hapus baris kembarnya
refused-ID_KOSONG = { $file }: baris { $line } tidak berisi id pada kolom `{ $column }`.
    .repair = Isi id baris itu, atau pilih kolom id lain
refused-BERKAS_BERUBAH = { $file }: berkas berubah selagi dibaca.
    .repair = Ulangi setelah berkas selesai ditulis
refused-PAKET_TIDAK_LENGKAP = { $dir }: berkas yang diperlukan tidak ada: { $missing }.
    .repair = Lengkapi berkas dalam folder, lalu ulangi

## editions

refused-EDISI_BERUBAH = `{ $file }` berbeda dari yang ditandatangani.
    .repair = Minta salinan edisi yang utuh, atau pakai folder lain
refused-EDISI_KURANG_BERKAS = `{ $file }` tidak ada.
    .repair = Minta salinan edisi yang utuh
refused-EDISI_BERKAS_ASING = `{ $file }` tidak tercatat dalam edisi.
    .repair = Pindahkan berkas itu dari folder edisi
refused-EDISI_TIDAK_TERBACA = `{ $file }` tidak terbaca: { $what }.
    .repair = Minta salinan edisi yang utuh
refused-EDISI_TANDA_TANGAN = Tanda tangan `{ $file }` tidak sah.
    .repair = Periksa kunci penerbit dan minta salinan edisi yang utuh
refused-EDISI_SUDAH_ADA = Folder `{ $folder }` sudah berisi edisi lain; edisi tidak pernah ditimpa.
    .repair = Pilih folder baru
refused-EDISI_RUTA_GANDA = Rumah tangga `{ $id }` muncul dua kali.
    .repair = Gabungkan rumah tangga itu sebelum edisi ditulis
refused-EDISI_PERINGKAT_ASING = Peringkat untuk `{ $id }` tanpa rumah tangga.
    .repair = Urutkan ulang atas edisi ini
refused-EDISI_GANGGUAN = `{ $file }`: { $what }; edisi belum terbit.
    .repair = Perbaiki, lalu ulangi perintah yang sama
refused-EDISI_DASAR_BELUM_ADA = Edisi dasar belum dibuat.
    .repair = Buat dahulu edisi dasar dari BDT

## models, surveys and programmes

refused-MODEL_BELUM_ADA = Belum ada model yang diterbitkan.
    .repair = Impor berkas survei lebih dahulu
refused-MODEL_TIDAK_TERBACA = Berkas model tidak terbaca: { $what }.
    .repair = Pakai berkas yang ditulis `mutakhir model fit`
refused-MODEL_TIDAK_SAH = Berkas model tidak sah pada `{ $place }`: { $what }.
    .repair = Pakai berkas yang ditulis `mutakhir model fit`
refused-SURVEI_TERLALU_KECIL = Survei hanya { $rows } baris, perlu sedikitnya { $needed }.
    .repair = Tambahkan sampel atau gabungkan tahun
refused-DATA_TAKSIRAN_TIDAK_SAH = Data taksiran tidak sah: { $what }.
    .repair = Periksa berkas survei
refused-BARIS_SURVEI_TIDAK_SAH = Baris survei `{ $id }`: { $what }.
    .repair = Perbaiki atau keluarkan baris itu
refused-TAKSIRAN_TIDAK_TERHINGGA = Taksiran tidak terhingga pada `{ $variable }`.
    .repair = Periksa isi survei
refused-PROGRAM_TIDAK_TERBACA = Berkas program tidak terbaca: { $what }.
    .repair = Bandingkan dengan contoh di programmes/pkh.toml
refused-PROGRAM_KOLOM_SALAH = `{ $field }`: { $what }.
    .repair = Perbaiki berkas kriteria: { $repair }
refused-ATURAN_TIDAK_TERBACA = Syarat `{ $clause }`: { $error }.
    .repair = Perbaiki berkas kriteria program

## the workspace

refused-BASIS_DATA_LEBIH_BARU = Basis data berskema versi { $found }; program ini mengenal sampai versi { $known }.
    .repair = Pasang versi program yang sama atau lebih baru, lalu ulangi
refused-MIGRASI_ASING = Skema versi { $version } ({ $name }) di basis data bukan yang dibawa program ini.
    .repair = Pulihkan cadangan, atau pakai program yang membuat basis data ini
refused-KUNCI_HILANG = Berkas kunci { $path } tidak ada.
    .repair = Kembalikan folder kunci dari cadangan; tanpa kunci, NIK dan data sensitif tidak terbaca
refused-KUNCI_RUSAK = Berkas kunci { $path } rusak: { $why }.
    .repair = Kembalikan berkas kunci dari cadangan
refused-KUNCI_SALAH = Berkas kunci { $path } bukan milik basis data ini.
    .repair = Pakai berkas kunci milik ruang kerja ini
refused-RUANG_KERJA_BELUM_ADA = Tidak ada ruang kerja di { $path }.
    .repair = Jalankan `mutakhir init DIR` atau `mutakhir run PAKET --dir DIR`
refused-RUANG_KERJA_DIPAKAI = Proses lain sedang bekerja di { $path }.
    .repair = Tunggu proses yang lain selesai, lalu ulangi
refused-SUDAH_ADA = Data dengan kunci ini sudah tercatat ({ $table }: { $rule }).
    .repair = Periksa data yang lama
refused-MASIH_DIRUJUK = Data lain merujuk ke sini, atau yang dirujuk tidak ada ({ $table }: { $rule }).
    .repair = Hapus atau lengkapi dahulu data yang merujuknya
refused-NILAI_DITOLAK = Nilai tidak termasuk yang diperbolehkan ({ $table }: { $rule }).
    .repair = Periksa nilai yang diisikan
refused-DATA_RUSAK = Data tersimpan rusak: tabel { $table }, baris { $key } ({ $what }).
    .repair = Jalankan `mutakhir audit verify`, lalu pulihkan cadangan
refused-DIUBAH_PIHAK_LAIN = Orang lain mengubah data ini pada saat yang sama.
    .repair = Muat ulang, lalu ulangi
refused-GALAT_PROGRAM = Ada kesalahan dalam program: { $what }.
    .repair = Laporkan kepada pengembang
refused-GALAT_BASIS_DATA = Gangguan basis data: { $what }.
    .repair = Periksa basis data dan sambungannya, lalu ulangi perintah yang sama
refused-GALAT_BERKAS = { $path }: { $source }.
    .repair = Periksa ruang kosong dan izin folder, lalu ulangi perintah yang sama
refused-GALAT = Gangguan: { $what }.
    .repair = Ulangi perintah yang sama; bila tetap gagal, laporkan
refused-WILAYAH_BELUM_DIIMPOR = Tabel wilayah belum diimpor.
    .repair = Impor tabel wilayah lebih dahulu
refused-WILAYAH_TIDAK_DIKENAL = Wilayah { $area } tidak ada di tabel wilayah.
    .repair = Tulis kode desa, kecamatan, atau kabupaten menurut tabel wilayah, misalnya 34.03.01.2001
refused-KABUPATEN_TIDAK_TUNGGAL = Tabel wilayah tidak memuat tepat satu kabupaten.
    .repair = Beri tabel wilayah yang memuat tepat satu kabupaten atau kota
refused-IMPOR_TIDAK_ADA = Impor { $import } tidak ada.
    .repair = Lihat `mutakhir import list`
refused-IMPOR_SUDAH_DIPAKAI = Langkah { $step } bersandar pada impor { $import }.
    .repair = Urungkan lebih dahulu langkah yang memakainya, atau mulai di folder kerja baru
refused-IMPOR_DIRUJUK = Data lain merujuk ke yang dibawa impor { $import }.
    .repair = Hapus dahulu data yang merujuknya
refused-IMPOR_SUDAH_ADA = Berkas ini sudah diimpor: { $summary }.
    .repair = Lihat `mutakhir import list`; tidak perlu mengimpor lagi
refused-JENIS_IMPOR_TIDAK_DIKENAL = Isi berkas belum dipilih.
    .repair = Pilih isi berkas
refused-BERKAS_BELUM_DIPILIH = Belum ada berkas yang dipilih, atau berkasnya kosong.
    .repair = Pilih berkas yang akan diimpor
refused-MASUKAN_BERUBAH = Langkah { $step } sudah dikerjakan dengan masukan lain; yang sesudahnya bersandar padanya.
    .repair = Pakai folder kerja baru, atau urungkan impor yang lama lebih dahulu
refused-PEKERJAAN_DIHENTIKAN = Pekerjaan ini dihentikan atas permintaan.
    .repair = Minta lagi bila perlu; yang sudah selesai dilewati
refused-PRELIST_BELUM_ADA = Belum ada prelist yang dibekukan.
    .repair = Jalankan `mutakhir prelist freeze` lebih dahulu
refused-SK_BELUM_ADA = Belum ada SK yang terbit.
    .repair = Terbitkan SK dengan `mutakhir decree issue` lebih dahulu

## documents

refused-DOKUMEN_TEMPLAT = Dokumen { $template } tidak dapat disusun: { $reason }.
    .repair = Laporkan kepada pengembang
refused-DOKUMEN_STANDAR_PDF = { $template } tidak dapat ditulis sebagai { $standard }: { $reason }.
    .repair = Laporkan kepada pengembang
refused-DOKUMEN_TAUTAN_PANJANG = Tautan { $chars } huruf tidak muat dalam kode QR.
    .repair = Pakai alamat yang lebih pendek
refused-DOKUMEN_TIDAK_COCOK = { $what }: { $why }.
    .repair = Periksa data dokumen sebelum dicetak
refused-DOKUMEN_DATA = Data dokumen tidak dapat dirangkai: { $reason }.
    .repair = Laporkan kepada pengembang

## the command line

refused-PADUKUHAN_TIDAK_DITEMUKAN = Tidak ada padukuhan dengan rumah tangga yang ditemukan.
    .repair = Periksa --area dan --hamlet; padukuhan ditulis seperti pada tabel padukuhan
refused-TIDAK_ADA_YANG_DICETAK = Belum ada yang dapat dicetak.
    .repair = Impor berkasnya lebih dahulu
refused-BERKAS_KURANG = Berkas yang diperlukan tidak diberikan: { $what }.
    .repair = Sebutkan semua berkas yang diperlukan
refused-JENIS_BERKAS_TIDAK_DIKENAL = Jenis berkas `{ $kind }` tidak dikenal.
    .repair = Pilih jenis berkas dari daftar
refused-TIDAK_PERNAH_DITELAAH = Pendaftaran { $registration } tidak pernah ditelaah.
    .repair = Lihat `mutakhir review list`
refused-EDISI_TIDAK_ADA = Edisi { $edition } tidak ada.
    .repair = Lihat `mutakhir edition list`
refused-EDISI_RUSAK = Edisi { $edition } rusak: { $what }.
    .repair = Pulihkan folder edisi dari cadangan
refused-FOLDER_SUDAH_ADA = Folder { $folder } sudah ada.
    .repair = Pilih folder baru
refused-TIDAK_ADA_DALAM_DAFTAR = Rumah tangga { $household } tidak ada dalam daftar program mana pun.
    .repair = Periksa ID rumah tangga; daftar program dibuat dengan `mutakhir programme draw`

## mutakhir link

refused-SPEC_TIDAK_TERBACA = { $at }: spesifikasi bukan TOML yang sah: { $reason }.
    .repair = Betulkan baris itu; contoh lengkap ada dalam docs/how-to/link.md
refused-SPEC_KUNCI_TIDAK_DIKENAL = { $at }: kunci `{ $key }` tidak dikenal; yang ada: { $known }; yang paling mirip: { $nearest }.
    .repair = Betulkan atau hapus kunci itu
refused-SPEC_JENIS_TIDAK_DIKENAL = { $at }: jenis `{ $kind }` tidak dikenal; yang ada: { $known }; yang paling mirip: { $nearest }.
    .repair = Pilih salah satu jenis yang ada
refused-SPEC_NILAI_SALAH = { $at }: `{ $key }` memerlukan { $expected }.
    .repair = Betulkan nilainya seperti dalam docs/how-to/link.md
refused-SPEC_KURANG = { $at }: `{ $key }` belum ada.
    .repair = Tambahkan kunci itu; contoh lengkap ada dalam docs/how-to/link.md
refused-SPEC_KOLOM_GANDA = { $at }: `column` tidak dapat dipakai bersama `left` atau `right`.
    .repair = Pakai `column` bila nama kolomnya sama di kedua berkas, selain itu `left` dan `right`
refused-MASUKAN_TIDAK_TERBACA = { $reason }.
    .repair = Periksa berkas masukan, lalu ulangi perintah yang sama
refused-MEMORI_KURANG = Pencocokan ini memerlukan paling sedikit { $needed } MiB memori, batasnya { $allowed } MiB.
    .repair = Naikkan --memory, atau pecah berkas yang lebih kecil menjadi beberapa bagian
refused-DIHENTIKAN = Pencocokan dihentikan.
    .repair = Jalankan perintah yang sama untuk melanjutkan
refused-BERKAS_SAMA = { $file }: berkas ini dipakai dua kali, sebagai masukan atau keluaran.
    .repair = Beri nama yang berbeda untuk setiap berkas
refused-GUGUS_DUA_BERKAS = Gugus hanya ada dalam satu berkas; di sini ada dua.
    .repair = Gabungkan kedua berkas menjadi satu, atau hapus --clusters dan --known-clusters
refused-RUMAH_TANGGA_TIDAK_ADA = Pasangan rumah tangga diminta, tetapi tidak ada kolom rumah tangga.
    .repair = Sebut kolomnya dalam spesifikasi, misalnya household = "no_rumah_tangga"
refused-TIDAK_ADA_YANG_DIBANDINGKAN = Tidak ada kolom yang dapat dibandingkan: { $why }.
    .repair = Tulis spesifikasi dengan --spec; contoh lengkap ada dalam docs/how-to/link.md

## the meeting

refused-KUOTA_LEBIH = Usulan baru melebihi jumlah rumah tangga berkode 2. Di kertas harus ada yang dicoret menurut langkah a, b, c; bila tidak, musyawarah diulang.
refused-TIDAK_LEBIH_MISKIN = Usulan hanya untuk rumah tangga yang lebih miskin daripada yang berkode 2.
refused-KODE_7_DI_FKP01 = Kode 7 hanya untuk rumah tangga baru di FKP.02. Lihat lagi kode yang dilingkari.
refused-KODE_5_ADA_YANG_HIDUP = Masih ada yang hidup: kode 5 hanya bila kepala dan semua anggota meninggal.
refused-KODE_5_BELUM_DITANYAKAN = Pastikan dahulu bahwa kepala dan semua anggota meninggal.
refused-BARIS_TANPA_KODE = Ada baris tanpa kode. Setiap baris FKP.01 harus berkode.
refused-BELUM_DIPERIKSA_ASISTEN = Ada baris yang kolom 08-nya belum diperiksa asisten fasilitator.
refused-SUDAH_DI_FKP01 = Rumah tangga ini sudah tercetak di FKP.01, tidak dapat diusulkan lagi.
refused-SUDAH_DI_FKP02 = Rumah tangga ini ditulis dua kali di FKP.02.
refused-NAMA_KOSONG = Nama belum diisi.
refused-ALASAN_KOSONG = Tulis alasan pencoretan, agar warga dapat diberi tahu.
refused-URUTAN_GANDA = Dua usulan bernomor urut sama. Lihat urutan kesejahteraan di kertas.
refused-URUTAN_KESEJAHTERAAN_KOSONG = Urutan kesejahteraan belum lengkap. Lihat urutannya di kertas.
refused-BUKAN_PALING_SEJAHTERA = Yang dicoret lebih dahulu adalah usulan yang paling mampu (urutan terakhir).
refused-KUOTA_TIDAK_LEBIH = Usulan tidak melebihi kuota: tidak ada yang boleh dicoret.
refused-PERNYATAAN_LEBIH_MISKIN_KOSONG = Belum dinyatakan lebih miskin daripada yang berkode 2.
refused-BA_BELUM_DITANDATANGANI = Berita acara harus ditandatangani dukuh dan asisten fasilitator.
refused-KOLOM_BUKAN_1_5 = Catatan tersendiri hanya untuk kolom 01 sampai 05.
refused-FKP01_KOLOM_TERCETAK = Kolom tercetak tidak dapat diubah. Tulis di catatan tersendiri.
refused-FKP01_BARIS_TIDAK_ADA = Baris itu tidak ada di formulir ini.
refused-MUSYAWARAH_TIDAK_ADA = Formulir musyawarah ini belum diterbitkan.
    .repair = Minta TKPKDesa menerbitkan formulir padukuhan ini
refused-PRELIST_BELUM_DIBEKUKAN = Prelist putaran ini belum dibekukan.
    .repair = Bekukan prelist lebih dahulu, lalu terbitkan formulir
refused-PADUKUHAN_TANPA_BARIS = Tidak ada rumah tangga yang tercatat di padukuhan ini.
    .repair = Periksa padukuhan pada daftar rumah tangga
refused-TAHAP_BELUM_DITUTUP = Tahap musyawarah ini belum ditutup.
    .repair = Tutup tahap ini lebih dahulu dengan Berita Acara yang ditandatangani
refused-TAHAP_SUDAH_TERBIT = Tahap berikutnya sudah terbit.
    .repair = Buka tahap berikutnya yang sudah terbit
refused-LEMBAR_SUDAH_DITERIMA = Tahap ini ditandatangani di kertas, dan lembarnya sudah diterima.
    .repair = Bila perlu diperbaiki, buka tahap berikutnya; catatan di perangkat tetap ada
refused-KOREKSI_SETELAH_SK = SK sudah terbit untuk desa ini, maka musyawarahnya tidak dikoreksi lagi.
    .repair = Ajukan perubahan lewat pendaftaran baru atau sanggah
refused-BUKAN_PESERTA_MUSYAWARAH = Akun Anda tidak berperan dalam musyawarah ini.
    .repair = Minta peran dukuh, asisten fasilitator, atau fasilitator di padukuhan ini
refused-PERANGKAT_SALAH = Nama perangkat tidak dapat dipakai.
    .repair = Muat ulang halaman lapangan supaya perangkat memberi nama sendiri
refused-PERANGKAT_AKUN_LAIN = Perangkat ini sudah diterima dengan akun lain di musyawarah ini.
    .repair = Masuk dengan akun yang pertama diterima di perangkat ini, atau buka lembar di perangkat atau peramban lain
refused-KODE_PERANGKAT_SALAH = Kodenya tidak sama dengan yang tampil di kantor.
    .repair = Ketik ulang enam angka yang tampil di layar kantor
refused-KODE_PERANGKAT_HANGUS = Tidak ada kode yang berlaku untuk musyawarah ini.
    .repair = Minta kantor menampilkan kode baru
refused-PERANGKAT_BELUM_DITERIMA = Perangkat ini belum diterima di musyawarah ini dengan akun Anda.
    .repair = Masukkan kode enam angka dari kantor pada perangkat ini
refused-KIRIMAN_TERLALU_BESAR = Kiriman ini terlalu besar.
    .repair = Kirim bertahap
refused-KIRIMAN_RUSAK = Kiriman ini tidak terbaca.
    .repair = Muat ulang halaman lapangan, lalu kirim lagi; catatan di perangkat tetap ada
refused-MUSYAWARAH_BELUM_DITUTUP = Musyawarah ini belum ditutup.
    .repair = Tutup musyawarah lebih dahulu
refused-NAMA_DICARI_KOSONG = Nama kepala rumah tangga yang dicari belum diisi.
    .repair = Isi nama kepala rumah tangga yang dicari
refused-MUSYAWARAH_SIBUK = Orang lain sedang menulis di musyawarah ini. Tidak ada yang hilang.
    .repair = Kirim lagi sebentar lagi
refused-KERTAS_TERLAMBAT = Musyawarah ini sudah ditulis di perangkat atau sudah ditutup.
    .repair = Teruskan di lembar musyawarah pada perangkat
refused-KERTAS_HANYA_TAHAP_1 = Formulir kertas diketik untuk tahap pertama saja.
    .repair = Tulis perbaikan di lembar musyawarah tahap ini
refused-KERTAS_ISIAN_SALAH = Ada isian yang tidak ada di formulir ini, atau terlalu panjang.
    .repair = Muat ulang halaman, lalu ketik lagi; satu isian paling panjang 400 huruf
refused-KETIKAN_SUDAH_SELESAI = Ketikan ini sudah dinyatakan selesai.
    .repair = Buka lagi ketikan sendiri lebih dahulu
refused-KETIKAN_SUDAH_DUA = Dua petugas sudah mengetik formulir ini.
    .repair = Tunggu keduanya selesai, lalu putuskan yang berbeda; yang tidak diteruskan dapat dilepas TKPKDesa di halaman musyawarah
refused-KETIKAN_KOSONG = Belum ada yang diketik.
    .repair = Ketik formulir yang terisi lebih dahulu
refused-KETIKAN_TIDAK_ADA = Ketikan itu tidak ada, atau sudah dilepas.
    .repair = Muat ulang halaman musyawarah, lihat siapa yang sedang mengetik
refused-KETIKAN_BELUM_DUA = Formulir ini belum selesai diketik oleh dua petugas.
    .repair = Minta petugas kedua mengetik formulir yang sama tanpa melihat ketikan pertama
refused-KETIKAN_BERBEDA = Masih ada isian yang berbeda antara kedua ketikan. Pilih nilai menurut kertas untuk setiap isian.
    .repair = Pilih nilai menurut kertas untuk setiap isian yang berbeda
refused-CATATAN_PERANGKAT_LAIN = Catatan ini ditulis di perangkat lain.
    .repair = Kirim dari perangkat yang menulisnya
refused-TIDAK_IKUT_MUSYAWARAH = Petugas ini belum diterima di musyawarah dengan perangkat ini.
    .repair = Masukkan kode enam angka dari kantor
refused-KERABAT = Rumah tangga ini milik petugas sendiri atau kerabatnya.
    .repair = Serahkan baris ini kepada petugas lain
refused-CATATAN_TERLALU_PANJANG = Tulisannya terlalu panjang.
    .repair = Pendekkan teksnya
refused-KERTAS_BUKAN_ANGKA = Di sini seharusnya angka. Ketik angkanya saja.
refused-KERTAS_BUKAN_TANGGAL = Di sini seharusnya tanggal. Isi tanggal menurut kertas.
refused-KERTAS_BUKAN_KODE = Di sini seharusnya satu kode, 1 sampai 8. Ketik kode yang dilingkari.
refused-KERTAS_CATATAN_SALAH = Catatan menyebut nomor baris, kolom 1 sampai 5, jenis perubahan, dan nilai baru. Lengkapi.
refused-KERTAS_KOSONG = Isian ini belum ada. Isi menurut kertas; bila di kertas kosong, lengkapi dahulu di padukuhan.
refused-BUKAN_ASISTEN = Kolom 08 hanya diisi asisten fasilitator.
refused-KODE_BELUM_TERLIHAT = Kode baris ini diubah di perangkat lain sebelum pemeriksaan ini. Periksa lagi.
refused-KERABAT_ORANG_LAIN = Hubungan kerabat dinyatakan oleh yang bersangkutan atau asisten fasilitator.
refused-USULAN_TIDAK_ADA = Usulan itu tidak ada.
refused-TARIK_SAAT_KUOTA_LEBIH = Selama kuota lebih, usulan hanya keluar lewat langkah a, b, c: yang paling mampu lebih dahulu.
refused-BELUM_DICERMATI_ULANG = Belum semua baris berkode 1, 3, atau 6 dibaca ulang.
refused-CERMATI_ULANG_DULU = Baca ulang FKP.01 dahulu (langkah b), baru langkah c terbuka.
refused-PENDATA_TIDAK_ADA = Petugas pendata itu belum disepakati.
refused-PILIHAN_TIDAK_ADA = Nilai yang dipilih sudah tidak ada.
refused-TANDA_TANGAN_ORANG_LAIN = Asisten menandatangani sendiri; dukuh menandatangani sendiri atau di hadapan asisten.
refused-LIPUTAN_TIDAK_UTUH = Yang ditandatangani belum utuh. Gabungkan dahulu semua perangkat, lalu bacakan lagi.
refused-BERUBAH_SESUDAH_DIBACAKAN = Isi berubah setelah dibacakan. Bacakan dan tanda tangani lagi.
refused-NILAI_BERSELISIH = Dua isian berbeda belum dipilih.
refused-FKP02_NOMOR_TERPAKAI = Nomor usulan itu sudah terpakai.
refused-BUKAN_ANGGOTA = Menurut jawaban, salah satu yang disebut bukan anggota rumah tangga ini.
refused-USULAN_TIDAK_BERLAKU = Usulan itu sudah dicoret atau ditarik.
refused-BELUM_DIGABUNG = Perangkat lain masih menulis isi yang belum dibacakan. Bacakan dan tanda tangani lagi.
refused-CATATAN_KOSONG = Tulis apa yang berubah.
refused-CATATAN_TIDAK_ADA = Catatan itu tidak ada di baris ini.
refused-SUDAH_DICORET = Rumah tangga ini sudah dicoret dalam musyawarah ini. Ia dapat diusulkan lagi pada tahap berikutnya.
refused-TANGGAL_DI_DEPAN = Tanggal itu belum tiba. Isi tanggal menurut kertas.
refused-USULAN_TERLALU_BANYAK = Usulan sudah terlalu banyak untuk satu musyawarah.
