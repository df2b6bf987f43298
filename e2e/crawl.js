// A crawl without a browser: signs in, follows every link of every page it reaches, and notes on each page what a
// reader must not meet: a dead end, a row without name or desa, English, a code, a digest.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'node-html-parser';

const source = (path) => readFileSync(fileURLToPath(new URL(`../crates/${path}`, import.meta.url)), 'utf8');

/** How many links of one kind of page to one other kind are followed, for each account. */
const PER_KIND = 3;
const AT_ONCE = 4;

/** Addresses a page may be asked for, as `router.rs` lists them: `/rumah-tangga/{id}`. */
export const ROUTES = [...source('web/src/router.rs').matchAll(/\.route\(\s*"([^"]+)",\s*get\(/g)]
  .map(([, path]) => path)
  .filter((path) => !path.startsWith('/aset'));

const shapes = ROUTES.map((route) => [route, new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`)]);

/** The kind of an address: its route, with the names of what it asks besides. */
export function kindOf(address) {
  const { pathname, searchParams } = new URL(address, 'http://x');
  const exact = ROUTES.find((route) => route === pathname);
  const route = exact ?? shapes.find(([, shape]) => shape.test(pathname))?.[0] ?? pathname;
  const asks = [...searchParams.keys()].sort().join('&');
  return { route, kind: asks ? `${route}?${asks}` : route };
}

// --- what may stand on a page ---------------------------------------------------------------------

const words = (text) => text.match(/[A-Za-z]+(?:['’-][A-Za-z]+)*/g) ?? [];
const texts = (name) => source(name).split('\n').map((line) => line.replace(/^\s*[\w.-]+ =/, '').replace(/\{[^}]*\}/g, ' ')).join('\n');
const lower = (all) => new Set(all.map((word) => word.toLowerCase()));
const said = (lang) => ['refusals', 'defects', 'lists', 'events'].map((file) => texts(`words/text/${file}.${lang}.ftl`)).concat(texts(`web/text/${lang}.ftl`)).join('\n');

/**
 * English is every word that the English texts use and the Indonesian ones do not, and a few that only a program
 * says. A word written in capitals throughout is a name or an abbreviation of an office; it is not judged here.
 */
const INDONESIAN = lower(words(said('id')));
const PROGRAM = ['none', 'some', 'null', 'true', 'false', 'undefined', 'error', 'the', 'and', 'with', 'not', 'unknown', 'default', 'import', 'person', 'case'];
export const ENGLISH = new Set([...lower(words(said('en'))), ...PROGRAM].filter((word) => word.length > 1 && !INDONESIAN.has(word)));

/** Names of the people and places of this kabupaten: they are data, whatever language they look like. */
const isName = (word, names) => names.has(word.toLowerCase());
const isEnglish = (word, names) => word !== word.toUpperCase() && ENGLISH.has(word.toLowerCase()) && !isName(word, names);

const FILE = /[\p{L}\d_.()-]*\.(?:csv|xlsx|json|pdf|toml|txt)\b/gu;
const SNAKE = /\b[a-z]+\d*(?:_[a-z\d]+)+\b/g;
const UPPER = /\b[A-Z]+\d*(?:_[A-Z\d]+)+\b/g;
const CAMEL = /\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b/g;
const KEY = /\b[a-z]+(?:-[a-z\d]+){1,}\b/g;
const KEYS = new Set([...source('web/text/id.ftl').matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => key));
const DIGEST = /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b/g;

/** Words for people that look like a program's: none today. */
const ALLOWED = new Set();

/** Every run of text that a reader sees or hears, with the element it stands in. */
function* runs(element) {
  if (['SCRIPT', 'STYLE', 'TEMPLATE'].includes(element.rawTagName?.toUpperCase())) return;
  const lang = element.getAttribute?.('lang');
  if (lang && lang !== 'id' && element.rawTagName !== 'html') return;
  for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-label']) {
    const heard = element.getAttribute?.(name);
    if (heard) yield [heard, element];
  }
  for (const child of element.childNodes) {
    if (child.nodeType === 3) { if (child.text.trim()) yield [child.text.trim(), element]; } else yield* runs(child);
  }
}

/** Whether the element, or one around it, is marked as holding an identifier. */
const holdsIdentifier = (element) => Boolean(element.closest?.('.code'));
/** A word quoted from an office's file, such as the head of a column. */
const isQuoted = (element) => Boolean(element.closest?.('code'));
/** A digest is shown where somebody compares it with paper or with another device. */
const maybeDigest = (element) => Boolean(element.closest?.('[data-digest]'));

function judgeWords(page, names) {
  const wrong = [];
  for (const [text, element] of runs(page)) {
    if (isQuoted(element)) continue;
    const plain = text.replace(FILE, ' ');
    const codes = [...plain.matchAll(UPPER), ...plain.matchAll(SNAKE), ...plain.matchAll(CAMEL)].map(([code]) => code);
    for (const code of codes) {
      // an identifier has digits; a word of the program does not become one by its typeface
      if (!ALLOWED.has(code) && !(holdsIdentifier(element) && /\d/.test(code))) wrong.push(`code "${code}" in "${short(text)}"`);
    }
    for (const [key] of plain.matchAll(KEY)) if (KEYS.has(key)) wrong.push(`key "${key}" in "${short(text)}"`);
    for (const word of words(plain)) if (isEnglish(word, names)) wrong.push(`English "${word}" in "${short(text)}"`);
    for (const [digest] of text.matchAll(DIGEST)) if (!maybeDigest(element)) wrong.push(`digest "${digest.slice(0, 20)}…"`);
  }
  return wrong;
}

const short = (text) => (text.length > 90 ? `${text.slice(0, 90)}…` : text).replaceAll(/\s+/g, ' ');

/** A row that names a household has a name and a desa: not a dash, not an id, not digits, not nothing. */
function judgeRows(page) {
  const wrong = [];
  for (const table of page.querySelectorAll('main table')) {
    const heads = table.querySelectorAll('thead th').map((th) => th.text.trim());
    for (const row of table.querySelectorAll('tbody tr')) {
      const cells = row.childNodes.filter((n) => ['th', 'td'].includes(n.rawTagName));
      const cell = (label) => cells[heads.indexOf(label)]?.text.trim();
      const named = heads.includes('Kepala rumah tangga') && !cells.some((c) => c.getAttribute('colspan'));
      if (named && !isPersonName(cell('Kepala rumah tangga'))) wrong.push(`a row without a name: "${short(row.text)}"`);
      if (named && heads.includes('Desa atau kelurahan') && !isPlaceName(cell('Desa atau kelurahan'))) wrong.push(`a row without a desa: "${short(row.text)}"`);
      for (const link of row.querySelectorAll('a[href^="/rumah-tangga/"]')) {
        if (!link.text.trim() || link.text.trim() === '–') wrong.push(`a household without a name: "${short(row.text)}"`);
      }
    }
  }
  return wrong;
}

/** What a page says where it has no name to show. */
const UNNAMED = source('web/text/id.ftl').match(/^head-unnamed = (.*)$/m)[1];
const isPersonName = (text) => Boolean(text) && text !== UNNAMED && /\p{L}{2}/u.test(text) && !/^[A-Z]*\d[\w.-]*$/.test(text);
const isPlaceName = (text) => Boolean(text) && /\p{L}{2}/u.test(text);

function judgePage(html, path, names) {
  const page = parse(html, { blockTextElements: { script: false, style: false } });
  const wrong = [];
  if (page.querySelector('html')?.getAttribute('lang') !== 'id') wrong.push('the page does not say that it is Indonesian');
  if (page.querySelectorAll('h1').length !== 1) wrong.push(`${page.querySelectorAll('h1').length} headings of the first level`);
  if (!page.querySelector('title')?.text.trim()) wrong.push('no title');
  // the script of the meeting page draws what its links lead to
  const isDrawn = path.endsWith('/lembar/');
  for (const link of isDrawn ? [] : page.querySelectorAll('a[href^="#"]')) {
    const id = link.getAttribute('href').slice(1);
    if (id && !page.querySelector(`[id="${id}"]`)) wrong.push(`a link to #${id}, which is not on the page`);
  }
  // an id of BDT has sixteen digits as well; it names a household, or the candidate of a review
  const named = decodeURIComponent(path).replace(/^\/rumah-tangga\/\d{16}$/, '').replace(/calon=\d{16}/, '');
  if (/\d{16}/.test(named)) wrong.push('sixteen digits in an address');
  wrong.push(...judgeWords(page, names), ...judgeRows(page));
  return { page, wrong };
}

// --- the crawl -------------------------------------------------------------------------------------

/** Signs in over HTTP; gives the cookie of the session. */
export async function signIn(base, { akun, kata_sandi }) {
  const answer = await fetch(`${base}/masuk`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ nama: akun, sandi: kata_sandi }),
  });
  const cookie = answer.headers.getSetCookie().map((c) => c.split(';')[0]).find((c) => c.startsWith('sesi='));
  if (!cookie) throw new Error(`${akun} cannot sign in: ${answer.status}`);
  return cookie;
}

