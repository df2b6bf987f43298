SELECT id, kind, idempotence, state, args, done, total, worker, lease_until, cancel_asked, attempts, result, error, created_by, created_at, updated_at, rev FROM job WHERE idempotence = $1
