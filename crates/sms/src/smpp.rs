//! SMPP 3.4 as transceiver: one connection, one task that reads and writes it.

use crate::{LineError, receipt};
use app::ports::{Heard, Hearing, SmsCentre, SmsFate, SmsSubmit, Submitted};
use domain::deliberation::sms::{Coding, parts};
use futures_util::{SinkExt, StreamExt};
use rusmpp::pdus::owned::{BindTransceiver, DeliverSm, DeliverSmResp, QuerySm, SubmitSm};
use rusmpp::tlvs::owned::{MessageSubmissionRequestTlvValue, TlvValue};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::owned::{COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, InterfaceVersion, Npi, RegisteredDelivery, Ton, UserMessageReference};
use rusmpp::{Command, CommandStatus, Pdu};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::codec::Framed;

/// How long an answer may take before the line counts as broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a silent line is tried.
const ENQUIRE: Duration = Duration::from_secs(30);

/// The account at the centre.
#[derive(Clone, PartialEq, Eq)]
pub struct SmppSettings {
    /// `host:port`.
    pub address: String,
    /// `system_id`.
    pub account: String,
    /// `password`, at most 8 characters.
    pub password: String,
    /// Our own number or name, as recipients see it.
    pub sender: String,
}

impl std::fmt::Debug for SmppSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmppSettings").field("address", &self.address).finish_non_exhaustive()
    }
}

struct Request {
    pdu: Pdu,
    answer: oneshot::Sender<Command>,
}

enum Outgoing {
    Request(Request),
    Reply { sequence: u32, status: CommandStatus, pdu: Pdu },
}

/// A bound connection.
pub struct Smpp {
    settings: SmppSettings,
    out: mpsc::UnboundedSender<Outgoing>,
    heard: mpsc::UnboundedReceiver<Hearing>,
    // dropped with the line: the task ends with it
    _task: JoinSet<()>,
}

impl Smpp {
    /// Connects and binds.
    pub async fn connect(settings: &SmppSettings) -> Result<Self, LineError> {
        let unreachable = |why: String| LineError::Unreachable(why);
        let stream = tokio::time::timeout(PATIENCE, TcpStream::connect(&settings.address))
            .await
            .map_err(|_| unreachable("no answer".to_owned()))?
            .map_err(|e| unreachable(e.to_string()))?;
        stream.set_nodelay(true).map_err(|e| unreachable(e.to_string()))?;
        let mut line = Framed::new(stream, CommandCodec::new());
        let bind = BindTransceiver::builder()
            .system_id(text(&settings.account).map_err(LineError::Refused)?)
            .password(text(&settings.password).map_err(LineError::Refused)?)
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        line.send(Command::new(CommandStatus::EsmeRok, 1, bind)).await.map_err(|e| unreachable(e.to_string()))?;
        let answer = tokio::time::timeout(PATIENCE, line.next()).await;
        match answer {
            Ok(Some(Ok(answer))) if answer.status == CommandStatus::EsmeRok => {}
            Ok(Some(Ok(answer))) => return Err(LineError::Refused(format!("{:?}", answer.status))),
            Ok(Some(Err(e))) => return Err(unreachable(e.to_string())),
            Ok(None) | Err(_) => return Err(unreachable("no answer to the bind".to_owned())),
        }
        let (out, to_send) = mpsc::unbounded_channel();
        let (hear, heard) = mpsc::unbounded_channel();
        let mut task = JoinSet::new();
        task.spawn(keep(line, to_send, hear));
        Ok(Self { settings: settings.clone(), out, heard, _task: task })
    }

    /// Asks and waits; `Err(true)` when nothing was handed over.
    async fn ask_line(&self, pdu: Pdu) -> Result<Command, bool> {
        let (answer, answered) = oneshot::channel();
        if self.out.send(Outgoing::Request(Request { pdu, answer })).is_err() {
            return Err(true);
        }
        tokio::time::timeout(PATIENCE, answered).await.ok().and_then(Result::ok).ok_or(false)
    }
}

