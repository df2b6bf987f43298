// Everything a device keeps of a meeting, encrypted at rest.
//
// A random AES-256 key encrypts each record. That key lies on the device only wrapped, under a
// key made from the officer's PIN (PBKDF2, SHA-256). Locked, the device holds nothing readable:
// no name, no code, no remark. What stays readable are the numbers of records and the salt.

export const ROUNDS = 600_000;
const PIN_MIN = 6;

export class VaultRefused extends Error {
  constructor(code, more = {}) { super(code); this.code = code; Object.assign(this, more); }
}

const text = new TextEncoder();
const random = (n) => crypto.getRandomValues(new Uint8Array(n));
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

/** Opens the database of one meeting. */
export function openDatabase(meeting) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(`musyawarah:${meeting}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('lock');
      asked.result.createObjectStore('entries');
      asked.result.createObjectStore('records');
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const done = (tx) => new Promise((resolve, reject) => {
  tx.oncomplete = () => resolve();
  tx.onerror = tx.onabort = () => reject(tx.error ?? new VaultRefused('PENYIMPANAN_GAGAL'));
});

/** The key that wraps: made anew from the PIN each time, kept nowhere. */
async function wrappingKey(pin, salt, rounds) {
  const raw = await crypto.subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, raw, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'],
  );
}

/** Whether this device already keeps the meeting. */
export async function isKept(db) {
  return Boolean(await settled(db.transaction('lock').objectStore('lock').get('lock')));
}

/** A PIN that is too easy to guess is not taken. */
export function weak(pin) {
  if (!/^\d+$/.test(pin) || pin.length < PIN_MIN) return 'PIN_PENDEK';
  if (new Set(pin).size < 3 || '01234567890123456789'.includes(pin) || '98765432109876543210'.includes(pin)) return 'PIN_MUDAH';
  return null;
}

/** A name for this device, no other has it. */
export const newDevice = () => hex(random(8));

/** Makes the lock of a meeting on this device and opens it. */
export async function create(db, meeting, pin, device = newDevice()) {
  const code = weak(pin);
  if (code) throw new VaultRefused(code);
  const [salt, iv] = [random(16), random(12)];
  const wrapper = await wrappingKey(pin, salt, ROUNDS);
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const wrapped = await crypto.subtle.wrapKey('raw', fresh, wrapper, { name: 'AES-GCM', iv });
  const tx = db.transaction('lock', 'readwrite');
  // `add`: a lock that is there is never written over, or what it locks were lost
  tx.objectStore('lock').add({ salt, iv, wrapped, rounds: ROUNDS, device, wrong: 0, until: 0 }, 'lock');
  await done(tx);
  return open(db, meeting, pin);
}

/** Opens the lock. After five wrong PINs each further try waits longer. */
export async function open(db, meeting, pin, now = Date.now()) {
  const lock = await settled(db.transaction('lock').objectStore('lock').get('lock'));
  if (!lock) throw new VaultRefused('PERANGKAT_KOSONG');
  if (now < lock.until) throw new VaultRefused('PIN_TUNGGU', { seconds: Math.ceil((lock.until - now) / 1000) });
  const wrapper = await wrappingKey(pin, lock.salt, lock.rounds);
  let key;
  try {
    key = await crypto.subtle.unwrapKey('raw', lock.wrapped, wrapper, { name: 'AES-GCM', iv: lock.iv }, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } catch {
    const wrong = lock.wrong + 1;
    const wait = wrong < 5 ? 0 : Math.min(2 ** (wrong - 5) * 30, 3600);
    await keepLock(db, { ...lock, wrong, until: now + wait * 1000 });
    throw new VaultRefused('PIN_SALAH', { left: Math.max(0, 5 - wrong), seconds: wait });
  }
  if (lock.wrong) await keepLock(db, { ...lock, wrong: 0, until: 0 });
  return new Vault(db, meeting, key, lock.device);
}

async function keepLock(db, lock) {
  const tx = db.transaction('lock', 'readwrite');
  tx.objectStore('lock').put(lock, 'lock');
  await done(tx);
}

/** An open vault. Forget it, and the device is locked. */
export class Vault {
  constructor(db, meeting, key, device) { Object.assign(this, { db, meeting, key, device }); }

  // the place a record lies at is sealed with it: records cannot change places
  #place(store, key) { return text.encode(`${this.meeting}/${store}/${key}`); }

  async #seal(store, key, value) {
    const iv = random(12);
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: this.#place(store, key) }, this.key, text.encode(JSON.stringify(value)));
    return { iv, data };
  }

  async #unseal(store, key, { iv, data }) {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: this.#place(store, key) }, this.key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  /** Keeps one record under a name: the form, what the server is known to hold. */
  async put(name, value) {
    const sealed = await this.#seal('records', name, value);
    const tx = this.db.transaction('records', 'readwrite');
    tx.objectStore('records').put(sealed, name);
    await done(tx);
  }

  async get(name) {
    const sealed = await settled(this.db.transaction('records').objectStore('records').get(name));
    return sealed ? this.#unseal('records', name, sealed) : null;
  }

  /** Adds entries; those already kept stay as they are. Resolves when they are on the disk. */
  async add(entries) {
    const sealed = await Promise.all(entries.map(async (e) => {
      const key = `${e.device}:${String(e.number).padStart(9, '0')}`;
      return [key, await this.#seal('entries', key, e)];
    }));
    const tx = this.db.transaction('entries', 'readwrite', { durability: 'strict' });
    const store = tx.objectStore('entries');
    for (const [key, value] of sealed) {
      const asked = store.getKey(key);
      asked.onsuccess = () => { if (asked.result === undefined) store.add(value, key); };
    }
    await done(tx);
  }

  /** Every entry kept. */
  async entries() {
    const store = this.db.transaction('entries').objectStore('entries');
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    return Promise.all(keys.map((key, i) => this.#unseal('entries', key, values[i])));
  }
}

/** Calls `lock` after so long without a key, a touch or a pointer. */
export function lockWhenIdle(minutes, lock) {
  let last = Date.now();
  const touch = () => { last = Date.now(); };
  for (const kind of ['keydown', 'pointerdown', 'touchstart']) addEventListener(kind, touch, { passive: true });
  // a sleeping tablet runs no timers: the hour is compared when it wakes
  const look = () => { if (Date.now() - last > minutes * 60_000) lock(); };
  const timer = setInterval(look, 15_000);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    for (const kind of ['keydown', 'pointerdown', 'touchstart']) removeEventListener(kind, touch);
  };
}
