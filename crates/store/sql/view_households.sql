-- households of an area, by id, name or number of members; those that left only where somebody searches for them; a name is found by its words
-- in any order, without signs and blanks and in old spelling (store::view::name_words)
SELECT h.id AS id, h.desa AS desa, h.hamlet AS hamlet, h.rw AS rw, h.rt AS rt, h.head_name AS head_name,
       h.member_count AS member_count, h.percentile AS percentile, COALESCE(h.status, 'ADA') AS status, COUNT(*) OVER () AS total
FROM (SELECT *, REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
          UPPER(COALESCE(head_name, '')), '''', ''), '’', ''), '‘', ''), '`', ''), '.', ''), '-', ''), ',', ''),
          'OE', 'U'), 'DJ', 'J'), 'TJ', 'C'), ' ', '') AS name_key
      FROM household WHERE desa BETWEEN $1 AND $2 OR ($3 = 1 AND desa IS NULL)) AS h
WHERE ((h.name_key LIKE $7 ESCAPE '\' AND h.name_key LIKE $8 ESCAPE '\' AND h.name_key LIKE $9 ESCAPE '\'
        AND h.name_key LIKE $10 ESCAPE '\')
       OR h.id LIKE $4 ESCAPE '\' OR UPPER(COALESCE(h.hamlet, '')) LIKE $4 ESCAPE '\')
  AND ($4 <> '%%' OR COALESCE(h.status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL'))
ORDER BY CASE WHEN $11 = 'nama' THEN COALESCE(h.head_name, '~') ELSE '' END,
         CASE WHEN $11 = 'anggota' THEN -COALESCE(h.member_count, 0) ELSE 0 END, h.id LIMIT $5 OFFSET $6
