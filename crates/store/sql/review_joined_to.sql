-- registrations that joined another one
SELECT registration AS registration FROM identification WHERE merged_with = $1 AND category = 'GANDA' ORDER BY registration
