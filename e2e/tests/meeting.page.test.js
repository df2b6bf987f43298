// The meeting page in a real browser: a hall without signal, a killed browser, two devices.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { FLAGS, expectSound } from '../office.js';
import { openHall } from '../hall.js';

const PIN = '271904';
const shots = process.env.MUTAKHIR_SHOTS ?? join(tmpdir(), 'mutakhir-e2e-shots');
mkdirSync(shots, { recursive: true });
const folders = [];
const halls = [];
const contexts = new Set();
const hallOf = async (options) => { const hall = await openHall(options); halls.push(hall); return hall; };

before(() => {});
after(async () => {
  for (const context of contexts) await context.close().catch(() => {});
  for (const hall of halls) await hall.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A device: a browser with a disk of its own. */
async function device(hall, role, { width = 1280, height = 800, folder, dark = false, keys = false } = {}) {
  const disk = folder ?? mkdtempSync(join(tmpdir(), 'mutakhir-hall-'));
  if (!folder) folders.push(disk);
  const context = await chromium.launchPersistentContext(disk, {
    executablePath: '/usr/bin/chromium', args: FLAGS, headless: true, viewport: { width, height }, locale: 'id-ID', colorScheme: dark ? 'dark' : 'light',
  });
  contexts.add(context);
  if (role) await context.addCookies([{ name: 'peran', value: role, url: hall.base }]);
  const page = context.pages()[0] ?? await context.newPage();
  page.foreign = [];
  page.problems = [];
  page.on('request', (r) => { if (!r.url().startsWith(hall.base) && !r.url().startsWith('data:')) page.foreign.push(r.url()); });
  page.on('pageerror', (e) => page.problems.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error' && /Content Security Policy/.test(m.text())) page.problems.push(m.text()); });
  return { context, page, disk, keys, shot: (name) => page.screenshot({ path: join(shots, `lembar-${name}.png`) }) };
}

/** The first opening: with a network, with a new PIN. */
async function begin(hall, role, options) {
  const d = await device(hall, role, options);
  await d.page.goto(hall.url);
  await d.page.fill('[name=pin]', PIN);
  await d.page.fill('[name=lagi]', PIN);
  await d.page.keyboard.press('Enter');
  await d.page.waitForSelector('#kuota-kata');
  await d.page.waitForSelector('body.is-open');
  await d.page.waitForFunction(() => document.documentElement.dataset.kept === 'ya');
  return d;
}

async function unlock(page, pin = PIN) {
  await page.fill('[name=pin]', pin);
  await page.keyboard.press('Enter');
}

const section = async (page, name) => { await page.click(`#bagian a[href="#${name}"]`); await page.waitForFunction((n) => document.querySelector(`#bagian a[href="#${n}"]`).getAttribute('aria-current') === 'page', name); };
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const coded = (page, n) => page.waitForFunction((text) => document.getElementById('maju-kata').textContent.startsWith(`${text} dari`), String(n));
const refused = (page) => page.locator('#galat [data-kode]').getAttribute('data-kode');

/** Circles a code with one key, and answers what is asked back. */
async function circle(page, code, alive = []) {
  await page.keyboard.press(String(code));
  if (code === 2) await page.click('[data-pilih="2"]');
  if (code === 5) {
    for (const i of alive) await page.check(`[name=hidup][value="${i}"]`);
    await page.click('#tanya-ya');
  }
}

async function propose(page, name, address = 'Ngrandu RT 07', members = []) {
  await page.click('#usul');
  await page.fill('dialog [name=kepala]', name);
  await page.fill('dialog [name=alamat]', address);
  await page.check('dialog [name=dapur][value=ya]');
  for (const [i, [member, basis]] of members.entries()) {
    if (i) await page.click('dialog >> text=+ Anggota');
    await page.locator('dialog [name=anggota]').nth(i).fill(member);
    await page.locator('dialog [name=dasar]').nth(i).selectOption(basis);
  }
  await page.click('#tanya-ya');
}

async function sign(page, role, name) {
  await page.click('#tanda-tangan');
  await page.selectOption('dialog [name=peran]', role);
  await page.fill('dialog [name=nama]', name);
  await page.click('#tanya-ya');
  await page.locator('li', { hasText: name }).waitFor();
}

test('a printed column cannot be touched; a change becomes a note beside it (T15)', async () => {
  const hall = await hallOf({ rows: 6 });
  const { page, shot } = await begin(hall, 'asisten');
  assert.equal(await page.locator('article input, article textarea, article [contenteditable]').count(), 0, 'nothing printed can be written into');
  await page.click('#kolom-2');
  await page.selectOption('dialog [name=ubah]', 'replaced');
  await page.fill('dialog [name=isi]', 'Suparti Binti Wiryo');
  await shot('catatan');
  await page.click('#tanya-ya');
  await page.locator('.lembar-catatan', { hasText: 'Suparti Binti Wiryo' }).waitFor();
  assert.match(await page.locator('#kolom-2').innerText(), /^Suparti A/, 'the printed name stays');
  await page.click('#pensil');
  await page.fill('dialog [name=isi]', 'tanya tetangga');
  await page.click('#tanya-ya');
  await page.locator('.lembar-pensil').waitFor();
  await press(page, '7');
  assert.equal(await refused(page), 'KODE_7_DI_FKP01', 'T20');
  await page.click('#mengerti');
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
  await expectSound(page, 'row with a note');
  await shot('baris');
});

test('code 2 asks back; code 5 while members live becomes 3 with the death in a note (T21)', async () => {
  const hall = await hallOf({ rows: 6 });
  const { page, shot } = await begin(hall, 'dukuh');
  await press(page, '2');
  await page.locator('dialog', { hasText: 'Membaik, tidak layak lagi masuk daftar?' }).waitFor();
  await shot('kode-2');
  await expectSound(page, 'question at code 2');
  await page.click('[data-pilih="1"]');
  await coded(page, 1);
  assert.equal(await page.getAttribute('#kode-1', 'aria-pressed'), 'true');
  await press(page, 'ArrowRight', 'ArrowRight', '5');
  await page.check('[name=hidup][value="1"]');
  await shot('kode-5');
  await page.click('#tanya-ya');
  await page.click('[data-pilih="3"]');
  await page.locator('.lembar-catatan', { hasText: 'Meninggal: Ngatinem A' }).waitFor();
  assert.equal(await page.getAttribute('#kode-3', 'aria-pressed'), 'true');
  assert.equal(await page.locator('#periksa').count(), 0, 'R57: only the asisten checks');
  await press(page, 'c');
  assert.equal(await refused(page), 'BUKAN_ASISTEN');
  await page.click('#mengerti');
  await page.click('#kerabat');
  await page.click('#tanya-ya');
  await coded(page, 1);
  await press(page, '1');
  assert.equal(await refused(page), 'KERABAT');
});

test('the quota stops the closing; a, b and c come in their order and there is nothing else (T17, T18, T19)', async () => {
  const hall = await hallOf({ rows: 4 });
  const { page, shot } = await begin(hall, 'asisten');
  for (const code of [1, 2, 3, 4]) { await circle(page, code); await press(page, 'c', 'ArrowRight'); }
  await coded(page, 4);
  await section(page, 'fkp02');
  await propose(page, 'Tumini', 'Ngrandu RT 07', [['Bayi Tumini', 'bayi'], ['Rendi', 'anak_luar']]);
  await page.locator('.lembar-usulan', { hasText: 'Tumini 2 orang' }).waitFor();
  await propose(page, 'Suparti A', 'Ngrandu RT 01 No. 1');
  await page.locator('dialog', { hasText: 'Mungkin sudah terdaftar' }).waitFor();
  await shot('mungkin-terdaftar');
  await page.click('[data-pilih=baru]');
  await page.locator('[data-kode=SUDAH_DI_FKP01]').waitFor();
  for (const name of ['Parjo', 'Giyem']) await propose(page, name);
  await page.locator('#usulan > li').nth(2).waitFor();
  assert.match(await page.locator('#kuota-kata').innerText(), /3 usulan dari 1 — lebih 2/);
  await page.click('#tanya-urut');
  await page.click('dialog >> text=Parjo');
  for (let i = 0; i < 6 && !await page.locator('#coret-a').count(); i += 1) { await page.locator('dialog button').first().click({ timeout: 500 }).catch(() => {}); await page.waitForTimeout(100); }
  await page.locator('#coret-a').waitFor();
  const first = await page.locator('#usulan > li strong').first().innerText();
  await page.locator('#usulan > li').first().focus();
  await press(page, 'Alt+ArrowDown');
  await page.waitForFunction((name) => document.querySelectorAll('#usulan > li strong')[1]?.textContent === name, first);
  await shot('kuota-lebih');
  await expectSound(page, 'over quota');
  assert.equal(await page.locator('#coret-c').count(), 0, 'c is shut until b is done');
  const best = await page.locator('#usulan > li strong').nth(2).innerText();
  await page.click('#coret-a');
  await page.click('#tanya-ya');
  await page.locator('.lembar-coret', { hasText: best }).waitFor();
  await page.locator('#tidak-ada').press('Enter');
  assert.equal(await refused(page), 'BELUM_DICERMATI_ULANG');
  await page.click('#baca-ulang');
  await page.click('[data-pilih=tidak]');
  await page.click('[data-pilih=tidak]');
  await page.click('#tidak-ada');
  await page.click('#coret-c');
  await page.click('#tanya-ya');
  await page.waitForFunction(() => document.querySelectorAll('#usulan > li').length === 1);
  assert.equal(await page.locator('[data-testid=remedi]').count(), 0);
  await page.locator('.lembar-coret button').first().click();
  await page.locator('dialog', { hasText: 'kantor desa' }).waitFor();
  await press(page, 'Escape');
  assert.deepEqual([...hall.entries.values()].length > 0, true);
  await section(page, 'tutup');
  await shot('tutup');
  await expectSound(page, 'recap');
});

test('an uncoded row or one not checked is named and nothing can be signed (T22); an enumerator from elsewhere is refused (T23)', async () => {
  const hall = await hallOf({ rows: 3 });
  const { page } = await begin(hall, 'asisten');
  await press(page, '1', 'c', 'ArrowRight', '1');
  await coded(page, 2);
  await section(page, 'tutup');
  assert.match(await page.locator('[data-kode=BARIS_TANPA_KODE]').innerText(), /3\. Ngatinem A/);
  assert.match(await page.locator('[data-kode=BELUM_DIPERIKSA_ASISTEN]').innerText(), /2\. Wagiman A/);
  await page.locator('#tanda-tangan').press('Enter');
  assert.equal(await refused(page), 'BARIS_TANPA_KODE');
  await page.click('#mengerti');
  await page.click('#tambah-pendata');
  await page.fill('dialog [name=nama]', 'Budi');
  await page.fill('dialog [name=padukuhan]', 'Karangasem');
  await page.click('#tanya-ya');
  await page.locator('[data-kode=PENDATA_PADUKUHAN_LAIN]').waitFor();
  await page.click('#tambah-pendata');
  await page.fill('dialog [name=nama]', 'Budi');
  await page.click('#tanya-ya');
  await page.locator('text=Belum dilatih: belum boleh mendata').waitFor();
  await section(page, 'hadir');
  for (const group of ['dukuh', 'rt', 'rw', 'tokoh', 'marginal']) { await page.fill(`#hadir-${group}`, '0'); await press(page, 'Tab'); }
  await page.locator('text=Tidak ada tokoh masyarakat maupun kelompok marginal.').waitFor();
  await page.locator('text=Dukuh tidak hadir.').waitFor();
  assert.equal(await page.locator('.notice.is-warn').count(), 3, 'R28 warns and refuses nothing');
});

// what was keyed last may still be on its way into the vault
const waiting = (page, entries) => page.locator('#kirim', { hasText: `Belum terkirim ${entries}` }).waitFor();

test('sixty rows without a network, the browser killed in between, two devices merged, signed and closed', { timeout: 300_000 }, async () => {
  const hall = await hallOf({ rows: 60 });
  const a = await begin(hall, 'asisten');
  const b = await begin(hall, 'dukuh');
  await a.context.setOffline(true);
  await b.context.setOffline(true);

  // the first device codes rows 1–40 and is killed without a word
  const codeOf = (i) => [1, 1, 1, 2, 1, 6, 1, 3, 1, 4][i % 10];
  for (let i = 0; i < 40; i += 1) { await circle(a.page, codeOf(i)); await press(a.page, 'c', 'ArrowRight'); if (i % 10 === 9) await coded(a.page, i + 1); }
  await waiting(a.page, 80);
  await a.shot('luring');
  await a.page.waitForTimeout(300);
  await kill(a.context);
  const again = await device(hall, null, { folder: a.disk });
  await again.context.setOffline(true);
  await again.page.goto(hall.url);
  await again.page.waitForSelector('[name=pin]');
  assert.doesNotMatch(await again.page.content(), /Suparti/, 'locked: no name is on the page');
  await unlock(again.page, '999111');
  await again.page.locator('text=PIN salah.').waitFor();
  await again.shot('pin-salah');
  await unlock(again.page);
  await coded(again.page, 40);
  await waiting(again.page, 80);

  // the second one codes rows 41–60, and row 1 otherwise
  await b.page.click('#daftar button >> nth=0');
  await circle(b.page, 4);
  await b.page.click('#daftar button >> nth=40');
  for (let i = 40; i < 60; i += 1) { await circle(b.page, codeOf(i)); await press(b.page, 'ArrowRight'); }
  await coded(b.page, 21);

  // the network is there again: both send, both see both values
  hall.broken = true;
  await again.context.setOffline(false);
  await again.page.waitForTimeout(500);
  hall.broken = false;
  await again.page.click('#kirim');
  await again.page.waitForFunction(() => document.getElementById('kirim').textContent === 'Semua terkirim');
  await b.context.setOffline(false);
  await b.page.waitForFunction(() => document.getElementById('kirim').textContent === 'Semua terkirim');
  await coded(b.page, 60);
  await again.page.click('#kirim');
  await coded(again.page, 60);
  assert.equal(hall.entries.size, 101, 'nothing lost, nothing doubled');
  await again.page.locator('[data-testid=selisih] button').first().click();
  await again.page.locator('.lembar-selisih').first().waitFor();
  await again.shot('selisih');
  await expectSound(again.page, 'two values side by side');
  await again.page.locator('.lembar-selisih button').first().click();
  await again.page.waitForFunction(() => !document.querySelector('[data-testid=selisih]'));
  for (const i of [0, ...Array.from({ length: 20 }, (_, k) => 40 + k)]) { await again.page.click(`#daftar button >> nth=${i}`); await press(again.page, 'c'); }
  await section(again.page, 'tutup');
  await again.page.locator('[data-testid=siap]').waitFor();
  await again.context.setOffline(true);
  await sign(again.page, 'dukuh', 'Pak Dukuh');
  await sign(again.page, 'asisten', 'Sri Asisten');
  await again.page.click('#tutup');
  await again.page.click('#tanya-ya');
  await again.page.locator('[data-testid=ditutup]').waitFor();
  await again.page.waitForFunction(() => /^[0-9a-f]{64}$/.test(document.getElementById('sidik').textContent));
  await again.shot('ditutup');
  await expectSound(again.page, 'closed');
  const seal = await again.page.locator('#sidik').innerText();
  await section(again.page, 'fkp01');
  await press(again.page, '8');
  assert.equal(await refused(again.page), 'SUDAH_DITUTUP');
  await again.context.setOffline(false);
  await again.page.click('#kirim');
  await again.page.waitForFunction(() => document.getElementById('kirim').textContent === 'Semua terkirim');
  await b.page.click('#kirim');
  await section(b.page, 'tutup');
  await b.page.locator('[data-testid=ditutup]').waitFor();
  await b.page.waitForFunction((digest) => document.getElementById('sidik').textContent === digest, seal);
});

/** Ends a browser as a dead battery does. */
async function kill(context) {
  const cdp = await context.newCDPSession(context.pages()[0]);
  await cdp.send('Browser.crash').catch(() => {});
  await context.close().catch(() => {});
  contexts.delete(context);
}

test('when the server computes something else from the same entries the page says so plainly', async () => {
  const hall = await hallOf({ rows: 3 });
  hall.claims = '0'.repeat(64);
  const { page, shot } = await begin(hall, 'asisten');
  await press(page, '1');
  await page.locator('#sidik-beda', { hasText: 'menghitung hasil yang berbeda' }).waitFor();
  await section(page, 'tutup');
  await page.locator('#sidik-kata', { hasText: 'BERBEDA dari server' }).waitFor();
  await expectSound(page, 'two marks that differ');
  await shot('sidik-beda');
});

test('when a rule refuses the whole sending the page says what to do, and keeps everything', async () => {
  const hall = await hallOf({ rows: 3 });
  const { page } = await begin(hall, 'asisten');
  hall.turnsAway = { code: 'LEMBAR_SUDAH_DITERIMA', why: 'closed by a sheet', remedy: 'Perbaiki lewat tahap berikutnya' };
  await press(page, '1');
  await page.locator('#jaringan', { hasText: 'Tidak diterima server, semua tersimpan di perangkat ini: Perbaiki lewat tahap berikutnya' }).waitFor();
  await page.locator('#kirim', { hasText: 'Belum terkirim 1' }).waitFor();
  hall.turnsAway = null;
  await page.click('#kirim');
  await page.waitForFunction(() => document.getElementById('jaringan').textContent === 'Semua terkirim');
});

test('the page is sound on a desk and at 320 pixels, light and dark, and by keyboard alone', async () => {
  for (const [width, dark] of [[1280, false], [1280, true], [320, false], [320, true]]) {
    const hall = await hallOf({ rows: 12 });
    const { page, shot, context } = await begin(hall, 'asisten', { width, height: width > 500 ? 800 : 640, dark });
    for (const code of [1, 2, 6]) { await circle(page, code); await press(page, 'ArrowRight'); }
    await coded(page, 3);
    for (const name of ['fkp01', 'hadir', 'fkp02', 'tutup']) {
      await section(page, name);
      if (name === 'fkp02') { await propose(page, 'Tumini'); await page.locator('#usulan > li').waitFor(); }
      await expectSound(page, `${name} ${width} ${dark ? 'dark' : 'light'}`);
      await shot(`${name}-${width}-${dark ? 'gelap' : 'terang'}`);
    }
    await context.close();
  }
});

test('with the keyboard alone a row is coded, checked, remarked upon and a household proposed', async () => {
  const hall = await hallOf({ rows: 3 });
  const { page } = await begin(hall, 'asisten');
  await press(page, '2', 'Enter', 'c', 'k');
  await page.keyboard.type('warung sendiri');
  await press(page, 'Tab', 'Enter');
  await page.locator('.lembar-tujuh', { hasText: 'warung sendiri' }).waitFor();
  for (let i = 0; i < 40 && await page.evaluate(() => document.activeElement.hash) !== '#fkp02'; i += 1) await press(page, 'Shift+Tab');
  await press(page, 'Enter', 'b');
  await page.keyboard.type('Tumini');
  await press(page, 'Tab', 'Tab', 'Tab');
  await page.keyboard.type('Ngrandu RT 07');
  await press(page, 'Tab', 'Space', 'Enter');
  await page.locator('#usulan > li', { hasText: 'Tumini' }).waitFor();
  assert.match(await page.locator('#kabar').innerText(), /Tumini diusulkan|Kuota 1 dari 1/);
});

test('a device without an account is let in by six digits; a new version takes over and nothing is lost', async () => {
  const hall = await hallOf({ rows: 3 });
  const { page } = await device(hall, null);
  await page.goto(hall.url);
  await page.fill('[name=name]', 'Pak Dukuh');
  await page.fill('[name=code]', '000000');
  await press(page, 'Enter');
  await page.locator('text=Kode itu tidak cocok.').waitFor();
  await page.fill('[name=code]', '123456');
  await press(page, 'Enter');
  await page.fill('[name=pin]', '111111');
  await page.fill('[name=lagi]', '111111');
  await press(page, 'Enter');
  await page.locator('text=terlalu mudah').waitFor();
  await page.fill('[name=pin]', PIN);
  await page.fill('[name=lagi]', PIN);
  await press(page, 'Enter');
  await page.waitForFunction(() => document.documentElement.dataset.kept === 'ya');
  await page.waitForSelector('body.is-open');
  await press(page, '1');
  await coded(page, 1);
  await page.locator('#versi', { hasText: 'uji-1' }).waitFor();
  hall.version = 'uji-2';
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
  await page.locator('#versi-baru').click();
  await page.waitForSelector('[name=pin]');
  await unlock(page);
  await coded(page, 1);
  await page.locator('#versi', { hasText: 'uji-2' }).waitFor();
  const stored = await page.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    const all = await Promise.all(['lock', 'entries', 'records'].map((store) => new Promise((done) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); })));
    return all.flat().map((v) => [...Object.values(v)].map((x) => (x instanceof ArrayBuffer ? new TextDecoder('latin1').decode(x) : String(x))).join(' ')).join(' ');
  });
  assert.doesNotMatch(stored, /Suparti|circle|Ngrandu/, 'what lies on the disk cannot be read');
});
