PRAGMA busy_timeout = 30000;
PRAGMA query_only = ON;
PRAGMA cache_size = -8000;
