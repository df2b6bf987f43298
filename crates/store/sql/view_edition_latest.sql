-- the edition ranked last, else the last one made
SELECT e.id AS id, e.as_of AS as_of, e.household_count AS household_count, e.person_count AS person_count
FROM edition e
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM ranked_household k WHERE k.edition = e.id) THEN 0 ELSE 1 END,
         COALESCE(e.no, 0) DESC, e.as_of DESC, e.id DESC
LIMIT 1
