// The meeting page in real Chromium on the real server: what it takes, what it asks back and what it
// refuses, by mouse, by keyboard, on a small phone, and when the line or the server says something else. T15–T23.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { expectSound } from '../office.js';
import {
  agreedDigest, choosePin, circle, codeRows, coded, countOf, fillProposal, nameOf, openMeetings, press, propose, recapOf, refused, section, send, serverState,
  sign, signAndClose, unlock, unsent,
} from '../meetings.js';
import { openWire } from '../wire.js';

let hall;
let office;
const wires = [];
const twenties = [];

before(async () => {
  hall = await openMeetings({ households: 810, hamlets: 3 });
  ({ office } = hall);
  // laid aside before the others are given away
  twenties.push(hall.hamlet(20), hall.hamlet(20));
}, { timeout: 600_000 });
afterEach(() => hall.leave());
after(async () => {
  await hall?.close();
  for (const wire of wires) await wire.close();
});

const wireOf = async () => { const wire = await openWire(office.base); wires.push(wire); return wire; };

/** The twenty rows of T16. */
const TWENTY = [...Array(10).fill(1), 2, 2, 2, 3, 4, 5, 6, 6, 6, 8];

/** A hamlet of twenty rows, coded as T16 says and checked, with so many proposals from the poorest on. */
async function twenty(proposals) {
  const meeting = twenties.pop();
  const d = await hall.begin(meeting, hall.asisten);
  assert.equal(await countOf(d.page), 20);
  await codeRows(d.page, TWENTY, 'c');
  await coded(d.page, 20);
  await section(d.page, 'fkp02');
  for (const name of ['Tuminem Sawah', 'Parjo Kidul', 'Giyem Lor', 'Wagiyo Wetan', 'Rubinah Kulon'].slice(0, proposals)) await propose(d.page, name);
  return { ...d, meeting };
}

/** Puts every proposal into the order of welfare, as they stand. */
async function order(page) {
  await page.locator('#usulan > li').first().focus();
  await press(page, 'Alt+ArrowDown', 'Alt+ArrowUp');
}

test('a printed column cannot be touched, a change becomes a note, and the server keeps both (T15); 7 on FKP.01 is refused (T20)', async () => {
  const meeting = hall.hamlet();
  const { page, shot } = await hall.begin(meeting, hall.asisten, { sound: true });
  await expectSound(hall.petugas, 'the code of six digits');
  await office.shot(hall.petugas, 'musyawarah-kode');
  const printed = await nameOf(page);
  assert.equal(await page.locator('article input, article textarea, article [contenteditable]').count(), 0, 'nothing printed can be written into');
  await page.click('#kolom-2');
  await page.selectOption('dialog [name=ubah]', 'replaced');
  await page.fill('dialog [name=isi]', 'Suparti binti Wiryo');
  await shot('catatan');
  await page.click('#tanya-ya');
  await page.locator('.lembar-catatan', { hasText: 'Suparti binti Wiryo' }).waitFor();
  await page.click('#pensil');
  await page.fill('dialog [name=isi]', 'tanya tetangga');
  await page.click('#tanya-ya');
  await page.locator('.lembar-pensil').waitFor();
  await expectSound(page, 'a row with a note');
  await shot('baris');
  await press(page, '7');
  assert.equal(await refused(page), 'KODE_7_DI_FKP01');
  await page.click('#mengerti');
  await section(page, 'fkp02');
  await press(page, '1');
  assert.equal(await page.locator('[aria-pressed=true][id^=kode]').count(), 0, 'FKP.02 takes no code at all');
  await section(page, 'tutup');
  await send(page);
  const digest = await agreedDigest(page);
  const state = await serverState(page, meeting);
  assert.equal(state.digest, digest, 'the device and the server compute the same');
  assert.match(JSON.stringify(state.rows[0].notes), /Suparti binti Wiryo/);
  await section(page, 'fkp01');
  assert.match(await page.locator('#kolom-2').innerText(), new RegExp(`^${printed}`), 'the printed name stays');
  await hall.petugas.goto(`${meeting.url}/daftar`);
  await hall.petugas.getByRole('rowheader', { name: printed }).first().waitFor();
  await section(page, 'tutup');
  await expectSound(page, 'compared with the server');
  await shot('sidik-sama');
});

