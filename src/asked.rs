//! The order of asking, by which answers count.

/// **A question under way**: its place in the order of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked(u32);

impl Asked {
    /// The place as a number, for a caller that can't keep the value itself.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The question with this place.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// The first of all.
    pub(crate) const FIRST: Self = Self(0);

    /// The one after this.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
