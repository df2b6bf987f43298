// A round of one kabupaten from its opening to the drawn lists, without a shell: every act on a page, by the account
// whose act it is.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expectSound, openOffice } from '../office.js';
import { zip } from '../zip.js';

let office;
before(async () => { office = await openOffice({ fresh: true }); }, { timeout: 300_000 });
after(async () => { await office?.close(); });

/** The page loads itself anew when its job has ended. */
const settled = (page) => page.locator('[data-testid=job][data-live]').waitFor({ state: 'detached', timeout: 120_000 });

/** Sends a form and waits until its answer is there. */
const press = (page, button) => Promise.all([page.waitForEvent('framenavigated'), button.click()]);

/** Uploads a file of a kind and waits until it is taken. */
async function upload(page, kind, path) {
  await page.goto('/impor');
  await page.selectOption('#jenis', kind);
  await page.setInputFiles('#berkas', path);
  await press(page, page.locator('form[action="/impor"] button'));
  assert.equal(new URL(page.url()).pathname, '/impor', `${kind}: no column of this file is in doubt`);
  await settled(page);
  assert.equal(await page.locator('main .notice.is-bad').count(), 0, await page.locator('main').innerText());
}

const step = (page, code) => page.locator(`[data-step=${code}]`);

/** Does a step: from the first page after signing in, in one click and one more. Gives what the page then says. */
async function take(page, code, work = null) {
  if (work) {
    await page.goto('/tugas');
    const link = page.locator(`[data-work=${work}] a`).first();
    await link.click();
    await page.waitForURL(/\/langkah/);
  } else {
    await page.goto('/langkah');
  }
  await press(page, step(page, code).locator('form[action^="/langkah/"] button'));
  await settled(page);
  return step(page, code).getByTestId('hasil').innerText();
}

test('a round goes from its opening to the drawn lists on pages alone', { timeout: 900_000 }, async () => {
  const { pack, dir } = office;
  const file = (...parts) => join(pack, ...parts);
  const social = await office.page({ width: 1280 });
  await office.signIn(social, 'dinsos');
  await social.goto('/langkah');
  assert.match(await step(social, 'identifikasi').getByTestId('missing').innerText(), /putaran/i);
  await expectSound(social, 'langkah before a round');

  await social.goto('/putaran');
  await social.fill('#nama', '2026-II');
  await press(social, social.getByTestId('open-round').locator('button'));

  // ── files of the offices; several in one archive ──
  await upload(social, 'bdt', zip(pack, join(dir, 'bdt.zip'), (name) => name.startsWith('bdt2015')));
  await upload(social, 'siak', file('siak.csv'));
  await upload(social, 'registrations', zip(file('pendaftaran'), join(dir, 'buku.zip')));
  const said = await take(social, 'identifikasi', 'identifikasi');
  assert.match(said, /pendaftaran diidentifikasi/);
  await expectSound(social, 'langkah after identification');
  await office.shot(social, 'langkah');
  await social.setViewportSize({ width: 360, height: 800 });
  await expectSound(social, 'langkah on a phone');
  await office.shot(social, 'langkah-360');
  await social.setViewportSize({ width: 1280, height: 800 });
  assert.match(await take(social, 'prelist', 'bekukan'), /baris dibekukan/);
  await social.goto('/prelist');
  assert.ok(await social.locator('tbody tr').count() > 5, 'the prelist has rows');

  // ── meetings and visits, and the households that they propose ──
  await upload(social, 'meetings', zip(file('musyawarah'), join(dir, 'musyawarah.zip')));
  await upload(social, 'questionnaires', zip(file('pendataan'), join(dir, 'pendataan.zip')));
  await take(social, 'identifikasi');

  // ── the decree: prepared by one, signed by another ──
  await social.goto('/sk/siapkan');
  await press(social, social.getByTestId('prepare').locator('button'));
  await social.getByTestId('drafts').waitFor({ timeout: 120_000 });
  await settled(social);
  await social.getByTestId('drafts').locator('a').first().click();
  await social.waitForURL(/\/sk\/(?!siapkan).+/);
  const draft = new URL(social.url()).pathname;
  const head = await office.page({ width: 1280 });
  await office.signIn(head, 'kepala_daerah');
  await head.goto(draft);
  await head.getByTestId('sign').locator('input[type=checkbox]').check();
  await press(head, head.getByTestId('sign').locator('button'));
  await head.getByTestId('signed').waitFor({ timeout: 120_000 });
  await social.goto(draft);
  await press(social, social.getByTestId('deliver').locator('button'));
  await social.getByTestId('deliver').waitFor({ state: 'detached', timeout: 120_000 });
  await settled(social);

  // ── edition and lists, by pokja and ministry; neither may do the other's step ──
  const survey = readdirSync(pack).find((name) => name.startsWith('susenas') || name.startsWith('survei'));
  await upload(social, 'survey', file(survey));
  const pokja = await office.page({ width: 1280 });
  await office.signIn(pokja, 'pokja');
  await pokja.goto('/langkah');
  assert.equal(await step(pokja, 'daftar_program').locator('form').count(), 0, 'the lists are the ministry\'s');
  assert.match(await take(pokja, 'edisi', 'edisi'), /rumah tangga dalam edisi baru/);
  const ministry = await office.page({ width: 1280 });
  await office.signIn(ministry, 'kl');
  await ministry.goto('/langkah');
  assert.equal(await step(ministry, 'edisi').locator('form').count(), 0, 'the edition is the pokja\'s');
  assert.match(await take(ministry, 'daftar_program', 'daftar'), /baris diterima/);
  await ministry.goto('/program');
  assert.ok(await ministry.locator('tbody tr').count() > 3, 'programmes have lists');

  // asked for again, nothing is done twice
  assert.match(await take(ministry, 'daftar_program'), /daftar terakhir masih berlaku/);
  assert.match(await take(pokja, 'edisi'), /edisi terakhir masih berlaku/);
});
