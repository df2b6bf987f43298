// What the page says. Plain Indonesian, as spoken in the hall.

import { FINDINGS } from './lists.js';

/** Column 06: a short word for the button, and when to circle it; the words of the form come from the rules. R48–R55. */
const SHORT = {
  1: { name: 'Ada, tetap', help: 'Masih miskin, atau bertambah miskin. Bila memburuk tetap kode 1.' },
  2: { name: 'Ada, membaik', help: 'Ekonomi membaik dan tidak layak lagi masuk daftar.' },
  3: { name: 'Ganti KRT', help: 'Kepala yang tertulis sudah digantikan anggota lain.' },
  4: { name: 'Pindah', help: 'Sudah pindah, bukan warga padukuhan ini lagi.' },
  5: { name: 'Meninggal', help: 'Kepala dan SEMUA anggota sudah meninggal.' },
  6: { name: 'Anggota berubah', help: 'Sebagian anggota pindah, datang, lahir atau meninggal.' },
  7: { name: 'Baru', help: 'Hanya untuk usulan baru di FKP.02.' },
  8: { name: 'Tidak dikenal', help: 'Tidak ada yang mengenal rumah tangga ini.' },
};

export const CODES = Object.fromEntries(FINDINGS.map((f) => [f.code, { ...SHORT[f.code], long: f.label }]));

export const COLUMNS = { 1: 'Nomor RTS', 2: 'Nama KRT', 3: 'Nama ART', 4: 'Jumlah ART', 5: 'Alamat' };

/** Kinds of change of a separate note. R45. */
export const CHANGES = {
  corrected: 'Ejaan keliru', replaced: 'Diganti', died: 'Meninggal', moved_out: 'Pindah', moved_in: 'Datang', born: 'Lahir', other: 'Lainnya',
};

export const GROUPS = {
  dukuh: 'Dukuh', rt: 'Ketua RT', rw: 'Ketua RW', tokoh: 'Tokoh masyarakat', marginal: 'Perempuan, difabel, warga miskin',
};

export const ABSENT = {
  dukuh: 'Dukuh tidak hadir.', rt_rw: 'Tidak ada Ketua RT maupun RW.',
  marginal: 'Tidak ada perempuan, difabel, atau warga miskin: daftar ini tentang mereka.',
  tokoh_marginal: 'Tidak ada tokoh masyarakat maupun kelompok marginal.',
};

export const ROLES = { dukuh: 'Dukuh', asisten: 'Asisten fasilitator', petugas: 'Petugas', fasilitator: 'Fasilitator', participant: 'Peserta' };

/** How a person belongs to a household, as one answer. R30–R38; `membership.js` decides whether as a member. */
export const BELONGS = {
  tinggal: { text: 'Biasanya tinggal di sini', facts: { alive: true, stay: { kind: 'usual', shares_kitchen: true, months_away: 0 } } },
  bayi: { text: 'Bayi baru lahir', facts: { alive: true, stay: { kind: 'newborn'  } } },
  tamu_lama: { text: 'Tamu, sudah 6 bulan atau lebih', facts: { alive: true, stay: { kind: 'guest', months_here: 6, months_since_left_home: null, intends_to_settle: false } } },
  tamu_pergi: { text: 'Tamu kurang 6 bulan, meninggalkan rumahnya 6 bulan atau lebih', facts: { alive: true, stay: { kind: 'guest', months_here: 0, months_since_left_home: 6, intends_to_settle: false } } },
  menetap: { text: 'Baru datang, akan menetap', facts: { alive: true, stay: { kind: 'guest', months_here: 0, months_since_left_home: null, intends_to_settle: true } } },
  pembantu: { text: 'Pembantu yang tinggal dan makan di sini', facts: { alive: true, stay: { kind: 'domestic_worker', lives_in: true, eats_with: true } } },
  anak_luar: { text: 'Anak sekolah/bekerja, tinggal di tempat lain', facts: { alive: true, stay: { kind: 'child_elsewhere'  } } },
  tamu: { text: 'Tamu kurang 6 bulan, akan pulang', facts: { alive: true, stay: { kind: 'guest', months_here: 0, months_since_left_home: null, intends_to_settle: false } } },
  dapur_lain: { text: 'Satu rumah, dapur dan kebutuhan sendiri', facts: { alive: true, stay: { kind: 'usual', shares_kitchen: false, months_away: 0 } } },
  pergi: { text: 'Sudah pergi 6 bulan atau lebih', facts: { alive: true, stay: { kind: 'usual', shares_kitchen: true, months_away: 6 } } },
};

