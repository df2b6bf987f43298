// What each act of a meeting does, and what forbids it. R26–R77; twin of `journal::replay`,
// `journal::proposals` and `deliberation::closing`.
//
// An act changes the state and gives nothing back, or leaves it as it is and gives a refusal.

import { holds, idOf } from './fields.js';
import { sameHousehold, sameName } from './household.js';
import { BOUNDS, FINDINGS, HAMLET_KINDS, PRINTED_COLUMNS, PROPOSAL_TEXTS } from './lists.js';
import { contested, quota, ranking, retained, toReread } from './journal.js';
import { verdict } from './membership.js';

const no = (code, more) => ({ code, ...more });
// spaces as Unicode has them: `trim` of the server and of this language differ in two of them
const trim = (text) => String(text ?? '').replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
const isPrinted = (column) => PRINTED_COLUMNS.includes(column);
const capitals = (text) => text.replace(/[a-z]/g, (c) => c.toUpperCase());

/** An act on a row of FKP.01. */
const onRow = (act) => (state, entry, past) => {
  const row = state.rows.get(entry.act.row);
  return row ? act(state, entry, past, row) : no('FKP01_BARIS_TIDAK_ADA', { rows: [entry.act.row] });
};

/** An act about one of the columns 01–05 of a row. R45, R46. */
const onColumn = (act) => (state, entry, past) => (isPrinted(entry.act.column) ? onRow(act)(state, entry, past) : no('KOLOM_BUKAN_1_5'));

const put = (state, name, entry, past, value) => state.fields.write(name, entry, past, value);

/** Brings what stands in column 06 onto the row; the tick of column 08 goes. */
function showCode(state, row) {
  row.code = state.fields.last(`code/${row.printed.row}`) ?? null;
  row.checked = null;
}

// ── FKP.01 ──

/** Column 06. R47, R52, R54, and nobody codes the household of his kin. */
const circle = onRow((state, entry, past, row) => {
  const { code = null, living } = entry.act;
  if (row.kin.has(entry.actor)) return no('KERABAT', { rows: [entry.act.row] });
  if (FINDINGS.some((f) => f.code === code && !f.fkp01)) return no('KODE_7_DI_FKP01');
  if (code === 5 && !living) return no('KODE_5_BELUM_DITANYAKAN');
  if (code === 5 && (living.head || living.members > 0)) return no('KODE_5_ADA_YANG_HIDUP', { instead: living.head ? 6 : 3 });
  put(state, `code/${entry.act.row}`, entry, past, code);
  showCode(state, row);
  return null;
});

const explain = onRow((state, entry, past, row) => {
  row.explanation = trim(entry.act.text);
  put(state, `explanation/${entry.act.row}`, entry, past, row.explanation);
  return null;
});

/** Free text into a column: printed ones refuse. R40–R44. */
const write = onRow((state, entry, past, row) => {
  if (entry.act.column === 7) return explain(state, entry, past, row);
  return no('FKP01_KOLOM_TERCETAK');
});

/** Every change has its own note: one more does not take another's place. R45. */
function writeNote(state, entry, past, row, id, value) {
  if (id === null && !value.text) return no('CATATAN_KOSONG');
  if (id !== null && !row.noteIds.includes(id)) return no('CATATAN_TIDAK_ADA', { notes: [id] });
  if (id === null) row.noteIds.push(idOf(entry));
  put(state, `note/${row.printed.row}/${id ?? idOf(entry)}`, entry, past, value);
  showNotes(state, row);
  return null;
}

/** By column, and within it as they were written first. */
function showNotes(state, row) {
  const standing = row.noteIds.map((id) => ({ id, ...state.fields.last(`note/${row.printed.row}/${id}`) }));
  row.notes = standing.filter((n) => n.text).sort((a, b) => a.column - b.column);
}

const note = onColumn((state, entry, past, row) => {
  const { note: id = null, column, change, text } = entry.act;
  return writeNote(state, entry, past, row, id, { column, change, text: trim(text) });
});

const pencil = onColumn((state, entry, past, row) => {
  const text = trim(entry.act.text);
  if (text) row.pencil.set(entry.act.column, text); else row.pencil.delete(entry.act.column);
  return null;
});

const keepPencil = onColumn((state, entry, past, row) => {
  const { column } = entry.act;
  const text = row.pencil.get(column);
  if (text === undefined) return null;
  row.pencil.delete(column);
  return writeNote(state, entry, past, row, null, { column, change: 'other', text });
});

