-- how many numbers of a desk begin alike
SELECT COUNT(*) AS n FROM registration WHERE number LIKE $1 ESCAPE '\'
