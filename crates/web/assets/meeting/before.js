// In a correction: what stands from the stage before, and what that stage had said. R76.
//
// A stage goes on from what was signed, on devices or on a sheet: codes and proposals are there already and
// can be changed. Whoever reads a row or a proposal out must see that nobody here has said it yet.

import { h } from './ask.js';
import { CODES } from './words.js';
import { holds, idOf, join } from './fields.js';

/** Whether an entry stands from an earlier stage. */
export function isCarried(form, entry) {
  const base = {};
  for (const one of (form.earlier ?? []).flat()) join(base, { [one.device]: one.number });
  return holds(base, entry);
}

/** Of a row of FKP.01: that its code was carried over, or which code the stage before had. */
export function rowBefore({ form, state }, row) {
  const { row: id, before } = row.printed;
  const last = state.fields.standing(`code/${id}`).at(-1)?.entry;
  if (row.code && last && isCarried(form, last)) return h('p', { id: 'dari-tahap' }, h('span', { class: 'badge' }, 'Kode dari tahap sebelumnya'));
  return before ? h('p', { class: 'muted', id: 'dari-tahap' }, `Tahap sebelumnya: kode ${before}, ${CODES[before].name}.`) : null;
}

/** Of a proposal: that it was carried over. */
export function proposalBefore({ form }, proposal) {
  const entry = (form.earlier ?? []).flat().find((e) => idOf(e) === proposal.id);
  return entry ? h('p', {}, h('span', { class: 'badge' }, 'Usulan dari tahap sebelumnya')) : null;
}