/** The head, who may work elsewhere. R29, R37. */
export const HEADS = {
  tinggal: { text: 'Biasanya tinggal di sini', facts: BELONGS.tinggal.facts },
  kerja: { text: 'Bekerja jauh, pulang berkala (kurang 6 bulan sekali)', facts: { alive: true, stay: { kind: 'head_away_for_work', months_between_visits: 1 } } },
  kerja_lama: { text: 'Bekerja jauh, tidak pulang 6 bulan atau lebih', facts: { alive: true, stay: { kind: 'head_away_for_work', months_between_visits: 6 } } },
};

/** Whether the server computes the same state from the same entries. ADR 14. */
export const DIGEST = { belum: 'Belum dibandingkan dengan server.', sama: 'Sama dengan server', beda: 'BERBEDA dari server. Jangan ditandatangani; hubungi kantor.' };

/** Refusals: what, and what to do next. */
export const REFUSALS = {
  CATATAN_RUSAK: 'Server tidak dapat membaca catatan ini. Muat ulang lembar agar versinya sama dengan server, lalu kirim lagi.',
  CATATAN_KATA_SALAH: 'Server tidak mengenal salah satu kata dalam catatan ini. Muat ulang lembar agar versinya sama dengan server.',
  CATATAN_TERLALU_PANJANG: 'Tulisannya terlalu panjang. Pendekkan.',
  PERBUATAN_TIDAK_DIKENAL: 'Lembar ini lebih lama daripada catatannya. Muat ulang lembar agar versinya sama dengan server.',
  KOLOM_TIDAK_ADA: 'Kolom itu tidak ada. Pilih kolom 01–05 atau 07.',
  CATATAN_PERANGKAT_LAIN: 'Catatan ini ditulis di perangkat lain. Kirim dari perangkat yang menulisnya.',
  FKP02_NOMOR_TERPAKAI: 'Nomor usulan itu sudah terpakai. Pakai nomor berikutnya.',
  TIDAK_LEBIH_MISKIN: 'Usulan hanya untuk rumah tangga yang lebih miskin daripada yang berkode 2.',
  KODE_7_DI_FKP01: 'Kode 7 hanya untuk rumah tangga baru di FKP.02. Pilih kode 1–6 atau 8.',
  KODE_TIDAK_ADA: 'Kode itu tidak ada. Pilih 1–6 atau 8.',
  KODE_5_ADA_YANG_HIDUP: 'Masih ada yang hidup: kode 5 hanya bila kepala dan semua anggota meninggal. Pakai kode 3 atau 6.',
  KODE_5_BELUM_DITANYAKAN: 'Sebutkan dahulu siapa yang masih hidup, baru kode 5 dapat dilingkari.',
  BUKAN_ASISTEN: 'Kolom (08) hanya diisi asisten fasilitator. Minta ia memeriksa dari perangkatnya.',
  BARIS_TANPA_KODE: 'Belum ada kodenya. Bahas barisnya dan lingkari satu kode.',
  KERABAT: 'Anda menyatakan berkerabat dengan rumah tangga ini. Petugas lain yang memberi kode dan memeriksanya.',
  SUDAH_DI_FKP01: 'Rumah tangga ini sudah tercetak di FKP.01. Beri kode di barisnya, tidak diusulkan lagi.',
  NAMA_KOSONG: 'Nama belum diisi.',
  ALASAN_KOSONG: 'Tulis alasannya, agar warga dapat diberi tahu.',
  FKP01_BARIS_TIDAK_ADA: 'Baris itu tidak ada di formulir ini.',
  USULAN_TIDAK_ADA: 'Usulan itu tidak ada.',
  USULAN_TIDAK_BERLAKU: 'Usulan itu sudah dicoret atau ditarik.',
  SUDAH_DI_FKP02: 'Rumah tangga ini sudah diusulkan. Lanjutkan pada usulan yang ada.',
  BUKAN_ANGGOTA: 'Menurut jawaban, salah satu yang disebut bukan anggota rumah tangga ini.',
  URUTAN_GANDA: 'Satu usulan disebut dua kali dalam urutan.',
  SUDAH_DICORET: 'Rumah tangga ini sudah dicoret malam ini. Ia dapat diusulkan lagi pada tahap berikutnya.',
  USULAN_TERLALU_BANYAK: 'Usulan sudah terlalu banyak untuk satu musyawarah. Lanjutkan dengan yang ada.',
  TARIK_SAAT_KUOTA_LEBIH: 'Selama kuota lebih, usulan hanya keluar lewat langkah a, b, c: yang paling mampu lebih dahulu.',
  BELUM_DICERMATI_ULANG: 'Belum semua baris berkode 1, 3, atau 6 dibaca ulang.',
  KODE_BELUM_TERLIHAT: 'Kodenya baru saja diubah di perangkat lain. Lihat kode yang sekarang, lalu periksa lagi.',
  KERABAT_ORANG_LAIN: 'Hubungan kerabat dinyatakan oleh yang bersangkutan atau asisten fasilitator.',
  KOLOM_BUKAN_1_5: 'Catatan dan pensil hanya untuk kolom 01–05.',
  PENDATA_TIDAK_ADA: 'Petugas pendata itu belum disepakati.',
  TANDA_TANGAN_ORANG_LAIN: 'Asisten menandatangani sendiri; dukuh menandatangani sendiri atau di hadapan asisten.',
  LIPUTAN_TIDAK_UTUH: 'Gabungkan dahulu semua perangkat, lalu bacakan lagi.',
  BERUBAH_SESUDAH_DIBACAKAN: 'Isi berubah setelah dibacakan. Bacakan dan tanda tangani lagi.',
  BELUM_DIGABUNG: 'Perangkat lain masih menulis isi yang belum dibacakan. Isinya sekarang sudah masuk: bacakan dan tanda tangani lagi.',
  CATATAN_TIDAK_URUT: 'Catatan datang tidak berurutan. Kirim ulang.',
  TIDAK_IKUT_MUSYAWARAH: 'Perangkat ini belum diterima di musyawarah. Minta kode 6 angka di kantor.',
  SUDAH_DITUTUP: 'Musyawarah sudah ditutup. Perbaikan dilakukan pada tahap berikutnya.',
  KUOTA_TIDAK_LEBIH: 'Usulan tidak melebihi kuota, tidak ada yang perlu dicoret.',
  CERMATI_ULANG_DULU: 'Baca ulang FKP.01 dahulu (langkah b), baru langkah ini terbuka.',
  URUTAN_KESEJAHTERAAN_KOSONG: 'Urutkan dahulu semua usulan dari yang paling miskin.',
  BUKAN_PALING_SEJAHTERA: 'Yang dicoret lebih dahulu adalah usulan yang paling mampu (urutan terakhir).',
  BELUM_DIPERIKSA_ASISTEN: 'Belum diperiksa asisten fasilitator (kolom 08).',
  KUOTA_LEBIH: 'Usulan baru melebihi jumlah kode 2. Jalankan langkah a, b, c.',
  PERNYATAAN_LEBIH_MISKIN_KOSONG: 'Belum dinyatakan lebih miskin daripada yang berkode 2.',
  BA_BELUM_DITANDATANGANI: 'Berita acara belum ditandatangani dukuh dan asisten atas isi yang sekarang.',
  NILAI_BERSELISIH: 'Dua isian berbeda belum dipilih.',
  PILIHAN_TIDAK_ADA: 'Nilai itu sudah tidak ada.',
  PENDATA_PADUKUHAN_LAIN: 'Petugas pendata harus warga padukuhan ini.',
  CATATAN_BERBEDA: 'Catatan yang sama datang dengan isi lain. Kunci perangkat ini dan hubungi kantor.',
  JUMLAH_KELIRU: 'Isi dengan bilangan bulat, 0 sampai 65.535.',
  TANGGAL_KELIRU: 'Tanggal itu tidak ada. Isi hari, bulan, dan tahun.',
  TANGGAL_DI_DEPAN: 'Tanggal itu belum tiba menurut jam perangkat ini. Betulkan tanggalnya, atau jam perangkat.',
  CATATAN_KOSONG: 'Tulis apa yang berubah.',
  CATATAN_TIDAK_ADA: 'Catatan itu tidak ada di baris ini.',
  FKP01_KOLOM_TERCETAK: 'Kolom tercetak tidak dapat diubah. Tulis di catatan tersendiri.',
};

