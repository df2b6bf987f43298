-- registrations of an area with their category, by number, or the newest first, or by name; a name is found by its words in any
-- order, without signs and blanks and in old spelling (store::view::name_words)
SELECT * FROM (
  SELECT r.number AS number, r.date AS date, r.kind AS kind, r.desa AS desa, r.hamlet AS hamlet,
         r.head_name AS head_name, r.member_count AS member_count, r.musdes AS musdes, COALESCE(f.state, 'DRAF') AS state,
         CASE WHEN i.category IS NOT NULL THEN i.category WHEN COALESCE(f.state, 'DRAF') = 'DRAF' THEN 'DRAF' ELSE 'BELUM' END AS category,
         i.household AS household, i.merged_with AS merged_with, COUNT(*) OVER () AS total
  FROM (SELECT *, REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
          UPPER(COALESCE(head_name, '')), '''', ''), '’', ''), '‘', ''), '`', ''), '.', ''), '-', ''), ',', ''),
          'OE', 'U'), 'DJ', 'J'), 'TJ', 'C'), ' ', '') AS name_key
        FROM registration WHERE desa BETWEEN $1 AND $2) AS r
  LEFT JOIN identification i ON i.registration = r.number LEFT JOIN case_file f ON f.id = r.number
  WHERE ((r.name_key LIKE $8 ESCAPE '\' AND r.name_key LIKE $9 ESCAPE '\' AND r.name_key LIKE $10 ESCAPE '\'
          AND r.name_key LIKE $11 ESCAPE '\')
         OR UPPER(r.number) LIKE $3 ESCAPE '\' OR UPPER(COALESCE(r.hamlet, '')) LIKE $3 ESCAPE '\')
    AND ($4 = '' OR CASE WHEN i.category IS NOT NULL THEN i.category WHEN COALESCE(f.state, 'DRAF') = 'DRAF' THEN 'DRAF' ELSE 'BELUM' END = $4)
    AND ($5 = '' OR r.kind = $5)
) AS list
ORDER BY CASE WHEN $12 = 'terbaru' THEN COALESCE(date, '') ELSE '' END DESC,
         CASE WHEN $12 = 'terbaru' THEN number ELSE '' END DESC,
         CASE WHEN $12 = 'nama' THEN COALESCE(head_name, '~') ELSE '' END, number LIMIT $6 OFFSET $7
