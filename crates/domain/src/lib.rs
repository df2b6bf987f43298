//! Facts and rules of the register: pure, no I/O, clock, randomness, async or serde
