-- every version of a hamlet's report, the last first
SELECT desa, hamlet, no, improved, head_replaced, composition_changed, proposed, source, sender, at, flag, minutes, compared_at
FROM provisional_report
WHERE desa = $1 AND hamlet = $2
ORDER BY no DESC
