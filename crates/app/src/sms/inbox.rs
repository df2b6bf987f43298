//! What comes in: joined, read, kept and answered, once.

use super::report::{forward, reported, take};
use super::{ContactRole, outbox};
use crate::App;
use crate::error::AppError;
use crate::ports::Heard;
use domain::deliberation::sms::{Coding, Draft, MeetingCode, Message, Phone, PlaceName, Problem, Sender, parts};
use store::sms::{ContactRow, InBody, InPartBody, InPartRow, InRow};

/// Parts of a long message wait this long for the others.
const PARTS_WAIT_MS: i64 = 6 * 3_600_000;

/// Takes a message from a phone. After `Ok` it is kept and may be acknowledged; taking it again
/// changes nothing.
pub async fn receive(app: &App, heard: &Heard) -> Result<(), AppError> {
    let Heard::Message { from, coding, place, octets, centre_id } = heard else { return Ok(()) };
    let (Ok(phone), Some(coding)) = (Phone::parse(from), *coding) else {
        // a name of an operator, or binary content: nobody reports so
        tracing::info!("sms: left aside, no number or no text");
        return Ok(());
    };
    let key = app.store.phone_key(phone.expose());
    let (text, parts) = match place {
        None => (coding.decode(octets), Vec::new()),
        Some(place) => match whole(app, &key, *place, coding, octets).await? {
            Some(joined) => joined,
            None => return Ok(()),
        },
    };
    let now = app.now_ms();
    let content = centre_id.as_ref().map_or_else(|| text.clone(), |id| format!("\u{0}{id}"));
    let digest = app.store.keys().lookup("sms", &format!("{key}\n{content}"));
    let mut reader = app.store.read().await?;
    let since = if centre_id.is_some() { 0 } else { now - app.sms.repeat_ms };
    if reader.sms_in_by_digest(&digest, since).await?.is_some() {
        tracing::info!(from = %phone, "sms: received again");
        drop(reader);
        let mut tx = app.store.begin_unlogged().await?;
        parts.iter().for_each(|p| tx.delete_sms_in_part(p));
        return Ok(tx.commit_unlogged().await?);
    }
    let contact = reader.sms_contact(&key).await?;
    drop(reader);
    let mut row = InRow {
        id: format!("masuk/{now}/{}", digest.iter().map(|b| format!("{b:02x}")).collect::<String>()),
        received_at_ms: now,
        phone: key,
        digest,
        verdict: String::new(),
        desa: None,
        hamlet: None,
        answer: None,
        body: InBody { number: phone.expose().to_owned(), text },
    };
    match contact {
        Some(contact) => from_known(app, &mut row, &contact, &parts).await,
        None => from_unknown(app, &mut row, &parts).await,
    }
}

/// Keeps a part; the text once all parts are there, and the parts: they are forgotten in the change
/// that keeps the whole, not before.
async fn whole(
    app: &App,
    key: &str,
    place: parts::Place,
    coding: Coding,
    octets: &[u8],
) -> Result<Option<(String, Vec<InPartRow>)>, AppError> {
    let now = app.now_ms();
    let this = InPartRow {
        phone: key.to_owned(),
        reference: place.reference.into(),
        total: place.total.into(),
        no: place.no.into(),
        received_at_ms: now,
        coding: coding.data_coding().into(),
        body: InPartBody { octets: hex::encode(octets) },
    };
    let mut tx = app.store.begin_unlogged().await?;
    let mut pieces = vec![(place, coding, octets.to_vec())];
    let mut rows = vec![this.clone()];
    for other in tx.sms_in_parts(key).await? {
        if now - other.received_at_ms > PARTS_WAIT_MS {
            tx.delete_sms_in_part(&other);
        } else if (other.reference, other.total) == (this.reference, this.total) && other.no != this.no {
            let read = || {
                let no = u8::try_from(other.no).ok()?;
                let coding = Coding::from_data_coding(u8::try_from(other.coding).ok()?)?;
                Some((parts::Place { no, ..place }, coding, hex::decode(&other.body.octets).ok()?))
            };
            pieces.extend(read());
            rows.push(other);
        }
    }
    tx.put_sms_in_part(&this);
    tx.commit_unlogged().await?;
    Ok(parts::join(&pieces).map(|text| (text, rows)))
}

