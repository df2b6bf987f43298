-- registry answers of the persons of one registration
SELECT no, siak FROM registration_member WHERE number = $1 ORDER BY no
