-- figures of the whole workspace that no desa has
SELECT (SELECT COUNT(*) FROM person) AS persons,
       (SELECT COUNT(*) FROM household) AS households,
       (SELECT COUNT(*) FROM household WHERE desa IS NULL) AS households_nowhere,
       (SELECT COUNT(*) FROM import_issue WHERE level = 'TOLAK') AS rejected
