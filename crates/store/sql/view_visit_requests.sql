-- requests for a visit in a desa since a moment
SELECT COUNT(*) AS n FROM registration WHERE desa = $1 AND file LIKE 'minta-kunjungan/%' AND registered_at > $2