test('a code can be changed and taken back; changing it takes the check of the asisten away', async () => {
  const { page } = await hall.begin(hall.hamlet(), hall.asisten);
  await press(page, '1');
  await coded(page, 1);
  await press(page, 'c');
  await page.locator('text=(08) Diperiksa asisten').waitFor();
  await press(page, '4');
  await page.locator('#periksa').waitFor();
  await page.locator('#urungkan').click();
  await page.waitForFunction(() => document.getElementById('kode-1').getAttribute('aria-pressed') === 'true');
  await press(page, 'u', 'u', 'u');
  await coded(page, 0);
  await press(page, '6');
  await coded(page, 1);
});

test('every change of a column has its own note, and one can be written anew or taken away (R45)', async () => {
  const meeting = hall.hamlet();
  const { page, shot } = await hall.begin(meeting, hall.asisten);
  const note = async (kind, text) => {
    await page.click('#kolom-3');
    await page.selectOption('dialog [name=ubah]', kind);
    await page.fill('dialog [name=isi]', text);
    await page.click('#tanya-ya');
    await page.locator('.lembar-catatan', { hasText: text }).waitFor();
  };
  await note('born', 'Bayi Sari lahir');
  await note('died', 'Mbah Karto meninggal');
  assert.equal(await page.locator('.lembar-catatan').count(), 2);
  await expectSound(page, 'two notes in one column');
  await shot('dua-catatan');
  await page.getByRole('button', { name: 'Ubah catatan: Bayi Sari lahir' }).click();
  await page.fill('dialog [name=isi]', 'Bayi Sari lahir 1 November');
  await page.click('#tanya-ya');
  await page.locator('.lembar-catatan', { hasText: '1 November' }).waitFor();
  await page.getByRole('button', { name: 'Ubah catatan: Mbah Karto meninggal' }).click();
  await page.fill('dialog [name=isi]', '');
  await page.click('#tanya-ya');
  await page.waitForFunction(() => document.querySelectorAll('.lembar-catatan').length === 1);
  await press(page, 'u');
  await page.locator('.lembar-catatan', { hasText: 'Mbah Karto meninggal' }).waitFor();
  await send(page);
  const [row] = (await serverState(page, meeting)).rows;
  assert.deepEqual(row.notes.map((n) => n.text), ['Bayi Sari lahir 1 November', 'Mbah Karto meninggal']);
});

test('what the server could not read is refused before it is written down, so nothing after it waits', async () => {
  const { page } = await hall.begin(hall.hamlet(), hall.asisten);
  await section(page, 'hadir');
  await page.fill('#hadir-rt', '3');
  await press(page, 'Tab');
  await unsent(page, 1);
  for (const [typed, code] of [['', null], ['-1', 'JUMLAH_KELIRU'], ['1.5', 'JUMLAH_KELIRU'], ['70000', 'JUMLAH_KELIRU']]) {
    await page.fill('#hadir-rt', typed);
    await press(page, 'Tab');
    if (code) {
      assert.equal(await refused(page), code, typed);
      await page.click('#mengerti');
    }
  }
  const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Tanggal musyawarah').fill(ahead);
  await press(page, 'Tab');
  assert.equal(await refused(page), 'TANGGAL_DI_DEPAN');
  await page.click('#mengerti');
  await section(page, 'tutup');
  await page.click('#tambah-pendata');
  await page.fill('dialog [name=nama]', 'Budi Santosa');
  await page.fill('dialog [name=latih]', ahead);
  await page.click('#tanya-ya');
  await page.locator('[data-kode=TANGGAL_DI_DEPAN]').waitFor();
  await page.click('#mengerti');
  await section(page, 'fkp01');
  await press(page, 'k');
  await page.fill('dialog [name=isi]', 'x'.repeat(1000));
  assert.equal(await page.locator('dialog [name=isi]').getAttribute('maxlength'), '1000');
  await page.click('#tanya-ya');
  await press(page, '1');
  await coded(page, 1);
  await send(page);
  await section(page, 'tutup');
  await agreedDigest(page);
});

