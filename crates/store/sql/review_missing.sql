-- registrations under review that the queue does not know yet, or knows by another reason
SELECT i.registration AS registration FROM identification i
LEFT JOIN review_case c ON c.registration = i.registration
WHERE i.category = 'TELAAH' AND c.registration IS NULL ORDER BY i.registration
