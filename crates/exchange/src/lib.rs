//! The formats of the outside world, each parsed once into domain types
