//! SMPP 3.4 as transceiver: one connection, one task that reads and writes it.

use crate::{LineError, receipt};
use app::ports::{Heard, Hearing, SmsCentre, SmsFate, SmsSubmit, Submitted};
use domain::deliberation::sms::{Coding, parts};
use rusmpp_core::CommandStatus;
use rusmpp_core::command::borrowed::Command;
use rusmpp_core::decode::borrowed::DecodeWithLength;
use rusmpp_core::encode::{Encode, Length};
use rusmpp_core::pdus::borrowed::{BindTransceiver, DeliverSm, DeliverSmResp, Pdu, QuerySm, SubmitSm};
use rusmpp_core::tlvs::borrowed::{MessageSubmissionRequestTlvValue, TlvValue};
use rusmpp_core::types::borrowed::{COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp_core::values::{DataCoding, EsmClass, InterfaceVersion, Npi, RegisteredDelivery, Ton, UserMessageReference};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

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

/// Optional parameters one PDU may have; a PDU with more is not understood.
const TLVS: usize = 32;
/// Longest PDU that is read.
const LONGEST: usize = 64 * 1024;
/// Place of status and sequence number in a frame.
const STATUS: usize = 8;
const SEQUENCE: usize = 12;
const HEADER: usize = 16;
/// `command_id` of those that are answered without reading further.
const DELIVER_SM: u32 = 0x05;
const ENQUIRE_LINK: u32 = 0x15;
const UNBIND: u32 = 0x06;
/// Permanent application error: what cannot be read is not to come again.
const UNREADABLE: u32 = 0x65;

/// One PDU as it stands on the wire, its length included.
type Frame = Vec<u8>;

enum Outgoing {
    Request { frame: Frame, answer: oneshot::Sender<Frame> },
    Reply(Frame),
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
        let unreachable = LineError::Unreachable;
        let stream = tokio::time::timeout(PATIENCE, TcpStream::connect(&settings.address))
            .await
            .map_err(|_| unreachable("no answer".to_owned()))?
            .map_err(|e| unreachable(e.to_string()))?;
        stream.set_nodelay(true).map_err(|e| unreachable(e.to_string()))?;
        let (read, write) = stream.into_split();
        let mut read = Incoming { half: read, buffer: Vec::new() };
        let (account, password) = (ended(&settings.account), ended(&settings.password));
        let bind = BindTransceiver::builder()
            .system_id(text(&account).map_err(LineError::Refused)?)
            .password(text(&password).map_err(LineError::Refused)?)
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        send(&write, &frame(CommandStatus::EsmeRok, 1, bind.into())).await.map_err(|e| unreachable(e.to_string()))?;
        match tokio::time::timeout(PATIENCE, read.next()).await {
            Ok(Some(answer)) if word(&answer, STATUS) == 0 => {}
            Ok(Some(answer)) => return Err(LineError::Refused(format!("SMPP 0x{:02X}", word(&answer, STATUS)))),
            Ok(None) | Err(_) => return Err(unreachable("no answer to the bind".to_owned())),
        }
        let (out, to_send) = mpsc::unbounded_channel();
        let (hear, heard) = mpsc::unbounded_channel();
        let mut task = JoinSet::new();
        task.spawn(keep(read, write, to_send, hear));
        Ok(Self { settings: settings.clone(), out, heard, _task: task })
    }

    /// Asks and waits; `Err(true)` when nothing was handed over.
    async fn ask_line(&self, frame: Frame) -> Result<Frame, bool> {
        let (answer, answered) = oneshot::channel();
        if self.out.send(Outgoing::Request { frame, answer }).is_err() {
            return Err(true);
        }
        tokio::time::timeout(PATIENCE, answered).await.ok().and_then(Result::ok).ok_or(false)
    }
}

/// What has been read and is no whole PDU yet. Whoever stops waiting for it loses nothing.
struct Incoming {
    half: OwnedReadHalf,
    buffer: Vec<u8>,
}

