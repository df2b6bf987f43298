-- look-ups: one plan for each connection, made when it is opened (a plan costs more than what it runs
-- for); no helpers of a query that ends before they have started; nothing is written here
SET jit = off;
SET plan_cache_mode = force_generic_plan;
SET max_parallel_workers_per_gather = 0;
SET default_transaction_read_only = on;
