// Written from the code lists of Rust: change them there, then run
// `MUTAKHIR_WRITE_LISTS=1 cargo test --package exchange --test it lists`.

export const FINDINGS = [
  {"code":1,"fkp01":true,"label":"Ada, status kesejahteraan tetap","reread":true,"visit":false},
  {"code":2,"fkp01":true,"label":"Ada, status kesejahteraan berubah","reread":false,"visit":true},
  {"code":3,"fkp01":true,"label":"Ganti kepala rumah tangga","reread":true,"visit":true},
  {"code":4,"fkp01":true,"label":"Pindah","reread":false,"visit":false},
  {"code":5,"fkp01":true,"label":"Meninggal","reread":false,"visit":false},
  {"code":6,"fkp01":true,"label":"Berubah jumlah/komposisi ART","reread":true,"visit":true},
  {"code":7,"fkp01":false,"label":"Baru","reread":false,"visit":true},
  {"code":8,"fkp01":true,"label":"Tidak dikenal","reread":false,"visit":false},
];

export const GROUPS = ["dukuh","rt","rw","tokoh","marginal"];

export const ABSENT = ["dukuh","rt_rw","marginal","tokoh_marginal"];

export const CHANGES = ["corrected","replaced","died","moved_out","moved_in","born","other"];

export const ROLES = ["dukuh","asisten","petugas"];

export const SIGNERS = ["dukuh","asisten","participant"];

export const PRINTED_COLUMNS = [1,2,3,4,5];

export const PROPOSAL_TEXTS = ["head_name","members","address","remark"];

export const ACT_KINDS = [
  "attend",
  "held",
  "circle",
  "explain",
  "write",
  "note",
  "pencil",
  "keep_pencil",
  "check",
  "kin",
  "propose",
  "amend",
  "withdraw",
  "order",
  "poorer",
  "reread",
  "none_found",
  "strike",
  "enumerator",
  "drop_enumerator",
  "sign",
  "close",
  "settle",
];

export const HAMLET_KINDS = ["PADUKUHAN","PEDUKUHAN","DUKUH","DUSUN","DSN","PDK","KAMPUNG","KP","LINGKUNGAN","LINGK","JORONG","KEBAYANAN"];

export const BOUNDS = {"count":65535,"entry_bytes":8192,"half_year_months":6,"list":500,"proposals":500,"text":1000};

export const REFUSALS = [
  "ALASAN_KOSONG",
  "BARIS_TANPA_KODE",
  "BA_BELUM_DITANDATANGANI",
  "BELUM_DICERMATI_ULANG",
  "BELUM_DIGABUNG",
  "BELUM_DIPERIKSA_ASISTEN",
  "BERUBAH_SESUDAH_DIBACAKAN",
  "BUKAN_ANGGOTA",
  "BUKAN_ASISTEN",
  "BUKAN_PALING_SEJAHTERA",
  "CATATAN_KOSONG",
  "CATATAN_TIDAK_ADA",
  "CERMATI_ULANG_DULU",
  "FKP01_BARIS_TIDAK_ADA",
  "FKP01_KOLOM_TERCETAK",
  "FKP02_NOMOR_TERPAKAI",
  "KERABAT",
  "KERABAT_ORANG_LAIN",
  "KODE_5_ADA_YANG_HIDUP",
  "KODE_5_BELUM_DITANYAKAN",
  "KODE_7_DI_FKP01",
  "KODE_BELUM_TERLIHAT",
  "KOLOM_BUKAN_1_5",
  "KUOTA_LEBIH",
  "KUOTA_TIDAK_LEBIH",
  "LIPUTAN_TIDAK_UTUH",
  "NAMA_KOSONG",
  "NILAI_BERSELISIH",
  "PENDATA_PADUKUHAN_LAIN",
  "PENDATA_TIDAK_ADA",
  "PERNYATAAN_LEBIH_MISKIN_KOSONG",
  "PILIHAN_TIDAK_ADA",
  "SUDAH_DICORET",
  "SUDAH_DI_FKP01",
  "SUDAH_DI_FKP02",
  "TANDA_TANGAN_ORANG_LAIN",
  "TANGGAL_DI_DEPAN",
  "TARIK_SAAT_KUOTA_LEBIH",
  "TIDAK_IKUT_MUSYAWARAH",
  "TIDAK_LEBIH_MISKIN",
  "URUTAN_GANDA",
  "URUTAN_KESEJAHTERAAN_KOSONG",
  "USULAN_TERLALU_BANYAK",
  "USULAN_TIDAK_ADA",
  "USULAN_TIDAK_BERLAKU",
];
