//! Stage 4: the hamlet meeting (Musyawarah Padukuhan), from the prefilled list to the signed minutes.
//!
//! [`fkp01`] and [`fkp02`] are the two forms, [`quota`] the rule that ties them, [`meeting`] the
//! evening itself, [`minutes`] what leaves the room, [`journal`] the evening as devices write it down
//! and merge it, [`filled`] a filled form as entries of the journal, [`paper`] a paper form keyed in twice,
//! [`sheet`] one in a file, [`carried`] what the stage after a signed sheet opens with, [`force`] which
//! minutes are in force, [`alike`] when two households are the same one, [`sms`] the provisional report by
//! telephone.

pub mod alike;
pub mod attendance;
pub mod carried;
pub mod closing;
pub mod filled;
pub mod finding;
pub mod fkp01;
pub mod fkp02;
pub mod force;
pub mod journal;
pub mod meeting;
pub mod minutes;
pub mod paper;
pub mod quota;
pub mod sheet;
pub mod sms;

pub use finding::Finding;
