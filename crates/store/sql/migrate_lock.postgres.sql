SELECT pg_advisory_xact_lock(3403201)
