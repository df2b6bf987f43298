// The meeting page against the real server: forms issued, devices let in, an evening without a
// network, and what the office sees of it. T15–T23.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { FLAGS, expectSound, openOffice } from '../office.js';

const PIN = '271904';
let office;
let hamlets;
const contexts = new Set();
const folders = [];

before(async () => {
  office = await openOffice({ households: 820, hamlets: 1 });
  const { wilayah } = office.account('dinsos');
  office.dukuh = await office.addAccount('dukuh-uji', 'dukuh', wilayah);
  office.asisten = await office.addAccount('asisten-uji', 'asisten_fasilitator', wilayah);
  office.petugas = await office.page();
  await office.signIn(office.petugas, 'dinsos');
  hamlets = await issue(office.petugas);
}, { timeout: 600_000 });
afterEach(async () => { for (const context of contexts) await context.close().catch(() => {}); contexts.clear(); });
after(async () => {
  await office?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The office of the kabupaten issues the forms of every hamlet, and finds each meeting's page. */
async function issue(page) {
  await page.goto('/musyawarah/keadaan');
  await office.shot(page, 'musyawarah-sebelum-terbit');
  // a hamlet whose meeting came in as a paper sheet has met already
  const before = await listed(page);
  await page.getByRole('button', { name: 'Terbitkan formulir' }).click();
  await page.waitForLoadState('load');
  const sum = (name) => page.locator('section:has(#maju) tr', { hasText: name }).locator('td').textContent();
  for (let tries = 0; ; tries += 1) {
    await page.goto('/musyawarah/keadaan');
    if (await sum('Formulir terbit') === await sum('Padukuhan')) break;
    assert.ok(tries < 120, 'the forms are not issued');
    await page.waitForTimeout(500);
  }
  await expectSound(page, 'the kabupaten with forms issued');
  await office.shot(page, 'musyawarah-kabupaten');
  const now = await listed(page);
  return now.filter((h, i) => h.state === 'DISIAPKAN' && before[i].state === 'BELUM_TERBIT').sort((x, y) => x.rows - y.rows);
}

/** Every hamlet as the pages of its desa show it. */
async function listed(page) {
  const found = [];
  for (const desa of await page.locator('tbody th a[href*="wilayah="]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
    await page.goto(desa);
    for (const row of await page.locator('tbody tr:has([data-code])').all()) {
      const link = row.locator('th a');
      found.push({ desa, state: await row.locator('[data-code]').first().getAttribute('data-code'), url: await link.count() ? await link.getAttribute('href') : null, rows: Number(/(\d+)\s*$/.exec(await row.locator('td').nth(1).innerText())?.[1] ?? 0) });
    }
  }
  await page.goto('/musyawarah/keadaan');
  return found;
}

/** The smallest hamlet nobody has met in yet; or the largest. */
const hamlet = (which = 'shift') => hamlets[which]() ?? assert.fail('more tests than hamlets');

/** The six digits, as the office shows them. */
async function codeOf({ url }) {
  await office.petugas.goto(url);
  await office.petugas.getByRole('button', { name: 'Tampilkan kode perangkat' }).click();
  return (await office.petugas.locator('[data-testid=kode]').innerText()).match(/\d{6}/)[0];
}

/** A device: a browser with a disk of its own. */
async function device({ width = 1280, height = 800, folder } = {}) {
  const disk = folder ?? mkdtempSync(join(tmpdir(), 'mutakhir-hall-'));
  if (!folder) folders.push(disk);
  const context = await chromium.launchPersistentContext(disk, {
    executablePath: '/usr/bin/chromium', args: FLAGS, headless: true, viewport: { width, height }, locale: 'id-ID', baseURL: office.base,
  });
  contexts.add(context);
  const page = context.pages()[0] ?? await context.newPage();
  page.foreign = [];
  page.problems = [];
  page.on('request', (r) => { if (!r.url().startsWith(office.base) && !r.url().startsWith('data:')) page.foreign.push(r.url()); });
  page.on('pageerror', (e) => page.problems.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error' && /Content Security Policy/.test(m.text())) page.problems.push(m.text()); });
  return { context, page, disk, shot: (name, fullPage = false) => page.screenshot({ path: join(office.shots, `nyata-${name}.png`), fullPage }) };
}

/** Lets a device in as the dukuh or the asisten does it: sign in, the page, six digits, a PIN. */
async function begin(meeting, who, { sound = false, ...options } = {}) {
  const d = await device(options);
  const { page } = d;
  const look = (name) => sound && expectSound(page, name).then(() => d.shot(name));
  await office.signInAs(page, who);
  await page.goto(meeting.url);
  await Promise.all([page.waitForURL(/lembar\/$/), page.getByRole('link', { name: 'Buka lembar musyawarah' }).click()]);
  await page.waitForSelector('[name=name]');
  await look('terima-perangkat');
  await page.fill('[name=name]', 'Tablet balai');
  await page.fill('[name=code]', await codeOf(meeting));
  await press(page, 'Enter');
  await page.waitForSelector('[name=lagi]');
  await look('pin-baru');
  await page.fill('[name=pin]', PIN);
  await page.fill('[name=lagi]', PIN);
  await press(page, 'Enter');
  await page.waitForSelector('body.is-open');
  await page.waitForFunction(() => document.documentElement.dataset.kept === 'ya');
  return d;
}

async function unlock(page) {
  await page.fill('[name=pin]', PIN);
  await press(page, 'Enter');
  await page.waitForSelector('body.is-open');
}

const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const section = async (page, name) => { await page.click(`#bagian a[href="#${name}"]`); await page.waitForFunction((n) => document.querySelector(`#bagian a[href="#${n}"]`).getAttribute('aria-current') === 'page', name); };
const coded = (page, n) => page.waitForFunction((text) => document.getElementById('maju-kata').textContent.startsWith(`${text} dari`), String(n));
const refused = (page) => page.locator('#galat [data-kode]').getAttribute('data-kode');
const unsent = (page, n) => page.locator('#kirim', { hasText: `Belum terkirim ${n}` }).waitFor();
const nameOf = (page) => page.locator('#baris-judul').innerText().then((text) => text.replace(/^\d+\.\s*/, ''));
const countOf = (page) => page.locator('#daftar li').count();

/** Sends, and waits until the server is known to hold everything. */
async function send(page) {
  await page.click('#kirim');
  await page.waitForFunction(() => document.getElementById('kirim').textContent === 'Semua terkirim' && document.getElementById('jaringan').textContent === 'Semua terkirim');
}

/** A browser that died may have lost the session: the page says so, and nothing else is lost. */
async function signInAgain(page, who) {
  await page.waitForFunction(() => document.getElementById('jaringan').textContent === 'Semua terkirim' || !document.getElementById('masuk-lagi').hidden);
  if (!await page.locator('#masuk-lagi').isVisible()) return;
  await Promise.all([page.waitForURL(/masuk\?ke=/), page.click('#masuk-lagi')]);
  await page.fill('#nama', who.akun);
  await page.fill('#sandi', who.kata_sandi);
  await Promise.all([page.waitForURL(/lembar\/$/), page.click('main form button')]);
  await unlock(page);
}

/** Circles a code with one key, and answers what is asked back. */
async function circle(page, code, alive = []) {
  await page.keyboard.press(String(code));
  if (code === 2) await page.click('[data-pilih="2"]');
  if (code === 5) {
    for (const i of alive) await page.check(`[name=hidup][value="${i}"]`);
    await page.click('#tanya-ya');
  }
}

/** Codes so many rows from the one shown on, and checks them where the officer is the asisten. */
async function codeRows(page, codes, check = '') {
  for (const code of codes) {
    await circle(page, code);
    if (check) await press(page, check);
    await press(page, 'ArrowRight');
  }
}

async function propose(page, name, address = 'Gubuk tepi sawah RT 09') {
  await page.click('#usul');
  await page.fill('dialog [name=kepala]', name);
  await page.fill('dialog [name=alamat]', address);
  await page.check('dialog [name=dapur][value=ya]');
  await page.click('#tanya-ya');
  await page.waitForFunction((n) => document.querySelector('[data-pilih=baru]') || [...document.querySelectorAll('#usulan > li strong')].some((s) => s.textContent === n), name);
  if (await page.locator('[data-pilih=baru]').count()) await page.click('[data-pilih=baru]');
  await page.locator('#usulan > li', { hasText: name }).waitFor();
}

async function sign(page, role, name) {
  await page.click('#tanda-tangan');
  await page.selectOption('dialog [name=peran]', role);
  await page.fill('dialog [name=nama]', name);
  await page.click('#tanya-ya');
  await page.locator('li', { hasText: name }).waitFor();
}

/** What the server computes, read by who holds the page. */
const serverState = (page, { url }) => page.evaluate((u) => fetch(u).then((r) => r.json()), `${url}/keadaan.json`);

/** The mark the page shows, once it has compared it with the server's. */
async function agreedDigest(page) {
  await page.locator('#sidik-kata', { hasText: 'Sama dengan server' }).waitFor();
  return page.locator('#sidik').innerText();
}

test('a printed column cannot be touched, a change becomes a note, and the server keeps both (T15); 7 on FKP.01 is refused (T20)', async () => {
  const meeting = hamlet();
  const { page, shot } = await begin(meeting, office.asisten, { sound: true });
  await expectSound(office.petugas, 'the code of six digits');
  await office.shot(office.petugas, 'musyawarah-kode');
  const printed = await nameOf(page);
  assert.equal(await page.locator('article input, article textarea, article [contenteditable]').count(), 0);
  await page.click('#kolom-2');
  await page.selectOption('dialog [name=ubah]', 'replaced');
  await page.fill('dialog [name=isi]', 'Suparti binti Wiryo');
  await page.click('#tanya-ya');
  await page.locator('.lembar-catatan', { hasText: 'Suparti binti Wiryo' }).waitFor();
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
  await office.petugas.goto(`${meeting.url}/daftar`);
  await office.petugas.getByRole('rowheader', { name: printed }).first().waitFor();
  await section(page, 'tutup');
  await expectSound(page, 'compared with the server');
  await shot('sidik-sama');
});

test('code 5 while members live becomes 3 or 6 with the death in a note (T21)', async () => {
  const meeting = hamlet();
  const { page } = await begin(meeting, office.dukuh);
  while (await page.locator('#kolom-3', { hasText: '(tidak ada)' }).count()) await press(page, 'ArrowRight');
  await press(page, '5');
  await page.check('[name=hidup][value="1"]');
  await page.click('#tanya-ya');
  await page.click('[data-pilih="3"]');
  await page.locator('.lembar-catatan', { hasText: 'Meninggal:' }).waitFor();
  await coded(page, 1);
  assert.equal(await page.getAttribute('#kode-3', 'aria-pressed'), 'true');
  await send(page);
  const state = await serverState(page, meeting);
  assert.match(JSON.stringify(state), /Meninggal: /);
});

test('over quota a, b and c come in their order and nothing else; a struck one stays with its reason (T17, T18, T19)', async () => {
  const meeting = hamlet();
  const { page, shot } = await begin(meeting, office.asisten);
  const n = await countOf(page);
  await codeRows(page, [2, 1, 1, ...Array.from({ length: n - 3 }, () => 4)], 'c');
  await coded(page, n);
  await section(page, 'fkp02');
  for (const name of ['Tuminem Sawah', 'Parjo Kidul', 'Giyem Lor']) await propose(page, name);
  await page.locator('#kuota-kata', { hasText: '3 usulan dari 1 — lebih 2' }).waitFor();
  await page.locator('#usulan > li').first().focus();
  await press(page, 'Alt+ArrowDown');
  await page.locator('#coret-a').waitFor();
  assert.equal(await page.locator('#coret-c').count(), 0, 'c is shut until b is done');
  await expectSound(page, 'over quota');
  await shot('kuota-lebih');
  await office.petugas.goto(meeting.desa);
  await send(page);
  await office.petugas.reload();
  await office.petugas.locator('[data-code=KUOTA_LEBIH]').waitFor();
  await page.click('#coret-a');
  await page.click('#tanya-ya');
  await page.locator('.lembar-coret').waitFor();
  // b finds one: the row becomes 2 and the quota is kept (T18)
  await page.click('#baca-ulang');
  await page.click('[data-pilih=ya]');
  await page.waitForFunction(() => location.hash === '#fkp01' && document.getElementById('baris-judul'));
  await circle(page, 2);
  await page.locator('#kuota-kata', { hasText: '2 usulan dari 2' }).waitFor();
  assert.equal(await page.locator('#kuota.is-over').count(), 0);
  // another comes, b finds nobody, and c strikes until it fits: there is no override (T19)
  await section(page, 'fkp02');
  await propose(page, 'Wagiyo Wetan');
  await page.locator('#usulan > li').first().focus();
  await press(page, 'Alt+ArrowDown');
  await page.click('#baca-ulang');
  await page.click('[data-pilih=tidak]');
  await page.waitForFunction(() => document.querySelector('#tidak-ada:not([aria-disabled])'));
  await page.click('#tidak-ada');
  await page.click('#coret-c');
  await page.click('#tanya-ya');
  await page.waitForFunction(() => document.querySelectorAll('#usulan > li').length === 2 && !document.querySelector('[data-testid=remedi]'));
  await send(page);
  await section(page, 'tutup');
  assert.equal((await serverState(page, meeting)).digest, await agreedDigest(page));
  await section(page, 'fkp02');
  assert.equal(await page.locator('.lembar-coret > li').count(), 2);
  await shot('dicoret');
});

test('uncoded and unchecked rows are named and nothing is signed (T22); an enumerator from elsewhere or untrained (T23)', async () => {
  const meeting = hamlet();
  const { page, shot } = await begin(meeting, office.asisten, { width: 320, height: 640, sound: true });
  await press(page, '1', 'c', 'ArrowRight', '1');
  await coded(page, 2);
  await section(page, 'tutup');
  await page.locator('[data-kode=BARIS_TANPA_KODE] li').first().waitFor();
  await page.locator('[data-kode=BELUM_DIPERIKSA_ASISTEN] li').first().waitFor();
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
});

test('an evening by the keyboard alone, on the real server', async () => {
  const meeting = hamlet();
  const { page } = await begin(meeting, office.asisten);
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
});

test('sixty rows and more with the network off, a killed browser, a stopped server, two devices merged, signed; the office sees the same', { timeout: 600_000 }, async () => {
  const meeting = hamlet('pop');
  const a = await begin(meeting, office.asisten);
  const b = await begin(meeting, office.dukuh);
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
  await kill(a.context);
  const again = await device({ folder: a.disk });
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
  await signInAgain(again.page, office.asisten);
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
  await sign(again.page, 'dukuh', 'Pak Dukuh');
  await sign(again.page, 'asisten', 'Sri Asisten');
  await again.page.click('#tutup');
  await again.page.click('#tanya-ya');
  await again.page.locator('[data-testid=ditutup]').waitFor();
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
  const { petugas } = office;
  for (const width of [1280, 320]) {
    await petugas.setViewportSize({ width, height: 800 });
    for (const [path, name] of [['/musyawarah/keadaan', 'kabupaten'], [meeting.desa, 'desa'], [meeting.url, 'tahap'], [`${meeting.url}/daftar`, 'daftar']]) {
      await petugas.goto(path);
      await expectSound(petugas, `${name} at ${width}`);
      await office.shot(petugas, `musyawarah-${name}-${width}`);
    }
  }
  await petugas.goto(meeting.url);
  await petugas.locator('[data-code=BA_DITANDATANGANI]').waitFor();
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

  // on paper, as the browser prints the page
  await again.page.emulateMedia({ media: 'print' });
  await again.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  writeFileSync(join(office.shots, 'lembar-cetak.pdf'), await again.page.pdf({ format: 'A4', printBackground: true }));
});

test('another account on the device sends nothing in somebody else\'s name; the page says who must sign in', async () => {
  const meeting = hamlet();
  const { page } = await begin(meeting, office.asisten);
  await press(page, '1');
  await coded(page, 1);
  await send(page);
  await page.context().clearCookies();
  await press(page, 'ArrowRight', '1');
  await page.click('#kirim');
  await page.locator('#masuk-lagi', { hasText: 'Masuk lagi untuk mengirim' }).waitFor();
  await signInAgain(page, office.dukuh);
  await coded(page, 2);
  await page.locator('#masuk-lagi', { hasText: 'Masuk sebagai Penelaah asisten-uji untuk mengirim' }).waitFor();
  await unsent(page, 1);
  assert.equal((await serverState(page, meeting)).rows.filter((r) => r.code).length, 1);
});

async function recapOf(page) {
  const rows = await page.locator('tr[data-rekap]').evaluateAll((all) => all.map((tr) => [tr.dataset.rekap, Number(tr.querySelector('td').textContent)]));
  return Object.fromEntries(rows);
}

async function download(page, url) {
  const text = await page.evaluate((u) => fetch(u).then((r) => r.arrayBuffer()).then((b) => btoa([...new Uint8Array(b)].map((x) => String.fromCharCode(x)).join(''))), url);
  return Buffer.from(text, 'base64');
}

const mark = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Ends a browser as a dead battery does. */
async function kill(context) {
  const cdp = await context.newCDPSession(context.pages()[0]);
  await cdp.send('Browser.crash').catch(() => {});
  await context.close().catch(() => {});
  contexts.delete(context);
}
