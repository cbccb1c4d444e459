//! The order of asking, by which answers count.

use crate::clock::Moment;

/// **A question under way**: when it was asked, among all questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked(pub(crate) Moment);

impl Asked {
    /// The question as a number, for a caller that can't keep the value itself. Below 2^53 for any date that JavaScript has.
    pub fn number(self) -> i64 {
        self.0.number()
    }

    /// The question with this number.
    pub fn from_number(number: i64) -> Self {
        Self(Moment::from_number(number))
    }
}
