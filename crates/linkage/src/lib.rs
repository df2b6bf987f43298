//! Record linkage as a general method: knows pairs, not programmes