/** Column 08: the asisten ticks the code he has seen. R57. */
function check(state, entry, past) {
  if (entry.role !== 'asisten') return no('BUKAN_ASISTEN');
  return onRow((s, e, p, row) => {
    const name = `code/${e.act.row}`;
    if (row.kin.has(e.actor)) return no('KERABAT', { rows: [e.act.row] });
    if (s.fields.standing(name).some((w) => !holds(p, w.entry))) return no('KODE_BELUM_TERLIHAT', { rows: [e.act.row] });
    if (s.fields.isContested(name)) return no('NILAI_BERSELISIH', { fields: [name] });
    if (row.code === null) return no('BARIS_TANPA_KODE', { rows: [e.act.row] });
    row.checked = e.actor;
    return null;
  })(state, entry, past);
}

/** Kinship: what the officer circled or checked in this row falls away, whenever it is declared. §1.3. */
const kin = onRow((state, entry, past, row) => {
  const { officer } = entry.act;
  if (officer !== entry.actor && entry.role !== 'asisten') return no('KERABAT_ORANG_LAIN');
  row.kin.add(officer);
  const name = `code/${entry.act.row}`;
  if (state.fields.standing(name).some((w) => w.entry.actor === officer)) {
    state.fields.takeAway(name, officer);
    showCode(state, row);
  }
  if (row.checked === officer) row.checked = null;
  return null;
});

// ── FKP.02 ──

/** The row or proposal that a proposal repeats. R60. */
function repeated(state, proposal) {
  const row = state.form.rows.find((r) => sameHousehold(r, proposal));
  if (row) return no('SUDAH_DI_FKP01', { rows: [row.row] });
  const other = retained(state).find((p) => p.id !== proposal.id && sameHousehold(p, proposal));
  return other ? no('SUDAH_DI_FKP02', { proposals: [other.id] }) : null;
}

/** A named person whose answers make no member. R30–R38. */
function stranger({ membership, head_name, members }) {
  for (const name of [head_name, ...members]) {
    const answer = membership.people.find((p) => sameName(p.name, name));
    if (answer && !answer.verdict.counts) return no('BUKAN_ANGGOTA', { rule: answer.verdict.rule });
  }
  return null;
}

const names = (all) => (all ?? []).map(trim).filter(Boolean);


/** Over quota this is allowed; it stops the closing. R60, R61. */
function propose(state, entry, past) {
  const { act } = entry;
  const id = idOf(entry);
  const proposal = {
    id, no: state.proposals.size + 1, head_name: trim(act.head_name), members: names(act.members), address: trim(act.address), remark: '', poorer: null, place: null,
    standing: 'retained', reason: null, by: entry,
    membership: { head: act.membership?.head ?? null, people: (act.membership?.people ?? []).map((p) => ({ ...p, verdict: verdict(p) })) },
  };
  if (state.proposals.size >= BOUNDS.proposals) return no('USULAN_TERLALU_BANYAK');
  if (!proposal.head_name) return no('NAMA_KOSONG');
  const struck = state.struckNow.find((s) => sameHousehold(state.proposals.get(s), proposal));
  if (struck) return no('SUDAH_DICORET', { proposals: [struck] });
  const why = stranger(proposal) ?? repeated(state, proposal);
  if (why) return why;
  // whether anybody is better off than this household has not been asked yet. R64
  state.noneFound = false;
  state.proposals.set(id, proposal);
  for (const part of ['head_name', 'members', 'address']) put(state, `proposal/${id}/${part}`, entry, past, proposal[part]);
  showPlaces(state);
  return null;
}

/** A proposal that still stands, or the refusal. */
function standing(state, id) {
  const proposal = state.proposals.get(id);
  if (!proposal) return { why: no('USULAN_TIDAK_ADA', { proposals: [id] }) };
  return proposal.standing === 'retained' ? { proposal } : { why: no('USULAN_TIDAK_BERLAKU', { proposals: [id] }) };
}

/** What may not be proposed may not be amended to. R60, R62. */
function amendTo(state, entry, past, part, value) {
  const { proposal, why } = standing(state, entry.act.proposal);
  if (why) return why;
  const amended = { ...proposal, [part]: value };
  if (!amended.head_name) return no('NAMA_KOSONG');
  const wrong = (['head_name', 'members', 'address'].includes(part) ? repeated(state, amended) : null) ?? stranger(amended);
  if (wrong) return wrong;
  put(state, `proposal/${proposal.id}/${part}`, entry, past, value);
  proposal[part] = state.fields.last(`proposal/${proposal.id}/${part}`);
  return null;
}

