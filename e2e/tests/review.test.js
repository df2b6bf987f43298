// The review desk: a reviewer works through the queue by keyboard alone, and several at once.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { expectSound, openOffice } from '../office.js';

let office;
let second;
// a page left open goes on holding its case
const opened = [];
before(async () => {
  office = await openOffice({ households: 2400 });
  second = await office.addAccount('penelaah-dua', 'dinsos', 'dinsos');
}, { timeout: 600_000 });
afterEach(async () => { for (const page of opened.splice(0)) await page.context().close(); });
after(async () => { await office?.close(); });

const number = (page) => page.locator('[data-testid=number]').innerText();

/** A page signed in at the first case of the queue, taken by the key of the queue. */
async function begin(options, account) {
  const page = await office.page(options);
  opened.push(page);
  await office.signInAs(page, account ?? office.account('dinsos'));
  await page.goto('/telaah');
  await page.keyboard.press('m');
  await page.waitForURL(/telaah\/kasus\//);
  return page;
}

/** Presses a key and waits until another case is shown. */
async function onward(page, ...keys) {
  const from = page.url();
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== from && url.pathname.startsWith('/telaah'));
  await page.waitForLoadState('domcontentloaded');
}

/** Decides the shown case as its evidence says: linked where that goes against nothing, else new with a ground. */
async function decide(page) {
  const same = page.locator('[data-testid=same]:not([data-against])');
  if (await same.count()) return onward(page, 's');
  if (await page.locator('[data-testid=new][data-against]').count()) return onward(page, 'b', '4', 'Enter');
  return onward(page, 'b');
}

/** Goes on by the key for skipping until a case is as wanted. */
async function until(page, selector) {
  for (let tries = 0; tries < 40; tries += 1) {
    if (await page.locator(selector).count()) return;
    await onward(page, 'w');
  }
  assert.fail(`no case has ${selector}`);
}

test('the queue, a case and the quality report are sound on a desk and on a phone of 320 pixels, light and dark', async () => {
  for (const width of [1280, 320]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await office.page({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await office.signIn(page, 'dinsos');
      await page.goto('/telaah');
      await expectSound(page, `queue ${width} ${colorScheme}`);
      await office.shot(page, `telaah-antrean-${width}-${colorScheme}`);
      await page.locator('main table tbody a').first().click();
      await page.waitForURL(/telaah\/kasus\//);
      await expectSound(page, `case ${width} ${colorScheme}`);
      await office.shot(page, `telaah-kasus-${width}-${colorScheme}`);
      await page.goto('/telaah/mutu');
      await expectSound(page, `quality ${width} ${colorScheme}`);
    }
  }
});

test('a reviewer decides more than ten cases in a minute with the keyboard alone', async () => {
  const page = await begin({ width: 1280 });
  const seen = [];
  const began = Date.now();
  while (seen.length < 12) {
    seen.push(await number(page));
    await decide(page);
  }
  const seconds = (Date.now() - began) / 1000;
  console.log(`12 decisions in ${seconds.toFixed(1)} s`);
  assert.equal(new Set(seen).size, 12, 'each case once');
  assert.ok(seconds < 60, `12 decisions took ${seconds} s`);
  await expectSound(page, 'after twelve decisions');
  await office.shot(page, 'telaah-setelah-dua-belas');

  // the last one is taken back, and decided again
  await onward(page, 'u');
  assert.equal(await number(page), seen.at(-1), 'the last case is open again');
  assert.match(await page.locator('[data-testid=toast]').innerText(), /diurungkan/);
  await decide(page);

  await page.goto('/telaah/mutu');
  assert.equal(await page.locator('[data-testid=decided]').innerText(), '12');
  await expectSound(page, 'quality report');
  await office.shot(page, 'telaah-mutu');
  const csv = await page.context().request.get('/telaah/mutu.csv');
  assert.match(await csv.text(), /^bagian,label,diputus/);
});

test('against the evidence a reason is demanded before anything is sent, and one key gives it', async () => {
  const page = await begin({ width: 1280 });
  await until(page, '[data-testid=new][data-against]');
  const shown = await number(page);
  await page.keyboard.press('b');
  await page.locator('[data-testid=demand]').waitFor();
  assert.equal(await number(page), shown, 'nothing was sent');
  await expectSound(page, 'reason demanded');
  await office.shot(page, 'telaah-alasan');
  await onward(page, '2', 'Enter');
  assert.notEqual(await number(page), shown);
  assert.match(await page.locator('[data-testid=toast]').innerText(), /disimpan/);
});

test('a note is kept when the page is left, and help opens by its key', async () => {
  const page = await begin({ width: 1280 });
  const url = page.url();
  await page.keyboard.press('c');
  await page.keyboard.type('tanya dukuh besok, s b u bukan perintah');
  await page.keyboard.press('Escape');
  await page.goto('/ringkasan');
  await page.goto(url);
  assert.equal(await page.locator('#alasan').inputValue(), 'tanya dukuh besok, s b u bukan perintah');
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  await expectSound(page, 'help');
  await office.shot(page, 'telaah-bantuan');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
});

test('two browsers at once are never given the same case, and a held case says who has it', async () => {
  const [a, b] = [await begin({ width: 1280 }), await begin({ width: 1280 }, second)];
  assert.notEqual(await number(a), await number(b));
  const peek = await office.page({ width: 1280 });
  await office.signInAs(peek, second);
  await peek.goto(a.url());
  await peek.locator('[data-testid=held]').waitFor();
  assert.equal(await peek.locator('[data-testid=same], [data-testid=new]').count(), 0, 'to read, not to decide');
  await expectSound(peek, 'a held case');

  const done = [[], []];
  const work = async (page, into) => {
    for (let i = 0; i < 3; i += 1) { into.push(await number(page)); await decide(page); }
  };
  await Promise.all([work(a, done[0]), work(b, done[1])]);
  assert.equal(new Set(done.flat()).size, 6, `each case once: ${done}`);

  // who comes second is told what the first one decided
  assert.notEqual(await number(a), await number(b));
  const late = await begin({ width: 1280 }, second);
  const stale = late.url();
  const shown = await number(late);
  const other = await office.page({ width: 1280 });
  await office.signInAs(other, second);
  await other.goto(stale);
  assert.equal(await number(other), shown);
  await decide(other);
  await late.keyboard.press('b');
  if (await late.locator('[data-testid=demand]:visible').count()) { await late.keyboard.press('4'); await late.keyboard.press('Enter'); }
  await late.locator('[data-testid=refused]').waitFor();
  assert.match(await late.locator('[data-testid=refused]').innerText(), /sudah diputus/);
  await expectSound(late, 'refused');
});

test('without a script the same buttons decide', async () => {
  const page = await office.page({ width: 1280, scripts: false });
  await office.signIn(page, 'dinsos');
  await page.goto('/telaah');
  await page.locator('[data-review-start]').click();
  const shown = await number(page);
  await page.locator('[data-testid=new]').click();
  if (await page.locator('[data-testid=demand]:visible').count()) {
    assert.equal(await number(page), shown);
    await page.locator('input[name=dasar]').first().check();
    await page.locator('[data-testid=new]').click();
  }
  assert.notEqual(await number(page), shown);
});
