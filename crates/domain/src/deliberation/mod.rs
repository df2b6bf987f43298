//! Stage 4: the hamlet meeting (Musyawarah Padukuhan), from the prefilled list to the signed minutes.
//!
//! [`fkp01`] and [`fkp02`] are the two forms, [`quota`] the rule that ties them, [`meeting`] the
//! evening itself, [`minutes`] what leaves the room, [`journal`] the evening as devices write it down
//! and merge it, [`paper`] a filled paper form keyed in twice, [`sheet`] a filled paper form judged
//! afterwards, [`carried`] what the stage after such a sheet opens with, [`sms`] the provisional report by
//! telephone.

pub mod attendance;
pub mod closing;
pub mod finding;
pub mod fkp01;
pub mod fkp02;
pub mod meeting;
pub mod minutes;
pub mod quota;
pub mod journal;
pub mod paper;
pub mod carried;
pub mod sheet;
pub mod sms;

pub use finding::Finding;
