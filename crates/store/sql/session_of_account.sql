SELECT token_hash, account, created_at, expires_at, seen_at, csrf, revoked, rev FROM session
WHERE account = $1 ORDER BY created_at DESC
