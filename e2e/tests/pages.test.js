// The pages an officer and a citizen meet first, in a real browser.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expectSound, openOffice } from '../office.js';

let office;
before(async () => { office = await openOffice(); }, { timeout: 300_000 });
after(async () => { await office?.close(); });

/** Every page that a role can open without a key of its own. */
const PAGES = [
  '/ringkasan', '/rumah-tangga', '/pendaftaran', '/telaah', '/prelist', '/musyawarah', '/kuesioner', '/peringkat', '/program',
  '/musyawarah/keadaan', '/sms', '/berita-acara', '/impor', '/akses', '/saya', '/gaya',
];

test('a wrong password is refused in words, the right one opens the overview', async () => {
  const page = await office.page();
  await page.goto('/masuk');
  await expectSound(page, 'login');
  await page.fill('#nama', office.account('dinsos').akun);
  await page.fill('#sandi', 'bukan kata sandi ini');
  await page.click('main form button');
  await page.waitForSelector('[role=alert]');
  await expectSound(page, 'login refused');
  await office.shot(page, 'masuk');
  await office.signIn(page, 'dinsos');
  assert.equal(await page.locator('h1').count(), 1);
  await expectSound(page, 'overview');
  await office.shot(page, 'ringkasan');
});

test('every page of the social service is sound on a desk and on a phone of 320 pixels', async () => {
  for (const width of [1200, 320]) {
    const page = await office.page({ width });
    await office.signIn(page, 'dinsos');
    for (const path of PAGES) {
      const answer = await page.goto(path);
      assert.ok(answer.status() < 400, `${path} answered ${answer.status()}`);
      await expectSound(page, `${path} at ${width}`);
      await office.shot(page, `${path.replaceAll('/', '_') || '_'}-${width}`);
    }
  }
});

test('a page for another role is refused, and the refusal is a page like the others', async () => {
  const page = await office.page();
  await office.signIn(page, 'petugas_pendaftar');
  const answer = await page.goto('/akun');
  assert.equal(answer.status(), 403);
  await expectSound(page, 'refusal');
});

test('a household page shows where its data came from, with the NIK masked on the list', async () => {
  const page = await office.page();
  await office.signIn(page, 'dinsos');
  await page.goto('/rumah-tangga');
  await page.locator('main table tbody a').first().click();
  await page.waitForURL(/rumah-tangga\/.+/);
  await expectSound(page, 'household');
  await office.shot(page, 'rumah-tangga-satu');
});

test('an import shows its progress and its quarantine report', async () => {
  const page = await office.page();
  await office.signIn(page, 'dinsos');
  await page.goto('/impor');
  const rows = page.locator('main table tbody tr');
  const before = await rows.count();
  assert.ok(before > 5, `the demo imported ${before} files`);
  await rows.locator('a').first().click();
  await page.waitForURL(/impor\/.+/);
  await expectSound(page, 'quarantine report');
  await office.shot(page, 'karantina');
});

test('a book sent from the page becomes a job and then a row of its own; the book that came before stays', async () => {
  const page = await office.page();
  await office.signIn(page, 'dinsos');
  await page.goto('/impor');
  const book = readdirSync(join(office.pack, 'pendaftaran'))[0];
  const before = await page.locator('main tbody tr').count();
  await page.selectOption('#jenis', 'registrations');
  await page.setInputFiles('#berkas', join(office.pack, 'pendaftaran', book));
  await page.locator('main form button').first().click();
  // the worker takes the job from the queue. The page hears of the end and loads itself anew
  const row = page.locator('main tbody tr', { hasText: book });
  await row.waitFor({ timeout: 60_000 });
  await expectSound(page, 'import sent');
  assert.match(await row.innerText(), /Buku pendaftaran[\s\S]*Selesai/);
  assert.equal(await page.locator('main tbody tr').count(), before + 1);
  await office.shot(page, 'impor-terkirim');
});

test('the desk registers a widow with only her KTP, prints her receipt, and she finds her number', async () => {
  const page = await office.page({ width: 320, height: 700 });
  await office.signIn(page, 'petugas_pendaftar');
  await page.goto('/meja/aktif');
  await expectSound(page, 'desk');
  await page.click('button[name=cara][value=simpan]');
  await page.waitForSelector('[role=alert], .is-wrong');
  await expectSound(page, 'desk with an empty form refused');
  const desa = await page.locator('#desa option').evaluateAll((all) => all.map((o) => o.value).filter(Boolean));
  await page.selectOption('#desa', desa[0]);
  await page.fill('#rt', '3');
  await page.fill('#rw', '1');
  await page.fill('#alamat', 'Jalan Anggrek 4');
  await page.check('input[name=identitas][value=KTP]', { force: true });
  await page.fill('#orang-0-nama', 'WAGIYEM SASTRO');
  await page.selectOption('#orang-0-jk', '2');
  await page.fill('#orang-0-lahir', '27/11/1950');
  await page.selectOption('#orang-0-kawin', '4');
  await office.shot(page, 'meja');
  await expectSound(page, 'desk filled');
  await page.click('button[name=cara][value=simpan]');
  await page.waitForSelector('[data-testid=number]');
  const number = (await page.locator('[data-testid=number]').innerText()).trim();
  await expectSound(page, 'registered');
  const receipt = await page.context().request.get(await page.locator('a[href$="bukti.pdf"]').getAttribute('href'));
  assert.equal(receipt.status(), 200);
  assert.equal((await receipt.body()).subarray(0, 5).toString(), '%PDF-');
  const citizen = await office.page({ width: 320 });
  await citizen.goto(`/status?nomor=${encodeURIComponent(number)}`);
  await citizen.waitForSelector('[data-testid=status-sentence]');
  await expectSound(citizen, 'her status');
});

test('the status page answers a citizen who has no account, on a small phone', async () => {
  const officer = await office.page();
  await office.signIn(officer, 'dinsos');
  await officer.goto('/pendaftaran');
  const number = (await officer.locator('main table tbody a').first().innerText()).trim();
  const page = await office.page({ width: 320, height: 600 });
  await page.goto('/status');
  await expectSound(page, 'status');
  await page.fill('#nomor', number);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-testid=status-sentence]');
  const sentence = await page.locator('[data-testid=status-sentence]').innerText();
  assert.ok(sentence.length > 15 && !/\d{16}/.test(await page.content()), 'a sentence, and no NIK');
  await expectSound(page, 'status answered');
  await office.shot(page, 'status');
  await page.goto('/status?nomor=0000%2FTIDAK%2FADA');
  await page.waitForSelector('[data-testid=status-unknown]');
});

test('the keyboard alone signs in and reaches the content', async () => {
  const page = await office.page();
  const { akun, kata_sandi } = office.account('dinsos');
  await page.goto('/masuk');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'nama');
  await page.keyboard.type(akun);
  await page.keyboard.press('Tab');
  await page.keyboard.type(kata_sandi);
  await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/masuk')), page.keyboard.press('Enter')]);
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      const style = getComputedStyle(document.activeElement);
      return { size: box.width * box.height, outline: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    });
    assert.ok(seen.size > 0 && seen.outline, 'every stop of the keyboard can be seen');
  }
});

test('the English switch changes the language of the page and stays', async () => {
  const page = await office.page();
  await page.goto('/masuk');
  assert.equal(await page.getAttribute('html', 'lang'), 'id');
  await page.locator('button[name=bahasa]').click();
  await page.waitForLoadState();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.goto('/status');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await expectSound(page, 'English');
});
