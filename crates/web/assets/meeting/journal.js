// The meeting as a journal: its state, computed from the set of its entries and from nothing else.
//
// The twin of `domain::deliberation::journal` (ADR 14); random evenings in every test run hold both together. Pure: no
// clock, no network, no page. `form` is what the meeting opens with, `entries` whatever has
// arrived, in any order.

import { Fields, byBytes, holds, idOf, join, sha256, sum, within } from './fields.js';
import { FINDINGS, GROUPS } from './lists.js';
import { ACTS, RULES, unmet } from './rules.js';

export { idOf } from './fields.js';

const byId = (a, b) => byBytes(a.device, b.device) || a.number - b.number;

/** What earlier stages hold and every entry has seen. R76. */
function baseOf(form) {
  const base = {};
  for (const entry of (form.earlier ?? []).flat()) join(base, { [entry.device]: entry.number });
  return base;
}

/**
 * Entries in the order of replay, each with everything it has seen directly or through what it has
 * seen; and those that wait. Sum of what was seen, then device, then number.
 */
function arrange(entries, base) {
  const pasts = new Map();
  const placed = [];
  let pending = [...entries].sort((a, b) => sum(a.seen) - sum(b.seen) || byId(a, b));
  for (let before = -1; pending.length && pending.length !== before;) {
    before = pending.length;
    pending = pending.filter((entry) => {
      const past = { ...base };
      for (const [device, n] of Object.entries(entry.seen)) {
        if (n <= (base[device] ?? 0)) continue;
        const theirs = pasts.get(`${device}:${n}`);
        if (!theirs) return true;
        join(past, theirs);
      }
      join(past, entry.seen);
      pasts.set(idOf(entry), past);
      placed.push({ entry, past, weight: sum(past) });
      return false;
    });
  }
  placed.sort((a, b) => a.weight - b.weight || byId(a.entry, b.entry));
  return { placed, waiting: pending.sort(byId) };
}

/** Whether an entry follows the one before it on its device; another is never taken in. */
export function isInStep(form, entry) {
  const before = Math.max(entry.seen[entry.device] ?? 0, baseOf(form)[entry.device] ?? 0);
  return Number.isInteger(entry.number) && entry.number > 0 && before === entry.number - 1;
}

/** Longest run without a gap that is held of each device: what need not be sent again. */
export function have(entries, form = {}) {
  const vector = baseOf(form);
  for (const e of [...entries].sort(byId)) if (e.number === (vector[e.device] ?? 0) + 1) vector[e.device] = e.number;
  return vector;
}

/** The state. `seal`: id of the closing the server has laid down. */
export function replay(form, entries, seal = null) {
  const base = baseOf(form);
  const { placed, waiting } = arrange(entries, base);
  const seen = join({ ...base }, {});
  for (const { entry } of placed) join(seen, { [entry.device]: entry.number });
  const failed = [];
  const closings = placed.filter((p) => p.entry.act.kind === 'close');
  closings.sort((a, b) => (idOf(b.entry) === seal) - (idOf(a.entry) === seal));
  for (const close of closings) {
    const { state, refused } = judge(form, close, placed, seal);
    if (state) return Object.assign(state, { waiting, seen, late: placed.map((p) => p.entry).filter((e) => e !== close.entry && !holds(close.past, e)) });
    failed.push(...refused);
  }
  const state = run(form, placed);
  const place = new Map(placed.map((p, i) => [idOf(p.entry), i]));
  state.refused = [...state.refused, ...failed].map((r, i) => [r, i]).sort((a, b) => place.get(a[0].id) - place.get(b[0].id) || a[1] - b[1]).map(([r]) => r);
  return Object.assign(state, { waiting, seen });
}

const isAdmitted = (form, entry) => (form.admitted ?? []).some((a) => a.actor === entry.actor && a.role === entry.role);

/** The signed state when a closing holds, over exactly what was read out; else what stands in its way. */
function judge(form, close, placed, seal) {
  const { covers } = close.entry.act;
  const id = idOf(close.entry);
  if (!isAdmitted(form, close.entry)) return { refused: [] };
  const broken = readOut(close, covers, placed, id === seal);
  if (broken) return { refused: [{ id, ...broken }] };
  const before = run(form, placed.filter((p) => holds(close.past, p.entry)));
  const signs = before.signs.filter((s) => sameClock(s.act.covers, covers));
  const state = run(form, placed.filter((p) => holds(covers, p.entry)));
  const against = unmet(RULES, state, signs);
  if (against.length) return { refused: against.map((why) => ({ id, ...why })) };
  rubOut(state);
  state.signs = signs;
  state.closed = { id, covers, by: close.entry.actor, at: close.entry.at };
  return { state };
}