test('what the dukuh wrote on his tablet is read out before the meeting of the asisten can be closed', async () => {
  const meeting = hall.hamlet();
  const a = await hall.begin(meeting, hall.asisten);
  const b = await hall.begin(meeting, hall.dukuh);
  const n = await countOf(a.page);
  await a.context.setOffline(true);
  await codeRows(a.page, [2, ...Array(n - 1).fill(1)], 'c');
  await coded(a.page, n);
  await section(a.page, 'tutup');
  await signAndClose(a.page);
  await section(b.page, 'fkp02');
  await propose(b.page, 'Tuminem Sawah');
  await b.page.locator('[id^=miskin-true]').click();
  await send(b.page);
  await a.context.setOffline(false);
  await a.page.click('#kirim');
  await a.page.locator('[data-kode=BELUM_DIGABUNG]').waitFor();
  await a.shot('belum-digabung');
  await a.page.click('#mengerti');
  await a.page.waitForFunction(() => !document.querySelector('[data-testid=ditutup]'));
  await section(a.page, 'fkp02');
  await a.page.locator('#usulan > li', { hasText: 'Tuminem Sawah' }).waitFor();
  await section(a.page, 'tutup');
  await signAndClose(a.page);
  await send(a.page);
  await agreedDigest(a.page);
  const state = await serverState(a.page, meeting);
  assert.equal(state.recap[7], 1);
  assert.ok(state.closed);
});

test('code 2 asks back; code 5 while members live becomes 3 or 6 with the death in a note (T21); whoever is kin does not code', async () => {
  const meeting = hall.hamlet();
  const { page, shot } = await hall.begin(meeting, hall.dukuh);
  await press(page, '2');
  await page.locator('dialog', { hasText: 'Membaik, tidak layak lagi masuk daftar?' }).waitFor();
  await shot('kode-2');
  await expectSound(page, 'question at code 2');
  await page.click('[data-pilih="1"]');
  await coded(page, 1);
  assert.equal(await page.getAttribute('#kode-1', 'aria-pressed'), 'true');
  await press(page, 'ArrowRight');
  while (await page.locator('#kolom-3', { hasText: '(tidak ada)' }).count()) await press(page, 'ArrowRight');
  await press(page, '5');
  await page.check('[name=hidup][value="1"]');
  await shot('kode-5');
  await page.click('#tanya-ya');
  await page.click('[data-pilih="3"]');
  await page.locator('.lembar-catatan', { hasText: 'Meninggal:' }).waitFor();
  await coded(page, 2);
  assert.equal(await page.getAttribute('#kode-3', 'aria-pressed'), 'true');
  assert.equal(await page.locator('#periksa').count(), 0, 'R57: only the asisten checks');
  await press(page, 'c');
  assert.equal(await refused(page), 'BUKAN_ASISTEN');
  await page.click('#mengerti');
  await send(page);
  assert.match(JSON.stringify(await serverState(page, meeting)), /Meninggal: /);
  await page.click('#kerabat');
  await page.click('#tanya-ya');
  await coded(page, 1);
  await press(page, '1');
  assert.equal(await refused(page), 'KERABAT');
});

