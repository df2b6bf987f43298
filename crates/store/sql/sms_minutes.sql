-- counts of the accepted paper minutes of a desa, oldest first
SELECT hamlet, counts FROM meeting WHERE desa = $1 AND verdict = 'DITERIMA' ORDER BY date, id
