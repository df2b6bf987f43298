// FKP.02 on the page: proposed households, their order of welfare, the quota and its remedies. R60–R66.

import { area, ask, button, field, h, input, select, textOf } from './ask.js';
import { BELONGS, HEADS } from './words.js';
import { candidates, quota, ranking, toReread } from './journal.js';
import { same } from './fields.js';
import { verdict } from './membership.js';
import { alike, search } from './duplicates.js';
import { named } from './rows.js';
import { proposalBefore } from './before.js';
import { standing } from './settle.js';

const nameOf = (p) => p.head_name;
const counts = (basis) => verdict(BELONGS[basis].facts).counts;

export class Proposals {
  constructor(page) { this.page = page; }

  get state() { return this.page.meeting.state; }

  get closed() { return Boolean(this.state.closed); }

  view() {
    const { ranked, unranked } = ranking(this.state);
    const gone = [...this.state.proposals.values()].filter((p) => p.standing !== 'retained');
    return h('div', { class: 'stack' },
      h('div', { class: 'row' }, h('h2', { id: 'usulan-judul', tabindex: -1 }, 'FKP.02: rumah tangga baru (kode 7)'),
        !this.closed && button('+ Usulkan rumah tangga', () => this.propose(), { id: 'usul', class: 'push', 'aria-keyshortcuts': 'b' })),
      this.remedies(),
      standing(this.page, 'order', (ids) => ids.map((id, i) => `${i + 1}. ${this.state.proposals.has(id) ? nameOf(this.state.proposals.get(id)) : id}`).join('  ') || 'Tanpa urutan'),
      ranked.length + unranked.length === 0 && h('p', { class: 'empty card' }, 'Belum ada usulan. Tulis rumah tangga yang diduga lebih miskin dan belum terdaftar.'),
      ranked.length + unranked.length > 1 && h('div', { class: 'row' },
        h('p', { class: 'muted' }, 'Urutan: yang paling miskin di atas. Seret, tekan Alt+↑/↓, atau jawab pertanyaan.'),
        !this.closed && button('Urutkan dengan pertanyaan', () => this.pairwise(), { class: 'is-second', id: 'tanya-urut' })),
      h('ol', { class: 'lembar-usulan', id: 'usulan' }, [...ranked, ...unranked].map((p, i) => this.card(p, i, unranked.includes(p)))),
      gone.length > 0 && h('section', { class: 'card' }, h('h3', {}, 'Dicoret atau ditarik (tetap tersimpan)'), h('ul', { class: 'lembar-coret' }, gone.map((p) => this.goneItem(p)))));
  }

  card(p, i, isUnranked) {
    return h('li', { class: 'card', 'data-usulan': p.id, id: `usulan-${p.id}`, tabindex: 0, 'aria-label': `${isUnranked ? 'Belum diurutkan' : `Urutan ${i + 1}`}: ${nameOf(p)}`, on: { keydown: (e) => this.moveKey(e, p) } },
      h('div', { class: 'row' },
        !this.closed && h('span', { class: 'lembar-seret', 'aria-hidden': 'true', title: 'Seret', on: { pointerdown: (e) => this.drag(e, p) } }, '⠿'),
        h('span', { class: 'lembar-urut num' }, isUnranked ? '–' : String(i + 1)),
        h('div', { class: 'lembar-siapa' }, h('strong', {}, nameOf(p)), h('span', { class: 'muted' }, ` ${1 + p.members.length} orang · ${p.address || 'alamat belum diisi'}`)),
        !this.closed && h('div', { class: 'row push' },
          button('↑', () => this.move(p, -1), { class: 'is-second is-small', id: `naik-${p.id}`, 'aria-label': `${nameOf(p)} lebih miskin` }),
          button('↓', () => this.move(p, 1), { class: 'is-second is-small', id: `turun-${p.id}`, 'aria-label': `${nameOf(p)} lebih mampu` }),
          button('Ubah', () => this.amend(p), { class: 'is-second is-small', id: `ubah-${p.id}`, 'aria-label': `Ubah ${nameOf(p)}` }),
          button('Tarik', () => this.withdraw(p), { class: 'is-plain is-small', id: `tarik-${p.id}`, 'aria-label': `Tarik usulan ${nameOf(p)}` }))),
      h('div', { class: 'row' }, h('span', {}, 'Lebih miskin daripada yang berkode 2?'),
        this.closed ? h('strong', {}, p.poorer === false ? 'Tidak' : 'Ya') : [[true, 'Ya'], [false, 'Tidak']].map(([yes, text]) => button(text, () => this.page.act({ kind: 'poorer', proposal: p.id, yes }), {
          class: 'is-second is-small', id: `miskin-${yes}-${p.id}`, 'aria-pressed': String(p.poorer === yes), 'aria-label': `${nameOf(p)} lebih miskin daripada yang berkode 2: ${text}` }))),
      proposalBefore(this.page.meeting, p),
      p.remark && h('p', { class: 'small' }, p.remark),
      ['head_name', 'members', 'address', 'remark', 'poorer'].map((name) => standing(this.page, `proposal/${p.id}/${name}`, (v) => (Array.isArray(v) ? v.join(', ') || 'tanpa anggota' : v === true ? 'Ya' : v === false ? 'Tidak' : String(v ?? '')))));
  }

