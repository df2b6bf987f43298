SELECT id, at, account, act, area, subject, granted, reason FROM access_log
WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT $2
