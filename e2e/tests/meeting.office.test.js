// An evening on the meeting page and what the office sees of it: more than sixty rows without a network,
// a killed browser, a stopped server, two devices merged, signed; the minutes as file and as paper.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { expectSound } from '../office.js';
import {
  agreedDigest, circle, codeRows, coded, countOf, openMeetings, press, propose, recapOf, section, send, serverState, signAndClose, signInAgain, unlock, unsent,
} from '../meetings.js';

let hall;
let office;

before(async () => {
  hall = await openMeetings({ households: 820, hamlets: 1 });
  ({ office } = hall);
}, { timeout: 600_000 });
afterEach(() => hall.leave());
after(() => hall?.close());

test('sixty rows and more with the network off, a killed browser, a stopped server, two devices merged, signed; the office sees the same', { timeout: 600_000 }, async () => {
  const meeting = hall.hamlet(Infinity);
  const a = await hall.begin(meeting, hall.asisten);
  const b = await hall.begin(meeting, hall.dukuh);
  const n = await countOf(a.page);
  assert.ok(n >= 60, `${n} rows`);
  await a.context.setOffline(true);
  await b.context.setOffline(true);
  const codeAt = (i) => [1, 1, 1, 2, 1, 6, 1, 3, 1, 4, 8][i % 11];

  // the asisten's device codes 40 rows and dies without a word
  for (let i = 0; i < 40; i += 10) { await codeRows(a.page, Array.from({ length: 10 }, (_, k) => codeAt(i + k)), 'c'); await coded(a.page, i + 10); }
  await unsent(a.page, 80);
  await a.shot('luring');
  await a.page.waitForTimeout(300);
  await hall.kill(a.context);
  const again = await hall.device({ folder: a.disk });
  await again.context.setOffline(true);
  await again.page.goto(`${meeting.url}/lembar/`);
  await again.page.waitForSelector('[name=pin]');
  await again.shot('terkunci');
  await unlock(again.page);
  await coded(again.page, 40);
  await unsent(again.page, 80);

  // the dukuh's device codes the others, and row 1 otherwise
  await b.page.click('#daftar button >> nth=0');
  await circle(b.page, 8);
  await b.page.click('#daftar button >> nth=40');
  await codeRows(b.page, Array.from({ length: n - 40 }, (_, k) => codeAt(40 + k)));
  await coded(b.page, n - 40 + 1);
  await unsent(b.page, n - 40 + 1);

  // the network is there, the server is not; then it is
  await office.stopServer();
  await again.context.setOffline(false);
  await b.context.setOffline(false);
  await again.page.click('#kirim');
  await again.page.locator('#jaringan', { hasText: 'Tanpa jaringan' }).waitFor();
  await unsent(again.page, 80);
  await office.startServer();
  await again.page.click('#kirim');
  await signInAgain(again.page, hall.asisten);
  await send(again.page);
  await send(b.page);
  await coded(b.page, n);
  await send(again.page);
  await coded(again.page, n);
  await section(b.page, 'tutup');
  assert.equal((await serverState(b.page, meeting)).digest, await agreedDigest(b.page));

  // both values are shown; the asisten chooses, and checks what the other device coded
  await again.page.locator('[data-testid=selisih] button').first().click();
  await again.page.locator('.lembar-selisih').first().waitFor();
  await expectSound(again.page, 'two values side by side');
  await again.shot('selisih');
  await again.page.locator('.lembar-selisih button').first().click();
  await again.page.waitForFunction(() => !document.querySelector('[data-testid=selisih]'));
  for (const i of [0, ...Array.from({ length: n - 40 }, (_, k) => 40 + k)]) { await again.page.click(`#daftar button >> nth=${i}`); await press(again.page, 'c'); }
  await again.page.click('#daftar button >> nth=5');
  await press(again.page, 't');
  await again.page.selectOption('dialog [name=ubah]', 'replaced');
  await again.page.fill('dialog [name=isi]', 'Wagirah, anak sulung');
  await again.page.click('#tanya-ya');
  await again.page.locator('.lembar-catatan', { hasText: 'Wagirah' }).waitFor();
  await section(again.page, 'hadir');
  for (const [group, count] of [['dukuh', 1], ['rt', 4], ['rw', 2], ['tokoh', 3], ['marginal', 7]]) { await again.page.fill(`#hadir-${group}`, String(count)); await press(again.page, 'Tab'); }
  await section(again.page, 'fkp02');
  await propose(again.page, 'Tuminem Sawah');
  await again.page.locator('[id^=miskin-true]').click();
  await section(again.page, 'tutup');
  await again.page.click('#tambah-pendata');
  await again.page.fill('dialog [name=nama]', 'Budi Santosa');
  await again.page.fill('dialog [name=latih]', '2016-11-01');
  await again.page.click('#tanya-ya');
  await again.page.locator('[data-testid=siap]').waitFor();
  await again.shot('siap', true);
  await signAndClose(again.page);
  await send(again.page);
  const digest = await agreedDigest(again.page);
  const recap = await recapOf(again.page);
  assert.equal(Object.values(recap).reduce((sum, count) => sum + count, 0) - recap[7], n, 'codes 1–6 and 8 are the rows of FKP.01');
  await expectSound(again.page, 'closed');
  await again.shot('ditutup', true);

  // the other device learns of it, and what it writes no more counts
  await send(b.page);
  await section(b.page, 'tutup');
  await b.page.locator('[data-testid=ditutup]').waitFor();
  assert.equal(await agreedDigest(b.page), digest);

  // the office
  const { petugas } = hall;
  for (const width of [1280, 320]) {
    await petugas.setViewportSize({ width, height: 800 });
    for (const [path, name] of [['/musyawarah/keadaan', 'kabupaten'], [meeting.desa, 'desa'], [meeting.url, 'tahap'], [`${meeting.url}/daftar`, 'daftar']]) {
      await petugas.goto(path);
      await expectSound(petugas, `${name} at ${width}`);
      await office.shot(petugas, `musyawarah-${name}-${width}`);
    }
  }
  await petugas.goto(meeting.url);
  await petugas.locator('dd [data-code=BA_DITANDATANGANI]').waitFor();
  const shown = await petugas.locator('section:has(#rekap) tbody td').allInnerTexts();
  assert.deepEqual(shown.map(Number), Object.values(recap), 'the server shows the recap of the device');
  assert.equal(await petugas.locator('[data-testid=sidik]').innerText(), digest);
  const minutes = await petugas.evaluate((u) => fetch(u).then((r) => r.json()), `${meeting.url}/unduh/berita-acara.json`);
  assert.equal(minutes.digest, digest);
  assert.deepEqual(Object.values(minutes.counts), Object.values(recap));
  assert.equal(minutes.rows.filter((r) => r.form === 'FKP.01').length, n);
  const pdf = await download(petugas, `${meeting.url}/unduh/berita-acara.pdf`);
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  writeFileSync(join(office.shots, 'berita-acara.pdf'), pdf);
  const second = await download(petugas, `${meeting.url}/unduh/berita-acara.pdf`);
  assert.equal(mark(second), mark(pdf), 'printing again gives the same bytes');
  const csv = (await download(petugas, `${meeting.url}/unduh/berita-acara.csv`)).toString();
  assert.equal(csv.trim().split('\r\n').length, 1 + n + 1, 'a heading, the rows of FKP.01, one household of FKP.02');

  // anybody, without an account: the address of the QR, and a digit changed
  for (const width of [1280, 320]) {
    const citizen = await office.page({ width });
    await citizen.goto(`/berita-acara/${minutes.meeting}/${minutes.checkpoint.slice(0, 16)}`);
    await citizen.getByTestId('berlaku').waitFor();
    await expectSound(citizen, `minutes checked at ${width}`);
    await office.shot(citizen, `berita-acara-diperiksa-${width}`);
    assert.doesNotMatch(await citizen.locator('main').innerText(), /Tuminem|Pak Dukuh|Budi Santosa/, 'no name is shown');
    await citizen.goto(`/berita-acara/${minutes.meeting}/${minutes.checkpoint.slice(1, 17)}`);
    await citizen.getByTestId('tidak-dikenal').waitFor();
    await expectSound(citizen, `minutes unknown at ${width}`);
  }

  // on paper, as the browser prints the page
  await again.page.emulateMedia({ media: 'print' });
  await again.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  writeFileSync(join(office.shots, 'lembar-cetak.pdf'), await again.page.pdf({ format: 'A4', printBackground: true }));
});

test('another account on the device sends nothing in somebody else\'s name; the page says who must sign in', async () => {
  const meeting = hall.hamlet();
  const { page } = await hall.begin(meeting, hall.asisten);
  await press(page, '1');
  await coded(page, 1);
  await send(page);
  await page.context().clearCookies();
  await press(page, 'ArrowRight', '1');
  await page.click('#kirim');
  await page.locator('#masuk-lagi', { hasText: 'Masuk lagi untuk mengirim' }).waitFor();
  await signInAgain(page, hall.dukuh);
  await coded(page, 2);
  await page.locator('#masuk-lagi', { hasText: 'Masuk sebagai Penelaah asisten-uji untuk mengirim' }).waitFor();
  await unsent(page, 1);
  assert.equal((await serverState(page, meeting)).rows.filter((r) => r.code).length, 1);
});

async function download(page, url) {
  const text = await page.evaluate((u) => fetch(u).then((r) => r.arrayBuffer()).then((b) => btoa([...new Uint8Array(b)].map((x) => String.fromCharCode(x)).join(''))), url);
  return Buffer.from(text, 'base64');
}

const mark = (bytes) => createHash('sha256').update(bytes).digest('hex');