test('twenty rows and three proposals within the quota are signed; the recap sums to twenty, the SMS and ten blanks follow from it (T16)', async () => {
  const { page, shot, meeting } = await twenty(3);
  await page.locator('#kuota-kata', { hasText: /: 3 usulan dari 3$/ }).waitFor();
  assert.equal(await page.locator('#kuota.is-over').count(), 0);
  assert.equal(await page.locator('[data-testid=remedi]').count(), 0);
  for (const yes of await page.locator('[id^=miskin-true]').all()) await yes.click();
  await order(page);
  await section(page, 'tutup');
  assert.deepEqual(await recapOf(page), { 1: 10, 2: 3, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3, 8: 1 });
  await page.locator('.is-total', { hasText: '20 dari 20' }).waitFor();
  assert.match(await page.getByTestId('rencana').innerText(), /Formulir kosong 10 \(2\+3\+6\+7\), cadangan 1; .*: 2=3 3=1 6=3 7=3$/);
  await page.getByTestId('siap').waitFor();
  await shot('dua-puluh', true);
  await signAndClose(page);
  await send(page);
  const digest = await agreedDigest(page);
  const { petugas } = hall;
  await petugas.goto(meeting.url);
  await petugas.locator('dd [data-code=BA_DITANDATANGANI]').waitFor();
  assert.deepEqual((await petugas.locator('section:has(#rekap) tbody td').allInnerTexts()).map(Number), [10, 3, 1, 1, 1, 3, 3, 1]);
  const minutes = await petugas.evaluate((u) => fetch(u).then((r) => r.json()), `${meeting.url}/unduh/berita-acara.json`);
  assert.equal(minutes.digest, digest);
  await petugas.goto(meeting.desa);
  const row = petugas.locator('tbody tr', { has: petugas.locator(`a[href="${meeting.url}"]`) });
  assert.equal((await row.locator('td').nth(2).innerText()).trim(), '3 / 1 / 3 / 3', 'codes 2, 3, 6 and 7');
  assert.match((await row.locator('td').nth(4).innerText()).trim(), /^10\b/, 'blanks');
});

test('with five proposals nothing can be signed; a strikes the best off, b finds one more, and four of four are signed (T17, T18)', async () => {
  const { page, shot, meeting } = await twenty(5);
  await page.locator('#kuota-kata', { hasText: '5 usulan dari 3 — lebih 2' }).waitFor();
  assert.equal(await page.locator('#coret-a').count(), 0, 'nobody is struck before the order of welfare is known');
  await order(page);
  await page.locator('#coret-a').waitFor();
  assert.equal(await page.locator('#coret-c').count(), 0, 'c is shut until b is done');
  await expectSound(page, 'over quota');
  await shot('kuota-lebih');
  await section(page, 'tutup');
  await page.locator('[data-kode=KUOTA_LEBIH]').waitFor();
  await page.locator('#tanda-tangan').press('Enter');
  assert.equal(await refused(page), 'KUOTA_LEBIH');
  await page.click('#mengerti');
  await send(page);
  await hall.petugas.goto(meeting.desa);
  await hall.petugas.locator('tr', { has: hall.petugas.locator(`a[href="${meeting.url}"]`) }).locator('[data-code=KUOTA_LEBIH]').waitFor();
  await section(page, 'fkp02');
  const best = await page.locator('#usulan > li strong').last().innerText();
  await page.click('#coret-a');
  await page.click('#tanya-ya');
  await page.locator('.lembar-coret', { hasText: best }).waitFor();
  await page.click('#baca-ulang');
  await page.click('[data-pilih=ya]');
  await page.waitForFunction(() => location.hash === '#fkp01' && document.getElementById('baris-judul'));
  await circle(page, 2);
  await page.locator('#kuota-kata', { hasText: /: 4 usulan dari 4$/ }).waitFor();
  await press(page, 'c');
  await section(page, 'fkp02');
  for (const yes of await page.locator('[id^=miskin-true]').all()) await yes.click();
  await page.locator('.lembar-coret button').first().click();
  await page.locator('dialog', { hasText: 'kantor desa' }).waitFor();
  await press(page, 'Escape');
  await section(page, 'tutup');
  assert.deepEqual(await recapOf(page), { 1: 9, 2: 4, 3: 1, 4: 1, 5: 1, 6: 3, 7: 4, 8: 1 });
  await signAndClose(page);
  await send(page);
  await agreedDigest(page);
  await hall.petugas.goto(meeting.url);
  await hall.petugas.locator('text=' + best).first().waitFor();
  await office.shot(hall.petugas, 'musyawarah-dicoret');
});

