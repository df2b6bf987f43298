SELECT value FROM workspace WHERE name = $1
