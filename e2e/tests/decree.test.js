// The last mile of a round in a real browser: the social service counts and prepares, somebody else signs, the data
// are handed over, and a household's page tells what became of it. Then the round's own page, the work that a newer
// extract of the civil registry brings, and closing.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expectSound, newerExtract, openOffice } from '../office.js';

let office;
let both;

before(async () => {
  // a round whose visits arrive after its first decree: what they found waits for the next one
  office = await openOffice({ arrange: withoutVisits });
  await office.cli('import', 'file', 'questionnaires', ...visits(office), '--as', 'dinsos', '--as-of', '2017-03-01');
  await office.cli('identify', '--as', 'dinsos', '--as-of', '2017-03-01');
  both = await office.addAccount('rangkap', 'dinsos', 'dinsos', 'kepala_daerah');
}, { timeout: 300_000 });
after(async () => { await office?.close(); });

/** The visits of the pack, with one person found at home in the first two households. Gives the paths. */
function visits({ pack, dir }) {
  const read = (name) => readFileSync(join(pack, 'pendataan', name), 'utf8').trimEnd().split('\n').map((line) => line.split(','));
  const [households, members] = ['rumah_tangga.csv', 'anggota.csv'].map(read);
  const column = (rows, name) => rows[0].indexOf(name);
  const at = (name) => column(members, name);
  const visited = households.filter((row) => row[column(households, 'hasil')] === '1');
  const [one, other] = visited;
  const person = members.find((m) => m[0] === one[0] && m[at('hub_krt')] !== '1' && m[at('nik')] && m[at('keberadaan')] === '1');
  const there = members.filter((m) => m[0] === other[0]);
  const again = [...person];
  const written = { id_pendataan: other[0], no_art: `${there.length + 1}`, hub_krt: '8', hub_kk: '8', nuk: '1', keberadaan: '4', dalam_kk: '2' };
  for (const [name, value] of Object.entries(written)) again[at(name)] = value;
  other[column(households, 'jumlah_art')] = `${there.length + 1}`;
  members.splice(members.indexOf(there.at(-1)) + 1, 0, again);
  return Object.entries({ 'rumah_tangga.csv': households, 'anggota.csv': members }).map(([name, rows]) => {
    const path = join(dir, name);
    writeFileSync(path, `${rows.map((row) => row.join(',')).join('\n')}\n`);
    return path;
  });
}

/** The pack as a run takes it before the enumerators come back. */
function withoutVisits(pack, dir) {
  const early = join(dir, 'paket-awal');
  cpSync(pack, early, { recursive: true });
  rmSync(join(early, 'pendataan'), { recursive: true });
  return early;
}

