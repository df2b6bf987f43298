//! The table of contents: every address of the pages.

use crate::{
    Config, Web, access_log, account, assets, desk, guard, household, import, job, list, login, meeting, meeting_page,
    minutes, overview, public, registration, review, sms, style,
};
use app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// The pages over one workspace.
pub fn router(app: Arc<App>, config: Config) -> Router {
    let upload = DefaultBodyLimit::max(config.upload_limit_mb * 1024 * 1024);
    let sending = DefaultBodyLimit::max(meeting::BODY_MAX);
    let web = Arc::new(Web::new(app, config));
    let pages = Router::new()
        // for everybody
        .route("/", get(public::home))
        .route("/daftar", get(public::how))
        .route("/daftar/minta-kunjungan", post(public::request_visit))
        .route("/status", get(public::status))
        .route("/berita-acara", get(minutes::ask))
        .route("/berita-acara/{number}/{checkpoint}", get(minutes::check))
        .route("/bahasa", post(public::language))
        .route("/gaya", get(style::style))
        .route("/masuk", get(login::form).post(login::login))
        .route("/keluar", post(login::logout))
        // the cycle
        .route("/ringkasan", get(overview::overview))
        .route("/meja/aktif", get(desk::active).post(desk::file_active))
        .route("/meja/pasif", get(desk::visit).post(desk::file_visit))
        .route("/meja/musdes", get(desk::musdes).post(desk::file_musdes))
        .route("/meja/cocok", post(desk::matches))
        .route("/meja/draf/{number}", get(desk::draft))
        .route("/meja/tersimpan/{number}", get(desk::saved))
        .route("/pendaftaran", get(list::registrations))
        .route("/pendaftaran/{number}", get(registration::registration))
        .route("/pendaftaran/{number}/bukti.pdf", get(registration::receipt))
        .route("/telaah", get(review::queue))
        .route("/telaah/ambil", post(review::take))
        .route("/telaah/urungkan", post(review::undo))
        .route("/telaah/mutu", get(review::quality))
        .route("/telaah/mutu.csv", get(review::csv))
        .route("/telaah/latih", post(review::retrain))
        .route("/telaah/kasus/{number}", get(review::case).post(review::answer))
        .route("/telaah/kasus/{number}/catatan", post(review::note))
        .route("/telaah/kasus/{number}/perpanjang", post(review::renew))
        .route("/telaah/kasus/{number}/lepas", post(review::release))
        .route("/prelist", get(list::prelist))
        .route("/musyawarah", get(list::meetings))
        .route("/musyawarah/keadaan", get(meeting::map))
        .route("/musyawarah/terbitkan", post(meeting::issue))
        .route("/musyawarah/ingatkan", post(meeting::remind))
        .route("/musyawarah/{id}", get(meeting::meeting))
        .route("/musyawarah/{id}/kode", post(meeting::code))
        .route("/musyawarah/{id}/daftar", get(meeting::public))
        .route("/musyawarah/{id}/tahap", post(meeting::next))
        .route("/musyawarah/{id}/laporan", post(meeting::report))
        .route("/musyawarah/{id}/langkah", post(meeting::step))
        .route("/musyawarah/{id}/pelatihan", post(meeting::train))
        .route("/musyawarah/{id}/kertas", get(meeting::paper).post(meeting::key_paper))
        .route("/musyawarah/{id}/kertas/buka", post(meeting::reopen_paper))
        .route("/musyawarah/{id}/kertas/lepas", post(meeting::drop_keying))
        .route("/musyawarah/{id}/kertas/tutup", post(meeting::settle_paper))
        .route("/musyawarah/{id}/unduh/{file}", get(meeting::minutes))
        .route("/musyawarah/{id}/formulir.json", get(meeting::form))
        .route("/musyawarah/{id}/keadaan.json", get(meeting::state))
        .route("/musyawarah/{id}/kiriman", post(meeting::send).layer(sending))
        .route("/musyawarah/{id}/perangkat", post(meeting::admit))
        .route("/musyawarah/{id}/cari", post(meeting::search))
        .route("/musyawarah/{id}/lapor", post(meeting::report_here))
        .route("/musyawarah/{id}/lembar", get(meeting_page::to_page))
        .route("/musyawarah/{id}/lembar/", get(meeting_page::page))
        .route("/musyawarah/{id}/lembar/{file}", get(meeting_page::part))
        .route("/sms", get(sms::board))
        .route("/sms/nomor", post(sms::enter))
        .route("/sms/hapus", post(sms::forget))
        .route("/sms/ulang", post(sms::resend))
        .route("/kuesioner", get(list::questionnaires))
        .route("/peringkat", get(list::ranking))
        .route("/program", get(list::programmes))
        .route("/program/{name}", get(list::programme))
        .route("/rumah-tangga", get(list::households))
        .route("/rumah-tangga/cari", post(list::find))
        .route("/rumah-tangga/{id}", get(household::household))
        // data and access
        .route("/impor", get(import::imports).post(import::upload).layer(upload))
        .route("/impor/{id}", get(import::import))
        .route("/impor/{id}/cacat.csv", get(import::csv))
        .route("/impor/{id}/urungkan", post(import::undo))
        .route("/pekerjaan/{id}/siaran", get(job::live))
        .route("/pekerjaan/{id}/henti", post(job::cancel))
        .route("/akun", get(account::list))
        .route("/akun/baru", get(account::new).post(account::create))
        .route("/akun/{id}", get(account::show))
        .route("/akun/{id}/peran", post(account::grant))
        .route("/akun/{id}/cabut-peran", post(account::withdraw))
        .route("/akun/{id}/cabut-sesi", post(account::revoke))
        .route("/akun/{id}/keadaan", post(account::set_active))
        .route("/akses", get(access_log::access_log))
        .route("/saya", get(login::me))
        .route("/saya/sandi", post(login::change_password))
        .route("/saya/keluar-semua", post(login::logout_all))
        .fallback(public::not_found)
        .layer(middleware::from_fn_with_state(web.clone(), guard::around));
    Router::new()
        .merge(pages)
        .route("/aset/{name}", get(assets::serve))
        .route("/sehat", get(public::health))
        .layer(CompressionLayer::new())
        .with_state(web)
}