/** Sends a form as a page of ours would, and fails where it is not taken. */
export async function post(base, cookie, path, cells) {
  const answer = await fetch(base + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie },
    body: new URLSearchParams(cells),
  });
  if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}

/** Uploads a file for import, without a browser. */
export async function upload(base, cookie, kind, name, text) {
  const body = new FormData();
  body.set('jenis', kind);
  body.set('berkas', new Blob([text]), name);
  const answer = await fetch(`${base}/impor`, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin', cookie }, body });
  if (answer.status !== 303) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
  return answer.headers.get('location');
}

/** Follows every link from `from`; gives what is wrong, by sentence, and the routes that were reached. */
export async function crawl(base, { cookie = '', from = ['/'], names = new Set() } = {}) {
  const seen = new Set();
  const followed = new Map();
  const routes = new Set();
  const faults = new Map();
  const queue = [];
  const fault = (path, what) => faults.set(what, [...(faults.get(what) ?? []), path]);
  const add = (href, back) => {
    const { route, kind } = kindOf(href);
    const way = `${back.kind} → ${kind}`;
    const count = followed.get(way) ?? 0;
    if (seen.has(href) || count >= PER_KIND) return;
    followed.set(way, count + 1);
    seen.add(href);
    queue.push({ href, route, kind, back: back.href });
  };
  from.forEach((href) => add(href, { kind: '', href: '' }));

  async function visit(asked) {
    const here = `${asked.href} (from ${asked.back || 'the beginning'})`;
    let answer = await fetch(base + asked.href, { headers: { cookie }, redirect: 'manual' });
    for (let hops = 0; [302, 303, 307, 308].includes(answer.status) && hops < 3; hops++) {
      const to = new URL(answer.headers.get('location'), base + asked.href);
      if (to.pathname === '/masuk') return fault(here, 'asks to sign in');
      routes.add(asked.route);
      asked = { ...asked, href: to.pathname + to.search, ...kindOf(to.pathname + to.search) };
      answer = await fetch(to, { headers: { cookie }, redirect: 'manual' });
    }
    const body = await answer.text();
    if (answer.status !== 200) return fault(here, `answered ${answer.status}`);
    routes.add(asked.route);
    if (!answer.headers.get('content-type')?.startsWith('text/html')) return;
    const { page, wrong } = judgePage(body, asked.href, names);
    wrong.forEach((what) => fault(here, what));
    const links = page.querySelectorAll('a[href]').map((a) => a.getAttribute('href'));
    const forms = page.querySelectorAll('form').filter((f) => (f.getAttribute('method') ?? 'get').toLowerCase() === 'get');
    for (const href of [...links, ...forms.map((f) => f.getAttribute('action'))]) {
      if (!href || href.startsWith('#')) continue;
      const to = new URL(href, base + asked.href);
      if (to.origin !== base) fault(here, `a link that leaves the office: ${href}`);
      else add(to.pathname + to.search, asked);
    }
  }

  while (queue.length) await Promise.all(queue.splice(0, AT_ONCE).map(visit));
  return { faults, routes, pages: seen.size };
}