export const sameClock = (a, b) => within(a, b) && within(b, a);

/**
 * What is signed was known to who closes, is whole, and nothing but signatures came after it. Until a
 * closing is laid down nothing may be here that it had not seen either.
 */
function readOut(close, covers, placed, isLaidDown) {
  const inside = placed.filter((p) => holds(covers, p.entry));
  if (!within(covers, close.past) || inside.some((p) => !within(p.past, covers))) return { code: 'LIPUTAN_TIDAK_UTUH' };
  const changes = placed.filter((p) => !['sign', 'close'].includes(p.entry.act.kind));
  const after = changes.filter((p) => holds(close.past, p.entry) && !holds(covers, p.entry));
  if (after.length) return { code: 'BERUBAH_SESUDAH_DIBACAKAN', entries: after.map((p) => idOf(p.entry)) };
  // what another device wrote is read out, not signed away
  const beside = isLaidDown ? [] : changes.filter((p) => !holds(close.past, p.entry) && !holds(p.past, close.entry));
  return beside.length ? { code: 'BELUM_DIGABUNG', entries: beside.map((p) => idOf(p.entry)) } : null;
}

/** Replays the earlier stages, then these entries. */
function run(form, placed) {
  const state = empty(form);
  const base = {};
  for (const stage of form.earlier ?? []) {
    const before = arrange(stage, base).placed;
    apply(state, before);
    rubOut(state);
    Object.assign(state, { signs: [], refused: [], reread: new Set(), noneFound: false, struckNow: [] });
    for (const { entry } of before) join(base, { [entry.device]: entry.number });
  }
  apply(state, placed);
  return state;
}

function apply(state, placed) {
  for (const { entry, past } of placed) {
    const act = ACTS[entry.act.kind];
    const why = !isAdmitted(state.form, entry) ? { code: 'TIDAK_IKUT_MUSYAWARAH' } : act ? act(state, entry, past) : { code: 'PERBUATAN_TIDAK_DIKENAL' };
    if (why) state.refused.push({ id: idOf(entry), ...why });
  }
}

function empty(form) {
  return {
    form, fields: new Fields(), signs: [], refused: [], reread: new Set(), noneFound: false, waiting: [], late: [], closed: null, seen: {}, struckNow: [],
    rows: new Map(form.rows.map((printed) => [printed.row, { printed, code: null, explanation: '', checked: null, notes: [], noteIds: [], pencil: new Map(), kin: new Set() }])),
    proposals: new Map(), enumerators: new Map(),
  };
}

/** Pencil goes; what was to be kept stands among the notes already. R46. */
function rubOut(state) { for (const row of state.rows.values()) row.pencil.clear(); }

// ── what a state says ──

/** Proposals that stand, in the order of FKP.02. */
export const retained = (state) => [...state.proposals.values()].filter((p) => p.standing === 'retained');

/** Both sides of the quota. R61. */
export function quota(state) {
  const improved = [...state.rows.values()].filter((r) => r.code === 2).length;
  const proposed = retained(state).length;
  return { improved, proposed, excess: Math.max(0, proposed - improved) };
}

/** Standing proposals, poorest first, and those without a place. R62, R63. */
export function ranking(state) {
  const standing = retained(state);
  // one alone is the best-off of all
  const isRanked = (p) => p.place || standing.length === 1;
  return { ranked: standing.filter(isRanked).sort((a, b) => a.place - b.place), unranked: standing.filter((p) => !isRanked(p)) };
}

const REREAD = FINDINGS.filter((f) => f.reread).map((f) => f.code);

/** Rows that may be better off than a proposed household. R64. */
export const candidates = (state) => [...state.rows.values()].filter((r) => REREAD.includes(r.code));

/** Those that remedy b has not looked at again. */
export const toReread = (state) => candidates(state).filter((r) => !state.reread.has(r.printed.row));

