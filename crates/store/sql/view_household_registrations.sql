-- registrations that were matched with a household
SELECT r.number AS number, r.date AS date, r.kind AS kind, i.category AS category, i.level AS level,
       i.changed AS changed, i.flags AS flags
FROM identification i JOIN registration r ON r.number = i.registration
WHERE i.household = $1 ORDER BY r.number
