//! Wrong cells of a form: the summary above it, and the mark at each cell.

use crate::text::Text;
use app::desk::Wrong;

/// The wrong cells of a form.
pub struct Wrongs(Vec<Wrong>);

impl Wrongs {
    /// None, or some.
    pub fn new(wrong: Vec<Wrong>) -> Self {
        Self(wrong)
    }
    /// Every one, in the order of the form.
    pub fn list(&self) -> &[Wrong] {
        &self.0
    }
    fn find(&self, cell: &str) -> Option<&Wrong> {
        self.0.iter().find(|w| w.cell == cell)
    }

    /// Whether a cell of a person is wrong.
    pub fn has(&self, prefix: &str, at: &str, name: &str) -> bool {
        self.find(&person_cell(prefix, at, name)).is_some()
    }
    /// Attributes that tie a person's cell to its message.
    pub fn mark(&self, prefix: &str, at: &str, name: &str) -> String {
        attributes(self.find(&person_cell(prefix, at, name)))
    }
    /// The message of a person's cell.
    pub fn say(&self, t: &Text, prefix: &str, at: &str, name: &str) -> String {
        message(t, self.find(&person_cell(prefix, at, name)))
    }

    /// Whether another cell is wrong.
    pub fn is(&self, prefix: &str, name: &str) -> bool {
        self.find(&format!("{prefix}{name}")).is_some()
    }
    /// Attributes that tie another cell to its message.
    pub fn mark_cell(&self, prefix: &str, name: &str) -> String {
        attributes(self.find(&format!("{prefix}{name}")))
    }
    /// The message of another cell.
    pub fn say_cell(&self, t: &Text, prefix: &str, name: &str) -> String {
        message(t, self.find(&format!("{prefix}{name}")))
    }
}

fn person_cell(prefix: &str, at: &str, name: &str) -> String {
    format!("{prefix}orang-{at}-{name}")
}

/// Cell names are ours, never typed text, so they need no escaping.
fn attributes(wrong: Option<&Wrong>) -> String {
    wrong.map_or_else(String::new, |w| format!(" aria-invalid=\"true\" aria-describedby=\"{}-salah\"", w.cell))
}

fn message(t: &Text, wrong: Option<&Wrong>) -> String {
    wrong.map_or_else(String::new, |w| format!("<span class=\"wrong\" id=\"{}-salah\">{}</span>", w.cell, t.t(w.key)))
}
