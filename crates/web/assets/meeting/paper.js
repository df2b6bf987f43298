// The meeting on paper: everything on one page for printing. R39, R67.

import { h } from './ask.js';
import { ranking, recap } from './journal.js';
import { CODES, ROLES } from './words.js';
import { printed } from './rows.js';

export function paper(meeting) {
  const { form, state } = meeting;
  const { ranked, unranked } = ranking(state);
  const counts = recap(state);
  const gone = [...state.proposals.values()].filter((p) => p.standing !== 'retained');
  return h('div', {},
    h('h1', {}, `Musyawarah Padukuhan ${form.hamlet}, ${form.desa}`),
    h('p', {}, state.closed ? 'Salinan layar setelah ditutup.' : 'Salinan layar, belum ditutup: bukan berita acara.'),
    h('h2', {}, 'FKP.01'),
    table(['No', '(01)', '(02) KRT', '(03) ART', '(04)', '(05) Alamat', '(06)', '(07)', '(08)'], [...state.rows.values()].map((r) => [
      r.printed.no, ...[1, 2, 3, 4, 5].map((n) => printed(r, n)), r.code ?? '',
      [r.explanation, ...r.notes.map((n) => `[0${n.column}] ${n.text}`)].filter(Boolean).join('; '), r.checked ? '✓' : ''])),
    h('h2', {}, 'FKP.02'),
    table(['Urutan', 'KRT', 'ART', 'Alamat', 'Keterangan'], [
      ...[...ranked, ...unranked].map((p, i) => [i < ranked.length ? i + 1 : '–', p.head_name, (p.members).join(', '), p.address, p.remark]),
      ...gone.map((p) => ['dicoret', p.head_name, '', p.address, p.reason])]),
    h('h2', {}, 'Rekap'), table(['Kode', 'Jumlah'], Object.entries(counts).map(([n, c]) => [`${n} ${CODES[n].long}`, c])),
    state.signs.length > 0 && h('p', {}, `Tanda tangan: ${state.signs.map((s) => `${s.act.name} (${ROLES[s.act.role]})`).join(', ')}`));
}

const table = (heads, rows) => h('table', {}, h('thead', {}, h('tr', {}, heads.map((t) => h('th', { scope: 'col' }, t)))),
  h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((c) => h('td', {}, String(c ?? '')))))));
