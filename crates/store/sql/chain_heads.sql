SELECT area, last_no, last_hash FROM chain ORDER BY area
