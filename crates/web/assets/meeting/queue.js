// Sending: a queue that survives closing the browser. ADR 14.
//
// Nothing is ever taken out of it: what the server holds is known by its own word (`have`), and
// whatever is beyond that goes again. So a lost answer, a doubled or an old one does no harm.

const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
const AT_ONCE = 200;

export class Queue {
  /** `meeting` gives `device`, `entries()`, `have()` and `take(answer)`; `told` hears of every change. */
  constructor({ url, vault, meeting, told, wait = (act, ms) => setTimeout(act, ms), fetcher = (...a) => fetch(...a) }) {
    Object.assign(this, { url, vault, meeting, told, wait, fetcher });
    this.there = {};
    this.state = 'diam';
    this.wait_ms = FIRST_MS;
    this.timer = null;
    this.stopped = false;
  }

  /** Remembers what the server was known to hold, and sends the rest. */
  async start() {
    this.there = (await this.vault.get('server')) ?? {};
    this.onOnline = () => { this.wait_ms = FIRST_MS; this.soon(0); };
    addEventListener('online', this.onOnline);
    this.soon(0);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.onOnline);
  }

  /** Own entries the server is not known to hold; it takes an entry only from who wrote it. */
  unsent() {
    const { device } = this.meeting;
    return this.meeting.entries().filter((e) => e.device === device && e.number > (this.there[device] ?? 0)).sort((a, b) => a.number - b.number);
  }

  /** Sends after a while; an earlier appointment goes before a later one. */
  soon(ms) {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = this.wait(() => this.send(), ms);
  }

  /** Sends what waits. While it does, a second call waits for the same. */
  send() {
    if (this.stopped) return this.running;
    this.running = this.busy ? this.running : this.#send();
    return this.running;
  }

  /** Sends what waits now, all of it; tells whether the server answered. */
  async flush() {
    await this.running;
    await this.send();
    return ['terkirim', 'tertahan'].includes(this.state);
  }

  async #send() {
    this.busy = true;
    this.say('mengirim');
    try {
      for (;;) {
        const entries = this.unsent().slice(0, AT_ONCE);
        const answer = await this.post({ device: this.meeting.device, entries, have: this.meeting.have() });
        await this.meeting.take(answer);
        const before = JSON.stringify(this.there);
        this.there = answer.have ?? this.there;
        await this.vault.put('server', this.there);
        // entries the server refuses for good would go round for ever
        if (!this.unsent().length || JSON.stringify(this.there) === before) break;
      }
      this.wait_ms = FIRST_MS;
      this.remedy = null;
      this.say(this.unsent().length ? 'tertahan' : 'terkirim');
      this.soon(20_000);
    } catch (error) {
      this.remedy = error.remedy ?? null;
      this.say(error.code ?? 'tanpa_jaringan');
      this.soon(this.wait_ms);
      this.wait_ms = Math.min(this.wait_ms * 2, LONGEST_MS);
    } finally {
      this.busy = false;
    }
  }

  async post(body, url = this.url) {
    const answer = await this.fetcher(url, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), redirect: 'manual',
    });
    const refuse = (code) => Object.assign(new Error(code), { code });
    if (answer.ok) return answer.json();
    const { code, remedy } = await answer.json().catch(() => ({}));
    // somebody is logged in, but not who was let in with this device
    if (code === 'PERANGKAT_BELUM_DITERIMA') throw refuse('orang_lain');
    if (answer.type === 'opaqueredirect' || answer.status === 401) throw refuse('perlu_masuk');
    if (answer.status === 403) throw refuse('tidak_berhak');
    // a rule refuses the whole sending: who is told to wait would wait for ever
    if (answer.status === 409 && remedy) throw Object.assign(refuse('ditolak'), { remedy, why: code });
    throw refuse('server_sibuk');
  }

  say(state) {
    this.state = state;
    this.told(state);
  }
}
