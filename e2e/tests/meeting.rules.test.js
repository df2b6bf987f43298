// The rules of the meeting page. That they are those of the server is shown by `exchange`'s test with fresh evenings. ADR 14.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const ASSETS = join(here, '../../crates/web/assets');
const words = await import(join(ASSETS, 'meeting/words.js'));
const { REFUSALS } = words;
const { canonicalText, have, obstacles, quota, recap, replay, idOf } = await import(join(ASSETS, 'meeting/journal.js'));
const lists = await import(join(ASSETS, 'meeting/lists.js'));

const NAMES = ['Suparti', 'Wagiman', 'Ngatinem', 'Slamet Riyadi', 'Tukijo', 'Sutarmi', 'Paijo', 'Rubinem', 'Sumarno', 'Legiyem', 'Karto Wiyono', 'Sriyatun'];

/** A printed form of so many rows; nobody in it lives. */
function printedForm(rows = 60) {
  return {
    meeting: '9701011001_ngrandu', stage: 1, kecamatan: 'Patuk', desa: 'Sumberjo', hamlet: 'Ngrandu', date: '2016-11-05', form_set: '0'.repeat(64),
    rows: Array.from({ length: rows }, (_, i) => ({
      row: `97010110010${String(i + 1).padStart(5, '0')}`, no: i + 1, head_name: `${NAMES[i % NAMES.length]} ${'ABCDEFGHIJ'[Math.floor(i / NAMES.length)]}`,
      members: Array.from({ length: i % 5 }, (_, k) => `Anggota ${i + 1}-${k + 1}`), count: 1 + (i % 5), address: `Ngrandu RT 0${1 + (i % 4)} No. ${i + 1}`, rt: `0${1 + (i % 4)}`,
    })),
    plan: { reserve_percent: 10, load: 20 },
  };
}

/** A device of a test: writes entries as the page does. */
class Device {
  constructor(form, name, role) { Object.assign(this, { form, name, role, entries: [] }); }
  get state() { return replay(this.form, this.entries); }
  do(act) {
    const { seen } = this.state;
    const entry = { device: this.name, number: (seen[this.name] ?? 0) + 1, seen, actor: this.role, role: this.role, at: 0, act };
    this.entries.push(entry);
    return this.state.refused.find((r) => r.id === idOf(entry))?.code ?? null;
  }
  merge(other) { for (const e of other.entries) if (!this.entries.some((k) => idOf(k) === idOf(e))) this.entries.push(e); }
}

function meeting(rows) {
  const form = { ...printedForm(rows), admitted: ['asisten', 'dukuh', 'petugas'].map((role) => ({ actor: role, role })) };
  return { form, id: (i) => form.rows[i].row, a: new Device(form, 'a1', 'asisten'), b: new Device(form, 'b2', 'dukuh') };
}

const circle = (row, code, living = null) => ({ kind: 'circle', row, code, living });
const propose = (head_name) => ({ kind: 'propose', head_name, members: [], address: 'Ngrandu RT 09', membership: {} });

test('T16: twenty rows within quota sum to twenty, give ten blanks and may be signed', () => {
  const { id, a } = meeting(20);
  const codes = [...Array(10).fill(1), 2, 2, 2, 3, 4, 5, 6, 6, 6, 8];
  codes.forEach((code, i) => {
    assert.equal(a.do(circle(id(i), code, code === 5 ? { head: false, members: 0 } : null)), null);
    assert.equal(a.do({ kind: 'check', row: id(i) }), null);
  });
  for (const name of ['Tumini', 'Parjo', 'Giyem']) a.do(propose(name));
  a.do({ kind: 'order', proposals: [...a.state.proposals.keys()] });
  assert.deepEqual(quota(a.state), { improved: 3, proposed: 3, excess: 0 });
  assert.deepEqual(recap(a.state), { 1: 10, 2: 3, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3, 8: 1 });
  const covers = a.state.seen;
  assert.deepEqual(obstacles(a.state, null).map((o) => o.code), ['BA_BELUM_DITANDATANGANI']);
  a.do({ kind: 'sign', role: 'dukuh', name: 'Pak Dukuh', covers });
  a.do({ kind: 'sign', role: 'asisten', name: 'Sri', covers });
  a.do({ kind: 'close', covers });
  assert.ok(a.state.closed);
});

test('T17–T19: over quota a, then b, then c; there is no override', () => {
  const { id, a } = meeting(4);
  [1, 2, 3, 4].forEach((code, i) => a.do(circle(id(i), code)));
  for (const name of ['Tumini', 'Parjo', 'Giyem']) a.do(propose(name));
  const [tumini, parjo, giyem] = a.state.proposals.keys();
  const strike = (proposal, remedy) => a.do({ kind: 'strike', proposal, remedy, reason: 'kuota' });
  assert.equal(strike(giyem, 'a'), 'URUTAN_KESEJAHTERAAN_KOSONG');
  a.do({ kind: 'order', proposals: [tumini, parjo, giyem] });
  assert.equal(strike(tumini, 'a'), 'BUKAN_PALING_SEJAHTERA');
  assert.equal(strike(giyem, 'c'), 'CERMATI_ULANG_DULU');
  assert.equal(a.do({ kind: 'withdraw', proposal: tumini, reason: 'salah' }), 'TARIK_SAAT_KUOTA_LEBIH');
  assert.equal(strike(giyem, 'a'), null);
  assert.equal(a.do({ kind: 'none_found' }), 'BELUM_DICERMATI_ULANG');
  a.do({ kind: 'reread', rows: [id(0), id(2)] });
  assert.equal(a.do({ kind: 'none_found' }), null);
  assert.equal(strike(parjo, 'c'), null);
  assert.equal(strike(tumini, 'c'), 'KUOTA_TIDAK_LEBIH');
  assert.equal(a.state.proposals.get(giyem).reason, 'kuota', 'R66: the struck one stays with its reason');
});

