// Every page that an account reaches, for every role: no dead end, no row without name and desa, no English.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROUTES, crawl, post, signIn, upload } from '../crawl.js';
import { newerExtract, openOffice } from '../office.js';

/** Every role of the table of acts. */
const ROLES = [...readFileSync(new URL('../../crates/app/src/access.rs', import.meta.url), 'utf8')
  .match(/pub enum Role \{([^}]*)\}/)[1].matchAll(/= "(\w+)"/g)].map(([, code]) => code);

/** Addresses that no page of this office links to, and why. */
const UNLINKED = new Map([
  ['/sehat', 'for watchers'],
  ['/pekerjaan/{id}/siaran', 'the stream behind a job, while it runs'],
  ['/berita-acara/{number}/{checkpoint}', 'the code on printed minutes'],
  ['/meja/tersimpan/{number}', 'shown once, after the desk has registered somebody'],
  ['/musyawarah/{id}/formulir.json', 'read by the script of the meeting page'],
  ['/musyawarah/{id}/keadaan.json', 'read by the script of the meeting page'],
  ['/musyawarah/{id}/lembar', 'leads to the page with the slash'],
  ['/musyawarah/{id}/lembar/{file}', 'parts of the meeting page'],
  ['/musyawarah/{id}/unduh/{file}', 'minutes signed on a device: meeting.office.test.js'],
  ['/orang-ganda/{id}', 'two visits that found one person: decree.test.js'],
]);

let office;
let names;
const reached = new Set();

before(async () => {
  office = await openOffice({ browser: false });
  const places = ['wilayah.csv', 'padukuhan.csv'].map((file) => readFileSync(join(office.pack, file), 'utf8')).join(' ');
  names = new Set(places.match(/\p{L}+/gu).map((word) => word.toLowerCase()));
  // what a kabupaten has besides after its first decree: a newer extract, forms of a further meeting, a
  // file with heads that nobody knows, a draft
  await office.cli('import', 'file', 'siak', newerExtract(office), '--as', 'dukcapil', '--as-of', '2017-06-01');
  const desk = office.account('petugas_pendaftar');
  const dinsos = await signIn(office.base, office.account('dinsos'));
  await post(office.base, dinsos, '/musyawarah/terbitkan', { wilayah: desk.wilayah });
  const asked = await upload(office.base, dinsos, 'registrations', 'buku-lain.csv', 'Urutan;Sebutan;Gender\n1;SUMARNI;2\n');
  assert.match(asked, /^\/impor\/kolom\//);
  const petugas = await signIn(office.base, desk);
  await post(office.base, petugas, '/meja/aktif', {
    desa: desk.wilayah, rt: '3', rw: '1', alamat: 'Jalan Anggrek 4', cara: 'draf',
    'orang-0-nama': 'WAGIYEM SASTRO', 'orang-0-jk': '2', 'orang-0-lahir': '27/11/1950',
  });
}, { timeout: 300_000 });
after(async () => { await office?.close(); });

function assertClean({ faults, pages, routes }, who) {
  routes.forEach((route) => reached.add(route));
  const said = [...faults].map(([what, where]) => `${what}\n      on ${where.slice(0, 3).join('\n         ')}${where.length > 3 ? `\n         and ${where.length - 3} more` : ''}`);
  assert.ok(pages > 2, `${who} reached ${pages} pages`);
  assert.equal(said.length, 0, `${who}, ${pages} pages:\n    ${said.join('\n    ')}`);
}

test('a citizen without an account meets no dead end and no English', async () => {
  assertClean(await crawl(office.base, { names }), 'a citizen');
});

for (const role of ROLES) {
  test(`${role} meets no dead end, no nameless row and no English`, { timeout: 300_000 }, async () => {
    const cookie = await signIn(office.base, office.account(role));
    assertClean(await crawl(office.base, { cookie, names }), role);
  });
}

test('the social service of one kecamatan meets no link into another', { timeout: 300_000 }, async () => {
  const made = await office.addAccount('dinsos-kecamatan', 'dinsos', 'camat');
  assertClean(await crawl(office.base, { cookie: await signIn(office.base, made), names }), 'dinsos of a kecamatan');
});

test('the head of one padukuhan meets no dead end either', { timeout: 300_000 }, async () => {
  const [, hamlet] = readFileSync(join(office.pack, 'padukuhan.csv'), 'utf8').match(/^"?(\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d+)/m) ?? [];
  assert.ok(hamlet, 'a padukuhan of the pack');
  const made = await office.addAccount('dukuh-satu', 'dukuh', hamlet);
  assertClean(await crawl(office.base, { cookie: await signIn(office.base, made), names }), `dukuh of ${hamlet}`);
});

test('every page of the table of contents was reached by somebody', () => {
  const missed = ROUTES.filter((route) => !reached.has(route) && !UNLINKED.has(route));
  assert.deepEqual(missed, []);
  assert.deepEqual([...UNLINKED.keys()].filter((route) => !ROUTES.includes(route) || reached.has(route)), []);
});
