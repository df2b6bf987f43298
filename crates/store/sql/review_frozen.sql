-- the newest version of the prelist of a desa; 0 = none
SELECT COALESCE(MAX(version), 0) AS n FROM prelist WHERE area = $1
