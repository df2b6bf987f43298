// The meeting page: opens the lock, shows the sections, hears keys, keeps the network informed.

import { button, h } from './ask.js';
import { Attendance, Closing } from './closing.js';
import { contested, quota } from './journal.js';
import { same } from './fields.js';
import { enter } from './lock.js';
import { Meeting } from './meeting.js';
import { paper } from './paper.js';
import { Proposals } from './proposals.js';
import { Queue } from './queue.js';
import { Rows, named } from './rows.js';
import { ACT, CODES, DIGEST, SENDING, refusal } from './words.js';
import { lockWhenIdle } from './vault.js';

const SECTIONS = { hadir: 'Hadir', fkp01: 'FKP.01', fkp02: 'FKP.02', tutup: 'Rekap & tutup' };
const IDLE_MINUTES = 15;
const id = decodeURIComponent(location.pathname.split('/')[2]);
const $ = (name) => document.getElementById(name);

class Page {
  constructor(meeting, queue) {
    this.meeting = meeting;
    this.queue = queue;
    this.turned = new Set();
    this.rows = new Rows(this);
    this.sections = { hadir: new Attendance(this), fkp01: this.rows, fkp02: new Proposals(this), tutup: new Closing(this) };
    addEventListener('hashchange', () => { this.quiet(); this.render(); $('isi').querySelector('h2')?.focus(); });
    addEventListener('keydown', (event) => this.key(event));
    addEventListener('beforeprint', () => $('kertas').replaceChildren(paper(this.meeting)));
    for (const kind of ['online', 'offline']) addEventListener(kind, () => this.status());
    $('urungkan').addEventListener('click', () => this.undo());
    $('kirim').addEventListener('click', () => this.queue.soon(0));
    $('cetak-layar').addEventListener('click', () => print());
    $('kunci').addEventListener('click', () => location.reload());
  }

  get section() { return SECTIONS[location.hash.slice(1)] ? location.hash.slice(1) : 'fkp01'; }

  /** Does an act, and says what came of it. */
  async act(act) { return this.done(await this.meeting.act(act)); }

  done({ entry, refusal: refused }) {
    if (refused) this.refuse(refused);
    else {
      this.quiet();
      this.render();
      this.said(entry.act);
      if (entry.act.kind === 'close') { scrollTo(0, 0); $('tutup-judul')?.focus(); }
      this.queue.soon(400);
    }
    return { entry, refusal: refused };
  }

  said({ kind, code, row }) {
    const { excess, improved, proposed } = quota(this.meeting.state);
    const name = row && named(this.meeting.state.rows.get(row)?.printed.head_name);
    const what = kind === 'circle' ? `${name}: ${code ? `kode ${code}, ${CODES[code].name}` : 'kode dihapus'}.` : kind === 'check' ? `${name}: diperiksa.` : `Tersimpan: ${ACT[kind] ?? kind}.`;
    this.say(`${what} ${['circle', 'propose', 'strike', 'withdraw', 'settle'].includes(kind) ? `Kuota ${proposed} dari ${improved}${excess ? `, lebih ${excess}` : ''}.` : ''}`);
  }

  say(text) { $('kabar').textContent = text; }

  /** A rule said no: what, and what to do next. */
  refuse(refused) {
    const { rows: byRow, proposals } = this.meeting.state;
    const rows = [...(refused.rows ?? []).map((r) => byRow.get(r)?.printed.head_name), ...(refused.proposals ?? []).map((p) => proposals.get(p)?.head_name)].filter(Boolean);
    $('galat').replaceChildren(h('div', { class: 'notice is-bad row', 'data-kode': refused.code }, h('p', {}, h('strong', {}, refusal(refused)), rows.length ? ` (${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ', …' : ''})` : ''),
      button('Mengerti', () => this.quiet(), { class: 'is-second is-small push', id: 'mengerti' })));
  }

  quiet() { $('galat').replaceChildren(); }

