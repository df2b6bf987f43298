//! The provisional report by SMS: four counts of a meeting, typed on any phone, answered, and held
//! against the minutes later. R68.
//!
//! [`counts`] is all a message can say of a meeting, [`read`] the forgiving reading of what people
//! type, [`message`] everything we ever send, [`coding`] and [`parts`] how text becomes one or more
//! short messages. A message of ours holds counts and the name of a place: there is no type here
//! that could carry the name or the number of a person.

pub mod coding;
pub mod counts;
pub mod message;
pub mod parts;
pub mod phone;
pub mod read;

pub use coding::Coding;
pub use counts::{Difference, MeetingCode, PlaceName, ProvisionalCounts, compare};
pub use message::Message;
pub use phone::Phone;
pub use read::{Draft, Problem, Sender};
