SELECT seq, chain, chain_no, prev_hash, kind, actor, at, payload, rows, hash FROM event WHERE seq = $1
