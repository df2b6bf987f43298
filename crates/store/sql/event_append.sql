INSERT INTO event (seq, chain, chain_no, prev_hash, kind, actor, at, payload, rows, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
