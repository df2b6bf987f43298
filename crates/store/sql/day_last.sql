-- the latest day that anything dated bears
SELECT MAX(d.day) AS day FROM (
    SELECT MAX(opened_on) AS day FROM round
    UNION ALL SELECT MAX(closed_on) AS day FROM round
    UNION ALL SELECT MAX(day) AS day FROM register_version
    UNION ALL SELECT MAX(frozen_on) AS day FROM prelist
    UNION ALL SELECT MAX(date) AS day FROM decree
    UNION ALL SELECT MAX(delivered_on) AS day FROM decree
    UNION ALL SELECT MAX(as_of) AS day FROM edition
    UNION ALL SELECT MAX(day) AS day FROM draw
) AS d
