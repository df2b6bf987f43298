-- What a workspace of the program before 0010 holds that the current register has not seen yet: the round it was
-- in, deaths, decrees, visits. app::upgrade carries them over row by row; the table is dropped when it is empty.

CREATE TABLE upgrade_register (
    step INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (step, id)
) STRICT;

INSERT INTO upgrade_register SELECT 1, 'putaran' WHERE NOT EXISTS (SELECT id FROM round)
    AND (EXISTS (SELECT number FROM registration) OR EXISTS (SELECT id FROM meeting)
        OR EXISTS (SELECT number FROM decree) OR EXISTS (SELECT id FROM meeting_session));
INSERT INTO upgrade_register SELECT 2, id FROM import
    WHERE kind = 'siak' AND state = 'SELESAI' AND actor IS NULL;
INSERT INTO upgrade_register SELECT 3, number FROM decree WHERE version IS NULL AND state <> 'DRAF';
INSERT INTO upgrade_register SELECT 4, 'anggota' WHERE EXISTS (SELECT id FROM upgrade_register WHERE step = 3);
INSERT INTO upgrade_register SELECT 5, id FROM questionnaire WHERE round IS NULL;