async fn from_unknown(app: &App, row: &mut InRow, parts: &[InPartRow]) -> Result<(), AppError> {
    row.verdict = "NOMOR_TIDAK_DIKENAL".to_owned();
    // whoever is unknown leaves no words here
    row.body.text = String::new();
    let mut tx = app.store.begin_unlogged().await?;
    parts.iter().for_each(|p| tx.delete_sms_in_part(p));
    let since = app.now_ms() - app.clock.ms_of_day();
    if tx.sms_asked_since(&row.phone, since).await? == 0 {
        let cause = format!("jawab/{}", row.id);
        let (number, asker) = (row.body.number.clone(), row.phone.clone());
        row.answer = Some(outbox::queue(app, &mut tx, &Message::NotRegistered, &number, &asker, &cause).await?);
    }
    tx.insert_sms_in(row);
    Ok(tx.commit_unlogged().await?)
}

async fn from_known(app: &App, row: &mut InRow, contact: &ContactRow, parts: &[InPartRow]) -> Result<(), AppError> {
    let desa = super::desa_of(&contact.desa)?;
    let sender = Sender { desa, hamlet: Some(contact.hamlet.clone()).filter(|h| !h.is_empty()) };
    let mut tx = app.store.begin(desa.as_str()).await?;
    parts.iter().for_each(|p| tx.delete_sms_in_part(p));
    let areas = tx.areas().await?;
    let read = Draft::read(&row.body.text).complete(Some(&sender), |desa| {
        areas.get(desa).map(|_| areas.hamlets(desa).iter().map(|h| h.name.clone()).collect())
    });
    let may_answer = outbox::within_limit(app, &mut tx, &row.phone).await.is_ok();
    let cause = format!("jawab/{}", row.id);
    let (number, asker) = (row.body.number.clone(), row.phone.clone());
    match read {
        Ok((meeting, counts)) => {
            let (report, before) = take(app, &mut tx, &meeting, counts, "SMS", &asker).await?;
            row.verdict = "DITERIMA".to_owned();
            row.desa = Some(report.desa.clone());
            row.hamlet = Some(report.hamlet.clone());
            if may_answer {
                let own = contact.role == ContactRole::Tkpkdesa.code();
                let but = own.then_some(asker.as_str());
                forward(app, &mut tx, &meeting, &report, &asker, but).await?;
                let plan = app.plan.plan(&counts.recap());
                let message = Message::Confirmed { meeting, counts, before: before.filter(|b| *b != counts), plan };
                row.answer = Some(outbox::queue(app, &mut tx, &message, &number, &asker, &cause).await?);
            }
            tx.insert_sms_in(row);
            tx.commit(reported(app, &report, &asker)).await?;
        }
        Err(problems) => {
            row.verdict = if may_answer { "KURANG" } else { "BATAS_HARIAN" }.to_owned();
            if problems.contains(&Problem::PersonalNumber) {
                row.body.text = String::new();
            }
            if may_answer {
                let hamlets = areas.hamlets(&desa).iter().map(|h| h.name.as_str());
                let own = Some(contact.hamlet.as_str()).filter(|h| !h.is_empty()).into_iter().chain(hamlets).next();
                let own = own.and_then(PlaceName::parse).map(|hamlet| MeetingCode { desa, hamlet });
                let message = Message::Incomplete { problems, own };
                row.answer = Some(outbox::queue(app, &mut tx, &message, &number, &asker, &cause).await?);
            }
            tx.insert_sms_in(row);
            tx.commit_unlogged().await?;
        }
    }
    Ok(())
}
