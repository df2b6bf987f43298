// A file with heads that nobody knows: uploaded, mapped, previewed, imported; the next one needs no question.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expectSound, openOffice } from '../office.js';

let office;
before(async () => { office = await openOffice(); }, { timeout: 300_000 });
after(async () => { await office?.close(); });

const HEADS = ['Urutan', 'Hari', 'Dgn Cara Apa', 'Nomor KTP', 'Kartu', 'Sebutan', 'Kedudukan', 'Gender', 'Lahirnya', 'Tinggal Di', 'Wilayah'];
/** What each head means, as the page names it. */
const MEANT = {
  Urutan: 'nomor', Hari: 'tanggal', 'Dgn Cara Apa': 'jenis', 'Nomor KTP': 'nik', Kartu: 'no_kk', Sebutan: 'nama',
  Kedudukan: 'hubungan', Gender: 'jenis_kelamin', Lahirnya: 'tanggal_lahir', 'Tinggal Di': 'alamat', Wilayah: 'kode_desa',
};

/** A registration book of invented couples; `office` changes a head, so that it is another office's. */
function book(name, from, other = '') {
  const desa = office.account('petugas_pendaftar').wilayah.replaceAll('.', '');
  const rows = [HEADS.map((h) => (h === 'Sebutan' ? h + other : h)).join(';')];
  for (let n = from; n < from + 20; n += 1) {
    const two = (x) => String(x).padStart(2, '0');
    const [day, month] = [(n % 27) + 1, (n % 12) + 1];
    for (const [sex, name2, relation] of [[1, `PURWANTO LAIN ${n}`, 1], [2, `SUMARNI LAIN ${n}`, 2]]) {
      const serial = 9000 + n * 2 + sex;
      const nik = `340301${two(day + (sex === 2 ? 40 : 0))}${two(month)}71${serial}`;
      rows.push([`${name}-${n}`, '2017-02-01', 'jemput bola', nik, `34030101011${serial}0`.slice(0, 16), name2, relation, sex,
        `1971-${two(month)}-${two(day)}`, `JALAN LAIN NO ${n}`, desa].join(';'));
    }
  }
  const path = join(office.dir, `${name}.csv`);
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}

async function send(page, path) {
  await page.goto('/impor');
  await page.selectOption('#jenis', 'registrations');
  await page.setInputFiles('#berkas', path);
  await Promise.all([page.waitForURL(/\/impor/), page.click('form[action="/impor"] button')]);
  await page.waitForLoadState('domcontentloaded');
}

/** The select of a column by its head. */
const column = (page, head) => page.locator('[data-testid=kolom]', { has: page.locator('label', { hasText: `· ${head}` }) });

/** Opens what is folded together. */
async function unfold(page) {
  for (const summary of await page.locator('main details:not([open]) > summary').all()) await summary.press('Enter');
}

test('without scripts, on a desk, the same works, and a column taken twice is said above the form', async () => {
  const page = await office.page({ width: 1200, scripts: false });
  await office.signIn(page, 'dinsos');
  await send(page, book('C', 70, ' Warga'));
  assert.match(page.url(), /\/impor\/kolom\//);
  await unfold(page);
  for (const head of HEADS) await column(page, head).locator('select').first().selectOption('nik');
  await Promise.all([page.waitForNavigation(), page.click('button[value=impor]')]);
  assert.match(await page.locator('[role=alert]').first().innerText(), /dua kali/);
  await unfold(page);
  for (const head of HEADS) await column(page, head).locator('select').first().selectOption(MEANT[head]);
  await Promise.all([page.waitForNavigation(), page.click('button[value=lihat]')]);
  await unfold(page);
  await column(page, 'Dgn Cara Apa').locator('select').nth(1).selectOption({ label: 'Pasif' });
  for (const box of await page.locator('input[name=tanpa]:not(:checked)').all()) await box.check();
  await Promise.all([page.waitForURL(/\/impor$/), page.click('button[value=impor]')]);
  assert.equal(await page.locator('h1').count(), 1);
});

test('an upload can be dropped, and a file that is locked or no table is refused on the spot', async () => {
  const page = await office.page();
  await office.signIn(page, 'dinsos');
  await send(page, book('D', 90, ' Orang'));
  await Promise.all([page.waitForURL(/\/impor$/), page.click('form[action$="/buang"] button')]);
  const pdf = join(office.dir, 'buku.pdf.csv');
  writeFileSync(pdf, '%PDF-1.4 bukan tabel');
  await send(page, pdf);
  assert.match(await page.locator('main').innerText(), /PDF/);
  await expectSound(page, 'refused upload');
});