function amend(state, entry, past) {
  const { field, value } = entry.act;
  if (!PROPOSAL_TEXTS.includes(field)) return no('KOLOM_TIDAK_ADA');
  return amendTo(state, entry, past, field, field === 'members' ? names(value) : trim(value));
}

/** Over quota only the remedies decide who goes. R63, R66. */
function withdraw(state, entry) {
  const { proposal, why } = standing(state, entry.act.proposal);
  if (why) return why;
  const reason = trim(entry.act.reason);
  if (!reason) return no('ALASAN_KOSONG');
  if (quota(state).excess) return no('TARIK_SAAT_KUOTA_LEBIH');
  Object.assign(proposal, { standing: 'withdrawn', reason });
  showPlaces(state);
  return null;
}

function order(state, entry, past) {
  const { proposals } = entry.act;
  const seen = new Set();
  for (const id of proposals) {
    if (!state.proposals.has(id)) return no('USULAN_TIDAK_ADA', { proposals: [id] });
    if (seen.has(id)) return no('URUTAN_GANDA', { proposals: [id] });
    seen.add(id);
  }
  put(state, 'order', entry, past, proposals);
  showPlaces(state);
  return null;
}

/** Places among those who stand: 1 = poorest. R62. */
function showPlaces(state) {
  for (const p of state.proposals.values()) p.place = null;
  let place = 0;
  for (const id of state.fields.last('order') ?? []) {
    const p = state.proposals.get(id);
    if (p?.standing === 'retained') p.place = place += 1;
  }
}

/** Remedy b: these rows were looked at again. R64. */
function reread(state, entry) {
  const unknown = entry.act.rows.find((row) => !state.rows.has(row));
  if (unknown !== undefined) return no('FKP01_BARIS_TIDAK_ADA', { rows: [unknown] });
  for (const row of entry.act.rows) state.reread.add(row);
  return null;
}

function noneFound(state) {
  if (!quota(state).excess) return no('KUOTA_TIDAK_LEBIH');
  const left = toReread(state).map((r) => r.printed.row);
  if (left.length) return no('BELUM_DICERMATI_ULANG', { rows: left });
  state.noneFound = true;
  return null;
}

/** Remedies a and c: the best-off goes first. R63, R65, R66. */
function strike(state, entry) {
  const { proposal, why } = standing(state, entry.act.proposal);
  if (why) return why;
  const { remedy } = entry.act;
  const reason = trim(entry.act.reason);
  const { excess } = quota(state);
  if (!reason) return no('ALASAN_KOSONG');
  if (state.fields.isContested('order')) return no('NILAI_BERSELISIH', { fields: ['order'] });
  if (remedy === 'c' && !state.noneFound && excess) return no('CERMATI_ULANG_DULU');
  if (!excess) return no('KUOTA_TIDAK_LEBIH');
  const { ranked, unranked } = ranking(state);
  if (unranked.length) return no('URUTAN_KESEJAHTERAAN_KOSONG', { proposals: unranked.map((p) => p.id) });
  if (ranked.at(-1).id !== proposal.id) return no('BUKAN_PALING_SEJAHTERA', { proposals: [ranked.at(-1).id] });
  Object.assign(proposal, { standing: remedy === 'c' ? 'struck_c' : 'struck_a', reason });
  state.struckNow.push(proposal.id);
  showPlaces(state);
  return null;
}

// ── the room ──

/** A hamlet's name as it can be compared: without its kind, RT and RW, spaces and points. */
export function hamletKey(text) {
  let key = '';
  let afterRt = false;
  for (const token of String(text).toUpperCase().split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean)) {
    const rt = /^R[TW]([0-9]*)$/.exec(token);
    if (rt) { afterRt = rt[1] === ''; continue; }
    const isNumberOfRt = afterRt && /^[0-9]+$/.test(token);
    afterRt = false;
    if (!isNumberOfRt && !HAMLET_KINDS.includes(token)) key += token;
  }
  return key;
}

/** Whether a day had come when the entry was written: by the device's clock, where the day comes first in Indonesia (WIT). */
const hasCome = (entry, day) => day <= new Date(entry.at + 9 * 3_600_000).toISOString().slice(0, 10);

function held(state, entry, past) {
  const { on } = entry.act;
  if (!hasCome(entry, on)) return no('TANGGAL_DI_DEPAN', { days: [on] });
  put(state, 'held', entry, past, on);
  return null;
}

const enumeratorField = (name) => `enumerator/${capitals(trim(name))}`;