  async undo() {
    const done = await this.meeting.undo();
    if (!done) return this.say('Tidak ada yang dapat diurungkan.');
    this.done(done);
    return done.refusal || this.say(`Diurungkan: ${ACT[done.was.act.kind]}.`);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || document.querySelector('dialog[open]')) return;
    if (event.target.matches('input, textarea, select')) return;
    if (event.key === 'u') { event.preventDefault(); this.undo(); return; }
    if (this.sections[this.section].key?.(event)) event.preventDefault();
  }

  render() {
    const from = document.activeElement?.id;
    const scroll = $('daftar')?.scrollTop ?? 0;
    $('isi').replaceChildren(this.disputes(), this.sections[this.section].view());
    for (const link of document.querySelectorAll('#bagian a')) {
      if (link.hash === `#${this.section}`) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    }
    if ($('daftar')) {
      $('daftar').scrollTop = scroll;
      const here = $('daftar').querySelector('[aria-current]');
      const box = $('daftar').getBoundingClientRect();
      const line = here?.getBoundingClientRect();
      if (line && (line.top < box.top || line.bottom > box.bottom)) $('daftar').scrollTop += line.top - box.top - box.height / 3;
    }
    if (from && document.activeElement?.id !== from) $(from)?.focus({ preventScroll: true });
    this.status();
    this.mark();
  }

  /** Shows the mark of what is here, and whether the server computes the same from the same entries. */
  async mark() {
    const digest = await this.meeting.digest();
    if ($('sidik')) $('sidik').textContent = digest;
    const told = this.compared?.own === digest ? this.compared : null;
    if ($('sidik-kata')) $('sidik-kata').textContent = !told ? DIGEST.belum : told.server === digest ? `${DIGEST.sama} (${told.at})` : DIGEST.beda;
    $('sidik-beda').hidden = !told || told.server === digest;
  }

  /** What a sending brought: the words of what was refused, and whether both sides compute the same. */
  async answered(answer, before) {
    const { meeting } = this;
    const turned = (answer.refused ?? []).filter((r) => r.kept === false && !this.turned.has(r.id));
    for (const r of turned) this.turned.add(r.id);
    const [first] = [...turned, ...meeting.newlyRefused(before)];
    if (first) this.refuse(first);
    const { state } = meeting;
    const own = await meeting.digest();
    // another key in between, or entries still under way: there is nothing to compare yet
    if (meeting.state !== state || !answer.state?.digest || !same(meeting.have(), answer.have)) return;
    this.compared = { own, server: answer.state.digest, at: new Date().toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' }) };
    await this.mark();
  }

  /** Where two values stand against each other elsewhere on the page. */
  disputes() {
    const { state } = this.meeting;
    const list = contested(state);
    if (!list.length || state.closed) return '';
    const rows = [...new Set(list.map((name) => name.split('/')).filter(([kind]) => ['code', 'explanation', 'note'].includes(kind)).map(([, row]) => row))];
    return h('div', { class: 'notice is-bad row lembar-beda', 'data-testid': 'selisih' }, h('strong', {}, `${list.length} isian berbeda dari dua perangkat.`),
      rows.slice(0, 6).map((r) => button(`Baris ${state.rows.get(r).printed.no}`, () => this.rows.open(r), { class: 'is-second is-small', id: `beda-${r}` })),
      list.some((name) => name.startsWith('enumerator')) && h('a', { href: '#tutup' }, 'Petugas pendata'),
      list.some((name) => name.startsWith('attendance') || name === 'held') && h('a', { href: '#hadir' }, 'Hadir'),
      list.some((name) => name === 'order' || name.startsWith('proposal')) && h('a', { href: '#fkp02' }, 'FKP.02'));
  }

  /** What is always in sight: the quota, the progress, what is not yet sent. */
  status() {
    const { state } = this.meeting;
    const { improved, proposed, excess } = quota(state);
    const rows = [...state.rows.values()];
    const done = rows.filter((r) => r.code !== null).length;
    $('kuota').classList.toggle('is-over', excess > 0);
    $('kuota').querySelector('progress').max = Math.max(improved, proposed, 1);
    $('kuota').querySelector('progress').value = proposed;
    $('kuota-kata').textContent = `Kuota: ${proposed} usulan dari ${improved}${excess ? ` — lebih ${excess}` : ''}`;
    $('maju-kata').textContent = `${done} dari ${rows.length}`;
    $('maju-batang').max = Math.max(rows.length, 1);
    $('maju-batang').value = done;
    const unsent = this.queue.unsent().length;
    $('kirim').textContent = unsent ? `Belum terkirim ${unsent}` : 'Semua terkirim';
    $('kirim').classList.toggle('is-unsent', unsent > 0);
    $('jaringan').textContent = navigator.onLine ? [SENDING[unsent && this.queue.state === 'terkirim' ? 'diam' : this.queue.state] ?? this.queue.state, this.queue.remedy].filter(Boolean).join(': ') : 'Tanpa jaringan: semua tersimpan di perangkat ini';
    $('urungkan').disabled = Boolean(state.closed) || !this.meeting.undoable();
    const login = $('masuk-lagi');
    login.href = `/masuk?ke=${encodeURIComponent(location.pathname)}`;
    login.textContent = this.queue.state === 'orang_lain' ? `Masuk sebagai ${this.meeting.officer.name} untuk mengirim` : 'Masuk lagi untuk mengirim';
    login.hidden = !['perlu_masuk', 'orang_lain'].includes(this.queue.state);
  }
}

