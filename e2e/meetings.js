// The meetings of an office, and the meeting page as those who hold it work it: devices, keys, answers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { FLAGS, expectSound, openOffice, watch } from './office.js';

const PIN = '271904';

/** An office whose forms are issued, with a dukuh and an asisten; and the devices of its halls. */
export async function openMeetings(options) {
  const office = await openOffice(options);
  const { wilayah } = office.account('dinsos');
  const dukuh = await office.addAccount('dukuh-uji', 'dukuh', wilayah);
  const asisten = await office.addAccount('asisten-uji', 'asisten_fasilitator', wilayah);
  const petugas = await office.page();
  await office.signIn(petugas, 'dinsos');
  const hamlets = await issue(office, petugas);
  const contexts = new Set();
  const folders = [];

  return {
    office, dukuh, asisten, petugas,
    /** A hamlet nobody has met in, given once: the smallest, the one with so many rows, or the largest (Infinity). */
    hamlet(rows = 0) {
      const at = rows === 0 ? 0 : rows === Infinity ? hamlets.length - 1 : hamlets.findIndex((h) => h.rows === rows);
      return hamlets.splice(at, at < 0 ? 0 : 1)[0] ?? assert.fail(`no hamlet with ${rows} rows is left among ${hamlets.map((h) => h.rows)}`);
    },
    /** A device: a browser with a disk of its own. `line` is the address it reaches the server at. */
    async device({ width = 1280, height = 800, folder, dark = false, line = office.base } = {}) {
      const disk = folder ?? mkdtempSync(join(tmpdir(), 'mutakhir-hall-'));
      if (!folder) folders.push(disk);
      const context = await chromium.launchPersistentContext(disk, {
        executablePath: '/usr/bin/chromium', args: FLAGS, headless: true, viewport: { width, height }, locale: 'id-ID', baseURL: line, colorScheme: dark ? 'dark' : 'light',
      });
      contexts.add(context);
      const page = watch(context.pages()[0] ?? await context.newPage(), line);
      return { context, page, disk, shot: (name, fullPage = false) => page.screenshot({ path: join(office.shots, `lembar-${name}.png`), fullPage }) };
    },
    /** Lets a device in as the dukuh or the asisten does it: sign in, the page, six digits, a PIN. */
    async begin(meeting, who, { sound = false, ...options } = {}) {
      const d = await this.device(options);
      const look = (name) => sound && expectSound(d.page, name).then(() => d.shot(name));
      await this.arrive(d, meeting, who);
      await look('terima-perangkat');
      await d.page.fill('[name=name]', 'Tablet balai');
      await d.page.fill('[name=code]', await this.codeOf(meeting));
      await press(d.page, 'Enter');
      await d.page.waitForSelector('[name=lagi]');
      await look('pin-baru');
      await choosePin(d.page);
      return d;
    },
    /** Signs in and opens the page of a meeting that does not know the device yet. */
    async arrive({ page }, meeting, who) {
      await office.signInAs(page, who);
      await page.goto(meeting.url);
      await Promise.all([page.waitForURL(/lembar\/$/), page.getByRole('link', { name: 'Buka lembar musyawarah' }).click()]);
      await page.waitForSelector('[name=name]');
    },
    /** The six digits, as the office shows them. */
    async codeOf({ url }) {
      await petugas.goto(url);
      await petugas.getByRole('button', { name: 'Tampilkan kode perangkat' }).click();
      return (await petugas.locator('[data-testid=kode]').innerText()).match(/\d{6}/)[0];
    },
    /** Ends a browser as a dead battery does. */
    async kill(context) {
      const cdp = await context.newCDPSession(context.pages()[0]);
      await cdp.send('Browser.crash').catch(() => {});
      await context.close().catch(() => {});
      contexts.delete(context);
    },
    /** Ends every browser of the halls. */
    async leave() {
      for (const context of contexts) await context.close().catch(() => {});
      contexts.clear();
    },
    async close() {
      await this.leave();
      await office.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The office of the kabupaten issues the forms of every hamlet; gives those nobody has met in, the smallest first. */
async function issue(office, page) {
  await page.goto('/musyawarah/keadaan');
  await office.shot(page, 'musyawarah-sebelum-terbit');
  // a hamlet whose meeting came in as a paper sheet has met already
  const before = await listed(page);
  await page.getByRole('button', { name: 'Terbitkan formulir' }).click();
  await ended(page);
  const sum = (name) => page.locator('section:has(#maju) tr', { hasText: name }).locator('td').textContent();
  assert.equal(await sum('Formulir terbit'), await sum('Padukuhan'), 'every form is issued');
  await expectSound(page, 'the kabupaten with forms issued');
  await office.shot(page, 'musyawarah-kabupaten');
  const now = await listed(page);
  return now.filter((h, i) => h.state === 'DISIAPKAN' && before[i].state === 'BELUM_TERBIT').sort((x, y) => x.rows - y.rows);
}

/** Waits until the job on the page has ended: the page hears of it and loads itself anew. */
export const ended = (page) => page.getByTestId('job').first().and(page.locator(':not([data-live])')).waitFor({ timeout: 60_000 });

/** Every hamlet as the pages of its desa show it. */
async function listed(page) {
  const found = [];
  for (const desa of await page.locator('tbody th a[href*="wilayah="]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
    await page.goto(desa);
    for (const row of await page.locator('tbody tr:has([data-code])').all()) {
      const link = row.locator('th a');
      found.push({
        desa, name: await row.locator('th').innerText(), state: await row.locator('[data-code]').first().getAttribute('data-code'),
        url: await link.count() ? await link.getAttribute('href') : null, rows: Number(/(\d+)\s*$/.exec(await row.locator('td').nth(1).innerText())?.[1] ?? 0),
      });
    }
  }
  await page.goto('/musyawarah/keadaan');
  return found;
}

// ── the page of a meeting ──

export const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
export const coded = (page, n) => page.waitForFunction((text) => document.getElementById('maju-kata').textContent.startsWith(`${text} dari`), String(n));
export const refused = (page) => page.locator('#galat [data-kode]').getAttribute('data-kode');
export const unsent = (page, n) => page.locator('#kirim', { hasText: `Belum terkirim ${n}` }).waitFor();
export const nameOf = (page) => page.locator('#baris-judul').innerText().then((text) => text.replace(/^\d+\.\s*/, ''));
export const countOf = (page) => page.locator('#daftar li').count();

/** Goes to a part of the page. */
export async function section(page, name) {
  await page.click(`#bagian a[href="#${name}"]`);
  await page.waitForFunction((n) => document.querySelector(`#bagian a[href="#${n}"]`).getAttribute('aria-current') === 'page', name);
}

/** A new PIN, twice; and the page is open and kept for the time without a network. */
export async function choosePin(page) {
  await page.fill('[name=pin]', PIN);
  await page.fill('[name=lagi]', PIN);
  await press(page, 'Enter');
  await page.waitForSelector('body.is-open');
  await page.waitForFunction(() => document.documentElement.dataset.kept === 'ya');
}

export async function unlock(page) {
  await page.fill('[name=pin]', PIN);
  await press(page, 'Enter');
  await page.waitForSelector('body.is-open');
}

/** Sends, and waits until the server is known to hold everything. */
export async function send(page) {
  await page.click('#kirim');
  await page.waitForFunction(() => document.getElementById('kirim').textContent === 'Semua terkirim' && document.getElementById('jaringan').textContent === 'Semua terkirim');
}

/** A browser that died may have lost the session: the page says so, and nothing else is lost. */
export async function signInAgain(page, who) {
  await page.waitForFunction(() => document.getElementById('jaringan').textContent === 'Semua terkirim' || !document.getElementById('masuk-lagi').hidden);
  if (!await page.locator('#masuk-lagi').isVisible()) return;
  await Promise.all([page.waitForURL(/masuk\?ke=/), page.click('#masuk-lagi')]);
  await page.fill('#nama', who.akun);
  await page.fill('#sandi', who.kata_sandi);
  await Promise.all([page.waitForURL(/lembar\/$/), page.click('main form button')]);
  await unlock(page);
}

/** Circles a code with one key, and answers what is asked back. */
export async function circle(page, code, alive = []) {
  await page.keyboard.press(String(code));
  if (code === 2) await page.click('[data-pilih="2"]');
  if (code === 5) {
    for (const i of alive) await page.check(`[name=hidup][value="${i}"]`);
    await page.click('#tanya-ya');
  }
}

/** Codes so many rows from the one shown on, and checks them where the officer is the asisten. */
export async function codeRows(page, codes, check = '') {
  for (const code of codes) {
    await circle(page, code);
    if (check) await press(page, check);
    await press(page, 'ArrowRight');
  }
}

/** Proposes a household that the register does not know; one it may know is said to be another. */
export async function propose(page, name, address = 'Gubuk tepi sawah RT 09', members = []) {
  await fillProposal(page, name, address, members);
  await page.waitForFunction((n) => document.querySelector('[data-pilih=baru]') || [...document.querySelectorAll('#usulan > li strong')].some((s) => s.textContent === n), name);
  if (await page.locator('[data-pilih=baru]').count()) await page.click('[data-pilih=baru]');
  await page.locator('#usulan > li', { hasText: name }).waitFor();
}

/** Writes a proposal and hands it in: `members` as [name, basis]. */
export async function fillProposal(page, name, address, members = []) {
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

export async function sign(page, role, name) {
  await page.click('#tanda-tangan');
  await page.selectOption('dialog [name=peran]', role);
  await page.fill('dialog [name=nama]', name);
  await page.click('#tanya-ya');
  await page.locator('li', { hasText: name }).waitFor();
}

/** Both sign, and the meeting is closed on this device. */
export async function signAndClose(page) {
  await sign(page, 'dukuh', 'Pak Dukuh');
  await sign(page, 'asisten', 'Sri Asisten');
  await page.click('#tutup');
  await page.click('#tanya-ya');
  await page.locator('[data-testid=ditutup]').waitFor();
}

/** The recap the page shows: how many rows have each code. */
export async function recapOf(page) {
  const rows = await page.locator('tr[data-rekap]').evaluateAll((all) => all.map((tr) => [tr.dataset.rekap, Number(tr.querySelector('td').textContent)]));
  return Object.fromEntries(rows);
}

/** What the server computes, read by who holds the page. */
export const serverState = (page, { url }) => page.evaluate((u) => fetch(u).then((r) => r.json()), `${url}/keadaan.json`);

/** The mark the page shows, once it has compared it with the server's. */
export async function agreedDigest(page) {
  await page.locator('#sidik-kata', { hasText: 'Sama dengan server' }).waitFor();
  return page.locator('#sidik').innerText();
}
