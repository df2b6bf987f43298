// Replays evenings through the rules of the meeting page: a file of one case a line in, one answer a line out.
// The test `exchange::journal` compares the answers with the server's. ADR 14.
import { readFileSync } from 'node:fs';

const assets = new URL('../crates/web/assets/meeting/', import.meta.url);
const { absent, canonicalText, contested, digest, idOf, obstacles, quota, recap, replay, toReread } = await import(new URL('journal.js', assets));
const { asPrinted } = await import(new URL('lock.js', assets));

const [, , file] = process.argv;
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const { opening, entries, seal } = JSON.parse(line);
  const state = replay({ ...opening, rows: opening.rows.map(asPrinted) }, entries, seal);
  const { improved, proposed, excess } = quota(state);
  const answer = {
    canonical: canonicalText(state),
    digest: await digest(state),
    refused: state.refused.map(({ id, code }) => [id, code]),
    contested: contested(state),
    unmet: obstacles(state, null).map(({ code }) => code).filter((code) => code !== 'BA_BELUM_DITANDATANGANI'),
    quota: { improved, new: proposed, excess },
    recap: recap(state),
    to_reread: toReread(state).map(({ printed }) => printed.row),
    absent: absent(state),
    waiting: state.waiting.map(idOf),
    late: state.late.map(idOf),
    closed: state.closed?.id ?? null,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
