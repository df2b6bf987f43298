//! The proxy means test fitted and applied to columns
