// FKP.01 on the page: one row at a time, the list beside it. R39–R58.

import { area, ask, button, field, h, select, textOf } from './ask.js';
import { CHANGES, CODES, COLUMNS } from './words.js';
import { rowBefore } from './before.js';
import { standing } from './settle.js';

const isDisputed = (r, fields) => [`code/${r.printed.row}`, `explanation/${r.printed.row}`, ...r.noteIds.map((id) => `note/${r.printed.row}/${id}`)].some((name) => fields.isContested(name));

const FILTERS = {
  semua: ['Semua', () => true],
  tanpa_kode: ['Belum berkode', (r) => r.code === null],
  tanpa_periksa: ['Belum diperiksa', (r) => r.code !== null && !r.checked],
  berselisih: ['Dua isian', isDisputed],
};

/** A name as it is shown; the register has people without one. */
export const named = (name) => name || '(tanpa nama)';

/** What is printed in a column. R40–R44. */
export function printed(row, column) {
  const p = row.printed;
  return { 1: p.row, 2: named(p.head_name), 3: p.members.length ? p.members.map(named).join(', ') : '(tidak ada)', 4: String(1 + p.members.length), 5: p.address }[column];
}

export class Rows {
  constructor(page) { this.page = page; this.at = null; this.filter = 'semua'; }

  get all() { return [...this.page.meeting.state.rows.values()]; }

  shown() { return this.all.filter((r) => FILTERS[this.filter][1](r, this.page.meeting.state.fields)); }

  get row() {
    const rows = this.all;
    return rows.find((r) => r.printed.row === this.at) ?? rows.find((r) => r.code === null) ?? rows[0];
  }

  open(id) { this.at = id; location.hash = '#fkp01'; this.page.render(); document.getElementById('baris-judul')?.focus(); }

