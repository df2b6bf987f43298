// One office for all browser tests: the real binary, a synthetic kabupaten, a real Chromium.
import { spawn, execFile } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

export const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/**
 * Makes the workspace, opens the pages, starts the browser. `arrange(pack, folder)` gives the folder of another pack:
 * then the workspace is what `run` makes of that one, with an account of its own for every role. `fresh`: the
 * workspace knows the areas and these accounts, nothing else.
 */
export async function openOffice({ households = 240, hamlets = null, seed = 7, browser: withBrowser = true, arrange = null, fresh = false } = {}) {
  const binary = process.env.MUTAKHIR_BIN;
  if (!binary) throw new Error('MUTAKHIR_BIN names no binary: run the tests with `cargo xtask e2e`');
  const dir = mkdtempSync(join(tmpdir(), 'mutakhir-e2e-'));
  const shots = process.env.MUTAKHIR_SHOTS ?? join(tmpdir(), 'mutakhir-e2e-shots');
  mkdirSync(shots, { recursive: true });
  const demo = await promisify(execFile)(
    binary,
    ['demo', '--dir', dir, '--households', String(households), '--seed', String(seed), ...(hamlets ? ['--hamlets', String(hamlets)] : []), '--no-serve', '--format', 'json'],
    { maxBuffer: 16 << 20 },
  );
  const accounts = JSON.parse(demo.stdout);
  const pack = join(dir, 'paket');
  const cli = (...args) => promisify(execFile)(binary, args, { maxBuffer: 16 << 20 });
  const workspace = join(dir, arrange || fresh ? 'ruang-lain' : 'ruang-kerja');
  if (arrange) await cli('run', arrange(pack, dir), '--dir', workspace, '--as-of', '2017-03-01');
  if (fresh) {
    await cli('init', workspace);
    const tables = ['wilayah.csv', 'padukuhan.csv', 'jembatan_bps.csv'].map((name) => join(pack, name));
    await cli('-C', workspace, 'import', 'file', 'areas', ...tables);
  }
  if (arrange || fresh) {
    for (const account of accounts) {
      account.akun = `${account.akun}-uji`;
      account.kata_sandi = (await addAccount(account.akun, [account.peran], account.wilayah)).kata_sandi;
    }
  }
  async function addAccount(akun, roles, wilayah) {
    const bound = roles.flatMap((role) => ['--role', `${role}@${wilayah}`]);
    const said = await cli('-C', workspace, 'user', 'add', akun, '--name', `Penelaah ${akun}`, ...bound, '--format', 'json');
    const [made] = JSON.parse(said.stdout);
    return made;
  }
  let { server, base } = await serve(binary, workspace);
  const stop = async () => {
    server.kill('SIGTERM');
    await new Promise((done) => (server.exitCode === null && server.signalCode === null ? server.once('exit', done) : done()));
  };
  const browser = withBrowser ? await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS, headless: true }) : null;

  return {
    base,
    dir,
    accounts,
    workspace,
    pack,
    /** A command over the workspace. */
    cli: (...args) => cli('-C', workspace, ...args),
    /** The account of a role: { akun, kata_sandi, peran, wilayah }. */
    account(role) {
      const found = accounts.find((a) => a.peran.split(' ').includes(role));
      if (!found) throw new Error(`no account has the role ${role}: ${accounts.map((a) => a.peran)}`);
      return found;
    },
    /** The server is gone, as when the office has no electricity; and there again at the same address. */
    stopServer: stop,
    async startServer() { ({ server } = await serve(binary, workspace, base.replace('http://', ''))); },
    /**
     * Adds an account with a role at the area of `like` (a role, or the code of an area), as the operator does; gives
     * it back. `more` are further roles in the same area.
     */
    async addAccount(akun, role, like, ...more) {
      return addAccount(akun, [role, ...more], /^[\d.]+$/.test(like) ? like : this.account(like).wilayah);
    },
    /** A fresh page; `width` 320 is the smallest phone. Fails the test on any request that leaves the machine. */
    async page({ width = 1200, height = 800, scripts = true } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'id-ID', baseURL: base, javaScriptEnabled: scripts });
      return watch(await context.newPage(), base);
    },
    /** Signs in as a role. */
    async signIn(page, role) {
      await this.signInAs(page, this.account(role));
    },
    /** Signs in with an account. */
    async signInAs(page, { akun, kata_sandi }) {
      await page.goto('/masuk');
      await page.fill('#nama', akun);
      await page.fill('#sandi', kata_sandi);
      await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/masuk')), page.click('main form button')]);
    },
    shots,
    shot: (page, name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true }),
    async close() {
      await browser?.close();
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Notes on the page what it asks of other machines than `base`, and what breaks in it: `expectSound` reads both. */
export function watch(page, base) {
  page.foreign = [];
  page.problems = [];
  page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) page.foreign.push(r.url()); });
  page.on('pageerror', (e) => page.problems.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error' && /Content Security Policy/.test(m.text())) page.problems.push(m.text()); });
  return page;
}

/** Starts `serve`, on a free port unless told, and waits until it says where. */
function serve(binary, workspace, listen = '127.0.0.1:0') {
  const server = spawn(binary, ['-C', workspace, 'serve', '--listen', listen], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (part) => {
      said += part;
      const base = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (base) resolve({ server, base });
    });
    server.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}

/** Nothing for axe to say (WCAG 2.2 A and AA), no sideways scrolling, nothing foreign, nothing broken. */
export async function expectSound(page, name) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const said = violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => n.html.slice(0, 160)).join('\n    ')}`);
  if (said.length) throw new Error(`axe on ${name}:\n  ${said.join('\n  ')}`);
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.scrollingElement.scrollWidth, width: document.documentElement.clientWidth,
  }));
  if (scroll > width) throw new Error(`${name} scrolls sideways: ${scroll} > ${width}`);
  if (page.foreign.length) throw new Error(`${name} asks elsewhere: ${page.foreign}`);
  if (page.problems.length) throw new Error(`${name}: ${page.problems.join('; ')}`);
}

/** The extract of the pack three months on: some have died, some have moved out. Gives its path. */
export function newerExtract({ pack, dir }) {
  const lines = readFileSync(join(pack, 'siak.csv'), 'utf8').split('\n');
  const heads = lines[0].replace(/^\uFEFF/, '').trim().split(',');
  const [status, day] = ['status', 'tanggal_status'].map((name) => heads.indexOf(name));
  const changed = lines.map((line, i) => {
    const cells = line.split(',');
    if (i === 0 || cells.length !== heads.length || cells[status] !== 'AKTIF') return line;
    if (i % 9 === 1) { cells[status] = 'MENINGGAL'; cells[day] = '2017-05-02'; }
    if (i % 9 === 4) { cells[status] = 'PINDAH'; cells[day] = '2017-05-03'; }
    return cells.join(',');
  });
  const out = join(dir, 'siak-juni.csv');
  writeFileSync(out, changed.join('\n'));
  return out;
}
