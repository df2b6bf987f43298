SELECT id, at, account, act, area, subject, granted, reason FROM access_log
ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2
