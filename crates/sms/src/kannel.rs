//! Kannel: messages are handed over to smsbox by HTTP; smsbox brings messages and receipts to an
//! address of ours on the same machine.

use crate::LineError;
use app::ports::{Heard, Hearing, SmsCentre, SmsFate, SmsSubmit, Submitted};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::routing::get;
use domain::deliberation::sms::{Coding, parts};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// How long smsbox may take to answer, and we to keep what it brings.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where smsbox is, and where it finds us.
#[derive(Clone, PartialEq, Eq)]
pub struct KannelSettings {
    /// `host:port` of smsbox's `sendsms`.
    pub address: String,
    /// Name of the `sendsms-user`.
    pub account: String,
    /// Its password.
    pub password: String,
    /// Our own number or name, as recipients see it.
    pub sender: String,
    /// Where smsbox brings messages and receipts.
    pub listen: SocketAddr,
}

impl std::fmt::Debug for KannelSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KannelSettings")
            .field("address", &self.address)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}

/// What smsbox must say when it brings something, so that nobody else on the machine does: derived
/// from the password, and not it.
#[must_use]
pub fn callback_key(password: &str) -> String {
    hex::encode(&Sha256::digest(format!("mutakhir/kannel\0{password}"))[..16])
}

/// The service smsbox needs, for its configuration.
#[must_use]
pub fn kannel_conf(settings: &KannelSettings) -> String {
    format!(
        "group = sms-service\nkeyword = default\ncatch-all = true\nmax-messages = 0\nassume-plain-text = true\n\
         get-url = \"http://{}/sms/masuk?kunci={}&dari=%p&isi=%b&sandi=%c&aksara=%C&udh=%u&nomor=%I\"\n",
        settings.listen,
        callback_key(&settings.password)
    )
}

struct Brought {
    heard: Heard,
    kept: oneshot::Sender<bool>,
}

struct Door {
    key: String,
    bring: mpsc::UnboundedSender<Brought>,
}

/// A line to Kannel.
pub struct Kannel {
    settings: KannelSettings,
    brought: mpsc::UnboundedReceiver<Brought>,
    waiting: BTreeMap<u64, oneshot::Sender<bool>>,
    last: u64,
    // dropped with the line: nothing is received after it
    _task: JoinSet<()>,
}

impl Kannel {
    /// Opens the address where smsbox brings messages and receipts.
    pub async fn open(settings: &KannelSettings) -> Result<Self, LineError> {
        let listener = TcpListener::bind(settings.listen)
            .await
            .map_err(|e| LineError::Listen(format!("{}: {e}", settings.listen)))?;
        let (bring, brought) = mpsc::unbounded_channel();
        let door = Arc::new(Door { key: callback_key(&settings.password), bring });
        let routes = Router::new().route("/sms/masuk", get(message)).route("/sms/kabar", get(report)).with_state(door);
        let mut task = JoinSet::new();
        task.spawn(async move {
            if let Err(fault) = axum::serve(listener, routes).await {
                tracing::warn!(%fault, "kannel: receiving ended");
            }
        });
        Ok(Self { settings: settings.clone(), brought, waiting: BTreeMap::new(), last: 0, _task: task })
    }

    fn path(&self, sms: &SmsSubmit) -> String {
        let e = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let report = format!(
            "http://{}/sms/kabar?kunci={}&nomor={}&ke={}&jenis=%d",
            self.settings.listen,
            callback_key(&self.settings.password),
            sms.reference,
            sms.to.expose()
        );
        let coding = match sms.part.coding {
            Coding::Gsm7 | Coding::Latin1 => 0,
            Coding::Ucs2 => 2,
        };
        format!(
            "/cgi-bin/sendsms?username={}&password={}&from={}&to={}&charset=UTF-8&coding={coding}&text={}&validity={}\
             &dlr-mask=31&dlr-url={}",
            e(&self.settings.account),
            e(&self.settings.password),
            e(&self.settings.sender),
            e(&format!("+{}", sms.to.expose())),
            e(&sms.text),
            (sms.validity_ms / 60_000).max(1),
            e(&report)
        )
    }

    /// The status smsbox answers with; `Err(true)` when nothing was handed over.
    async fn get(&self, path: String) -> Result<(StatusCode, String), bool> {
        let stream = TcpStream::connect(&self.settings.address).await.map_err(|_| true)?;
        let handed = async {
            let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
            let request = hyper::Request::get(path)
                .header("host", &self.settings.address)
                .header("connection", "close")
                .body(Empty::<Bytes>::new())
                .ok()?;
            let asked = async {
                let answer = sender.send_request(request).await.ok()?;
                let status = answer.status();
                let body = answer.into_body().collect().await.ok()?.to_bytes();
                Some((status, String::from_utf8_lossy(&body).into_owned()))
            };
            let (answer, _) = tokio::join!(asked, connection);
            answer
        };
        tokio::time::timeout(PATIENCE, handed).await.ok().flatten().ok_or(false)
    }
}

