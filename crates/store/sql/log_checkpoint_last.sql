SELECT size, at, root, subtrees, note FROM log_checkpoint ORDER BY size DESC LIMIT 1