test('two devices that did not know of each other keep both values until one is chosen', () => {
  const { id, a, b } = meeting(2);
  a.do(circle(id(0), 1));
  b.do(circle(id(0), 3));
  a.merge(b);
  b.merge(a);
  assert.equal(canonicalText(a.state), canonicalText(b.state), 'the same set, the same state');
  assert.equal(a.state.fields.isContested(`code/${id(0)}`), true);
  assert.equal(a.do({ kind: 'check', row: id(0) }), 'NILAI_BERSELISIH');
  assert.equal(a.do({ kind: 'settle', field: `code/${id(0)}`, entry: 'b2:1' }), null);
  assert.equal(a.state.rows.get(id(0)).code, 3);
  assert.equal(a.state.fields.isContested(`code/${id(0)}`), false);
});

test('what arrives doubled, late or in another order gives the same state, over 300 shuffled meetings', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    let x = seed * 2654435761 % 4294967296;
    const next = (n) => { x = (x * 1103515245 + 12345) % 2147483648; return Math.floor((x / 2147483648) * n); };
    const { id, a, b } = meeting(5);
    for (let step = 0; step < 40; step += 1) {
      const device = next(2) ? a : b;
      const row = id(next(5));
      const proposals = [...device.state.proposals.keys()];
      const some = proposals[next(Math.max(1, proposals.length))] ?? 'zz:1';
      device.do([
        () => circle(row, [1, 2, 3, 4, 6, 8][next(6)]), () => ({ kind: 'check', row }), () => propose(`Nama ${next(6)}`), () => ({ kind: 'explain', row, text: `k${next(3)}` }),
        () => ({ kind: 'note', row, column: 1 + next(5), change: 'other', text: `n${next(3)}` }), () => ({ kind: 'order', proposals: [...proposals].sort(() => next(3) - 1) }),
        () => ({ kind: 'strike', proposal: some, remedy: 'a', reason: 'r' }), () => ({ kind: 'poorer', proposal: some, yes: Boolean(next(2)) }),
        () => ({ kind: 'kin', row, officer: device.role }), () => ({ kind: 'reread', rows: [row] }), () => ({ kind: 'pencil', row, column: 2, text: 'p' }),
      ][next(11)]());
      if (!next(6)) (next(2) ? a : b).merge(device === a ? b : a);
    }
    const all = [...a.entries, ...b.entries.filter((e) => !a.entries.some((k) => idOf(k) === idOf(e)))];
    const text = canonicalText(replay(a.form, all));
    const shuffled = [...all].map((e) => [next(1e6), e]).sort((p, q) => p[0] - q[0]).map(([, e]) => e);
    assert.equal(canonicalText(replay(a.form, shuffled)), text, `seed ${seed}`);
    assert.deepEqual(have(shuffled), have(all), `seed ${seed}`);
  }
});

test('an entry that names others not yet here waits and is not lost', () => {
  const { id, a } = meeting(2);
  a.do(circle(id(0), 1));
  a.do(circle(id(1), 4));
  const state = replay(a.form, a.entries.slice(1));
  assert.deepEqual(state.waiting.map(idOf), ['a1:2']);
  assert.equal(state.rows.get(id(1)).code, null);
  assert.equal(replay(a.form, a.entries).waiting.length, 0);
});

// `cargo xtask tidy` holds the other half: every code of the Rust journal
test('every refusal the page itself can utter has its words', () => {
  const said = new Set(readdirSync(join(ASSETS, 'meeting')).filter((f) => f.endsWith('.js'))
    .flatMap((f) => [...readFileSync(join(ASSETS, 'meeting', f), 'utf8').matchAll(/(?:code: |no\()'([A-Z0-9_]+)'/g)].map((m) => m[1])));
  assert.ok(said.size > 20);
  assert.deepEqual([...said].filter((code) => !REFUSALS[code]), []);
});

test('every code that the rules of the server know has its words here, and no list is typed again', () => {
  assert.deepEqual(lists.REFUSALS.filter((code) => !REFUSALS[code]), []);
  const listed = [['FINDINGS', 'CODES'], ['GROUPS', 'GROUPS'], ['ABSENT', 'ABSENT'], ['CHANGES', 'CHANGES']];
  for (const [codes, texts] of listed) {
    assert.deepEqual(lists[codes].map((one) => String(one.code ?? one)).sort(), Object.keys(words[texts]).sort(), texts);
  }
  for (const role of [...lists.ROLES, ...lists.SIGNERS]) assert.ok(words.ROLES[role], role);
  // free text goes into column 07 by `explain` on this page
  assert.deepEqual(lists.ACT_KINDS.filter((kind) => !words.ACT[kind]), ['write']);
});
