//! Pages and small updates: parse, call one use case, show