  step(by) {
    const rows = this.shown();
    const list = rows.length ? rows : this.all;
    const here = list.indexOf(this.row);
    const next = list[Math.min(list.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
    this.at = next.printed.row;
    this.page.render();
    this.page.say(`Baris ${next.printed.no}, ${named(next.printed.head_name)}`);
  }

  /** The section. */
  view() {
    const { row } = this;
    if (!row) return h('p', { class: 'empty' }, 'Formulir ini tidak memuat baris.');
    this.at = row.printed.row;
    return h('div', { class: 'lembar-baris' }, this.list(row), this.card(row));
  }

  list(current) {
    const rows = this.shown();
    return h('aside', { class: 'lembar-daftar card is-flush', 'aria-label': 'Daftar baris' },
      h('div', { class: 'lembar-saring' }, field('Tampilkan', (id) => {
        const box = select('saring', Object.fromEntries(Object.entries(FILTERS).map(([k, [t]]) => [k, t])), this.filter)(id);
        box.id = 'saring';
        box.addEventListener('change', () => { this.filter = box.value; this.page.render(); });
        return box;
      }).querySelector('select'), h('label', { for: 'saring', class: 'sr' }, 'Tampilkan baris')),
      h('ol', { tabindex: -1, id: 'daftar' }, rows.map((r) => {
        const code = r.code;
        const said = `${r.printed.no}. ${named(r.printed.head_name)}, ${code ? `kode ${code}` : 'belum berkode'}${r.checked ? ', diperiksa' : ''}${isDisputed(r, this.page.meeting.state.fields) ? ', dua isian' : ''}`;
        return h('li', {}, h('button', {
          type: 'button', class: 'is-plain', id: `daftar-${r.printed.row}`, 'aria-label': said, 'aria-current': r === current && 'true',
          on: { click: () => this.open(r.printed.row) },
        }, h('span', { class: 'num' }, String(r.printed.no)), h('span', { class: 'lembar-nama' }, named(r.printed.head_name)),
        isDisputed(r, this.page.meeting.state.fields) && h('span', { class: 'lembar-tanda is-bad', title: 'Dua isian' }, '≠'),
        h('span', { class: `lembar-tanda${code ? ' is-kode' : ''}` }, code ? String(code) : '·'),
        h('span', { class: 'lembar-tanda' }, r.checked ? '✓' : '')));
      })), !rows.length && h('p', { class: 'muted lembar-saring' }, 'Tidak ada.'));
  }

  card(row) {
    const { meeting } = this.page;
    const { state, officer } = meeting;
    const id = row.printed.row;
    const closed = Boolean(state.closed);
    const kin = row.kin.has(officer.actor);
    const done = this.all.filter((r) => r.code !== null).length;
    return h('article', { class: 'card lembar-kartu', 'aria-labelledby': 'baris-judul' },
      h('div', { class: 'lembar-atas' },
        h('h2', { id: 'baris-judul', tabindex: -1 }, h('span', { class: 'num' }, `${row.printed.no}. `), named(row.printed.head_name)),
        h('p', { class: 'muted num' }, `${done} dari ${this.all.length} sudah berkode`)),
      rowBefore(meeting, row),
      standing(this.page, `code/${id}`, (code) => (code ? `Kode ${code}: ${CODES[code].name}` : 'Tanpa kode')),
      this.columns(row),
      h('div', { class: 'lembar-kode', role: 'group', 'aria-label': 'Kolom (06): satu kode' }, Object.entries(CODES).map(([n, w]) => h('button', {
        type: 'button', id: `kode-${n}`, class: 'is-second', 'aria-pressed': String(row.code === Number(n)),
        'aria-disabled': (closed || kin || n === '7') && 'true', 'data-kode': n, on: { click: () => this.circle(Number(n)) },
      }, h('b', {}, n), h('span', {}, h('strong', {}, w.name), h('small', {}, w.help))))),
      kin && h('p', { class: 'notice is-warn' }, 'Anda berkerabat dengan rumah tangga ini: petugas lain yang memberi kode.'),
      this.remark(row),
      h('div', { class: 'row lembar-tombol' },
        button('‹ Sebelumnya', () => this.step(-1), { class: 'is-second', id: 'mundur', 'aria-keyshortcuts': 'ArrowLeft' }),
        this.checkButton(row),
        !closed && button('Pensil', () => this.pencil(), { class: 'is-plain', id: 'pensil' }),
        !closed && !kin && button('Saya berkerabat', () => this.kin(), { class: 'is-plain', id: 'kerabat' }),
        button('Berikutnya ›', () => this.step(1), { id: 'maju', class: 'push', 'aria-keyshortcuts': 'ArrowRight' })));
  }

  columns(row) {
    const id = row.printed.row;
    const { state } = this.page.meeting;
    const closed = Boolean(state.closed);
    return h('dl', { class: 'lembar-kolom' }, [1, 2, 3, 4, 5].map((n) => {
      const notes = row.notes.filter((note) => note.column === n);
      const pencil = row.pencil.get(n);
      const text = printed(row, n);
      return h('div', { class: notes.length ? 'has-note' : '' },
        h('dt', {}, `(0${n}) ${COLUMNS[n]}`),
        h('dd', {}, h('button', {
          type: 'button', class: 'lembar-cetak', id: `kolom-${n}`, 'data-kolom': n, 'aria-label': `${COLUMNS[n]}: ${text}. Tercetak. Tulis catatan perubahan`,
          on: { click: () => this.note(n) },
        }, h('span', { class: 'lembar-isi' }, text), h('span', { class: 'lembar-pena', 'aria-hidden': 'true' }, '✎')),
        notes.map((note) => h('p', { class: 'lembar-catatan' }, h('strong', {}, `Catatan, ${(CHANGES[note.change] ?? note.change).toLowerCase()}: `), note.text, ' ',
          !closed && button('Ubah', () => this.note(n, note), { class: 'is-small is-plain', id: `ubah-catatan-${note.id.replace(':', '-')}`, 'aria-label': `Ubah catatan: ${note.text}` }))),
        row.noteIds.filter((noteId) => state.fields.standing(`note/${id}/${noteId}`)[0]?.value.column === n)
          .map((noteId) => standing(this.page, `note/${id}/${noteId}`, (v) => (v.text ? `${CHANGES[v.change] ?? v.change}: ${v.text}` : 'Tanpa catatan'))),
        pencil && h('p', { class: 'lembar-pensil' }, `✏ ${pencil} `, !closed && button('Pindahkan ke catatan', () => this.page.act({ kind: 'keep_pencil', row: id, column: n }), { class: 'is-small is-second', id: `simpan-pensil-${n}` }),
        !closed && button('Hapus', () => this.page.act({ kind: 'pencil', row: id, column: n, text: '' }), { class: 'is-small is-plain', id: `hapus-pensil-${n}` }))));
    }));
  }

  remark(row) {
    const text = row.explanation;
    return h('div', { class: 'lembar-tujuh' }, h('strong', {}, '(07) Keterangan: '), text || h('span', { class: 'muted' }, 'belum ada'), ' ',
      !this.page.meeting.state.closed && button(text ? 'Ubah' : 'Tulis', () => this.explain(), { class: 'is-small is-second', id: 'keterangan', 'aria-keyshortcuts': 'k' }),
      standing(this.page, `explanation/${row.printed.row}`, (v) => v || 'Kosong'));
  }

  checkButton(row) {
    if (row.checked) return h('span', { class: 'badge is-ok' }, '(08) Diperiksa asisten');
    if (this.page.meeting.state.closed) return null;
    if (this.page.meeting.officer.role !== 'asisten') return h('span', { class: 'badge' }, '(08) Menunggu asisten');
    return button('(08) Periksa', () => this.check(), { class: 'is-second', id: 'periksa', 'aria-keyshortcuts': 'c' });
  }

  check() { return this.page.act({ kind: 'check', row: this.at }); }

  kin() {
    const { head_name: name } = this.row.printed;
    return ask({ title: 'Berkerabat?', body: h('p', {}, `Anda (${this.page.meeting.officer.name}) berkerabat dengan rumah tangga ${name}? Setelah dinyatakan, petugas lain yang memberi kodenya.`), yes: 'Ya, berkerabat' })
      .then((yes) => yes && this.page.act({ kind: 'kin', row: this.at, officer: this.page.meeting.officer.actor }));
  }

  /** One key, one code; with a question back where the usual mistake is made. R49, R52. */
  async circle(code) {
    const { row } = this;
    const id = row.printed.row;
    const write = (more) => this.page.act({ kind: 'circle', row: id, living: null, ...more });
    if (code === 7 || row.kin.has(this.page.meeting.officer.actor) || this.page.meeting.state.closed) return write({ code });
    if (code === 2) {
      const said = await ask({
        title: 'Membaik, tidak layak lagi masuk daftar?',
        body: h('p', {}, `${named(row.printed.head_name)}: ekonominya naik dan warga sepakat ia tidak perlu ada di daftar ini lagi?`),
        choices: [{ text: 'Ya, kode 2', value: 2 }, { text: 'Tidak, tetap miskin: kode 1', value: 1 }],
      });
      return said && write({ code: said });
    }
    if (code === 5) return this.allDead(row, write);
    return write({ code });
  }

  /** Code 5 only when nobody lives; otherwise 3 or 6, and a note of the death. R52, T21. */
  async allDead(row, write) {
    const people = [row.printed.head_name, ...row.printed.members].map(named);
    const alive = await ask({
      title: 'Apakah semuanya sudah meninggal?',
      body: h('fieldset', {}, h('legend', {}, 'Centang yang MASIH HIDUP'),
        people.map((name, i) => h('label', { class: 'choice' }, h('input', { type: 'checkbox', name: 'hidup', value: String(i) }), `${name}${i ? '' : ' (kepala)'}`))),
      yes: 'Lanjut',
      read: (form) => [...form.querySelectorAll('[name=hidup]:checked')].map((box) => Number(box.value)),
    });
    if (!alive) return null;
    if (!alive.length) return write({ code: 5, living: { head: false, members: 0 } });
    const head = alive.includes(0);
    const code = head ? 6 : 3;
    const dead = people.filter((_, i) => !alive.includes(i));
    if (!dead.length) { this.page.refuse({ code: 'KODE_5_ADA_YANG_HIDUP' }); return null; }
    const said = await ask({
      title: `Masih ada yang hidup: bukan kode 5, melainkan kode ${code}`,
      body: h('p', {}, head ? 'Sebagian anggota meninggal: kode 6, dan kematiannya dicatat.' : 'Kepala meninggal, anggota lain menggantikan: kode 3, dan kematiannya dicatat.'),
      choices: [{ text: `Kode ${code} dan catat`, value: code }],
    });
    if (!said) return null;
    const text = `Meninggal: ${dead.join(', ')}`;
    const done = await write({ code });
    if (!done.refusal && !row.notes.some((n) => n.change === 'died' && n.text === text)) await this.page.act({ kind: 'note', row: row.printed.row, column: head ? 3 : 2, change: 'died', text });
    return done;
  }

  /** A printed column cannot be touched: what has changed goes beside it, each change for itself; or one is written anew. R45. */
  async note(column, now = null) {
    if (this.page.meeting.state.closed) return this.page.refuse({ code: 'SUDAH_DITUTUP' });
    const { row } = this;
    const answer = await ask({
      title: `Catatan tersendiri: ${COLUMNS[column]}`,
      body: [
        h('p', {}, 'Tercetak, dan tetap begitu: ', h('strong', {}, printed(row, column))),
        column === 1 ? h('p', { class: 'notice' }, 'Nomor RTS dibuat sistem. Catat bila keliru; nomornya tidak diganti.') : null,
        field('Apa yang berubah', select('ubah', CHANGES, now?.change ?? (column === 5 ? 'replaced' : 'corrected'))),
        field('Isi yang sekarang', area('isi', now?.text ?? '')),
      ],
      yes: now ? 'Simpan catatan (kosong: hapus)' : 'Simpan catatan',
      read: (form) => ({ change: form.elements.ubah.value, text: textOf(form, 'isi') }),
      check: (v) => (v.text || now ? null : 'Tulis isi yang sekarang.'),
    });
    return answer && this.page.act({ kind: 'note', row: row.printed.row, ...(now && { note: now.id }), column, ...answer });
  }

  /** A remark in pencil, gone when the minutes are signed unless kept. R46. */
  async pencil() {
    const { row } = this;
    const answer = await ask({
      title: 'Catatan pensil',
      body: [h('p', { class: 'muted' }, 'Untuk yang belum jelas. Terhapus saat musyawarah ditutup, kecuali dipindahkan ke catatan.'),
        field('Kolom', select('kolom', COLUMNS, 2)), field('Tulisan', area('isi'))],
      yes: 'Tulis',
      read: (form) => ({ column: Number(form.elements.kolom.value), text: textOf(form, 'isi') }),
      check: (v) => (v.text ? null : 'Tulis sesuatu.'),
    });
    return answer && this.page.act({ kind: 'pencil', row: row.printed.row, ...answer });
  }

  async explain() {
    const { row } = this;
    const text = await ask({
      title: '(07) Keterangan', body: field('Keterangan', area('isi', row.explanation)), yes: 'Simpan', read: (form) => textOf(form, 'isi'),
    });
    return text !== null && this.page.act({ kind: 'explain', row: row.printed.row, text });
  }

  /** Keys of this section. */
  key(event) {
    if (/^[1-8]$/.test(event.key)) this.circle(Number(event.key));
    else if (event.key === 'ArrowRight' || event.key === 'n') this.step(1);
    else if (event.key === 'ArrowLeft' || event.key === 'p') this.step(-1);
    else if (event.key === 'c') this.check();
    else if (event.key === 'k') this.explain();
    else if (event.key === 't') this.note(2);
    else return false;
    return true;
  }
}
