// One meeting as this device holds it: the set of entries, the state, and what is done to them.

import { holds, idOf, same, within } from './fields.js';
import { digest, have, isInStep, replay, signaturesUnder } from './journal.js';
import { malformed } from './limits.js';

/** An act that no longer shows: there is nothing to take back, and one looks at the act before. */
const GONE = 'gone';

export class Meeting {
  constructor({ form, vault, kept }) {
    this.form = form;
    this.vault = vault;
    this.device = vault.device;
    this.officer = form.officer;
    this.list = new Map(kept.map((e) => [idOf(e), e]));
    this.seal = form.seal ?? null;
    this.compute();
    this.undone = this.entries().filter((e) => e.device === this.device).sort((a, b) => a.number - b.number);
    this.doing = Promise.resolve();
    this.undoing = Promise.resolve();
  }

  compute() { this.state = replay(this.form, this.entries(), this.seal); }

  entries() { return [...this.list.values()]; }

  /** What this device holds without a gap. */
  have() { return have(this.entries(), this.form); }

  /** The mark of the state as this device computes it. */
  async digest() {
    const { state } = this;
    if (this.marked?.state !== state) this.marked = { state, digest: await digest(state) };
    return this.marked.digest;
  }

  /** Entries of this device that a rule forbids, as far as they were not known before. */
  newlyRefused(before) {
    const known = new Set(before.refused.map((r) => r.id));
    return this.state.refused.filter((r) => r.id.startsWith(`${this.device}:`) && !known.has(r.id));
  }

  /** Does an act: checked against every rule first, kept on the disk before it is shown. */
  act(act, { isUndo = false } = {}) {
    // one after the other: two quick keys must not take the same number
    this.doing = this.doing.then(() => this.#act(act, isUndo), () => this.#act(act, isUndo));
    return this.doing;
  }

  async #act(act, isUndo) {
    if (this.state.closed) return { refusal: { code: 'SUDAH_DITUTUP' } };
    const { seen } = this.state;
    const entry = { device: this.device, number: (seen[this.device] ?? 0) + 1, seen, actor: this.officer.actor, role: this.officer.role, at: Date.now(), act };
    const wrong = malformed(entry);
    if (wrong) return { refusal: wrong };
    const next = replay(this.form, [...this.entries(), entry], this.seal);
    const refusal = next.refused.find((r) => r.id === idOf(entry));
    if (refusal) return { refusal };
    await this.vault.add([entry]);
    this.list.set(idOf(entry), entry);
    this.state = next;
    if (!isUndo) this.undone.push(entry);
    return { entry };
  }

  /** Kinship the office knows of: the officer's own household on the form. */
  async declareKin() {
    for (const row of this.officer.kin ?? []) {
      if (this.state.rows.has(row) && !this.state.rows.get(row).kin.has(this.officer.actor)) await this.act({ kind: 'kin', row, officer: this.officer.actor }, { isUndo: true });
    }
  }

  /** Takes in what the server answered: entries of others, who is admitted, which closing it has laid down. */
  async take({ entries = [], admitted = this.form.admitted, state }) {
    const fresh = entries.filter((e) => !this.list.has(idOf(e)) && isInStep(this.form, e));
    const seal = state?.closed ?? this.seal;
    const isOther = !same(admitted, this.form.admitted);
    if (!fresh.length && !isOther && seal === this.seal) return false;
    await this.vault.add(fresh);
    for (const entry of fresh) this.list.set(idOf(entry), entry);
    if (isOther || seal !== this.seal) {
      this.form = { ...this.form, admitted, seal };
      this.seal = seal;
      await this.vault.put('form', this.form);
    }
    this.compute();
    return true;
  }

  /** The last own act that can be taken back, as the act that takes it back. */
  undoable() {
    for (let i = this.undone.length - 1; i >= 0; i -= 1) {
      const entry = this.undone[i];
      if (this.state.refused.some((r) => r.id === idOf(entry))) continue;
      const act = this.#inverse(entry);
      if (act !== GONE) return act && { entry, act };
    }
    return null;
  }

  /** Takes back one's own last act, by a new entry; one after the other. */
  undo() {
    this.undoing = this.undoing.then(() => this.#undo(), () => this.#undo());
    return this.undoing;
  }

  async #undo() {
    const last = this.undoable();
    if (!last) return null;
    const done = await this.act(last.act, { isUndo: true });
    if (!done.refusal) this.undone = this.undone.slice(0, this.undone.indexOf(last.entry));
    return { ...done, was: last.entry };
  }

  #inverse({ act, ...entry }) {
    const past = this.entries().filter((e) => holds(entry.seen, e));
    const before = replay(this.form, past).fields;
    const { fields } = this.state;
    const back = (name, made) => {
      // only while nobody else has written there since
      const stands = fields.standing(name).every((w) => w.entry.device === this.device);
      const was = before.last(name);
      return stands ? made(was) : GONE;
    };
    const { row, column, proposal } = act;
    switch (act.kind) {
      case 'circle': return back(`code/${row}`, (code) => circleAgain(row, code ?? null));
      case 'check': return this.state.rows.get(row).checked ? circleAgain(row, this.state.rows.get(row).code) : GONE;
      case 'explain': return back(`explanation/${row}`, (text) => ({ kind: 'explain', row, text: text ?? '' }));
      case 'note': return back(`note/${row}/${act.note ?? idOf(entry)}`, (v) => ({ kind: 'note', row, note: act.note ?? idOf(entry), column, change: v?.change ?? act.change, text: v?.text ?? '' }));
      case 'pencil': return this.state.rows.get(row).pencil.get(column) === act.text ? { kind: 'pencil', row, column, text: '' } : GONE;
      case 'held': return back('held', (on) => (on === undefined ? null : { kind: 'held', on }));
      case 'attend': return back(`attendance/${act.group}`, (count) => (count === undefined ? null : { kind: 'attend', group: act.group, count }));
      case 'order': return back('order', (v) => ({ kind: 'order', proposals: v ?? [] }));
      case 'amend': return back(`proposal/${proposal}/${act.field}`, (v) => ({ kind: 'amend', proposal, field: act.field, value: v ?? '' }));
      case 'poorer': return back(`proposal/${proposal}/poorer`, (v) => (v === undefined ? null : { kind: 'poorer', proposal, yes: v }));
      case 'propose': return this.state.proposals.get(idOf(entry))?.standing === 'retained' ? { kind: 'withdraw', proposal: idOf(entry), reason: 'Dibatalkan oleh pencatat' } : GONE;
      case 'enumerator': return { kind: 'drop_enumerator', name: act.name };
      default: return null;
    }
  }

  /** What was read out: the entries that stand signed while nothing but signatures came after them. */
  reading() {
    const { seen, signs } = this.state;
    const changes = this.entries().filter((e) => holds(seen, e) && !['sign', 'close'].includes(e.act.kind));
    const covers = signs.map((s) => s.act.covers).filter((c) => changes.every((e) => holds(c, e)));
    // two readings of the same content: all sign under the smaller, so that signatures meet
    return covers.sort((a, b) => within(b, a) - within(a, b))[0] ?? null;
  }

  /** Signatures under the present reading. */
  signatures() { return signaturesUnder(this.state, this.reading()); }

  sign(role, name) { return this.act({ kind: 'sign', role, name, covers: this.reading() ?? this.state.seen }); }

  close() { return this.act({ kind: 'close', covers: this.reading() ?? this.state.seen }); }
}

/** Circling once more what stood before; a code 5 was answered for then. */
const circleAgain = (row, code) => ({ kind: 'circle', row, code, living: code === 5 ? { head: false, members: 0 } : null });
