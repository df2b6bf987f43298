-- statements of this program are short: the server's compiler (JIT) takes a hundred times longer than
-- what it compiles, and it starts by estimated cost, which is wrong where statistics are missing
SET jit = off;