impl Incoming {
    /// The next PDU; `None` when the line is down or speaks something else.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if self.buffer.len() >= HEADER {
                let length = usize::try_from(word(&self.buffer, 0)).ok().filter(|l| (HEADER..=LONGEST).contains(l))?;
                if self.buffer.len() >= length {
                    return Some(self.buffer.drain(..length).collect());
                }
            }
            self.half.readable().await.ok()?;
            let mut piece = [0u8; 4096];
            match self.half.try_read(&mut piece) {
                Ok(0) => return None,
                Ok(n) => self.buffer.extend_from_slice(&piece[..n]),
                Err(later) if later.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return None,
            }
        }
    }
}

async fn send(half: &OwnedWriteHalf, mut frame: &[u8]) -> std::io::Result<()> {
    while !frame.is_empty() {
        half.writable().await?;
        match half.try_write(frame) {
            Ok(n) => frame = &frame[n..],
            Err(later) if later.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// A number of the header.
fn word(frame: &[u8], at: usize) -> u32 {
    frame.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
}

fn frame(status: CommandStatus, sequence: u32, pdu: Pdu<'_, TLVS>) -> Frame {
    let command = Command::<TLVS>::new(status, sequence, pdu);
    let length = 4 + command.length();
    let mut frame = vec![0u8; length];
    frame[..4].copy_from_slice(&u32::try_from(length).unwrap_or(0).to_be_bytes());
    command.encode(&mut frame[4..]);
    frame
}

fn read(frame: &Frame) -> Option<Command<'_, TLVS>> {
    Command::decode(frame.get(4..)?, frame.len() - 4).ok().map(|(command, _)| command)
}

/// Reads and writes the connection until it breaks. Whoever waits for an answer then learns that
/// none will come.
async fn keep(
    mut read_half: Incoming,
    write: OwnedWriteHalf,
    mut to_send: mpsc::UnboundedReceiver<Outgoing>,
    hear: mpsc::UnboundedSender<Hearing>,
) {
    let mut sequence = 1u32;
    let mut waiting: BTreeMap<u32, oneshot::Sender<Frame>> = BTreeMap::new();
    let mut enquire = tokio::time::interval_at(tokio::time::Instant::now() + ENQUIRE, ENQUIRE);
    let mut unanswered = false;
    loop {
        let mut ends = false;
        let to_write = tokio::select! {
            came = read_half.next() => {
                let Some(came) = came else { return };
                unanswered = false;
                let number = word(&came, SEQUENCE);
                match word(&came, 4) {
                    DELIVER_SM => match read(&came).as_ref().and_then(Command::pdu) {
                        Some(Pdu::DeliverSm(deliver)) => {
                            if hear.send(Hearing { token: number.into(), heard: heard(deliver) }).is_err() {
                                return;
                            }
                            None
                        }
                        _ => Some(frame(CommandStatus::from(UNREADABLE), number, DeliverSmResp::default().into())),
                    },
                    ENQUIRE_LINK => Some(frame(CommandStatus::EsmeRok, number, Pdu::EnquireLinkResp)),
                    UNBIND => {
                        ends = true;
                        Some(frame(CommandStatus::EsmeRok, number, Pdu::UnbindResp))
                    }
                    _ => {
                        if let Some(answer) = waiting.remove(&number) {
                            // whoever asked may have stopped waiting
                            let _ = answer.send(came);
                        }
                        None
                    }
                }
            }
            order = to_send.recv() => match order {
                Some(Outgoing::Request { mut frame, answer }) => {
                    sequence = if sequence >= 0x7FFF_FFFE { 2 } else { sequence + 1 };
                    waiting.insert(sequence, answer);
                    frame[SEQUENCE..HEADER].copy_from_slice(&sequence.to_be_bytes());
                    Some(frame)
                }
                Some(Outgoing::Reply(frame)) => Some(frame),
                None => {
                    ends = true;
                    Some(frame(CommandStatus::EsmeRok, sequence + 1, Pdu::Unbind))
                }
            },
            _ = enquire.tick() => {
                if unanswered {
                    return;
                }
                unanswered = true;
                sequence = if sequence >= 0x7FFF_FFFE { 2 } else { sequence + 1 };
                Some(frame(CommandStatus::EsmeRok, sequence, Pdu::EnquireLink))
            }
        };
        if let Some(frame) = to_write
            && send(&write, &frame).await.is_err()
        {
            return;
        }
        if ends {
            return;
        }
    }
}

impl SmsCentre for Smpp {
    async fn submit(&mut self, sms: &SmsSubmit) -> Submitted {
        let frame = match submission(&self.settings.sender, sms) {
            Ok(frame) => frame,
            Err(why) => return Submitted::Never { why },
        };
        match self.ask_line(frame).await {
            Err(true) => Submitted::NotHanded,
            Err(false) => Submitted::Unanswered,
            Ok(answer) => match (word(&answer, STATUS), read(&answer).as_ref().and_then(Command::pdu)) {
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
        let frame = {
            let (id, sender) = (ended(centre_id), ended(&self.settings.sender));
            let query = QuerySm::builder()
                .message_id(text(&id).ok()?)
                .source_addr_ton(ton)
                .source_addr_npi(npi)
                .source_addr(text(&sender).ok()?)
                .build();
            frame(CommandStatus::EsmeRok, 0, query.into())
        };
        let answer = self.ask_line(frame).await.ok()?;
        match read(&answer)?.pdu() {
            Some(Pdu::QuerySmResp(told)) if word(&answer, STATUS) == 0 => {
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
        // when the line is down the centre brings it again
        let _ = self.out.send(Outgoing::Reply(frame(status, sequence, DeliverSmResp::default().into())));
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

fn submission(sender: &str, sms: &SmsSubmit) -> Result<Frame, String> {
    let (ton, npi) = numbering(sender);
    let class = EsmClass::from(if sms.part.total > 1 { 0x40 } else { 0 });
    let (sender, to, validity) = (ended(sender), ended(sms.to.expose()), validity(sms.validity_ms));
    let reference = MessageSubmissionRequestTlvValue::UserMessageReference(UserMessageReference::new(sms.reference));
    let pdu = SubmitSm::<TLVS>::builder()
        .source_addr_ton(ton)
        .source_addr_npi(npi)
        .source_addr(text(&sender)?)
        .dest_addr_ton(Ton::International)
        .dest_addr_npi(Npi::Isdn)
        .destination_addr(text(&to)?)
        .esm_class(class)
        .validity_period(EmptyOrFullCOctetString::new(&validity).map_err(|e| e.to_string())?)
        .registered_delivery(RegisteredDelivery::from(1))
        .data_coding(DataCoding::from(sms.part.coding.data_coding()))
        .short_message(OctetString::new(&sms.part.octets).map_err(|e| e.to_string())?)
        .push_tlv(reference)
        .map_err(|_| "too many optional parameters".to_owned())?
        .build();
    Ok(frame(CommandStatus::EsmeRok, 0, pdu.into()))
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
fn validity(ms: i64) -> Vec<u8> {
    let seconds = (ms / 1000).clamp(1, 30 * 86_400);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    ended(&format!("0000{days:02}{:02}{:02}{:02}000R", rest / 3600, rest % 3600 / 60, rest % 60))
}

/// A text as SMPP writes it: ended by a zero.
fn ended(text: &str) -> Vec<u8> {
    let mut octets = text.as_bytes().to_vec();
    octets.push(0);
    octets
}

fn text<const MIN: usize, const MAX: usize>(ended: &[u8]) -> Result<COctetString<'_, MIN, MAX>, String> {
    COctetString::new(ended).map_err(|e| e.to_string())
}

/// A message from a phone, or a receipt.
fn heard(deliver: &DeliverSm<'_, TLVS>) -> Heard {
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
        assert_eq!(validity(6 * 3_600_000), b"000000060000000R\0");
        assert_eq!(validity(90_061_000), b"000001010101000R\0");
        assert_eq!(validity(0), b"000000000001000R\0");
    }

    #[test]
    fn a_busy_centre_is_tried_again_and_a_refusing_one_is_not() {
        assert!(matches!(refused(0x58), Submitted::Later { .. }));
        assert!(matches!(refused(0x0B), Submitted::Never { .. }));
    }
}