  goneItem(p) {
    const { reason } = p;
    const step = { struck_a: 'a', struck_c: 'c' }[p.standing];
    const slip = `${nameOf(p)}: usulan tidak dapat dilanjutkan pada musyawarah ini. Alasan: ${reason}. Warga dapat bertanya atau mengajukan keberatan di kantor desa, dan dapat mendaftar lagi kapan saja.`;
    return h('li', {}, h('s', {}, nameOf(p)), ' ', h('span', { class: 'badge is-warn' }, step ? `Dicoret (langkah ${step})` : 'Ditarik'), ` Alasan: ${reason} `,
      button('Cara memberi tahu warga', () => ask({ title: 'Sampaikan kepada warga', body: h('p', { class: 'lead' }, slip) }), { class: 'is-small is-second', id: `tahu-${p.id}` }));
  }

  /** The three remedies in their order. There is no fourth. R63–R65. */
  remedies() {
    const { excess } = quota(this.state);
    if (!excess || this.closed) return null;
    const { ranked, unranked } = ranking(this.state);
    const best = unranked.length ? null : ranked[ranked.length - 1];
    const strike = (remedy) => best && button(`Coret ${nameOf(best)}`, () => this.strike(best, remedy), { class: 'is-danger', id: `coret-${remedy}` });
    const rows = candidates(this.state);
    const open = toReread(this.state);
    return h('section', { class: 'notice is-bad lembar-remedi', 'aria-labelledby': 'remedi-judul', 'data-testid': 'remedi' },
      h('h2', { id: 'remedi-judul' }, `Usulan lebih ${excess} dari jumlah kode 2. Tiga langkah, berurutan:`),
      h('ol', { type: 'a' },
        h('li', {}, h('p', {}, 'Coret usulan yang paling mampu lebih dahulu.'),
          unranked.length ? h('p', {}, 'Urutkan dahulu semua usulan dari yang paling miskin.') : strike('a')),
        h('li', {}, h('p', {}, `Baca ulang FKP.01: adakah yang lebih mampu daripada usulan baru? Bila ada, ubah kodenya menjadi 2. (${rows.length} baris berkode 1, 3, atau 6; ${rows.length - open.length} sudah dibaca ulang)`),
          this.state.noneFound ? h('p', { class: 'badge is-ok' }, 'Sudah dibaca ulang, tidak ada yang ditemukan')
            : h('div', { class: 'row' }, button('Baca ulang satu per satu', () => this.reread(open.length ? open : rows), { class: 'is-second', id: 'baca-ulang' }),
              button('Sudah dibaca ulang, tidak ada lagi', () => this.page.act({ kind: 'none_found' }), { class: 'is-second', id: 'tidak-ada', 'aria-disabled': open.length ? 'true' : null }))),
        h('li', {}, h('p', {}, 'Bila tidak ditemukan, usulan tetap dicoret sampai sesuai kuota.'),
          this.state.noneFound ? strike('c') : h('p', { class: 'muted' }, 'Terbuka setelah langkah b.'))));
  }

  async reread(rows) {
    const seen = [];
    for (const row of rows) {
      const said = await ask({
        title: `Baca ulang baris ${row.printed.no}: ${named(row.printed.head_name)}`,
        body: h('p', {}, `${row.printed.address}. Kode sekarang ${row.code}. Apakah rumah tangga ini lebih mampu daripada usulan baru?`),
        choices: [{ text: 'Tidak, berikutnya', value: 'tidak' }, { text: 'Ya, buka barisnya', value: 'ya' }],
      });
      if (!said) break;
      seen.push(row.printed.row);
      if (said === 'ya') {
        await this.page.act({ kind: 'reread', rows: seen });
        this.page.rows.open(row.printed.row);
        return;
      }
    }
    if (seen.length) await this.page.act({ kind: 'reread', rows: seen });
  }

  async strike(p, remedy) {
    const reason = await ask({
      title: `Coret usulan ${nameOf(p)}?`,
      body: [h('p', {}, 'Usulan tetap tersimpan bersama alasannya.'), field('Alasan, untuk disampaikan kepada warga', area('alasan', 'Kuota padukuhan ini penuh dan usulan lain dinilai lebih miskin'))],
      yes: 'Coret', read: (form) => textOf(form, 'alasan'), check: (v) => (v ? null : 'Tulis alasannya.'),
    });
    return reason && this.page.act({ kind: 'strike', proposal: p.id, remedy, reason });
  }

