// Two values of one field, side by side, and the choice between them. ADR 14.

import { button, h } from './ask.js';
import { idOf, same } from './fields.js';
import { ROLES } from './words.js';

/** The values that stand against each other in a field, with who wrote which; nothing when they agree. */
export function standing(page, name, shown) {
  const { state } = page.meeting;
  if (!state.fields.isContested(name)) return null;
  const writes = state.fields.standing(name);
  const values = writes.filter((w, i) => writes.findIndex((other) => same(other.value, w.value)) === i);
  return h('div', { class: 'notice is-bad lembar-selisih', role: 'group', 'aria-label': 'Dua isian berbeda' },
    h('h3', {}, 'Dua isian berbeda. Pilih satu:'),
    h('div', { class: 'cols' }, values.map(({ entry, value }, i) => h('div', {}, h('p', {}, h('strong', {}, shown(value))),
      h('p', { class: 'small' }, writes.filter((w) => same(w.value, value)).map((w) => `${w.entry.actor} (${ROLES[w.entry.role] ?? w.entry.role}), jam perangkat ${clock(w.entry.at)}`).join('; ')),
      !state.closed && button('Pakai ini', () => page.act({ kind: 'settle', field: name, entry: idOf(entry) }), { id: `pakai-${name.replaceAll('/', '-')}-${i}` })))));
}

const clock = (at) => new Date(at).toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
