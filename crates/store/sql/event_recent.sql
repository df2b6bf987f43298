SELECT seq, chain, chain_no, kind, actor, at, payload FROM event
WHERE chain LIKE $1 ORDER BY seq DESC LIMIT $2
