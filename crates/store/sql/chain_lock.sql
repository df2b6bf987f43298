-- Makes the chain if it is new, and holds its row until the transaction ends.
INSERT INTO chain (area, last_no, last_hash) VALUES ($1, 0, $2)
ON CONFLICT (area) DO UPDATE SET last_no = chain.last_no
RETURNING last_no, last_hash
