// A meeting held on paper: two officers key the form in without seeing each other, the second look
// settles what differs, and the meeting closes as any other. ADR 14; R47, R57, R61, T17.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openMeetings } from '../meetings.js';
import { expectSound } from '../office.js';

let hall;
let office;
let url;

before(async () => {
  hall = await openMeetings({ households: 820, hamlets: 1 });
  ({ office } = hall);
  office.ani = await office.addAccount('ani', 'fasilitator', 'dinsos');
  office.budi = await office.addAccount('budi', 'fasilitator', 'dinsos');
  ({ url } = hall.hamlet());
}, { timeout: 600_000 });
after(() => hall?.close());

async function open(account, options) {
  const page = await office.page(options);
  await office.signInAs(page, account);
  await page.goto(url);
  await page.getByRole('link', { name: 'Ketik dari kertas' }).click();
  await page.waitForURL(/kertas$/);
  return page;
}

const handIn = (page) => page.getByRole('button', { name: 'Sudah semua, serahkan' }).click();
const field = (page, name) => page.locator(`[name="${name}"]`);

test('two officers key a form in blind, a third look settles what differs, and the meeting closes', { timeout: 300_000 }, async () => {
  const first = await open(office.ani, { width: 1280 });
  await expectSound(first, 'an empty paper form');
  await field(first, 'date').fill('2016-11-19');
  // by keyboard alone: Enter goes on, Space ticks
  await field(first, 'attend.dukuh').focus();
  for (const count of ['1', '3', '1', '2', '4']) { await first.keyboard.type(count); await first.keyboard.press('Enter'); }
  const rows = await first.locator('[data-column="code"]').count();
  assert.equal(await first.evaluate(() => document.activeElement.name), 'code.1', 'the first row follows the head of the form');
  for (let row = 1; row <= rows; row += 1) {
    await first.keyboard.type(row === 1 ? '2' : '1');
    await first.keyboard.press('Enter');
    await first.keyboard.press('Space');
    await first.keyboard.press('Enter');
    if (row === 1) await first.keyboard.type('sudah punya toko');
    await first.keyboard.press('Enter');
  }
  await field(first, 'code.2').focus();
  await first.keyboard.press('ArrowUp');
  assert.equal(await first.evaluate(() => document.activeElement.name), 'code.1');
  for (const [name, text] of Object.entries({
    'new.1.head': 'SUMARNI UJI', 'new.1.address': 'RT 01', 'new.1.order': '1', 'enumerator.1.name': 'SARI', 'enumerator.1.trained': '2016-10-01',
    'signed.dukuh': 'PAK DUKUH', 'signed.asisten': 'MBAK ASISTEN',
  })) await field(first, name).fill(text);
  await field(first, 'new.1.poorer').check();
  await first.keyboard.press('Control+Enter');
  await first.locator('[data-testid=toast]', { hasText: 'Ketikan tersimpan' }).waitFor();
  assert.equal(await field(first, 'remark.1').inputValue(), 'sudah punya toko', 'what was saved is there again');
  await office.shot(first, 'kertas-ketikan');
  await handIn(first);
  await first.locator('[data-testid=toast]', { hasText: 'Ketikan diserahkan' }).waitFor();

  const second = await open(office.budi, { width: 320, height: 700 });
  assert.doesNotMatch(await second.content(), /sudah punya toko|SUMARNI UJI/, 'the second officer sees nothing of the first keying');
  await expectSound(second, 'an empty paper form on a small phone');
  await office.shot(second, 'kertas-320');
  const values = { date: '2016-11-19', 'attend.dukuh': '1', 'attend.rt': '3', 'attend.rw': '1', 'attend.tokoh': '2', 'attend.marginal': '4', 'remark.1': 'Sudah punya toko' };
  for (let row = 1; row <= rows; row += 1) {
    values[`code.${row}`] = '1';
    if (row < rows) await field(second, `checked.${row}`).check();
  }
  Object.assign(values, {
    'new.1.head': 'SUMARNI UJI', 'new.1.address': 'RT 01', 'new.1.order': '1', 'enumerator.1.name': 'SARI', 'enumerator.1.trained': '2016-10-01',
    'signed.dukuh': 'PAK DUKUH', 'signed.asisten': 'MBAK ASISTEN',
  });
  for (const [name, text] of Object.entries(values)) await field(second, name).fill(text);
  await field(second, 'new.1.poorer').check();
  await handIn(second);
  await expectSound(second, 'what differs on a small phone');
  await office.shot(second, 'kertas-selisih-320');

  await first.reload();
  const differ = first.locator('[data-testid=selisih] tbody tr');
  assert.deepEqual(await differ.locator('th').allInnerTexts(), ['Baris 1, kolom (06) kode', `Baris ${rows}, kolom (08) diperiksa`]);
  await expectSound(first, 'what differs');
  await office.shot(first, 'kertas-selisih');
  const choose = async (code, checked) => {
    await first.check(`[name="pilih.code.1"][value="${code}"]`);
    if (checked) await first.check(`[name="pilih.checked.${rows}"][value="${checked}"]`);
    await first.getByRole('button', { name: 'Putuskan dan tutup musyawarah' }).click();
    await first.waitForLoadState('load');
  };
  // one left open; then a choice that breaks the quota: nothing is written, everything in the way is named
  await choose('2');
  await first.locator('[data-testid=halangan]', { hasText: 'KETIKAN_BERBEDA' }).waitFor();
  await choose('2', '1');
  await first.locator('[data-testid=halangan]', { hasText: 'KUOTA_LEBIH' }).waitFor();
  await expectSound(first, 'a closing refused');
  await office.shot(first, 'kertas-ditolak');
  await choose('1', '1');
  await first.locator('[data-testid=toast]', { hasText: 'sudah ditutup' }).waitFor();
  await first.locator('dd [data-code="BA_DITANDATANGANI"]').waitFor();
  await office.shot(first, 'kertas-ditutup');
  assert.equal(await first.getByRole('link', { name: 'Ketik dari kertas' }).count(), 0);
});
