// Who came, the recap, the enumerators, signatures and the closing. R28, R46, R67–R73, R77.

import { ask, button, field, h, input, select, textOf } from './ask.js';
import { ABSENT, ACT, CODES, GROUPS, ROLES, refusal } from './words.js';
import { absent, obstacles, plan, recap } from './journal.js';
import { Report } from './report.js';
import { isCarried } from './before.js';
import { named } from './rows.js';
import { standing } from './settle.js';

/** The day on the device. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

/** `2016-11-05` as one says it. */
const dayInWords = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString('id-ID', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Groups nobody has counted: not known is not the same as nobody. R28. */
function uncounted(state, look) {
  const names = Object.entries(GROUPS).filter(([g]) => state.fields.last(`attendance/${g}`) === undefined).map(([, name]) => name);
  return names.length > 0 && h('p', { class: look, 'data-testid': 'belum-dihitung' }, `Kehadiran belum dihitung: ${names.join(', ')}. Berita acara menyebutnya tidak dihitung.`);
}

/** The day said at this stage: that of the stage before is not the day of a correction. R76. */
function daySaid({ form, state }) {
  const last = state.fields.standing('held').at(-1);
  return last && !isCarried(form, last.entry) ? last.value : undefined;
}

export class Attendance {
  constructor(page) { this.page = page; }

  view() {
    const { state } = this.page.meeting;
    const missing = absent(state);
    const { closed } = state;
    const day = daySaid(this.page.meeting);
    return h('div', { class: 'stack' }, h('h2', { id: 'hadir-judul', tabindex: -1 }, 'Siapa yang hadir'),
      h('div', { class: 'card' }, field('Tanggal musyawarah', input('tanggal', { type: 'date', value: day ?? '', disabled: closed, on: { change: (e) => {
        if (e.target.value) this.page.act({ kind: 'held', on: e.target.value }); else e.target.value = day ?? '';
      } } }), { hint: day ? null : 'Bila dikosongkan: hari penandatanganan menurut jam perangkat.' }), standing(this.page, 'held', dayInWords)),
      h('div', { class: 'lembar-hadir' }, Object.entries(GROUPS).map(([group, name]) => this.group(group, name, state.fields.last(`attendance/${group}`)))),
      uncounted(state, 'muted'),
      missing.map((m) => h('p', { class: 'notice is-warn', role: 'status' }, `Peringatan: ${ABSENT[m]}`)));
  }

  group(group, name, count) {
    const write = (n) => this.page.act({ kind: 'attend', group, count: n });
    const closed = this.page.meeting.state.closed;
    return h('div', { class: 'card' }, h('label', { for: `hadir-${group}` }, h('strong', {}, name)),
      h('div', { class: 'row lembar-hitung' },
        button('−', () => write(Math.max(0, (count ?? 0) - 1)), { class: 'is-second', id: `kurang-${group}`, 'aria-label': `${name}: kurang satu`, disabled: closed }),
        h('input', { id: `hadir-${group}`, type: 'number', min: 0, max: 999, inputmode: 'numeric', value: count ?? '', disabled: closed, on: { change: (e) => {
          // nothing written is not nobody: what was counted stands
          if (e.target.value.trim() === '') e.target.value = count ?? ''; else write(Number(e.target.value));
        } } }),
        button('+', () => write((count ?? 0) + 1), { class: 'is-second', id: `tambah-${group}`, 'aria-label': `${name}: tambah satu`, disabled: closed })),
      standing(this.page, `attendance/${group}`, (v) => `${v ?? 'kosong'} orang`));
  }
}

export class Closing {
  constructor(page) { this.page = page; this.report = new Report(page); }

  view() {
    const { meeting } = this.page;
    const { state } = meeting;
    return h('div', { class: 'stack' }, h('h2', { id: 'tutup-judul', tabindex: -1 }, state.closed ? 'Musyawarah sudah ditutup' : 'Rekap dan penutupan'),
      state.closed && this.closed(),
      h('div', { class: 'cols is-wide' }, this.recap(), this.enumerators()),
      !state.closed && this.todo(),
      !state.closed && uncounted(state, 'notice is-warn'),
      this.report.view(),
      this.signatures(),
      h('p', { class: 'small muted' }, 'Sidik isi: ', h('span', { class: 'code lembar-sidik', id: 'sidik' }, '…'), ' ', h('span', { id: 'sidik-kata' })));
  }

  recap() {
    const { state } = this.page.meeting;
    const counts = recap(state);
    const { houses, reserve, enumerators } = plan(state);
    const rows = [...state.rows.values()].filter((r) => r.code !== null).length;
    return h('section', { class: 'card is-flush' }, h('div', { class: 'card-head' }, h('h3', {}, 'Rekap kode')),
      h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Kode'), h('th', { scope: 'col', class: 'num' }, 'Jumlah'))),
        h('tbody', {}, Object.entries(CODES).map(([n, w]) => h('tr', { 'data-rekap': n }, h('th', { scope: 'row' }, `${n} ${w.long}`), h('td', { class: 'num' }, String(counts[n])))),
          h('tr', { class: 'is-total' }, h('th', { scope: 'row' }, 'Baris FKP.01 berkode'), h('td', { class: 'num' }, `${rows} dari ${state.rows.size}`)))),
      h('p', { class: 'lembar-saring', 'data-testid': 'rencana' }, `Formulir kosong ${houses} (2+3+6+7), cadangan ${reserve}; petugas pendata ${enumerators}. SMS sementara: `, h('span', { class: 'code nowrap' }, [2, 3, 6, 7].map((n) => `${n}=${counts[n]}`).join(' '))));
  }

  enumerators() {
    const { state } = this.page.meeting;
    const list = [...state.enumerators.values()];
    return h('section', { class: 'card' }, h('h3', {}, 'Petugas pendata'),
      h('p', { class: 'muted' }, 'Warga padukuhan ini, disepakati musyawarah. Hanya mendata kode 2, 3, 6, dan 7.'),
      [...state.fields.all.keys()].filter((name) => name.startsWith('enumerator/')).map((name) => standing(this.page, name, (v) => (v ? `${v.name}, ${v.trained_on ? `dilatih ${dayInWords(v.trained_on)}` : 'belum dilatih'}` : 'Dilepas'))),
      list.length ? h('ul', {}, list.map((e) => h('li', {}, h('strong', {}, e.name), ' ',
        e.trained_on ? h('span', { class: 'badge is-ok' }, `Dilatih ${e.trained_on}`) : h('span', { class: 'badge is-warn' }, 'Belum dilatih: belum boleh mendata'), ' ',
        !state.closed && button('Lepas', () => this.page.act({ kind: 'drop_enumerator', name: e.name }), { class: 'is-plain is-small', 'aria-label': `Lepas ${e.name}`, id: `lepas-${e.name.replaceAll(' ', '-')}` })))) : h('p', {}, 'Belum ada.'),
      !state.closed && button('+ Petugas pendata', () => this.enumerator(), { class: 'is-second', id: 'tambah-pendata' }));
  }

  async enumerator() {
    const { form } = this.page.meeting;
    const answer = await ask({
      title: 'Petugas pendata',
      body: [field('Nama', input('nama')), field('Padukuhan tempat tinggal', input('padukuhan', { value: form.hamlet })), field('Dilatih tanggal', input('latih', { type: 'date' }), { hint: 'Kosongkan bila belum dilatih.' })],
      yes: 'Tambah', read: (f) => ({ name: textOf(f, 'nama'), hamlet: textOf(f, 'padukuhan'), trained_on: textOf(f, 'latih') || null }),
      check: (v) => (v.name ? null : 'Nama belum diisi.'),
    });
    return answer && this.page.act({ kind: 'enumerator', ...answer });
  }

  /** What still stands in the way, each with the way to it. */
  todo() {
    const { meeting } = this.page;
    const against = obstacles(meeting.state, meeting.reading()).filter((o) => o.code !== 'BA_BELUM_DITANDATANGANI');
    if (!against.length) return h('p', { class: 'notice is-ok', 'data-testid': 'siap' }, 'Semua baris berkode dan diperiksa, kuota sesuai. Bacakan rekap, lalu tanda tangan.');
    const go = (id) => { const row = meeting.state.rows.get(id); return h('li', {}, button(`${row.printed.no}. ${named(row.printed.head_name)}`, () => this.page.rows.open(id), { class: 'is-plain is-small', id: `ke-${id}` })); };
    return h('section', { class: 'notice is-warn', 'data-testid': 'belum' }, h('h3', {}, 'Belum dapat ditutup'), h('ul', {}, against.map((o) => h('li', { 'data-kode': o.code }, refusal(o),
      o.rows && h('ul', { class: 'lembar-ke' }, o.rows.slice(0, 12).map(go), o.rows.length > 12 && h('li', {}, `dan ${o.rows.length - 12} lagi`)),
      o.proposals && ` (${o.proposals.map((p) => meeting.state.proposals.get(p).head_name).join(', ')})`))));
  }

  signatures() {
    const { meeting } = this.page;
    const { state } = meeting;
    const signs = state.closed ? state.signs : meeting.signatures();
    const ready = obstacles(state, meeting.reading());
    const onlySigns = ready.every((o) => o.code === 'BA_BELUM_DITANDATANGANI');
    const old = !state.closed && state.signs.length > signs.length;
    return h('section', { class: 'card' }, h('h3', {}, 'Tanda tangan berita acara'),
      old && h('p', { class: 'notice is-warn' }, 'Isi berubah setelah ditandatangani. Bacakan dan tanda tangani lagi.'),
      signs.length ? h('ul', {}, signs.map((s) => h('li', {}, h('strong', {}, s.act.name), `, ${ROLES[s.act.role]}`))) : h('p', {}, 'Belum ada.'),
      !state.closed && h('div', { class: 'row' },
        button('Tanda tangani', () => this.sign(), { class: 'is-second', id: 'tanda-tangan', 'aria-disabled': onlySigns ? null : 'true' }),
        button('Tutup musyawarah', () => this.close(), { id: 'tutup', 'aria-disabled': ready.length ? 'true' : null })));
  }

  async sign() {
    const { meeting } = this.page;
    const first = obstacles(meeting.state, meeting.reading()).find((o) => o.code !== 'BA_BELUM_DITANDATANGANI');
    if (first) return this.page.refuse(first);
    const counts = recap(meeting.state);
    const signed = meeting.signatures().map((s) => s.act.role);
    const said = daySaid(meeting);
    const held = said ?? today();
    const answer = await ask({
      title: 'Bacakan, lalu tanda tangani',
      body: [h('p', {}, 'Musyawarah ', h('strong', { 'data-testid': 'tanggal' }, dayInWords(held)), '. Bila keliru, betulkan dahulu di bagian Hadir.'),
        h('p', { class: 'lead' }, Object.entries(counts).map(([n, c]) => `kode ${n}: ${c}`).join(', ')),
        field('Sebagai', select('peran', { dukuh: ROLES.dukuh, asisten: ROLES.asisten, participant: ROLES.participant }, ['dukuh', 'asisten', 'participant'].find((r) => !signed.includes(r)))),
        field('Nama lengkap', input('nama'))],
      yes: 'Tanda tangani', read: (f) => ({ role: f.elements.peran.value, name: textOf(f, 'nama') }), check: (v) => (v.name ? null : 'Nama belum diisi.'),
    });
    if (!answer) return null;
    // nobody said another day: it is that of the device, shown above, and part of what is signed
    if (!said) await meeting.act({ kind: 'held', on: held });
    return this.page.done(await meeting.sign(answer.role, answer.name));
  }

  async close() {
    const { meeting } = this.page;
    const [first] = obstacles(meeting.state, meeting.reading());
    if (first) return this.page.refuse(first);
    const pencil = [...meeting.state.rows.values()].reduce((n, r) => n + r.pencil.size, 0);
    const yes = await ask({
      title: 'Tutup musyawarah?',
      body: [h('p', {}, 'Setelah ditutup tidak ada yang dapat diubah. Perbaikan hanya lewat tahap berikutnya.'), pencil > 0 && h('p', { class: 'notice is-warn' }, `${pencil} catatan pensil akan terhapus.`)],
      yes: 'Tutup',
    });
    return yes && this.page.done(await meeting.close());
  }

  closed() {
    const { state } = this.page.meeting;
    return h('section', { class: 'notice is-ok', 'data-testid': 'ditutup' }, h('p', {}, 'Yang ditandatangani tidak berubah lagi. Perbaikan dilakukan pada tahap berikutnya dan ditandatangani lagi.'),
      state.late.length > 0 && h('div', {}, h('h3', {}, 'Datang setelah ditutup (tidak ikut ditandatangani)'), h('ul', {}, state.late.map((e) => h('li', {}, `${ACT[e.act.kind] ?? e.act.kind}, ${e.actor}`)))));
  }
}
