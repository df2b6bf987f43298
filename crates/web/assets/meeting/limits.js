// What may stand in an entry at all: texts of bounded length, counts that are counts, days that are days.
// Twin of `exchange::journal`, where an entry beyond them is no entry. So it is refused here, before it
// takes a number: the entries after one that the server does not take would wait for ever.

import { BOUNDS } from './lists.js';

/** Characters in one text; names, rows or proposals in one list; bytes of one entry. */
export const TEXT_MAX = BOUNDS.text;
const LIST_MAX = BOUNDS.list;
const ENTRY_MAX = BOUNDS.entry_bytes;
/** Fields that hold a count, and those that hold a day. */
const COUNTS = ['count', 'months_away', 'months_here', 'months_since_left_home', 'months_between_visits'];
const DAYS = ['on', 'trained_on'];

const isCount = (n) => Number.isInteger(n) && n >= 0 && n <= BOUNDS.count;
const isDay = (text) => /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const letters = (text) => [...text].length;

/** Why an act cannot be written down, or nothing. `entry` is the whole entry. */
export function malformed(entry) {
  return broken(entry.act) ?? (new TextEncoder().encode(JSON.stringify(entry)).length > ENTRY_MAX ? { code: 'CATATAN_TERLALU_PANJANG' } : null);
}

function broken(value, name = '') {
  if (COUNTS.includes(name)) return value === null && name === 'months_since_left_home' ? null : isCount(value) ? null : { code: 'JUMLAH_KELIRU' };
  if (DAYS.includes(name)) return value === null && name === 'trained_on' ? null : typeof value === 'string' && isDay(value) ? null : { code: 'TANGGAL_KELIRU' };
  if (typeof value === 'string') return letters(value) > TEXT_MAX ? { code: 'CATATAN_TERLALU_PANJANG' } : null;
  if (Array.isArray(value) && value.length > LIST_MAX) return { code: 'CATATAN_TERLALU_PANJANG' };
  if (value === null || typeof value !== 'object') return null;
  for (const [key, part] of Object.entries(value)) {
    const wrong = broken(part, Array.isArray(value) ? name : key);
    if (wrong) return wrong;
  }
  return null;
}