/// Reads and writes the connection until it breaks. Whoever waits for an answer then learns that
/// none will come.
async fn keep(
    mut line: Framed<TcpStream, CommandCodec>,
    mut to_send: mpsc::UnboundedReceiver<Outgoing>,
    hear: mpsc::UnboundedSender<Hearing>,
) {
    let mut sequence = 1u32;
    let mut waiting: BTreeMap<u32, oneshot::Sender<Command>> = BTreeMap::new();
    let mut enquire = tokio::time::interval_at(tokio::time::Instant::now() + ENQUIRE, ENQUIRE);
    let mut unanswered = false;
    loop {
        tokio::select! {
            came = line.next() => {
                let Some(Ok(command)) = came else { return };
                unanswered = false;
                let (status, number) = (command.status, command.sequence_number);
                let reply = match command.pdu() {
                    Some(Pdu::DeliverSm(deliver)) => {
                        if hear.send(Hearing { token: number.into(), heard: heard(deliver) }).is_err() {
                            return;
                        }
                        None
                    }
                    Some(Pdu::EnquireLink) => Some(Pdu::EnquireLinkResp),
                    Some(Pdu::Unbind) => {
                        let _ = line.send(Command::new(CommandStatus::EsmeRok, number, Pdu::UnbindResp)).await;
                        return;
                    }
                    Some(Pdu::EnquireLinkResp) => None,
                    _ => {
                        if let Some(answer) = waiting.remove(&number) {
                            // whoever asked may have stopped waiting
                            let _ = answer.send(command);
                        } else {
                            tracing::info!(?status, "smpp: an answer to nothing");
                        }
                        None
                    }
                };
                if let Some(pdu) = reply
                    && line.send(Command::new(CommandStatus::EsmeRok, number, pdu)).await.is_err()
                {
                    return;
                }
            }
            order = to_send.recv() => {
                let Some(order) = order else {
                    let _ = line.send(Command::new(CommandStatus::EsmeRok, sequence + 1, Pdu::Unbind)).await;
                    return;
                };
                let command = match order {
                    Outgoing::Request(request) => {
                        sequence = if sequence >= 0x7FFF_FFFE { 2 } else { sequence + 1 };
                        waiting.insert(sequence, request.answer);
                        Command::new(CommandStatus::EsmeRok, sequence, request.pdu)
                    }
                    Outgoing::Reply { sequence, status, pdu } => Command::new(status, sequence, pdu),
                };
                if line.send(command).await.is_err() {
                    return;
                }
            }
            _ = enquire.tick() => {
                if unanswered {
                    return;
                }
                unanswered = true;
                sequence += 1;
                if line.send(Command::new(CommandStatus::EsmeRok, sequence, Pdu::EnquireLink)).await.is_err() {
                    return;
                }
            }
        }
    }
}

impl SmsCentre for Smpp {
    async fn submit(&mut self, sms: &SmsSubmit) -> Submitted {
        let pdu = match submission(&self.settings.sender, sms) {
            Ok(pdu) => pdu,
            Err(why) => return Submitted::Never { why },
        };
        match self.ask_line(pdu.into()).await {
            Err(true) => Submitted::NotHanded,
            Err(false) => Submitted::Unanswered,
            Ok(answer) => match (u32::from(answer.status), answer.pdu()) {
                (0, Some(Pdu::SubmitSmResp(taken))) => {
                    Submitted::Taken { centre_id: taken.message_id().as_str().to_owned() }
                }
                (0, _) => Submitted::Unanswered,
                (status, _) => refused(status),
            },
        }
    }

    async fn ask(&mut self, centre_id: &str) -> Option<SmsFate> {
        let (ton, npi) = numbering(&self.settings.sender);
        let query = QuerySm::builder()
            .message_id(text(centre_id).ok()?)
            .source_addr_ton(ton)
            .source_addr_npi(npi)
            .source_addr(text(&self.settings.sender).ok()?)
            .build();
        let answer = self.ask_line(query.into()).await.ok()?;
        match answer.pdu() {
            Some(Pdu::QuerySmResp(told)) if answer.status == CommandStatus::EsmeRok => {
                receipt::of_state(u8::from(told.message_state))
            }
            _ => None,
        }
    }

    async fn hear(&mut self) -> Option<Hearing> {
        self.heard.recv().await
    }

    async fn acknowledge(&mut self, token: u64, kept: bool) {
        let Ok(sequence) = u32::try_from(token) else { return };
        let status = if kept { CommandStatus::EsmeRok } else { CommandStatus::EsmeRxTAppn };
        let pdu = Pdu::DeliverSmResp(DeliverSmResp::default());
        // when the line is down the centre brings it again
        let _ = self.out.send(Outgoing::Reply { sequence, status, pdu });
    }
}

/// What an error means: the centre is busy, or will never take it. SMPP 3.4 §5.1.3.
fn refused(status: u32) -> Submitted {
    let why = format!("SMPP 0x{status:02X}");
    match status {
        // system error, queue full, throttled, temporary application errors
        0x08 | 0x14 | 0x45 | 0x58 | 0x64 | 0x66 => Submitted::Later { why },
        _ => Submitted::Never { why },
    }
}