test('when nobody else has become better off, b leads to c and two are struck; there is no way round (T19)', async () => {
  const meeting = hall.hamlet();
  const { page, shot } = await hall.begin(meeting, hall.asisten);
  const n = await countOf(page);
  await codeRows(page, [2, ...Array.from({ length: n - 1 }, (_, i) => (i < 2 ? 1 : 4))], 'c');
  await coded(page, n);
  const known = await page.locator('#daftar li').first().innerText();
  await section(page, 'fkp02');
  await propose(page, 'Tumini Sawah', 'RT 07', [['Bayi Tumini', 'bayi'], ['Rendi', 'anak_luar']]);
  await page.locator('.lembar-usulan', { hasText: 'Tumini Sawah 2 orang' }).waitFor();
  // one that is on the list already: it is shown, and not counted twice
  const name = known.match(/[A-Z][A-Z .']+/i)[0].trim();
  await fillProposal(page, name, 'RT 01');
  await page.locator('dialog', { hasText: 'Mungkin sudah terdaftar' }).waitFor();
  await expectSound(page, 'perhaps listed already');
  await shot('mungkin-terdaftar');
  await press(page, 'Escape');
  for (const other of ['Parjo Kidul', 'Giyem Lor']) await propose(page, other);
  await page.locator('#kuota-kata', { hasText: '3 usulan dari 1 — lebih 2' }).waitFor();
  await page.click('#tanya-urut');
  await page.click('dialog >> text=Parjo');
  for (let i = 0; i < 6 && !await page.locator('#coret-a').count(); i += 1) { await page.locator('dialog button').first().click({ timeout: 500 }).catch(() => {}); await page.waitForTimeout(100); }
  const first = await page.locator('#usulan > li strong').first().innerText();
  await page.locator('#usulan > li').first().focus();
  await press(page, 'Alt+ArrowDown');
  await page.waitForFunction((who) => document.querySelectorAll('#usulan > li strong')[1]?.textContent === who, first);
  const [, , best] = await page.locator('#usulan > li strong').allInnerTexts();
  await page.click('#coret-a');
  await page.click('#tanya-ya');
  await page.locator('.lembar-coret', { hasText: best }).waitFor();
  await page.locator('#tidak-ada').press('Enter');
  assert.equal(await refused(page), 'BELUM_DICERMATI_ULANG');
  await page.click('#baca-ulang');
  for (const no of [2, 3]) await page.locator('dialog', { hasText: `Baca ulang baris ${no}:` }).locator('[data-pilih=tidak]').click();
  await page.waitForFunction(() => document.querySelector('#tidak-ada:not([aria-disabled])'));
  await page.click('#tidak-ada');
  await page.click('#coret-c');
  await page.click('#tanya-ya');
  await page.waitForFunction(() => document.querySelectorAll('#usulan > li').length === 1 && !document.querySelector('[data-testid=remedi]'));
  await send(page);
  await section(page, 'tutup');
  assert.equal((await serverState(page, meeting)).digest, await agreedDigest(page));
  await section(page, 'fkp02');
  assert.equal(await page.locator('.lembar-coret > li').count(), 2);
  await shot('dicoret');
});

test('uncoded and unchecked rows are named and nothing is signed (T22); an enumerator from elsewhere or untrained (T23); absences warn and refuse nothing', async () => {
  const { page, shot } = await hall.begin(hall.hamlet(), hall.asisten, { width: 320, height: 640, sound: true });
  await press(page, '1', 'c', 'ArrowRight', '1');
  await coded(page, 2);
  await section(page, 'tutup');
  assert.match(await page.locator('[data-kode=BARIS_TANPA_KODE] li').first().innerText(), /^3\. /);
  assert.match(await page.locator('[data-kode=BELUM_DIPERIKSA_ASISTEN] li').first().innerText(), /^2\. /);
  await page.locator('#tanda-tangan').press('Enter');
  assert.equal(await refused(page), 'BARIS_TANPA_KODE');
  await page.click('#mengerti');
  await page.click('#tambah-pendata');
  await page.fill('dialog [name=nama]', 'Budi Santosa');
  await page.fill('dialog [name=padukuhan]', 'Padukuhan Sebelah');
  await page.click('#tanya-ya');
  await page.locator('[data-kode=PENDATA_PADUKUHAN_LAIN]').waitFor();
  await page.click('#mengerti');
  await page.click('#tambah-pendata');
  await page.fill('dialog [name=nama]', 'Budi Santosa');
  await page.click('#tanya-ya');
  await page.locator('text=Belum dilatih: belum boleh mendata').waitFor();
  await expectSound(page, 'closing at 320 pixels');
  await shot('tutup-320', true);
  await section(page, 'hadir');
  for (const group of ['dukuh', 'rt', 'rw', 'tokoh', 'marginal']) { await page.fill(`#hadir-${group}`, '0'); await press(page, 'Tab'); }
  await page.locator('text=Tidak ada tokoh masyarakat maupun kelompok marginal.').waitFor();
  await page.locator('text=Dukuh tidak hadir.').waitFor();
  assert.equal(await page.locator('.notice.is-warn').count(), 3, 'R28 warns and refuses nothing');
});

test('an evening by the keyboard alone', async () => {
  const meeting = hall.hamlet();
  const { page } = await hall.begin(meeting, hall.asisten);
  const tab = async (wanted) => {
    for (let i = 0; i < 200 && !await page.evaluate((s) => document.activeElement.matches(s), wanted); i += 1) await press(page, 'Tab');
    assert.ok(await page.evaluate((s) => document.activeElement.matches(s), wanted), `${wanted} is not reached by Tab`);
  };
  const n = await countOf(page);
  await press(page, '2', 'Enter', 'c', 'k');
  await page.keyboard.type('warung sendiri');
  await press(page, 'Tab', 'Enter');
  await page.locator('.lembar-tujuh', { hasText: 'warung sendiri' }).waitFor();
  for (let i = 1; i < n; i += 1) await press(page, 'ArrowRight', '1', 'c');
  await coded(page, n);
  await tab('#bagian a[href="#fkp02"]');
  await press(page, 'Enter', 'b');
  await page.keyboard.type('Tuminem Sawah');
  await tab('[name=alamat]');
  await page.keyboard.type('Gubuk tepi sawah');
  await tab('[name=dapur]');
  await press(page, 'Space', 'Enter');
  await page.waitForFunction(() => document.querySelector('[data-pilih=baru]') || document.querySelector('#usulan > li'));
  if (await page.locator('[data-pilih=baru]').count()) { await tab('[data-pilih=baru]'); await press(page, 'Enter'); }
  await page.locator('#usulan > li').waitFor();
  await tab('[id^=miskin-true]');
  await press(page, 'Enter');
  await tab('#bagian a[href="#tutup"]');
  await press(page, 'Enter');
  await page.locator('[data-testid=siap]').waitFor();
  for (const name of ['Pak Dukuh', 'Sri Asisten']) {
    await tab('#tanda-tangan');
    await press(page, 'Enter', 'Tab');
    await page.keyboard.type(name);
    await press(page, 'Enter');
    await page.locator('li', { hasText: name }).waitFor();
  }
  await tab('#tutup');
  await press(page, 'Enter');
  await tab('#tanya-ya');
  await press(page, 'Enter');
  await page.locator('[data-testid=ditutup]').waitFor();
  await send(page);
  assert.equal((await serverState(page, meeting)).digest, await agreedDigest(page));
  await section(page, 'fkp01');
  await press(page, '8');
  assert.equal(await refused(page), 'SUDAH_DITUTUP');
});

test('the provisional report goes to the TKPKDesa with one button; without a network the page shows what to type; the office sees it (R68)', async () => {
  const meeting = hall.hamlet();
  const { petugas } = hall;
  const desa = new URL(meeting.desa, office.base).searchParams.get('wilayah');
  await petugas.goto(`/sms?wilayah=${desa}`);
  await petugas.locator('#peran').focus();
  await press(petugas, 'Tab', 'Tab');
  await petugas.keyboard.type('0811 0000 0001');
  await press(petugas, 'Enter');
  await petugas.locator('[data-testid=nomor] tbody tr', { hasText: 'TKPKDesa' }).waitFor();
  assert.doesNotMatch(await petugas.locator('main').innerText(), /811 ?0000/, 'the number is masked');
  const { page, context, shot } = await hall.begin(meeting, hall.asisten);
  const n = await countOf(page);
  await codeRows(page, [2, 3, 6, ...Array(n - 3).fill(1)]);
  await section(page, 'tutup');
  await context.setOffline(true);
  await page.locator('#ketik-sendiri[open]').waitFor();
  const text = await page.getByTestId('teks-sms').innerText();
  assert.match(text, /^MUSPAD \S+ .+ 2=1 3=1 6=1 7=0$/);
  assert.equal(await page.locator('#buka-sms').getAttribute('href'), `sms:?body=${encodeURIComponent(text)}`);
  await expectSound(page, 'what to type without a network');
  await shot('lapor-luring', true);
  await context.setOffline(false);
  await page.click('#lapor');
  await page.locator('#lapor-kabar', { hasText: 'laporan ke-1 (2=1 3=1 6=1 7=0)' }).waitFor();
  await page.click('#lapor');
  await page.locator('#lapor-kabar', { hasText: 'laporan ke-1' }).waitFor();
  await expectSound(page, 'a report was sent');
  await shot('lapor', true);
  for (const width of [1280, 320]) {
    await petugas.setViewportSize({ width, height: 800 });
    await petugas.goto(`/sms?wilayah=${desa}`);
    const told = petugas.locator('[data-testid=keluar] tbody tr', { hasText: text });
    assert.equal(await told.count(), 1, 'asked for twice, told once');
    await expectSound(petugas, `SMS of a desa at ${width}`);
    await office.shot(petugas, `sms-desa-${width}`);
  }
  await petugas.setViewportSize({ width: 1200, height: 800 });
});

test('the page is sound on a desk and at 320 pixels, light and dark', { timeout: 300_000 }, async () => {
  for (const [width, dark] of [[1280, false], [1280, true], [320, false], [320, true]]) {
    const { page, shot, context } = await hall.begin(hall.hamlet(), hall.asisten, { width, height: width > 500 ? 800 : 640, dark });
    for (const code of [1, 2, 6]) { await circle(page, code); await press(page, 'ArrowRight'); }
    await coded(page, 3);
    for (const name of ['fkp01', 'hadir', 'fkp02', 'tutup']) {
      await section(page, name);
      if (name === 'fkp02') await propose(page, 'Tumini Sawah');
      await expectSound(page, `${name} ${width} ${dark ? 'dark' : 'light'}`);
      await shot(`${name}-${width}-${dark ? 'gelap' : 'terang'}`);
    }
    await context.close();
  }
});

test('a device is let in by the six digits the office shows; what lies on its disk cannot be read; a wrong PIN opens nothing', async () => {
  const meeting = hall.hamlet();
  const d = await hall.device();
  const { page, shot } = d;
  await hall.arrive(d, meeting, hall.dukuh);
  const right = await hall.codeOf(meeting);
  await page.fill('[name=name]', 'Pak Dukuh');
  await page.fill('[name=code]', right === '000000' ? '000001' : '000000');
  await press(page, 'Enter');
  await page.locator('[role=alert]', { hasText: 'Ketik ulang enam angka' }).waitFor();
  await page.fill('[name=code]', right);
  await press(page, 'Enter');
  await page.fill('[name=pin]', '111111');
  await page.fill('[name=lagi]', '111111');
  await press(page, 'Enter');
  await page.locator('text=terlalu mudah').waitFor();
  await choosePin(page);
  const printed = await nameOf(page);
  await press(page, '1');
  await coded(page, 1);
  await send(page);
  const stored = await page.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    const all = await Promise.all(['lock', 'entries', 'records'].map((store) => new Promise((done) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); })));
    return all.flat().map((v) => [...Object.values(v)].map((x) => (x instanceof ArrayBuffer ? new TextDecoder('latin1').decode(x) : String(x))).join(' ')).join(' ');
  });
  assert.doesNotMatch(stored, new RegExp(`${printed}|circle|head_name`), 'what lies on the disk cannot be read');
  await page.reload();
  await page.waitForSelector('[name=pin]');
  assert.doesNotMatch(await page.content(), new RegExp(printed), 'locked: no name is on the page');
  await page.fill('[name=pin]', '999111');
  await press(page, 'Enter');
  await page.locator('text=PIN salah.').waitFor();
  await shot('pin-salah');
  await unlock(page);
  await coded(page, 1);
});

