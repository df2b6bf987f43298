// An SMS centre for tests: npm `smpp` as SMSC in a process of its own, so that it can be killed.
// What it has taken and delivered stands in a journal on disk and survives it, as a real centre's does.
//
//   node centre.js PORT JOURNAL
//
// The parent sends { mode }, { mo }, and hears { event, … }.
import { appendFileSync, existsSync, readFileSync, fsyncSync, openSync } from 'node:fs';
import smpp from 'smpp';

const [port, path] = [Number(process.argv[2]), process.argv[3]];
const taken = new Map(); // id → what was submitted
const owed = new Map(); // id → receipt not yet acknowledged
if (existsSync(path)) {
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const row = JSON.parse(line);
    if (row.kind === 'taken') { taken.set(row.id, row); owed.set(row.id, row); }
    if (row.kind === 'told') owed.delete(row.id);
  }
}
const journal = openSync(path, 'a');
const keep = (row) => { appendFileSync(journal, `${JSON.stringify(row)}\n`); fsyncSync(journal); };
const tell = (event) => process.send?.(event);
let mode = 'normal';
let busy = 0;
let bound;

process.on('message', (order) => {
  if (order.mode) mode = order.mode;
  if (order.busy) busy = order.busy;
  if (order.mo) deliver(order.mo);
  if (order.mode === 'normal') for (const row of owed.values()) receipt(row);
});

const server = smpp.createServer((session) => {
  session.on('error', () => {});
  session.on('close', () => { if (bound === session) bound = undefined; });
  const bind = (pdu) => {
    if (pdu.password !== 'rahasia') {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      return session.close();
    }
    session.send(pdu.response({ system_id: 'PUSAT' }));
    bound = session;
    tell({ event: 'bound' });
    for (const row of owed.values()) receipt(row);
  };
  session.on('bind_transceiver', bind);
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('query_sm', (pdu) => {
    const known = taken.has(pdu.message_id);
    session.send(pdu.response(known
      ? { message_id: pdu.message_id, final_date: '', message_state: owed.has(pdu.message_id) ? 1 : 2, error_code: 0 }
      : { command_status: smpp.ESME_RQUERYFAIL }));
  });
  session.on('submit_sm', (pdu) => {
    if (busy > 0) {
      busy -= 1;
      return session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    }
    if (mode === 'die before') process.exit(9);
    const id = (0xA000 + taken.size).toString(16);
    const { message, udh } = pdu.short_message;
    const row = {
      kind: 'taken', id, from: pdu.source_addr, to: pdu.destination_addr, coding: pdu.data_coding,
      text: Buffer.isBuffer(message) ? message.toString('latin1') : message,
      udh: udh ? Buffer.concat([].concat(udh)).toString('hex') : '',
      validity: pdu.validity_period, reference: pdu.user_message_reference,
    };
    taken.set(id, row);
    owed.set(id, row);
    keep(row);
    if (mode === 'die after') process.exit(9);
    session.send(pdu.response({ message_id: id }));
    tell({ event: 'taken', row });
    if (mode === 'normal' || mode === 'decimal') setTimeout(() => receipt(row), 20);
  });
});

function receipt(row) {
  if (!bound || mode === 'mute') return;
  // many centres write in decimal digits here what they answered in hexadecimal ones, and echo no reference
  const id = mode === 'decimal' ? String(parseInt(row.id, 16)) : row.id;
  const told = {
    source_addr: row.to, destination_addr: row.from, esm_class: 4,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:1611221200 done date:1611221201 stat:DELIVRD err:000 text:`,
    ...(mode === 'decimal' ? {} : { receipted_message_id: row.id, message_state: 2 }),
  };
  if (row.reference !== undefined && mode !== 'decimal') told.user_message_reference = row.reference;
  bound.deliver_sm(told, (answer) => {
    if (answer.command_status === 0 && owed.delete(row.id)) keep({ kind: 'told', id: row.id });
  });
}

function deliver({ from, to = '1234', text, coding, udh }) {
  const pdu = { source_addr: from, destination_addr: to, esm_class: udh ? 0x40 : 0 };
  if (coding === 8) pdu.data_coding = 8;
  const message = coding === 8 ? Buffer.from(text, 'utf16le').swap16() : text;
  pdu.short_message = udh ? { udh: Buffer.from(udh, 'hex'), message } : (coding === 8 ? { message } : text);
  bound.deliver_sm(pdu, (answer) => tell({ event: 'brought', status: answer.command_status, text }));
}

server.on('error', (fault) => { tell({ event: 'fault', fault: String(fault) }); process.exit(8); });
server.listen(port, '127.0.0.1', () => tell({ event: 'open' }));
