SELECT id, kind, idempotence, state, args, done, total, worker, lease_until, cancel_asked, attempts, result, error, created_by, created_at, updated_at, rev FROM job
WHERE state = 'ANTRE' OR (state = 'JALAN' AND lease_until < $1)
ORDER BY created_at, id LIMIT 1