test('a new version of the page takes over when the officer says so, and nothing is lost', async () => {
  const wire = await wireOf();
  const { page } = await hall.begin(hall.hamlet(), hall.asisten, { line: wire.base });
  await press(page, '1');
  await coded(page, 1);
  const before = await page.locator('#versi').innerText();
  wire.change = (url, body) => (url.endsWith('/sw.js') ? body.toString().replace(/VERSION = '\w+'/, "VERSION = 'uji-2'") : null);
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
  await page.locator('#versi-baru').click();
  await page.waitForSelector('[name=pin]');
  await unlock(page);
  await coded(page, 1);
  await page.locator('#versi', { hasText: 'uji-2' }).waitFor();
  assert.doesNotMatch(before, /uji-2/);
});

test('when the server computes something else from the same entries the page says so plainly', async () => {
  const wire = await wireOf();
  const { page, shot } = await hall.begin(hall.hamlet(), hall.asisten, { line: wire.base });
  wire.change = (url, body) => (url.endsWith('/kiriman') ? JSON.stringify(other(JSON.parse(body))) : null);
  const other = (answer) => ({ ...answer, state: { ...answer.state, digest: '0'.repeat(64) } });
  await press(page, '1');
  await page.locator('#sidik-beda', { hasText: 'menghitung hasil yang berbeda' }).waitFor();
  await section(page, 'tutup');
  await page.locator('#sidik-kata', { hasText: 'BERBEDA dari server' }).waitFor();
  await expectSound(page, 'two marks that differ');
  await shot('sidik-beda');
});

test('a busy server is waited for; a rule that refuses the whole sending is told with its remedy; both lose nothing', async () => {
  const wire = await wireOf();
  const { page } = await hall.begin(hall.hamlet(), hall.asisten, { line: wire.base });
  await send(page);
  const turnedAway = (status, body) => { wire.answer = (url) => (url.endsWith('/kiriman') ? { status, body } : null); };
  turnedAway(503);
  await press(page, '1');
  await page.locator('#jaringan', { hasText: 'Server sibuk, dicoba lagi' }).waitFor();
  await unsent(page, 1);
  turnedAway(409, { code: 'LEMBAR_SUDAH_DITERIMA', why: 'closed by a sheet', remedy: 'Perbaiki lewat tahap berikutnya' });
  await page.click('#kirim');
  await page.locator('#jaringan', { hasText: 'Tidak diterima server, semua tersimpan di perangkat ini: Perbaiki lewat tahap berikutnya' }).waitFor();
  await unsent(page, 1);
  wire.answer = () => null;
  await send(page);
});
