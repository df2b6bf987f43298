-- cases of a household of the register
SELECT id, kind, round, household, meeting, desa, state, moves, visited_by, checked_by
FROM case_file WHERE household = $1 ORDER BY id
