-- the desa of a household
SELECT desa FROM household WHERE id = $1
