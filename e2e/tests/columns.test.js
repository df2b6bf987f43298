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

test('at 360 pixels and by the keyboard alone a file is mapped, looked at, imported, and the next one asks nothing', async () => {
  const page = await office.page({ width: 360, height: 740 });
  await office.signIn(page, 'dinsos');
  await send(page, book('A', 10));
  assert.match(page.url(), /\/impor\/kolom\//);
  await expectSound(page, 'columns at 360');
  await office.shot(page, 'kolom-360');
  const shown = await page.locator('main').innerText();
  assert.ok(!shown.includes('PURWANTO') && !/34\d{14}/.test(shown), 'samples are masked');

  // each choice is typed into its select, as somebody does who uses no mouse
  await unfold(page);
  for (const head of HEADS) {
    const select = column(page, head).locator('select').first();
    const wanted = await select.locator(`option[value="${MEANT[head]}"]`).innerText();
    await select.focus();
    await page.keyboard.type(wanted);
    assert.equal(await select.inputValue(), MEANT[head], head);
  }
  await page.locator('button[value=lihat]').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await expectSound(page, 'columns looked at');

  // the office's own word for a visit, and what the book does not have
  await unfold(page);
  const word = column(page, 'Dgn Cara Apa').locator('select').nth(1);
  await word.focus();
  await page.keyboard.type('Pasif');
  for (const box of await page.locator('input[name=tanpa]:not(:checked)').all()) await box.press('Space');
  await page.locator('button[value=lihat]').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(await page.locator('[data-testid=terjawab]').count(), 1, await page.locator('main').innerText());
  const preview = await page.locator('[data-testid=pratinjau]').innerText();
  assert.match(preview, /1971-11-11/);
  assert.ok(!preview.includes('PURWANTO'), 'names are masked');
  await expectSound(page, 'columns settled');
  await office.shot(page, 'kolom-360-terjawab');
  await page.locator('button[value=impor]').focus();
  await Promise.all([page.waitForURL(/\/impor$/), page.keyboard.press('Enter')]);
  await imported(page, 1);

  await send(page, book('B', 40));
  assert.match(page.url(), /\/impor$/, 'nothing is asked');
  await imported(page, 2);
});

/** Waits until so many books are in. */
async function imported(page, count) {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto('/impor');
    const rows = page.locator('section[aria-labelledby=dulu] tbody tr', { hasText: /^\s*[AB]\.csv/ });
    if ((await rows.count()) >= count) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  assert.fail(await page.locator('main').innerText());
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
  // whoever leaves the page finds it again
  await page.goto('/impor');
  await Promise.all([page.waitForURL(/\/impor\/kolom\//), page.getByRole('link', { name: 'D.csv' }).click()]);
  await Promise.all([page.waitForURL(/\/impor$/), page.click('form[action$="/buang"] button')]);
  const pdf = join(office.dir, 'buku.pdf.csv');
  writeFileSync(pdf, '%PDF-1.4 bukan tabel');
  await send(page, pdf);
  assert.match(await page.locator('main').innerText(), /PDF/);
  await expectSound(page, 'refused upload');
});
