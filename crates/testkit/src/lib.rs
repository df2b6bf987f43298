//! Synthetic villages, builders and a fixed clock for tests.
//!
//! Nothing here is a real person: NIK and No. KK use serials from 9001, which the real registry
//! (counted from 0001) does not reach.

mod clock;
mod dress;
mod old;
mod postgres;
mod village;
mod workspace;

pub use clock::{TODAY, now_ms, timestamp};
pub use dress::{Container, Dressed, Dressing, Recognised, dress, recognised};
pub use old::OldWorkspace;
pub use postgres::{postgres_size, postgres_url, postgres_wanted};
pub use village::{Village, adult, areas, child, civil, nik, registration};
pub use workspace::{Workspace, on_both};
