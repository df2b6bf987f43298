SELECT key, owner, no FROM match_key
