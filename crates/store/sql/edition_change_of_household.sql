SELECT edition, household, action, reason, source, became FROM edition_change
WHERE household = $1 ORDER BY edition