impl SmsCentre for Kannel {
    async fn submit(&mut self, sms: &SmsSubmit) -> Submitted {
        match self.get(self.path(sms)).await {
            Err(true) => Submitted::Later { why: "smsbox tidak terjangkau".to_owned() },
            Err(false) => Submitted::Unanswered,
            // `0: Accepted for delivery`, `3: Queued for later delivery`; Kannel names no number of its own
            Ok((status, _)) if status.is_success() => Submitted::Taken { centre_id: String::new() },
            Ok((status, body)) => {
                let why = format!("Kannel {}: {}", status.as_u16(), body.trim().chars().take(60).collect::<String>());
                if status.is_server_error() { Submitted::Later { why } } else { Submitted::Never { why } }
            }
        }
    }

    async fn ask(&mut self, _: &str) -> Option<SmsFate> {
        // Kannel cannot be asked about one message
        None
    }

    async fn hear(&mut self) -> Option<Hearing> {
        let brought = self.brought.recv().await?;
        self.last += 1;
        self.waiting.insert(self.last, brought.kept);
        Some(Hearing { token: self.last, heard: brought.heard })
    }

    async fn acknowledge(&mut self, token: u64, kept: bool) {
        if let Some(waiting) = self.waiting.remove(&token) {
            // smsbox may have given up waiting: then it brings it again
            let _ = waiting.send(kept);
        }
    }
}

type Fields = BTreeMap<String, Vec<u8>>;

/// The fields of a query as octets: a message may hold any.
fn fields(query: &str) -> Fields {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), percent_decode(value.replace('+', " ").as_bytes()).collect()))
        .collect()
}

fn word(fields: &Fields, name: &str) -> String {
    fields.get(name).map_or_else(String::new, |v| String::from_utf8_lossy(v).into_owned())
}

async fn bring(door: &Door, fields: &Fields, heard: Heard) -> StatusCode {
    if word(fields, "kunci") != door.key {
        return StatusCode::FORBIDDEN;
    }
    let (kept, told) = oneshot::channel();
    if door.bring.send(Brought { heard, kept }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(true)) => StatusCode::OK,
        Ok(Ok(false) | Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn message(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> StatusCode {
    let fields = fields(&query.unwrap_or_default());
    bring(&door, &fields, heard(&fields)).await
}

/// A message as smsbox writes it: `sandi` 0 is text, 1 binary, 2 UCS-2; `aksara` names how text is written.
fn heard(fields: &Fields) -> Heard {
    let octets = fields.get("isi").cloned().unwrap_or_default();
    let charset = word(fields, "aksara").to_ascii_uppercase();
    let (coding, octets) = match word(fields, "sandi").as_str() {
        "1" => (None, octets),
        _ if charset.starts_with("UTF-16") || charset == "UCS-2" => (Some(Coding::Ucs2), octets),
        "2" if charset != "UTF-8" => (Some(Coding::Ucs2), octets),
        _ => {
            let text = String::from_utf8(octets).unwrap_or_else(|e| Coding::Latin1.decode(e.as_bytes()));
            let coding = Coding::of(&text);
            (Some(coding), coding.encode(&text))
        }
    };
    let header = fields.get("udh").cloned().unwrap_or_default();
    let (place, _) = if header.is_empty() { (None, &[][..]) } else { parts::open_header(&header) };
    let id = word(fields, "nomor");
    Heard::Message { from: word(fields, "dari"), coding, place, octets, centre_id: (!id.is_empty()).then_some(id) }
}

async fn report(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> StatusCode {
    let fields = fields(&query.unwrap_or_default());
    // 1 delivered, 2 not delivered, 4 buffered, 8 the centre has it, 16 the centre refuses it
    let fate = match word(&fields, "jenis").parse::<u8>() {
        Ok(1) => SmsFate::Delivered,
        Ok(2) => SmsFate::Failed { why: "UNDELIV".to_owned() },
        Ok(16) => SmsFate::Failed { why: "REJECTD".to_owned() },
        Ok(_) | Err(_) => SmsFate::Underway,
    };
    let reference = word(&fields, "nomor").parse().ok();
    let heard = Heard::Receipt { reference, centre_id: None, to: word(&fields, "ke"), fate };
    bring(&door, &fields, heard).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(query: &str) -> String {
        match heard(&fields(query)) {
            Heard::Message { coding: Some(coding), octets, .. } => coding.decode(&octets),
            Heard::Message { .. } | Heard::Receipt { .. } => "?".to_owned(),
        }
    }

    #[test]
    fn text_comes_as_utf_8_or_as_utf_16() {
        assert_eq!(text("isi=MUSPAD+2%3D3&sandi=0&aksara=UTF-8"), "MUSPAD 2=3");
        assert_eq!(text("isi=%00K%00l%00a%00m%00p%00%F4%00k&sandi=2&aksara=UTF-16BE"), "Klampôk");
        assert_eq!(text("isi=Klamp%C3%B4k&sandi=2&aksara=UTF-8"), "Klampôk");
    }
}
