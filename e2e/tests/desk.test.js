// Nothing that was typed at the desk is lost, and everybody begins with what waits for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectSound, openOffice } from '../office.js';

let office;
before(async () => { office = await openOffice(); }, { timeout: 300_000 });
after(async () => { await office?.close(); });

async function typeHousehold(page) {
  await page.goto('/meja/aktif');
  const desa = await page.locator('#desa option').evaluateAll((all) => all.map((o) => o.value).filter(Boolean));
  if (desa.length) await page.selectOption('#desa', desa[0]);
  await page.fill('#alamat', 'Jalan Kenanga 7');
  await page.check('input[name=identitas][value=KTP]', { force: true });
  await page.fill('#orang-0-nama', 'SUMINAH');
  await page.click('[data-add=orang-baru]');
  await page.fill('#orang-1-nama', 'PARDI');
}

async function expectTyped(page) {
  await page.waitForSelector('[data-testid=kept]:not([hidden])');
  assert.equal(await page.inputValue('#alamat'), 'Jalan Kenanga 7');
  assert.equal(await page.inputValue('#orang-0-nama'), 'SUMINAH');
  assert.equal(await page.inputValue('#orang-1-nama'), 'PARDI');
  assert.ok(await page.isChecked('input[name=identitas][value=KTP]'));
}

test('a step back, a followed link and an ended login lose nothing that was typed', async () => {
  const page = await office.page({ width: 360 });
  await office.signIn(page, 'petugas_pendaftar');
  await typeHousehold(page);
  await page.goto('/pendaftaran');
  await page.goBack();
  await expectTyped(page);
  await expectSound(page, 'desk with what was typed');
  // the login ends elsewhere; the form is sent, and the way leads back to it
  await page.context().clearCookies({ name: 'sesi' });
  await page.click('button[name=cara][value=simpan]');
  await page.waitForURL(/\/masuk/);
  const { akun, kata_sandi } = office.account('petugas_pendaftar');
  await page.fill('#nama', akun);
  await page.fill('#sandi', kata_sandi);
  await page.click('main form button');
  await page.waitForURL(/\/meja\/aktif/);
  await expectTyped(page);
  await page.click('button[name=cara][value=simpan]');
  await page.waitForSelector('[data-testid=number]');
  await page.goto('/meja/aktif');
  assert.equal(await page.inputValue('#orang-0-nama'), '', 'what was saved is typed no more');
});

test('what was typed is emptied by its button, and gone when the person signs out', async () => {
  const page = await office.page();
  await office.signIn(page, 'petugas_pendaftar');
  await typeHousehold(page);
  await page.reload();
  await expectTyped(page);
  await page.click('[data-empty]');
  await page.waitForSelector('[data-testid=kept]', { state: 'hidden' });
  assert.equal(await page.inputValue('#orang-0-nama'), '');
  await typeHousehold(page);
  await page.locator('header form[action="/keluar"] button').click();
  await page.waitForLoadState();
  assert.deepEqual(await page.evaluate(() => Object.keys(window.sessionStorage).filter((key) => key.startsWith('isian'))), []);
});

test('a correction sent from the same form is refused and shown, not dropped', async () => {
  const page = await office.page();
  await office.signIn(page, 'petugas_pendaftar');
  await typeHousehold(page);
  const key = await page.inputValue('input[name=kunci]');
  await page.click('button[name=cara][value=simpan]');
  await page.waitForSelector('[data-testid=number]');
  await typeHousehold(page);
  await page.evaluate((old) => { document.querySelector('input[name=kunci]').value = old; }, key);
  await page.fill('#orang-0-nama', 'SUMINEM');
  await page.click('button[name=cara][value=simpan]');
  await page.waitForSelector('[data-testid=taken]');
  assert.equal(await page.inputValue('#orang-0-nama'), 'SUMINEM');
  await expectSound(page, 'desk with a correction refused');
  await office.shot(page, 'meja-lain');
});

test('a citizen asks for a visit; it is the next act of the PSM, two clicks from the login', async () => {
  const citizen = await office.page({ width: 320 });
  const psm = await office.page({ width: 360 });
  await office.signIn(psm, 'psm');
  await psm.goto('/meja/pasif');
  const desa = (await psm.locator('#desa option:checked').innerText()).trim();
  await citizen.goto(`/daftar?desa=${encodeURIComponent(desa.replace(/ \(.*$/, ''))}`);
  const own = office.account('psm').wilayah;
  const form = citizen.locator(`section:has(input[name=desa][value="${own}"])`);
  await form.locator('summary').click();
  await form.locator('input[name=nama]').fill('MBAH WAGIRAH');
  await form.locator('input[name=alamat]').fill('belakang masjid');
  await form.locator('form button').click();
  await citizen.waitForSelector('[data-testid=status]');
  const said = await citizen.locator('[data-testid=status]').innerText();
  assert.match(said, /paling lambat/);
  assert.doesNotMatch(said, /Dukcapil/);
  await expectSound(citizen, 'the answer to a request for a visit');
  await psm.goto('/');
  await psm.waitForURL(/\/tugas$/);
  await expectSound(psm, 'work of the PSM');
  await office.shot(psm, 'tugas-psm');
  await psm.locator('[data-work=kunjungan] a').click();
  await psm.locator('[data-testid=visits] a', { hasText: 'MBAH WAGIRAH' }).click();
  await psm.waitForSelector('#orang-0-nama');
  assert.equal(await psm.inputValue('#orang-0-nama'), 'MBAH WAGIRAH');
});

test('every role begins with one next act, sound on a desk and on a phone', async () => {
  for (const { akun, kata_sandi, peran } of office.accounts) {
    const page = await office.page({ width: 360 });
    await office.signInAs(page, { akun, kata_sandi });
    await page.waitForURL(/\/tugas$/);
    assert.equal(await page.locator('[data-testid=next], [data-testid=nothing]').count(), 1, peran);
    await expectSound(page, `work of ${peran}`);
    const button = page.locator('main a.button').first();
    const { y } = await button.boundingBox();
    assert.ok(y < 640, `${peran}: the next act lies ${y} px down`);
    const answer = await page.goto(await button.getAttribute('href'));
    assert.ok(answer.status() < 400, `${peran}: the next act answers ${answer.status()}`);
    await page.context().close();
  }
});

test('a forgotten password is reset on the page of accounts and changed at the first login', async () => {
  const page = await office.page({ width: 360 });
  await office.signIn(page, 'kominfo');
  const { akun } = office.account('kades');
  await page.goto(`/akun/${akun}`);
  await expectSound(page, 'an account');
  await page.locator('form[action$="/kata-sandi"] button').click();
  const once = (await page.locator('[data-testid=one-time-password]').innerText()).trim();
  await expectSound(page, 'a one-time password');
  const owner = await office.page({ width: 360 });
  await office.signInAs(owner, { akun, kata_sandi: once });
  await owner.waitForSelector('[data-testid=one-time]');
  await expectSound(owner, 'first login');
  const chosen = 'kalimat pilihan saya';
  await owner.fill('#lama', once);
  await owner.fill('#baru', chosen);
  await owner.fill('#ulang', chosen);
  await owner.locator('form[action="/saya/sandi"] button').click();
  await owner.waitForURL(/\/masuk/);
  await office.signInAs(owner, { akun, kata_sandi: chosen });
  await owner.waitForURL(/\/tugas$/);
});