  async withdraw(p) {
    const reason = await ask({ title: `Tarik usulan ${nameOf(p)}?`, body: field('Alasan', area('alasan')), yes: 'Tarik', read: (f) => textOf(f, 'alasan'), check: (v) => (v ? null : 'Tulis alasannya.') });
    return reason && this.page.act({ kind: 'withdraw', proposal: p.id, reason });
  }

  // ── the order of welfare ──

  order(proposals) {
    const now = ranking(this.state);
    if (!now.unranked.length && same(now.ranked.map((p) => p.id), proposals)) return null;
    return this.page.act({ kind: 'order', proposals });
  }

  ids() {
    const { ranked, unranked } = ranking(this.state);
    return [...ranked, ...unranked].map((p) => p.id);
  }

  async move(p, by) {
    const ids = this.ids();
    const from = ids.indexOf(p.id);
    const to = Math.min(ids.length - 1, Math.max(0, from + by));
    ids.splice(to, 0, ...ids.splice(from, 1));
    await this.order(ids);
    this.page.say(`${nameOf(p)} urutan ${to + 1} dari ${ids.length}`);
  }

  moveKey(event, p) {
    if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key) || this.closed) return;
    event.preventDefault();
    this.move(p, event.key === 'ArrowUp' ? -1 : 1);
  }

  /** Drag by finger, pen or mouse. */
  drag(event, p) {
    event.preventDefault();
    const list = document.getElementById('usulan');
    const item = event.target.closest('li');
    item.classList.add('is-dragged');
    const over = (e) => {
      const other = document.elementFromPoint(e.clientX, e.clientY)?.closest('#usulan > li');
      if (!other || other === item) return;
      const box = other.getBoundingClientRect();
      list.insertBefore(item, e.clientY > box.top + box.height / 2 ? other.nextSibling : other);
    };
    const drop = () => {
      removeEventListener('pointermove', over);
      removeEventListener('pointerup', drop);
      removeEventListener('pointercancel', drop);
      item.classList.remove('is-dragged');
      const ids = [...list.children].map((li) => li.dataset.usulan);
      Promise.resolve(this.order(ids)).then(() => this.page.render());
      this.page.say(`${nameOf(p)} urutan ${ids.indexOf(p.id) + 1} dari ${ids.length}`);
    };
    addEventListener('pointermove', over);
    addEventListener('pointerup', drop);
    addEventListener('pointercancel', drop);
  }

  /** "Who is poorer?", two at a time: each household finds its place by halves. */
  async pairwise() {
    const sorted = [];
    const all = this.ids().map((id) => this.state.proposals.get(id));
    for (const p of all) {
      let [low, high] = [0, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const said = await ask({
          title: 'Mana yang lebih miskin?',
          body: h('p', { class: 'muted' }, `Usulan ${sorted.length + 1} dari ${all.length}`),
          choices: [{ text: nameOf(p), value: 'ini' }, { text: nameOf(sorted[middle]), value: 'itu' }],
        });
        if (!said) return;
        if (said === 'ini') high = middle; else low = middle + 1;
      }
      sorted.splice(low, 0, p);
    }
    await this.order(sorted.map((p) => p.id));
  }

  // ── proposing ──

  form(p) {
    const people = p ? p.members.map((name) => ({ name, basis: 'tinggal' })) : [];
    const list = h('div', { class: 'stack' });
    const add = (person = { name: '', basis: 'tinggal' }) => list.append(h('div', { class: 'lembar-orang' },
      field('Nama anggota', input('anggota', { value: person.name })),
      field('Tinggalnya', select('dasar', Object.fromEntries(Object.entries(BELONGS).map(([k, b]) => [k, `${b.text}${counts(k) ? '' : ' (bukan ART)'}`])), person.basis))));
    people.forEach(add);
    if (!people.length) add();
    return [
      field('Nama kepala rumah tangga', input('kepala', { value: p ? nameOf(p) : '' }), { hint: 'Yang bertanggung jawab atas kebutuhan sehari-hari, atau dianggap kepala.' }),
      !p && field('Ia kepala karena', select('karena', { responsible: 'Bertanggung jawab atas kebutuhan sehari-hari', regarded: 'Dianggap atau ditunjuk sebagai kepala' })),
      !p && field('Kepala tinggal di', select('kepala_tinggal', Object.fromEntries(Object.entries(HEADS).map(([k, b]) => [k, b.text])))),
      field('Alamat', input('alamat', { value: p?.address ?? '' }), { hint: 'Dusun, RT, patokan' }),
      !p && h('fieldset', {}, h('legend', {}, 'Tinggal di satu bangunan dan makan dari satu dapur (kebutuhan diurus bersama)?'),
        h('div', { class: 'choices' }, [['ya', 'Ya'], ['tidak', 'Tidak']].map(([v, t]) => h('label', { class: 'choice' }, h('input', { type: 'radio', name: 'dapur', value: v, checked: false }), t)))),
      h('div', {}, h('h3', {}, 'Anggota, selain kepala'), h('p', { class: 'hint muted small' }, 'Yang biasanya tinggal di sini, juga bila sedang pergi sementara.'), list,
        button('+ Anggota', () => { add(); list.lastChild.querySelector('input').focus(); }, { class: 'is-second is-small' })),
      p && field('Keterangan', area('catatan', p.remark)),
    ];
  }

  read(form) {
    const bases = [...form.querySelectorAll('[name=dasar]')];
    const people = [...form.querySelectorAll('[name=anggota]')].map((box, i) => ({ name: box.value.trim(), basis: bases[i].value })).filter((m) => m.name);
    return {
      head_name: textOf(form, 'kepala'), address: textOf(form, 'alamat'), kitchen: form.elements.dapur?.value ?? null, people, head: form.elements.karena?.value, head_stays: form.elements.kepala_tinggal?.value,
      members: people.filter((m) => counts(m.basis)).map((m) => m.name), remark: form.elements.catatan?.value.trim() ?? '',
    };
  }

  async propose() {
    const found = await ask({
      title: 'Usulkan rumah tangga baru', body: this.form(null), yes: 'Periksa dan usulkan', read: (form) => this.read(form),
      check: (v) => {
        if (!v.head_name) return 'Nama kepala belum diisi.';
        if (!v.address) return 'Alamat belum diisi.';
        if (!v.kitchen) return 'Jawab dahulu: satu dapur atau tidak?';
        if (!verdict(HEADS[v.head_stays].facts).counts) return 'Kepala yang tidak pulang 6 bulan bukan anggota: tulis kepala yang sekarang.';
        if (v.kitchen === 'tidak') return 'Bila dapurnya terpisah, itu rumah tangga yang berbeda: usulkan masing-masing.';
        return null;
      },
    });
    if (!found) return;
    const { head_name, address, members, people, head, head_stays } = found;
    if (!await this.isNew({ head_name, address, members })) return;
    const done = await this.page.act({ kind: 'propose', head_name, members, address, membership: { head, people: [{ name: head_name, ...HEADS[head_stays].facts }, ...people.map((m) => ({ name: m.name, ...BELONGS[m.basis].facts }))] } });
    if (done.entry) {
      const left = people.filter((m) => !counts(m.basis)).map((m) => m.name);
      this.page.say(`${head_name} diusulkan${left.length ? `; ${left.join(', ')} tidak dihitung anggota` : ''}`);
    }
  }

  /** Shows who it may already be: the register when there is a network, the printed rows always. R60. */
  async isNew(household) {
    const near = alike(this.state.form.rows, household);
    const found = await search(this.page.meeting.form.meeting, household);
    const known = [...near.map((r) => ({ text: `Baris ${r.no} FKP.01: ${r.head_name}, ${r.address}`, row: r.row })),
      ...(found ?? []).filter((f) => !near.some((r) => r.row === (f.row ?? f.household))).map((f) => ({ text: `${f.head_name}, ${f.address}${f.listed_here ? ' (terdaftar di padukuhan ini)' : ''}` }))];
    if (!known.length) return true;
    const said = await ask({
      title: 'Mungkin sudah terdaftar', body: [h('ul', {}, known.map((k) => h('li', {}, k.text))), found === null && h('p', { class: 'muted small' }, 'Tanpa jaringan: hanya dibandingkan dengan daftar tercetak.')],
      choices: [{ text: 'Rumah tangga lain: usulkan', value: 'baru' }, ...(near.length ? [{ text: 'Sama: buka barisnya', value: 'buka' }] : [])],
    });
    if (said === 'buka') this.page.rows.open(near[0].row);
    return said === 'baru';
  }

  async amend(p) {
    const v = await ask({ title: `Ubah usulan ${nameOf(p)}`, body: this.form(p), yes: 'Simpan', read: (form) => this.read(form), check: (x) => (x.head_name ? null : 'Nama kepala belum diisi.') });
    if (!v) return;
    for (const field of ['head_name', 'address', 'members', 'remark']) {
      if (!same(v[field], p[field])) await this.page.act({ kind: 'amend', proposal: p.id, field, value: v[field] });
    }
  }

  key(event) {
    if (event.key === 'b') this.propose();
    else return false;
    return true;
  }
}