/** Counts of every code; 7 counts the standing proposals. R67. */
export function recap(state) {
  const counts = Object.fromEntries(FINDINGS.map((f) => [f.code, 0]));
  for (const row of state.rows.values()) if (row.code) counts[row.code] += 1;
  counts[7] = retained(state).length;
  return counts;
}

/** Houses to be visited, which need a blank form each; forms in reserve; enumerators. R73, R77. */
export function plan(state) {
  const counts = recap(state);
  const { reserve_percent: percent = 0, load = 20 } = state.form.plan ?? {};
  const houses = FINDINGS.filter((f) => f.visit).reduce((all, f) => all + counts[f.code], 0);
  return { houses, reserve: Math.ceil((houses * percent) / 100), enumerators: Math.ceil(houses / load) };
}

/** Which groups are known to be absent: a warning, never a refusal. R28. */
export function absent(state) {
  const [dukuh, rt, rw, tokoh, marginal] = GROUPS.map((g) => state.fields.last(`attendance/${g}`));
  const out = [];
  if (dukuh === 0) out.push('dukuh');
  if ((rt === 0 && !rw) || (rw === 0 && !rt)) out.push('rt_rw');
  if (marginal === 0) out.push(tokoh === 0 ? 'tokoh_marginal' : 'marginal');
  return out;
}

/** Names of fields in which values stand against each other and still matter, ascending. */
export function contested(state) {
  const matters = (name) => {
    const [kind, id] = name.split('/');
    if (kind === 'proposal') return state.proposals.get(id)?.standing === 'retained';
    return kind !== 'order' || retained(state).length > 1;
  };
  return [...state.fields.all.keys()].filter((name) => state.fields.isContested(name) && matters(name)).sort(byBytes);
}

/** Signatures under exactly these entries. */
export const signaturesUnder = (state, covers) => (covers ? state.signs.filter((s) => sameClock(s.act.covers, covers)) : []);

/** What stands in the way of closing with the signatures under `covers`. */
export const obstacles = (state, covers) => unmet(RULES, state, signaturesUnder(state, covers));

// ── the text of a state ──

/** The same text on every replica: one JSON array a line. Twin of `journal::canonical`. */
export function canonicalText(state) {
  const lines = [['meeting', state.form.meeting, state.form.stage]];
  const day = state.fields.last('held');
  if (day) lines.push(['held', day]);
  for (const group of GROUPS) {
    const count = state.fields.last(`attendance/${group}`);
    if (count !== undefined && count !== null) lines.push(['attendance', group, count]);
  }
  for (const [no, row] of state.rows) {
    lines.push(['row', no, row.code, row.explanation, row.checked]);
    for (const n of row.notes) lines.push(['note', no, n.column, n.change, n.text]);
    for (const n of [1, 2, 3, 4, 5]) if (row.pencil.has(n)) lines.push(['pencil', no, n, row.pencil.get(n)]);
    for (const officer of [...row.kin].sort(byBytes)) lines.push(['kin', no, officer]);
    if (state.reread.has(no)) lines.push(['reread', no]);
  }
  for (const p of state.proposals.values()) {
    lines.push(['proposal', p.id, p.head_name, p.members, p.address, p.remark, p.poorer, p.place, p.standing, p.reason]);
    const { head, people } = p.membership;
    if (head || people.length) lines.push(['membership', p.id, head, people.map(({ name, verdict }) => [name, verdict.counts, verdict.rule])]);
  }
  for (const e of state.enumerators.values()) lines.push(['enumerator', e.name, e.hamlet, e.trained_on]);
  if (state.noneFound) lines.push(['none_found']);
  for (const name of contested(state)) lines.push(['contested', name, state.fields.standing(name).map((w) => idOf(w.entry))]);
  const { improved, proposed } = quota(state);
  lines.push(['quota', improved, proposed]);
  for (const s of state.signs) lines.push(['sign', idOf(s), s.act.role, s.act.name.trim()]);
  for (const r of state.refused) lines.push(['refused', r.id, r.code]);
  if (state.closed) lines.push(['closed', state.closed.id]);
  else for (const e of state.waiting) lines.push(['waiting', idOf(e)]);
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

/** SHA-256 of the canonical text. */
export const digest = (state) => sha256(canonicalText(state));
