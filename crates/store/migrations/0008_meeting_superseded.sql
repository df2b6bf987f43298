-- A correction is a new signed stage: which signed meetings a later one took out of force. R76, ADR 0014.
CREATE TABLE meeting_superseded (
    meeting TEXT NOT NULL REFERENCES meeting(id),
    by_meeting TEXT NOT NULL REFERENCES meeting(id),
    PRIMARY KEY (meeting)
) STRICT;
