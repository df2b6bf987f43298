-- registrations made at the desk under one client key
SELECT number, state FROM registration WHERE file = $1 OR file LIKE $2 ESCAPE '\' ORDER BY line, number