/** Opens a page, judges it, and keeps what it looks like on a desk and on a phone, by day and by night. */
async function look(page, name) {
  await expectSound(page, name);
  for (const width of [1280, 320]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      if (width === 320 || colorScheme === 'dark') await expectSound(page, `${name} at ${width}, ${colorScheme}`);
      await office.shot(page, `${name}-${width}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Sends a form of the page and waits until its answer is there. */
const press = (page, form) => Promise.all([page.waitForEvent('framenavigated'), page.getByTestId(form).locator('button').click()]);

const count = async (page, id) => Number((await page.getByTestId(id).innerText()).replaceAll('.', ''));

/** The page loads itself anew when its job has ended. */
const settled = (page) => page.locator('[data-testid=job][data-live]').waitFor({ state: 'detached', timeout: 60_000 });

test('a decree is counted, prepared, not signed by who prepared it, signed by another, and handed over', { timeout: 600_000 }, async () => {
  const page = await office.page({ width: 1280 });
  await office.signInAs(page, both);
  await page.goto('/sk');
  await look(page, 'sk-daftar');
  await page.click('a[href="/sk/siapkan"]');
  await press(page, 'preview');
  await page.getByTestId('looked').waitFor({ timeout: 60_000 });
  const ready = await count(page, 'ready');
  assert.ok(ready > 20, `${ready} households are ready`);
  await look(page, 'sk-pratinjau');

  await press(page, 'prepare');
  await page.getByTestId('drafts').waitFor({ timeout: 60_000 });
  await settled(page);
  await look(page, 'sk-siapkan');

  // a draft that should not be is taken back, and its households are free for the next one
  await page.getByTestId('drafts').locator('a').first().click();
  await page.waitForURL(/\/sk\/(?!siapkan).+/);
  await press(page, 'withdraw');
  await page.waitForURL(/\/sk\/siapkan/);
  assert.equal(await page.getByTestId('drafts').count(), 0);

  // two visits found one person: an officer says where they live, and both households are ready
  await page.goto('/orang-ganda');
  await look(page, 'orang-ganda-daftar');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/orang-ganda\/.+/);
  assert.equal(await page.getByTestId('side').count(), 2);
  await look(page, 'orang-ganda');
  await page.getByTestId('settle').locator('input[type=radio]').first().check();
  await page.fill('#alasan', 'makan dan tidur di sini sejak menikah');
  await press(page, 'settle');
  await page.getByTestId('settled').waitFor();
  await look(page, 'orang-ganda-ditetapkan');
  await page.goto('/sk/siapkan');
  await press(page, 'preview');
  await page.waitForFunction((before) => Number(document.querySelector('[data-testid=ready]')?.textContent) === before + 2, ready, { timeout: 60_000 });
  await press(page, 'prepare');
  await settled(page);
  await page.getByTestId('drafts').locator('a').first().click();
  await page.waitForURL(/\/sk\/.+/);
  assert.ok(await page.getByTestId('own-draft').isVisible(), 'who prepared it is told that another account signs');
  assert.equal(await page.getByTestId('sign').count(), 0);
  await look(page, 'sk-rancangan');
  const draft = new URL(page.url()).pathname;

  // and the same by hand, as a form somebody kept open would send it
  const refused = await page.context().request.post(`${draft}/tanda-tangan`, { headers: { 'sec-fetch-site': 'same-origin' } });
  assert.equal(refused.status(), 409);
  assert.match(await refused.text(), /Yang menyiapkan SK tidak boleh menandatanganinya/);

  const head = await office.page({ width: 1280 });
  await office.signIn(head, 'kepala_daerah');
  await head.goto(draft);
  await look(head, 'sk-tanda-tangan');
  const household = await head.locator('tbody a[href^="/rumah-tangga/"]').first().getAttribute('href');
  await head.goto(household);
  const before = await head.locator('[data-testid=standings] tbody tr').count();
  await head.goto(draft);
  await head.getByTestId('sign').locator('input[type=checkbox]').check();
  await press(head, 'sign');
  await head.getByTestId('signed').waitFor({ timeout: 60_000 });
  await look(head, 'sk-disahkan');
  const paper = await head.context().request.get(`${draft}/sk.pdf`);
  assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-');

  // the register has changed, and the household's page says by whom
  await head.goto(household);
  assert.equal(await head.locator('[data-testid=standings] tbody tr').count(), before + 1);
  const history = await head.getByTestId('history').innerText();
  assert.match(history, /Disahkan dengan SK/);
  assert.match(history, /Bupati atau wali kota/);
  await look(head, 'rumah-tangga-sesudah-sk');

  await page.goto(draft);
  await press(page, 'deliver');
  await page.getByTestId('deliver').waitFor({ state: 'detached', timeout: 60_000 });
  await settled(page);
  assert.match(await page.getByTestId('delivered').innerText(), /oleh/);
  await look(page, 'sk-diserahkan');
});

test('who may not prepare a decree is told so, and sees decrees without their annex where names are not theirs', async () => {
  const page = await office.page();
  await office.signIn(page, 'bappeda');
  assert.equal((await page.goto('/sk/siapkan')).status(), 403);
  await page.goto('/sk');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/sk\/.+/);
  assert.ok((await page.getByTestId('actions').innerText()).length > 5);
  assert.equal(await page.locator('main a[href^="/rumah-tangga/"]').count(), 0);
  assert.equal(await page.locator('a[href$="sk.pdf"]').count(), 0);
});

test('a newer extract of the civil registry becomes work that the desa does and notes', { timeout: 300_000 }, async () => {
  await office.cli('import', 'file', 'siak', newerExtract(office), '--as', 'dukcapil');
  const page = await office.page({ width: 1280 });
  await office.signIn(page, 'dinsos');
  await page.goto('/siak?jenis=MENINGGAL&kode=BARU');
  assert.ok(await page.locator('tbody tr').count() > 0, 'somebody died');
  await look(page, 'siak-daftar');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/siak\/.+/);
  await look(page, 'siak-satu');
  await page.fill('#catatan', 'keluarga didatangi, benar meninggal');
  await press(page, 'follow');
  await page.getByTestId('done').waitFor();
  await look(page, 'siak-selesai');
});

test('the page of the round counts its cases and does not close over them without a word', { timeout: 300_000 }, async () => {
  const page = await office.page({ width: 1280 });
  await office.signIn(page, 'dinsos');
  await page.goto('/putaran');
  await look(page, 'putaran-daftar');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/putaran\/.+/);
  const open = await count(page, 'open-cases');
  assert.ok(open > 0, `${open} cases are open`);
  assert.match(await page.getByTestId('case-states').innerText(), /Terkirim/);
  await look(page, 'putaran');

  await page.fill('#alasan', 'semester pertama selesai');
  await press(page, 'close-round');
  await page.getByTestId('refused').waitFor();
  assert.match(await page.getByTestId('refused').innerText(), /kasus masih terbuka/);
  assert.equal(await page.inputValue('#alasan'), 'semester pertama selesai', 'what was written is kept');
  await look(page, 'putaran-tidak-ditutup');
  await page.check('input[name=bawa]');
  await press(page, 'close-round');
  await page.getByTestId('close-round').waitFor({ state: 'detached' });
  assert.match(await page.locator('main').innerText(), /semester pertama selesai/);

  await page.goto('/putaran');
  await page.fill('#nama', '2017 kedua');
  await press(page, 'open-round');
  await page.getByTestId('refused').waitFor();
  await page.fill('#nama', '2017-II');
  await page.fill('#hari-sk', '2099-12-01');
  await look(page, 'putaran-buka');
  await press(page, 'open-round');
  await page.waitForURL(/\/putaran\/2017-II/);
  const carried = await count(page, 'open-cases');
  assert.equal(carried, open, 'every open case went along');
  await look(page, 'putaran-baru');
});
