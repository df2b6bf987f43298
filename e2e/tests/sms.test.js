// SMS over SMPP: the real binary, npm `smpp` as SMS centre in a process that is killed and started again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ASISTEN, DESA, DUKUH, TKPKDESA, openCentre, openOffice, until } from '../sms/office.js';

let office;
let centre;

before(async () => {
  office = await openOffice();
  centre = await openCentre(office.dir);
  office.env = {
    MUTAKHIR_SMS_CENTRE: `smpp://127.0.0.1:${centre.port}`, MUTAKHIR_SMS_PASSWORD_FILE: office.password, MUTAKHIR_SMS_SENDER: '1234',
    MUTAKHIR_SMS_VALIDITY_SECONDS: '4', MUTAKHIR_SMS_GRACE_SECONDS: '2', MUTAKHIR_SMS_RETRY_SECONDS: '1', MUTAKHIR_SMS_DAILY_LIMIT: '200',
  };
  await office.start();
  await centre.bound();
});
after(async () => {
  await centre?.kill();
  await office?.close();
});

const report = (hamlet, counts) => office.ask('sms', 'report', '--desa', DESA, '--hamlet', hamlet, counts);
const delivered = () => until('everything has arrived', async () => (await office.messages('keluar')).every((m) => m.keadaan === 'SAMPAI'));

test('a report from the app reaches the TKPKDesa and its receipt comes back', async () => {
  await report('Klampok', '2=3 3=1 6=3 7=2');
  await until('the report arrives', () => centre.received(TKPKDESA).includes(`MUSPAD ${DESA} Klampok 2=3 3=1 6=3 7=2`));
  await delivered();
  const [row] = centre.taken();
  assert.equal(row.from, '1234');
  assert.equal(row.coding, 0);
  const left = new Date(row.validity) - Date.now();
  assert.ok(left < 5000 && left > -60_000, `valid for four seconds from its taking: ${row.validity}`);
  assert.ok(row.reference > 0);
});

test('a report typed on a plain phone is understood, confirmed and passed on', async () => {
  centre.phone({ from: DUKUH, text: 'muspad klampok 7=2, 6=3,3=l 2=O' });
  await until('it is confirmed', () => centre.received(DUKUH).some((t) => t.startsWith(`DIUBAH ${DESA} Klampok 2=0 3=1 6=3 7=2, sebelumnya 2=3`)));
  await until('it is passed on', () => centre.received(TKPKDESA).includes(`MUSPAD ${DESA} Klampok 2=0 3=1 6=3 7=2`));
  const row = (await office.reports()).find((r) => r.padukuhan === 'Klampok');
  assert.deepEqual([row.versi, row.hitungan, row.dari, row.banding], ['2', '2=0 3=1 6=3 7=2', 'SMS', 'MENUNGGU']);
});

test('what is missing is said precisely, over two short messages when it is long', async () => {
  centre.phone({ from: DUKUH, text: 'muspad klampok 2=1 3=1 6=1' });
  await until('the missing code is named', () => centre.received(DUKUH).some((t) => t.includes('Kode 7 tidak ada.')));
  centre.phone({ from: TKPKDESA, text: 'muspad wonosari 2=banyak 3= 6=1 6=2' });
  const said = await until('the long answer arrives', () => centre.received(TKPKDESA).find((t) => t.startsWith('BELUM') && t.endsWith('7=2')));
  assert.match(said, /Nama padukuhan tidak dikenal\. Yang ada: Klampok, Girîanyar, Waruwangi\./);
  assert.match(said, /kode 2 tidak terbaca.*kode 3 tidak terbaca.*Kode 6 ditulis dua kali.*Kode 7 tidak ada/);
  const parts = centre.taken().filter((r) => r.udh && r.to === TKPKDESA);
  assert.ok(parts.length >= 2 && parts.every((p) => p.coding === 8), 'î needs UCS-2');
  await delivered();
});

test('a long UCS-2 message joins in any order and however often its parts come, and is answered in UCS-2', async () => {
  const text = `MUSPAD ${DESA} Girîanyar ${'🙂 '.repeat(50)} 2=4 ${'🙂 '.repeat(40)} 3=0 6=1 7=4`;
  assert.equal(centre.phone({ from: ASISTEN, text, coding: 8, size: 40, order: [2, 0, 2, 4, 1, 3, 5, 0, 6] }) > 3, true);
  const answer = await until('it is confirmed', () => centre.received(ASISTEN).find((t) => t.startsWith('DITERIMA') && t.endsWith('ulang.')));
  assert.equal(answer, `DITERIMA ${DESA} Girîanyar 2=4 3=0 6=1 7=4. Formulir kosong 9 (2+3+6+7), cadangan 1. Salah? Kirim ulang.`);
  assert.ok(centre.taken().filter((r) => r.to === ASISTEN).every((r) => r.coding === 8));
  await delivered();
  assert.equal((await office.messages('masuk')).filter((m) => m.isi.includes('🙂')).length, 1, 'taken once');
});

