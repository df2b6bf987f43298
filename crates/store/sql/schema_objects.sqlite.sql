SELECT type AS kind, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'