export const LOCK = {
  PIN_SALAH: 'PIN salah.',
  PIN_PENDEK: 'PIN sekurangnya 6 angka.',
  PIN_MUDAH: 'PIN itu terlalu mudah ditebak. Pilih yang lain.',
  PIN_BEDA: 'Kedua PIN tidak sama.',
  PIN_TUNGGU: 'Terlalu sering salah.',
};

export const SENDING = {
  diam: 'Menunggu', mengirim: 'Mengirim…', terkirim: 'Semua terkirim', tertahan: 'Sebagian ditahan server',
  tanpa_jaringan: 'Tanpa jaringan', perlu_masuk: 'Belum masuk: semua tersimpan di perangkat ini', orang_lain: 'Akun lain sedang masuk: semua tersimpan di perangkat ini', tidak_berhak: 'Server menolak perangkat ini', ditolak: 'Tidak diterima server, semua tersimpan di perangkat ini', server_sibuk: 'Server sibuk, dicoba lagi',
};

/** What became of the provisional report. R68. */
export const REPORT = {
  dikirim: (numbers) => `Dikirim ke ${numbers} nomor TKPKDesa.`,
  sudah: (numbers) => `Laporan yang sama sudah dikirim ke ${numbers} nomor TKPKDesa, tidak dikirim lagi.`,
  tanpa_nomor: 'Tersimpan di server, tetapi belum ada nomor TKPKDesa yang terdaftar. Minta TKPKDesa atau Dinas Sosial mendaftarkannya di halaman SMS, lalu kirim lagi.',
  otomatis: 'Bila belum pernah dilaporkan, server mengirimnya sendiri begitu penutupan diterima.',
  koreksi: 'Ini koreksi. Selisihnya dikabarkan ke TKPKDesa saat koreksi ditandatangani.',
  nomor: 'Ketik SMS ini, kirim ke nomor laporan yang diberikan TKPKDesa:',
  terdaftar: 'Hanya HP yang nomornya didaftarkan TKPKDesa yang diterima. Jangan menulis nama atau NIK.',
  muat: 'Tanpa jaringan: ketik di HP biasa kode desa, nama padukuhan, dan angka di atas.',
  tanpa_jaringan: 'Belum terkirim: tanpa jaringan. Ketik SMS di bawah ini, atau kirim lagi setelah ada jaringan.',
  server_sibuk: 'Belum terkirim: server tidak menjawab. Coba lagi, atau ketik SMS di bawah ini.',
  perlu_masuk: 'Belum terkirim: masuk lagi dahulu, atau ketik SMS di bawah ini.',
  orang_lain: 'Belum terkirim: akun lain sedang masuk. Masuk dengan akun Anda, atau ketik SMS di bawah ini.',
  tidak_berhak: 'Belum terkirim: akun ini tidak berhak. Ketik SMS di bawah ini.',
  SMS_BATAS_HARIAN: 'Belum terkirim: batas SMS sehari sudah tercapai. Ketik SMS di bawah ini, atau kirim lagi besok.',
  SMS_BELUM_ADA_KODE: 'Belum ada baris berkode. Beri kode dahulu, lalu kirim.',
  SMS_KOREKSI_BERJALAN: 'Ini koreksi. Selisihnya dikabarkan ke TKPKDesa saat koreksi ditandatangani.',
  SMS_PADUKUHAN_TIDAK_DIKENAL: 'Nama padukuhan ini tidak muat dalam SMS. Sampaikan angkanya langsung kepada TKPKDesa.',
};

/** What an act was, for the undo button and the list of late entries. */
export const ACT = {
  attend: 'kehadiran', held: 'tanggal musyawarah', circle: 'kode', explain: 'keterangan', note: 'catatan', pencil: 'catatan pensil', check: 'pemeriksaan',
  kin: 'hubungan kerabat', propose: 'usulan', amend: 'isi usulan', withdraw: 'penarikan usulan', order: 'urutan',
  poorer: 'pernyataan lebih miskin', reread: 'baca ulang', none_found: 'hasil baca ulang', strike: 'coretan',
  enumerator: 'petugas pendata', drop_enumerator: 'petugas dilepas', keep_pencil: 'pensil menjadi catatan', sign: 'tanda tangan', close: 'penutupan', settle: 'pilihan nilai',
};

/** A refusal in words. */
export const refusal = (r) => REFUSALS[r.code] ?? `Ditolak (${r.code}).`;