fn submission(sender: &str, sms: &SmsSubmit) -> Result<SubmitSm, String> {
    let (ton, npi) = numbering(sender);
    let class = EsmClass::from(if sms.part.total > 1 { 0x40 } else { 0 });
    Ok(SubmitSm::builder()
        .source_addr_ton(ton)
        .source_addr_npi(npi)
        .source_addr(text(sender)?)
        .dest_addr_ton(Ton::International)
        .dest_addr_npi(Npi::Isdn)
        .destination_addr(text(sms.to.expose())?)
        .esm_class(class)
        .validity_period(validity(sms.validity_ms)?)
        .registered_delivery(RegisteredDelivery::from(1))
        .data_coding(DataCoding::from(sms.part.coding.data_coding()))
        .short_message(OctetString::from_vec(sms.part.octets.clone()).map_err(|e| e.to_string())?)
        .push_tlv(MessageSubmissionRequestTlvValue::UserMessageReference(UserMessageReference::new(sms.reference)))
        .build())
}

/// Kind of our own number: a name, a short number, or an international one.
fn numbering(sender: &str) -> (Ton, Npi) {
    if !sender.bytes().all(|b| b.is_ascii_digit()) {
        (Ton::Alphanumeric, Npi::Unknown)
    } else if sender.len() <= 6 {
        (Ton::Abbreviated, Npi::Unknown)
    } else {
        (Ton::International, Npi::Isdn)
    }
}

/// Relative time `YYMMDDhhmmss000R`. SMPP 3.4 §7.1.1.
fn validity(ms: i64) -> Result<EmptyOrFullCOctetString<17>, String> {
    let seconds = (ms / 1000).clamp(1, 30 * 86_400);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let words = format!("0000{days:02}{:02}{:02}{:02}000R\0", rest / 3600, rest % 3600 / 60, rest % 60);
    EmptyOrFullCOctetString::from_vec(words.into_bytes()).map_err(|e| e.to_string())
}

fn text<const MIN: usize, const MAX: usize>(text: &str) -> Result<COctetString<MIN, MAX>, String> {
    COctetString::from_string(format!("{text}\0")).map_err(|e| e.to_string())
}

/// A message from a phone, or a receipt.
fn heard(deliver: &DeliverSm) -> Heard {
    let class = u8::from(deliver.esm_class);
    let mut octets = deliver.short_message().as_ref().to_vec();
    let (mut reference, mut id, mut fate) = (None, None, None);
    let (mut sar, mut total, mut no) = (None, None, None);
    for tlv in deliver.tlvs() {
        match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => octets = payload.value.as_ref().to_vec(),
            Some(TlvValue::UserMessageReference(r)) => reference = Some(r.value),
            Some(TlvValue::ReceiptedMessageId(i)) => id = Some(i.as_str().to_owned()),
            Some(TlvValue::MessageState(s)) => fate = receipt::of_state(u8::from(*s)),
            Some(TlvValue::SarMsgRefNum(n)) => sar = Some(*n),
            Some(TlvValue::SarTotalSegments(n)) => total = Some(*n),
            Some(TlvValue::SarSegmentSeqnum(n)) => no = Some(*n),
            _ => {}
        }
    }
    let from = deliver.source_addr.as_str().to_owned();
    if class & 0x3C != 0 {
        let (told_id, told) = receipt::read(&Coding::Gsm7.decode(&octets));
        return Heard::Receipt {
            reference,
            centre_id: id.or(told_id),
            to: from,
            fate: fate.or(told).unwrap_or(SmsFate::Underway),
        };
    }
    let (mut place, body) = if class & 0x40 != 0 { parts::open_header(&octets) } else { (None, octets.as_slice()) };
    if let (None, Some(reference), Some(total), Some(no)) = (place, sar, total, no) {
        place = parts::Place::checked(reference, total, no);
    }
    Heard::Message {
        from,
        coding: Coding::from_data_coding(u8::from(deliver.data_coding)),
        place,
        octets: body.to_vec(),
        centre_id: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_is_written_as_a_relative_time() {
        assert_eq!(validity(6 * 3_600_000).unwrap().as_str(), "000000060000000R");
        assert_eq!(validity(90_061_000).unwrap().as_str(), "000001010101000R");
        assert_eq!(validity(0).unwrap().as_str(), "000000000001000R");
    }

    #[test]
    fn a_busy_centre_is_tried_again_and_a_refusing_one_is_not() {
        assert!(matches!(refused(0x58), Submitted::Later { .. }));
        assert!(matches!(refused(0x0B), Submitted::Never { .. }));
    }
}
