// Clocks, and the values that stand in a field. ADR 14; twin of `journal::clock` and `journal::field`.
//
// A value stands until an entry that has seen it writes the same field. Two values stand side by
// side when neither writer had seen the other: nothing is overwritten by the hour of a clock.

/** The id of an entry. */
export const idOf = (entry) => `${entry.device}:${entry.number}`;

/** Whether a clock holds an entry. */
export const holds = (clock, entry) => (clock[entry.device] ?? 0) >= entry.number;

/** Whether all of one clock is within another. */
export const within = (clock, other) => Object.entries(clock).every(([device, n]) => (other[device] ?? 0) >= n);

/** Moves a clock forward to everything another has seen. */
export function join(clock, other) {
  for (const [device, n] of Object.entries(other)) if (n > (clock[device] ?? 0)) clock[device] = n;
  return clock;
}

export const sum = (clock) => Object.values(clock).reduce((all, n) => all + n, 0);

/** Text of any JSON value with its keys in order: equal values have equal text. */
export function ordered(value) {
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.keys(value).filter((k) => value[k] !== undefined).sort().map((k) => `${JSON.stringify(k)}:${ordered(value[k])}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export const same = (a, b) => ordered(a) === ordered(b);

/** What stands in every field, by its name: `code/{row}`, `note/{row}/{column}`, `order` … */
export class Fields {
  constructor() { this.all = new Map(); }

  /** Writes: what the writer had seen makes room, the rest stays beside it. */
  write(name, entry, past, value) {
    const standing = this.standing(name).filter((w) => !holds(past, w.entry));
    this.all.set(name, [...standing, { entry, value }]);
  }

  /** The values that stand, in the order of replay. */
  standing(name) { return this.all.get(name) ?? []; }

  /** The last value, or undefined. */
  last(name) { return this.standing(name).at(-1)?.value; }

  isContested(name) { return this.standing(name).slice(1).some((w) => !same(w.value, this.standing(name)[0].value)); }

  /** Takes away what an officer wrote. */
  takeAway(name, actor) { this.all.set(name, this.standing(name).filter((w) => w.entry.actor !== actor)); }
}

const bytes = (text) => new TextEncoder().encode(text);

/** Order of texts by their bytes, as on the server. */
export function byBytes(a, b) {
  const [x, y] = [bytes(a), bytes(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) if (x[i] !== y[i]) return x[i] - y[i];
  return x.length - y.length;
}

/** SHA-256 of a text, in hexadecimal. */
export async function sha256(text) {
  const hash = await crypto.subtle.digest('SHA-256', bytes(text));
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0')).join('');
}
