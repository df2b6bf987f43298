// Who a proposed household may already be. R60.

const plain = (text) => String(text ?? '').toLowerCase().normalize('NFKD').replace(/[^a-z ]/g, ' ').replace(/\b(h|hj|bpk|ibu|pak|bu|mbah)\b/g, ' ')
  .replace(/oe/g, 'u').replace(/dj/g, 'j').replace(/tj/g, 'c').replace(/sj/g, 'sy').replace(/(.)\1+/g, '$1').split(/\s+/).filter(Boolean);

/** How many letters must change to make one word of another; stops beyond `most`. */
function distance(a, b, most = 2) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

const near = (a, b) => a === b || (Math.min(a.length, b.length) >= 4 && distance(a, b, 1) <= 1) || (Math.min(a.length, b.length) >= 7 && distance(a, b) <= 2);

/** Whether every word of the shorter name has a near one in the other. */
export function similar(one, two) {
  const [a, b] = [plain(one), plain(two)].sort((x, y) => x.length - y.length);
  return a.length > 0 && a.every((word) => b.some((other) => near(word, other)));
}

/** Printed rows that may be the household: by its head, or by two of its members. */
export function alike(rows, { head_name, members }) {
  return rows.filter((row) => {
    const theirs = [row.head_name, ...row.members];
    if (similar(row.head_name, head_name)) return true;
    return [head_name, ...members].filter((name) => theirs.some((other) => similar(name, other))).length >= 2;
  }).slice(0, 5);
}

/** Asks the register; `null` when there is no network or no answer in time. */
export async function search(meeting, household) {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch(`/musyawarah/${encodeURIComponent(meeting)}/cari`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(household), redirect: 'manual', signal: AbortSignal.timeout(4000),
    });
    return answer.ok ? (await answer.json()).found : null;
  } catch {
    return null;
  }
}
