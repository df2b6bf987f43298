// SMS over Kannel: the real binary, Debian's bearerbox and smsbox, npm `smpp` as the operator's centre.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ASISTEN, DESA, DUKUH, TKPKDESA, freePort, openCentre, openOffice, until } from '../sms/office.js';

let office;
let centre;
const boxes = [];

before(async () => {
  office = await openOffice();
  centre = await openCentre(office.dir);
  const [admin, inner, sendsms, listen] = [await freePort(), await freePort(), await freePort(), await freePort()];
  office.env = {
    MUTAKHIR_SMS_CENTRE: `kannel://127.0.0.1:${sendsms}`, MUTAKHIR_SMS_PASSWORD_FILE: office.password,
    MUTAKHIR_SMS_SENDER: '1234', MUTAKHIR_SMS_LISTEN: `127.0.0.1:${listen}`, MUTAKHIR_SMS_RETRY_SECONDS: '1',
  };
  const service = await office.ask('sms', 'kannel');
  const conf = join(office.dir, 'kannel.conf');
  writeFileSync(conf, `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = rahasia
smsbox-port = ${inner}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = file
store-location = ${join(office.dir, 'kannel.store')}
dlr-storage = internal
log-level = 1

group = smsc
smsc = smpp
smsc-id = pusat
host = 127.0.0.1
port = ${centre.port}
transceiver-mode = true
smsc-username = kannel
smsc-password = rahasia
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${inner}
sendsms-port = ${sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 30
http-queue-delay = 1
log-level = 1

group = sendsms-user
username = mutakhir
password = rahasia
default-sender = 1234
max-messages = 10
concatenation = true

${service}
`);
  const box = (name) => {
    const child = spawn(`/usr/sbin/${name}`, [conf], { stdio: ['ignore', 'pipe', 'pipe'], cwd: office.dir });
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { said.text += part; });
    child.said = said;
    boxes.push(child);
    return child;
  };
  box('bearerbox');
  await centre.bound();
  box('smsbox');
  await office.start();
  await until('smsbox answers', async () => fetch(`http://127.0.0.1:${sendsms}/cgi-bin/sendsms`).then(() => true, () => false));
});
after(async () => {
  for (const box of boxes.reverse()) {
    const gone = new Promise((r) => (box.exitCode === null && box.signalCode === null ? box.once('exit', r) : r()));
    box.kill('SIGKILL');
    await gone;
  }
  await centre?.kill();
  await office?.close();
});

const report = (hamlet, counts) => office.ask('sms', 'report', '--desa', DESA, '--hamlet', hamlet, counts);
const delivered = () => until('everything has arrived', async () => (await office.messages('keluar')).every((m) => m.keadaan === 'SAMPAI'), 60);

test('a report goes out through Kannel and its receipt comes back', async () => {
  await report('Klampok', '2=3 3=1 6=3 7=2');
  await until('it arrives', () => centre.received(TKPKDESA).includes(`MUSPAD ${DESA} Klampok 2=3 3=1 6=3 7=2`), 60);
  await delivered();
});

test('a typed report comes in through Kannel and is confirmed', async () => {
  centre.phone({ from: DUKUH, text: 'muspad klampok 2=1,3=2,6=3,7=1' });
  await until('it is confirmed', () => centre.received(DUKUH).some((t) => t.includes('Klampok 2=1 3=2 6=3 7=1')), 60);
  await delivered();
});

test('UCS-2 and long messages pass Kannel both ways', async () => {
  const text = `MUSPAD ${DESA} Girîanyar ${'🙂 '.repeat(40)} 2=4 3=0 6=1 7=4`;
  centre.phone({ from: ASISTEN, text, coding: 8, size: 40 });
  await until('it is confirmed', () => centre.received(ASISTEN).includes(`DITERIMA ${DESA} Girîanyar 2=4 3=0 6=1 7=4. Formulir kosong 9 (2+3+6+7), cadangan 1. Salah? Kirim ulang.`), 60);
  centre.phone({ from: TKPKDESA, text: 'muspad wonosari 2=banyak 3= 6=1 6=2' });
  await until('the long answer arrives', () => centre.received(TKPKDESA).some((t) => t.startsWith('BELUM') && t.endsWith('7=2')), 60);
  await delivered();
});

test('with the centre killed and started again nothing is lost and nothing doubled', async () => {
  await centre.kill();
  const wanted = [];
  for (let n = 20; n < 26; n += 1) {
    await report('Waruwangi', `2=${n} 3=${n} 6=${n} 7=${n}`);
    wanted.push(`MUSPAD ${DESA} Waruwangi 2=${n} 3=${n} 6=${n} 7=${n}`);
  }
  await centre.start();
  await until('all arrive', () => wanted.every((t) => centre.received(TKPKDESA).includes(t)), 90);
  await delivered();
  for (const text of wanted) assert.equal(centre.received(TKPKDESA).filter((t) => t === text).length, 1, text);
});
