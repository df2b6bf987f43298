// The way in: admission of the device, the PIN, and an open vault.

import { field, h, input } from './ask.js';
import { LOCK, refusal } from './words.js';
import { VaultRefused, create, isKept, newDevice, open, openDatabase, weak } from './vault.js';

const said = (error) => {
  if (!(error instanceof VaultRefused)) throw error;
  const wait = error.seconds ? ` Tunggu ${error.seconds} detik.` : '';
  const left = error.left ? ` Sisa ${error.left} kali sebelum harus menunggu.` : '';
  return `${LOCK[error.code] ?? error.code}${wait}${left}`;
};

/** Shows a form in `place` until `act(values)` gives something back. */
function until(place, { title, lead, fields, yes, act }) {
  return new Promise((resolve) => {
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const send = h('button', { type: 'submit' }, yes);
    const form = h('form', { class: 'stack', novalidate: true, on: { submit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      wrong.textContent = '';
      try {
        const result = await act(Object.fromEntries(new FormData(form)));
        if (result !== undefined) return resolve(result);
      } catch (error) {
        wrong.textContent = error.said ?? said(error);
        form.querySelector('input')?.select();
      } finally {
        send.disabled = false;
      }
      return undefined;
    } } }, fields, wrong, h('div', { class: 'row' }, send));
    place.replaceChildren(h('div', { class: 'narrow card lembar-masuk' }, h('h2', {}, title), lead && h('p', {}, lead), form));
    form.querySelector('input')?.focus();
  });
}

const pin = (name, label, hint) => field(label, input(name, { type: 'password', inputmode: 'numeric', autocomplete: 'off', maxlength: 12 }), { hint });

/** Everything needed to begin: an open vault and the form. */
export async function enter(meeting, place) {
  const db = await openDatabase(meeting);
  if (await isKept(db)) {
    const vault = await until(place, {
      title: 'Buka lembar musyawarah', lead: 'Isinya tersimpan terkunci di perangkat ini.', fields: pin('pin', 'PIN'), yes: 'Buka', act: (v) => open(db, meeting, v.pin),
    });
    const form = await vault.get('form');
    if (form) return { vault, form };
    const loaded = await load(meeting, place, vault.device);
    await keep(vault, loaded);
    return { vault, form: loaded.form };
  }
  const device = newDevice();
  const loaded = await load(meeting, place, device);
  const vault = await until(place, {
    title: `Lembar ${loaded.form.hamlet}`, lead: `${loaded.form.officer.name}, buat PIN untuk perangkat ini. Isi musyawarah dikunci dengannya; PIN yang lupa tidak dapat diganti.`,
    fields: [pin('pin', 'PIN baru', '6 angka atau lebih'), pin('lagi', 'Ulangi PIN')], yes: 'Kunci dan mulai',
    act: (v) => {
      const code = weak(v.pin) ?? (v.pin === v.lagi ? null : 'PIN_BEDA');
      if (code) throw new VaultRefused(code);
      return create(db, meeting, v.pin, device);
    },
  });
  await keep(vault, loaded);
  // so that the browser does not clear the meeting away when the disk grows full
  await navigator.storage?.persist?.().catch(() => false);
  return { vault, form: loaded.form };
}

async function keep(vault, { form, entries }) {
  await vault.add(entries);
  await vault.put('form', form);
}

/** A row as the page and the journal call it; the bare opening of a meeting names it by its number. */
export const asPrinted = (r, i) => ({ ...r, row: r.row ?? r.no, no: r.row === undefined ? i + 1 : r.no, members: r.members ?? r.member_names ?? [] });

/** The printed form from the server; a device not yet admitted shows its code of six digits first. */
async function load(meeting, place, device) {
  const base = `/musyawarah/${encodeURIComponent(meeting)}`;
  for (;;) {
    let answer;
    try {
      answer = await fetch(`${base}/formulir.json?device=${device}`, { redirect: 'manual' });
    } catch {
      await until(place, { title: 'Perlu jaringan sekali', lead: 'Lembar ini belum pernah dibuka di perangkat ini. Sambungkan sekali, setelah itu bekerja tanpa jaringan.', fields: [], yes: 'Coba lagi', act: () => true });
      continue;
    }
    if (answer.ok) {
      const { entries = [], have: _, state, ...form } = await answer.json();
      return { form: { ...form, seal: state?.closed ?? null, rows: form.rows.map(asPrinted) }, entries };
    }
    if (answer.status === 404) {
      place.replaceChildren(h('div', { class: 'narrow card' }, h('h2', {}, 'Musyawarah ini tidak ada'), h('p', {}, 'Formulirnya belum diterbitkan. Hubungi kantor desa.'), h('p', {}, h('a', { href: '/musyawarah' }, 'Daftar musyawarah'))));
      await new Promise(() => {});
    }
    const { code: why } = await answer.json().catch(() => ({}));
    if (why === 'BELUM_MASUK' || answer.type === 'opaqueredirect') {
      location.assign(`/masuk?ke=${encodeURIComponent(location.pathname)}`);
      await new Promise(() => {});
    }
    await until(place, {
      title: 'Terima perangkat ini', lead: 'Minta kode 6 angka di kantor desa, pada halaman musyawarah ini.',
      fields: [field('Nama perangkat', input('name'), { hint: 'Misalnya: Tablet balai' }), field('Kode', input('code', { inputmode: 'numeric', maxlength: 6 }))], yes: 'Masuk',
      act: async (v) => {
        const sent = await fetch(`${base}/perangkat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ device, name: v.name.trim(), code: v.code.trim() }), redirect: 'manual' })
          .catch(() => { throw Object.assign(new Error(), { said: 'Tanpa jaringan. Coba lagi.' }); });
        if (sent.ok) return true;
        const why = await sent.json().catch(() => ({}));
        throw Object.assign(new Error(), { said: why.remedy ?? refusal({ code: why.code ?? 'TIDAK_IKUT_MUSYAWARAH' }) });
      },
    });
  }
}