/** The service worker keeps the page; a new version waits until it is asked for. */
async function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('sw.js', { type: 'classic' });
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    $('versi-baru').hidden = false;
    $('versi-baru').onclick = () => registration.waiting.postMessage('pakai');
  };
  offer();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  let changing = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // the first worker only takes the page over; a later one brings other files
    if (changing) location.reload();
    changing = true;
  });
  navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data?.versi) $('versi').textContent = `Versi ${data.versi}`; });
  (await navigator.serviceWorker.ready).active.postMessage('versi');
  document.documentElement.dataset.kept = 'ya';
}

function typeSize() {
  const sizes = ['biasa', 'besar', 'layar'];
  let at = 0;
  try { at = Math.max(0, sizes.indexOf(localStorage.getItem('lembar-huruf'))); } catch { /* a private window */ }
  const set = () => { document.documentElement.dataset.huruf = sizes[at]; };
  set();
  $('huruf').addEventListener('click', () => {
    at = (at + 1) % sizes.length;
    set();
    try { localStorage.setItem('lembar-huruf', sizes[at]); } catch { /* a private window */ }
  });
}

async function start() {
  typeSize();
  if (!isSecureContext) {
    $('isi').replaceChildren(h('div', { class: 'narrow card', role: 'alert' }, h('h2', {}, 'Alamat ini tidak aman'), h('p', {}, 'Lembar mengunci isinya di perangkat dan bekerja tanpa jaringan. Peramban hanya mengizinkannya lewat alamat https://. Minta alamat itu kepada kantor.')));
    return;
  }
  keepPage().catch(() => { $('versi').textContent = 'Tidak dapat disimpan untuk dipakai tanpa jaringan'; });
  const alone = await new Promise((resolve) => {
    // one window at a time: two would give the same number to two entries
    navigator.locks.request(`lembar:${id}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise(() => {});
    });
  });
  if (!alone) {
    $('isi').replaceChildren(h('div', { class: 'narrow card' }, h('h2', {}, 'Lembar ini sudah terbuka'), h('p', {}, 'Musyawarah ini terbuka di jendela lain pada perangkat ini. Pakai jendela itu, atau tutup dahulu.'), button('Coba lagi', () => location.reload())));
    return;
  }
  const { vault, form } = await enter(id, $('isi'));
  const meeting = new Meeting({ form, vault, kept: await vault.entries() });
  document.title = `${form.hamlet} · Lembar musyawarah`;
  $('tempat').textContent = `${form.hamlet}, ${form.desa}: Tahap ${form.stage}`;
  $('petugas').textContent = form.officer.name;
  let page = null;
  await meeting.declareKin();
  const take = async (answer) => {
    const before = meeting.state;
    if (await meeting.take(answer)) {
      page?.render();
      page?.say('Catatan dari perangkat lain sudah masuk.');
    }
    await page?.answered(answer, before);
  };
  const queue = new Queue({
    url: `/musyawarah/${encodeURIComponent(id)}/kiriman`, vault,
    meeting: { device: meeting.device, entries: () => meeting.entries(), have: () => meeting.have(), take }, told: () => page?.status(),
  });
  page = new Page(meeting, queue);
  await page.sections.tutup.report.remember();
  document.body.classList.add('is-open');
  page.render();
  await queue.start();
  lockWhenIdle(IDLE_MINUTES, () => location.reload());
}

start().catch((error) => {
  $('isi').replaceChildren(h('div', { class: 'narrow card', role: 'alert' }, h('h2', {}, 'Lembar tidak dapat dibuka'), h('p', {}, 'Muat ulang halaman ini. Yang sudah ditulis tetap tersimpan.'), h('p', { class: 'small code' }, String(error.code ?? error.message)), button('Muat ulang', () => location.reload())));
});
