-- hamlets of an area of whose report the centre has taken a message
SELECT DISTINCT desa, hamlet FROM sms_out
WHERE kind = 'LAPORAN' AND state IN ('TERKIRIM', 'SAMPAI') AND desa LIKE $1 AND hamlet IS NOT NULL
ORDER BY desa, hamlet
