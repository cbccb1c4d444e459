//! Coming near a limit, reaching it, and getting away from it again: each told once.

use crate::headroom::{Headroom, Level, NearLimit};

/// **A change of level worth telling.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing {
    /// From enough to near. Told again only after the count fell 5 points of the limit below (for 2 to 4 units: two left).
    Near,
    /// From something to nothing.
    Exhausted,
    /// From nothing to something.
    Recovered,
}

/// What was told of one resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    exhausted: bool,
    /// Is the next near news?
    armed: bool,
}

impl Watch {
    /// The first look tells nothing. None while the level isn't known.
    pub(crate) fn begin(headroom: &Headroom, near: NearLimit) -> Option<Self> {
        match headroom.level(near) {
            Level::Unknown | Level::Disabled => None,
            Level::Over | Level::Exhausted => Some(Self { exhausted: true, armed: false }),
            Level::Near => Some(Self { exhausted: false, armed: false }),
            Level::Ok | Level::Unlimited => Some(Self { exhausted: false, armed: true }),
        }
    }

    /// What was crossed since the last look.
    pub(crate) fn look(&mut self, headroom: &Headroom, near: NearLimit) -> Option<Crossing> {
        let level = headroom.level(near);
        let crossing = match level {
            Level::Unknown | Level::Disabled => return None,
            Level::Over | Level::Exhausted => (!self.exhausted).then_some(Crossing::Exhausted),
            _ if self.exhausted => Some(Crossing::Recovered),
            Level::Near => self.armed.then_some(Crossing::Near),
            Level::Ok | Level::Unlimited => None,
        };
        self.exhausted = matches!(level, Level::Over | Level::Exhausted);
        self.armed = match level {
            Level::Ok | Level::Unlimited => self.armed || headroom.has_fallen_back(near),
            _ => false,
        };
        crossing
    }
}
