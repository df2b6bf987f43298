// A hall for the meeting page: its files as they are served, a small server that keeps the set of
// entries as ADR 14 says, and a network that can be cut, doubled and slowed.
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const ASSETS = join(here, '../crates/web/assets');
const KINDS = { js: 'text/javascript', css: 'text/css', html: 'text/html; charset=utf-8', webmanifest: 'application/manifest+json', svg: 'image/svg+xml' };
const POLICY = readFileSync(join(here, '../crates/web/src/guard.rs'), 'utf8').match(/CONTENT_POLICY: &str = "([^"]+)"/)[1].replaceAll('\\\n', '');

const NAMES = ['Suparti', 'Wagiman', 'Ngatinem', 'Slamet Riyadi', 'Tukijo', 'Sutarmi', 'Paijo', 'Rubinem', 'Sumarno', 'Legiyem', 'Karto Wiyono', 'Sriyatun'];

/** A printed form of so many rows; nobody in it lives. */
export function printedForm(rows = 60) {
  return {
    meeting: '9701011001_ngrandu', stage: 1, kecamatan: 'Patuk', desa: 'Sumberjo', hamlet: 'Ngrandu', date: '2016-11-05', form_set: '0'.repeat(64),
    rows: Array.from({ length: rows }, (_, i) => ({
      row: `97010110010${String(i + 1).padStart(5, '0')}`, no: i + 1, head_name: `${NAMES[i % NAMES.length]} ${'ABCDEFGHIJ'[Math.floor(i / NAMES.length)]}`,
      members: Array.from({ length: i % 5 }, (_, k) => `Anggota ${i + 1}-${k + 1}`), count: 1 + (i % 5), address: `Ngrandu RT 0${1 + (i % 4)} No. ${i + 1}`, rt: `0${1 + (i % 4)}`,
    })),
    plan: { reserve_percent: 10, load: 20 },
  };
}

const OFFICERS = { asisten: { actor: 'asisten-7', name: 'Sri Asisten', role: 'asisten' }, dukuh: { actor: 'dukuh-1', name: 'Pak Dukuh', role: 'dukuh' } };

/** Opens the server; `journal` is the page's own module, which here stands for the server's rules. */
export async function openHall({ rows = 60 } = {}) {
  const form = { ...printedForm(rows), admitted: Object.values(OFFICERS).map(({ actor, role }) => ({ actor, role })) };
  const hall = { form, entries: new Map(), posts: 0, version: 'uji-1', broken: false, register: [] };
  const shell = ['./', ...readdirSync(join(ASSETS, 'meeting')).filter((f) => !['index.html', 'sw.js'].includes(f)), '/aset/mutakhir.css', '/aset/mark.svg'];
  const file = (path) => {
    const kind = KINDS[path.split('.').pop()];
    let body = readFileSync(path);
    if (path.endsWith('sw.js')) body = body.toString().replace('__VERSION__', hall.version).replace('__FILES__', JSON.stringify(shell));
    return { kind, body };
  };
  const base = `/musyawarah/${form.meeting}`;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    const role = /(?:^|; )peran=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const say = (status, kind, body) => response.writeHead(status, { 'content-type': kind, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' }).end(body);
    const json = (value, status = 200) => say(status, 'application/json', JSON.stringify(value));
    if (hall.broken) return say(503, 'text/plain', 'sibuk');
    const body = request.method === 'POST' ? JSON.parse(await text(request)) : null;
    try {
      if (url.pathname === `${base}/formulir.json`) return OFFICERS[role] ? json({ ...form, officer: OFFICERS[role], entries: [...hall.entries.values()], have: {} }) : json({ code: 'PERANGKAT_BELUM_DITERIMA' }, 401);
      if (url.pathname === `${base}/perangkat`) {
        if (body.code !== '123456') return json({ code: 'KODE_PERANGKAT_SALAH', why: 'wrong', remedy: 'Kode itu tidak cocok.' }, 409);
        response.setHeader('set-cookie', 'peran=dukuh; Path=/; HttpOnly; SameSite=Strict');
        return json({ officer: OFFICERS.dukuh });
      }
      if (url.pathname === `${base}/kiriman` && hall.turnsAway) return json(hall.turnsAway, 409);
      if (url.pathname === `${base}/kiriman`) return json(hall.receive(body));
      if (url.pathname === `${base}/cari`) return json({ found: hall.register });
      if (url.pathname === '/aset/mutakhir.css' || url.pathname === '/aset/mark.svg') { const f = file(join(ASSETS, url.pathname.slice(6))); return say(200, f.kind, f.body); }
      if (url.pathname.startsWith(`${base}/lembar/`)) {
        const name = url.pathname.slice(base.length + 8) || 'index.html';
        if (/^[\w.-]+$/.test(name)) { const f = file(join(ASSETS, 'meeting', name)); return say(200, f.kind, f.body); }
      }
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    return say(404, 'text/plain', 'tidak ada');
  });
  const { have } = await import(join(ASSETS, 'meeting/journal.js'));
  hall.receive = ({ entries, have: theirs }) => {
    hall.posts += 1;
    for (const e of entries) { const id = `${e.device}:${e.number}`; if (!hall.entries.has(id)) hall.entries.set(id, e); }
    const all = [...hall.entries.values()];
    return { have: have(all), entries: all.filter((e) => e.number > (theirs[e.device] ?? 0)), refused: [], state: { closed: null, digest: hall.claims }, admitted: form.admitted };
  };
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  hall.base = `http://127.0.0.1:${server.address().port}`;
  hall.url = `${hall.base}${base}/lembar/`;
  hall.close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  return hall;
}

function text(request) {
  return new Promise((resolve) => {
    let all = '';
    request.on('data', (part) => { all += part; }).on('end', () => resolve(all));
  });
}
