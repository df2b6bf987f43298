-- decrees whose annex names a household
SELECT r.decree AS decree, d.date AS date, d.state AS state FROM decree_row r JOIN decree d ON d.number = r.decree
WHERE r.household = $1 ORDER BY d.date, r.decree
