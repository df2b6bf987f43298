// The provisional report to the TKPKDesa: sent by the server with the counts it has itself, or typed by
// hand on a plain phone. R68.

import { ask, button, h } from './ask.js';
import { recap } from './journal.js';
import { REPORT } from './words.js';

const REPORTED = [2, 3, 6, 7];

export class Report {
  constructor(page) {
    this.page = page;
    this.said = null;
    this.busy = false;
    this.opened = null;
    addEventListener('offline', () => { const hand = document.getElementById('ketik-sendiri'); if (hand) hand.open = true; });
  }

  /** What was said last, from the device's own memory. */
  async remember() { this.said = (await this.page.queue.vault.get('laporan')) ?? null; }

  counts() {
    const counts = recap(this.page.meeting.state);
    return REPORTED.map((n) => `${n}=${counts[n]}`).join(' ');
  }

  view() {
    const { form, state } = this.page.meeting;
    const correcting = form.stage > 1 && !state.closed;
    return h('section', { class: 'card', 'data-testid': 'lapor' }, h('h3', {}, 'Laporan sementara ke TKPKDesa'),
      correcting ? h('p', {}, REPORT.koreksi) : [
        h('p', {}, 'SMS: ', h('span', { class: 'code nowrap' }, this.counts()), '. ', state.closed ? REPORT.otomatis : ''),
        h('div', { class: 'row' }, button('Kirim laporan sementara', () => this.send(), { class: 'is-second', id: 'lapor', 'aria-disabled': this.busy ? 'true' : null })),
        this.said && h('p', { class: `notice ${this.said.tone}`, id: 'lapor-kabar' }, this.said.text),
        this.byHand()]);
  }

  /** The text to type where there is no network; no name and no number of a person is in it. */
  byHand() {
    const { sms } = this.page.meeting.form;
    if (!sms?.head) return h('p', { class: 'muted small' }, REPORT.muat);
    const text = `${sms.head} ${this.counts()}`;
    const open = this.opened ?? (!navigator.onLine || this.said?.tone === 'is-warn');
    return h('details', { id: 'ketik-sendiri', class: 'stack', open }, h('summary', { on: { click: (e) => { this.opened = !e.currentTarget.parentElement.open; } } }, 'Tanpa jaringan: ketik di HP biasa'),
      h('p', {}, sms.number ? `Ketik SMS ini, kirim ke ${sms.number}:` : REPORT.nomor),
      h('p', { class: 'code lembar-sms', 'data-testid': 'teks-sms' }, text),
      h('p', {}, h('a', { class: 'button is-second is-small', id: 'buka-sms', href: `sms:${sms.number ?? ''}?body=${encodeURIComponent(text)}` }, 'Buka aplikasi SMS')),
      h('p', { class: 'muted small' }, REPORT.terdaftar));
  }

  async send() {
    if (this.busy) return;
    const rows = [...this.page.meeting.state.rows.values()];
    const coded = rows.filter((r) => r.code !== null).length;
    if (coded < rows.length && !await ask({
      title: 'Kirim sekarang?', body: [h('p', {}, `Baru ${coded} dari ${rows.length} baris berkode. Laporan memakai angka yang ada sekarang.`)], yes: 'Kirim',
    })) return;
    this.busy = true;
    this.page.render();
    this.said = await this.ask();
    this.busy = false;
    await this.page.queue.vault.put('laporan', this.said);
    this.page.render();
    this.page.say(this.said.text);
  }

  /** First the entries, then the report: the server counts what it holds. */
  async ask() {
    const { queue, meeting } = this.page;
    const at = new Date().toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
    const failed = (code, remedy) => ({ tone: 'is-warn', text: `${at}: ${REPORT[code] ?? remedy ?? REPORT.server_sibuk}` });
    if (!await queue.flush()) return failed(queue.state, queue.remedy);
    try {
      const { report, told, queued } = await queue.post({ device: meeting.device }, queue.url.replace(/kiriman$/, 'lapor'));
      const own = this.counts();
      const differs = report.counts === own ? '' : ` Di perangkat ini ${own}: ada catatan yang belum diterima server.`;
      const what = told === 0 ? REPORT.tanpa_nomor : queued === 0 ? REPORT.sudah(told) : REPORT.dikirim(queued);
      return { tone: told === 0 || differs ? 'is-warn' : 'is-ok', text: `${at}: laporan ke-${report.no} (${report.counts}). ${what}${differs}` };
    } catch (error) {
      return failed(error.why ?? error.code ?? 'tanpa_jaringan', error.remedy);
    }
  }
}
