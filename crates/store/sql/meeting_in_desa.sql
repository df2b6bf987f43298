-- the meetings of one desa
SELECT id, import_id, file, desa, hamlet, date, verdict, reasons, warnings, counts, proposed, quota, blanks, body
FROM meeting WHERE desa = $1 ORDER BY id
