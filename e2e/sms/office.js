// An office with two hamlets, its telephone numbers, and the server with a line to an SMS centre.
import { execFile, fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CENTRE = fileURLToPath(new URL('centre.js', import.meta.url));
export const DESA = '97.01.01.2002';
export const TKPKDESA = '6281100000001';
export const DUKUH = '6281200000002';
export const ASISTEN = '6281300000003';

/** A port nobody uses just now. */
export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `look` gives something true. */
export async function until(what, look, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((r) => setTimeout(r, 100));
  }
}

/** A workspace with the area table and three numbers. */
export async function openOffice() {
  const binary = process.env.MUTAKHIR_BIN;
  if (!binary) throw new Error('MUTAKHIR_BIN names no binary: run the tests with `cargo xtask e2e`');
  const dir = mkdtempSync(join(tmpdir(), 'mutakhir-sms-'));
  const workspace = join(dir, 'kerja');
  const write = (name, text) => { writeFileSync(join(dir, name), text); return join(dir, name); };
  const areas = write('wilayah.csv', ['kode,level,nama,induk', '97,provinsi,Kemuning,', '97.01,kabupaten,Kabupaten Contoh,97',
    '97.01.01,kecamatan,Klampok,97.01', `${DESA},desa,Argo,97.01.01`, ''].join('\n'));
  const hamlets = write('padukuhan.csv', ['kode_lokal,nama,kode_desa,jenis', `${DESA}.01,Klampok,${DESA},Padukuhan`,
    `${DESA}.02,Girîanyar,${DESA},Padukuhan`, `${DESA}.03,Waruwangi,${DESA},Padukuhan`, ''].join('\n'));
  const bridge = write('jembatan_bps.csv', 'kode_bps,kode_kemendagri\n');
  const password = write('sandi', 'rahasia\n');
  await run('chmod', ['600', password]);
  await run(binary, ['init', workspace]);
  const office = {
    dir, workspace, password, env: {}, server: undefined,
    /** Runs a subcommand; rows of a listing, or what was said. */
    async ask(...args) {
      const { stdout, stderr } = await run(binary, ['-C', workspace, '--format', 'json', ...args], { env: { ...process.env, ...office.env } });
      return stdout.startsWith('[') ? JSON.parse(stdout) : stdout + stderr;
    },
    messages: async (direction) => (await office.ask('sms', 'list', '--limit', '500')).filter((m) => m.arah === direction),
    reports: () => office.ask('sms', 'reports'),
    /** Starts the queue and the line. */
    async start() {
      const server = spawn(binary, ['-C', workspace, 'worker'], { env: { ...process.env, ...office.env, MUTAKHIR_LOG: 'info' }, stdio: ['ignore', 'ignore', 'pipe'] });
      office.said ??= '';
      server.stderr.on('data', (part) => { office.said += part; });
      office.server = server;
      await until('the worker speaks', () => office.said.includes('Pekerja'));
    },
    /** Kills it as a power cut does, or lets it end. */
    async stop(signal = 'SIGKILL') {
      const { server } = office;
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((r) => server.once('exit', r));
      server.kill(signal);
      await gone;
    },
    async close() {
      await office.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await office.ask('import', 'file', 'areas', areas, hamlets, bridge);
  await office.ask('sms', 'contact', TKPKDESA.replace(/^62/, '0'), '--desa', DESA, '--role', 'tkpkdesa');
  await office.ask('sms', 'contact', `+${DUKUH}`, '--desa', DESA, '--hamlet', 'Klampok', '--role', 'dukuh');
  await office.ask('sms', 'contact', ASISTEN, '--desa', DESA, '--hamlet', 'Girîanyar', '--role', 'asisten');
  return office;
}

/** The SMS centre in a process of its own. */
export async function openCentre(dir) {
  const port = await freePort();
  const path = join(dir, 'pusat.jsonl');
  const centre = {
    port, heard: [], child: undefined,
    async start() {
      const child = fork(CENTRE, [String(port), path], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      centre.child = child;
      child.on('message', (event) => centre.heard.push(event));
      child.on('error', () => {});
      const before = centre.heard.length;
      await until('the centre is open', () => centre.heard.slice(before).some((e) => e.event === 'open'));
    },
    bound: () => until('the line is up', () => {
      const open = centre.heard.findLastIndex((e) => e.event === 'open');
      return centre.heard.slice(open).some((e) => e.event === 'bound');
    }),
    send: (order) => centre.child.send(order),
    alive: () => centre.child.exitCode === null && centre.child.signalCode === null,
    async kill() {
      if (!centre.alive()) return;
      const gone = new Promise((r) => centre.child.once('exit', r));
      centre.child.kill('SIGKILL');
      await gone;
    },
    died: () => until('the centre has died', () => !centre.alive()),
    /** Everything it ever took, dead or alive. */
    taken: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l)) : [])
      .filter((r) => r.kind === 'taken'),
    /** Texts that reached a phone, long ones joined. */
    received(to) {
      const whole = new Map();
      for (const row of centre.taken().filter((r) => r.to.replace(/^\+/, '') === to)) {
        const [, reference, total, no] = row.udh.match(/^(?:05)?0003(..)(..)(..)/) ?? [];
        const key = reference ? `${reference}/${total}` : row.id;
        const parts = whole.get(key) ?? [];
        parts.push([Number.parseInt(no ?? '01', 16), row.text]);
        whole.set(key, parts);
      }
      return [...whole.values()].map((parts) => parts.sort((a, b) => a[0] - b[0]).map((p) => p[1]).join(''));
    },
    /** A phone sends; long texts in parts, in the order of `order`. */
    phone({ from, text, coding = 0, size, order }) {
      if (!size) return centre.send({ mo: { from, text, coding } });
      const characters = [...text];
      const parts = [];
      for (let i = 0; i < characters.length; i += size) parts.push(characters.slice(i, i + size).join(''));
      const hex = (n) => n.toString(16).padStart(2, '0');
      for (const i of order ?? parts.keys()) {
        if (parts[i] === undefined) continue;
        centre.send({ mo: { from, text: parts[i], coding, udh: `0500032a${hex(parts.length)}${hex(i + 1)}` } });
      }
      return parts.length;
    },
  };
  await centre.start();
  return centre;
}
