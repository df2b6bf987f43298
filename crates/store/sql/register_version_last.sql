-- how many acts have changed the register
SELECT COALESCE(MAX(version), 0) AS n FROM register_version