test('a number nobody has entered is told so once, and its words are not kept', async () => {
  const stranger = '6281999999999';
  centre.phone({ from: stranger, text: 'MUSPAD Klampok 2=9 3=9 6=9 7=9 atas nama seseorang' });
  await until('it is told', () => centre.received(stranger).length === 1);
  centre.phone({ from: stranger, text: 'halo' });
  await until('the second is taken', async () => (await office.messages('masuk')).filter((m) => m.keadaan === 'NOMOR_TIDAK_DIKENAL').length === 2);
  assert.equal(centre.received(stranger).length, 1);
  assert.ok((await office.messages('masuk')).every((m) => !m.isi.includes('seseorang')));
});

test('a busy centre is tried again later', async () => {
  centre.send({ busy: 2 });
  await report('Waruwangi', '2=1 3=1 6=1 7=1');
  await until('it arrives', () => centre.received(TKPKDESA).includes(`MUSPAD ${DESA} Waruwangi 2=1 3=1 6=1 7=1`));
  await delivered();
});

test('a receipt that writes the number in other digits than the answer, and no reference, is ours all the same', async () => {
  centre.send({ mode: 'decimal' });
  await report('Waruwangi', '2=2 3=1 6=2 7=1');
  await until('it arrives', () => centre.received(TKPKDESA).includes(`MUSPAD ${DESA} Waruwangi 2=2 3=1 6=2 7=1`));
  await delivered();
  centre.send({ mode: 'normal' });
});

/** How often each text reached the TKPKDesa. */
const times = (text) => centre.received(TKPKDESA).filter((t) => t === text).length;

test('a centre that dies before keeping a message gets it again, after its validity, once', async () => {
  centre.send({ mode: 'die before' });
  await report('Waruwangi', '2=2 3=2 6=2 7=2');
  await centre.died();
  await centre.start();
  await centre.bound();
  const text = `MUSPAD ${DESA} Waruwangi 2=2 3=2 6=2 7=2`;
  assert.equal(times(text), 0);
  await until('it is handed over again', () => times(text) === 1);
  await delivered();
  assert.equal(times(text), 1);
});

test('a centre that dies after keeping a message does not get it twice', async () => {
  centre.send({ mode: 'die after' });
  await report('Waruwangi', '2=3 3=3 6=3 7=3');
  await centre.died();
  const text = `MUSPAD ${DESA} Waruwangi 2=3 3=3 6=3 7=3`;
  assert.equal(times(text), 1, 'kept and unanswered');
  await centre.start();
  await centre.bound();
  await delivered();
  await new Promise((r) => setTimeout(r, 7000));
  assert.equal(times(text), 1, 'the receipt settled it; past the validity it is still one');
});

test('killed at any moment, centre and office lose nothing and double nothing', async () => {
  const wanted = [];
  const told = [];
  for (let n = 10; n < 34; n += 1) {
    const counts = `2=${n} 3=${n} 6=${n} 7=${n}`;
    wanted.push(`MUSPAD ${DESA} Waruwangi ${counts}`);
    told.push(report('Waruwangi', counts));
    if (n % 6 === 0) {
      await Promise.all(told);
      await new Promise((r) => setTimeout(r, 40 * (n % 5)));
      await centre.kill();
      await centre.start();
    }
    if (n % 8 === 0) {
      await Promise.all(told);
      await office.stop('SIGKILL');
      await office.start();
    }
  }
  await Promise.all(told);
  await until('everything has arrived', async () => (await office.messages('keluar')).every((m) => m.keadaan === 'SAMPAI'), 90);
  for (const text of wanted) assert.equal(times(text), 1, text);
});

test('an incoming report whose office is killed before answering is taken once', async () => {
  await centre.bound();
  await until('the line is up', () => centre.alive());
  const text = 'muspad klampok 2=7 3=7 6=7 7=7';
  centre.phone({ from: DUKUH, text });
  await office.stop('SIGKILL');
  await office.start();
  await new Promise((r) => setTimeout(r, 1500));
  // what was not acknowledged the centre brings again
  centre.phone({ from: DUKUH, text });
  await until('it is confirmed', () => centre.received(DUKUH).some((t) => t.includes('Klampok 2=7 3=7 6=7 7=7')));
  await delivered();
  assert.equal(centre.received(DUKUH).filter((t) => t.includes('2=7 3=7')).length, 1);
});

test('no telephone number stands in the log, and none in the clear in the database', async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const { join } = await import('node:path');
  for (const number of [TKPKDESA, DUKUH, ASISTEN]) {
    assert.ok(!office.said.includes(number), 'log');
    for (const name of readdirSync(office.workspace).filter((n) => n.includes('.db') || n.includes('sqlite'))) {
      assert.ok(!readFileSync(join(office.workspace, name)).includes(number), name);
    }
  }
  assert.match(await office.ask('audit', 'verify'), /./);
});