/** An enumerator lives in the hamlet. R70–R72. */
function enumerator(state, entry, past) {
  const agreed = { name: trim(entry.act.name), hamlet: trim(entry.act.hamlet), trained_on: entry.act.trained_on ?? null };
  if (!agreed.name) return no('NAMA_KOSONG');
  if (hamletKey(agreed.hamlet) !== hamletKey(state.form.hamlet)) return no('PENDATA_PADUKUHAN_LAIN');
  if (agreed.trained_on && !hasCome(entry, agreed.trained_on)) return no('TANGGAL_DI_DEPAN', { days: [agreed.trained_on] });
  put(state, enumeratorField(agreed.name), entry, past, agreed);
  showEnumerator(state, enumeratorField(agreed.name));
  return null;
}

function dropEnumerator(state, entry, past) {
  const field = enumeratorField(entry.act.name);
  if (!state.fields.last(field)) return no('PENDATA_TIDAK_ADA');
  put(state, field, entry, past, null);
  showEnumerator(state, field);
  return null;
}

function showEnumerator(state, field) {
  const agreed = state.fields.last(field);
  if (agreed) state.enumerators.set(field, agreed); else state.enumerators.delete(field);
}

function sign(state, entry, past) {
  const { role, name, covers } = entry.act;
  if (!trim(name)) return no('NAMA_KOSONG');
  const himself = { asisten: entry.role === 'asisten', dukuh: ['dukuh', 'asisten'].includes(entry.role), participant: true }[role];
  if (!himself) return no('TANDA_TANGAN_ORANG_LAIN');
  if (Object.entries(covers).some(([device, n]) => (past[device] ?? 0) < n)) return no('LIPUTAN_TIDAK_UTUH');
  state.signs.push(entry);
  return null;
}

/** Of the values that stand, the chosen one stands alone. */
function settle(state, entry, past) {
  const { field, entry: chosen } = entry.act;
  const found = state.fields.standing(field).find((w) => idOf(w.entry) === chosen && holds(past, w.entry));
  if (!found) return no('PILIHAN_TIDAK_ADA', { fields: [field] });
  const [kind, id, part] = field.split('/');
  const row = state.rows.get(id);
  if (kind === 'code' && row?.kin.has(entry.actor)) return no('KERABAT', { rows: [id] });
  if (kind === 'proposal') {
    const { why } = standing(state, id);
    if (why) return why;
  }
  put(state, field, entry, past, found.value);
  if (kind === 'code') showCode(state, row);
  else if (kind === 'explanation') row.explanation = found.value;
  else if (kind === 'note') showNotes(state, row);
  else if (kind === 'proposal') state.proposals.get(id)[part] = found.value;
  else if (kind === 'order') showPlaces(state);
  else if (kind === 'enumerator') showEnumerator(state, field);
  return null;
}

export const ACTS = {
  attend(state, entry, past) { put(state, `attendance/${entry.act.group}`, entry, past, entry.act.count); return null; },
  held, circle, explain, write, note, pencil, keep_pencil: keepPencil, check, kin,
  propose, amend, withdraw, order, reread, none_found: noneFound, strike,
  poorer: (state, entry, past) => amendTo(state, entry, past, 'poorer', entry.act.yes),
  enumerator, drop_enumerator: dropEnumerator, sign, settle,
  // judged by the journal, which looks at exactly the entries it covers
  close: () => null,
};

// ── what must hold before minutes are signed ──

const rowsWhere = (state, wanted) => [...state.rows.values()].filter(wanted).map((r) => r.printed.row);
const some = (list, code, key) => (list.length ? no(code, { [key]: list }) : null);

/** The rules of closing, in the order in which they are told. There is no way around any of them. */
export const RULES = [
  (state) => some(rowsWhere(state, (r) => r.code === null), 'BARIS_TANPA_KODE', 'rows'), // R47, R58
  (state) => some(rowsWhere(state, (r) => r.code !== null && r.checked === null), 'BELUM_DIPERIKSA_ASISTEN', 'rows'), // R57
  (state) => (quota(state).excess ? no('KUOTA_LEBIH', quota(state)) : null), // R61, R65
  (state) => some(retained(state).filter((p) => !(p.poorer ?? p.place !== null)).map((p) => p.id), 'PERNYATAAN_LEBIH_MISKIN_KOSONG', 'proposals'), // R62
  (state) => some(contested(state), 'NILAI_BERSELISIH', 'fields'),
  (state, signs) => some(['dukuh', 'asisten'].filter((role) => !signs.some((s) => s.act.role === role)), 'BA_BELUM_DITANDATANGANI', 'roles'),
];

export const unmet = (rules, state, signs) => rules.map((rule) => rule(state, signs)).filter(Boolean);
