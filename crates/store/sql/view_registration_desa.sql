-- the desa of a registration
SELECT desa FROM registration WHERE number = $1
