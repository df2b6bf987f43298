-- how many numbers of each kind each desa of an area has
SELECT desa, role, COUNT(*) AS n FROM sms_contact WHERE desa LIKE $1 GROUP BY desa, role ORDER BY desa, role
