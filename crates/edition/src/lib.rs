//! Immutable versions of the register as signed data packages
