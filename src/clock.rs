//! Time that never goes back.

/// Milliseconds since the Unix epoch.
pub type Time = i64;

/// A clock that never goes back: where the caller's does, this one stands still for a moment and goes on. So no answer grows
/// younger, and none lives longer than its age because somebody set the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    latest: Time,
    /// What to add to the caller's clock.
    ahead: i64,
}

impl Clock {
    pub(crate) fn start(now: Time) -> Self {
        Self { latest: now, ahead: 0 }
    }

    pub(crate) fn tick(&mut self, now: Time) -> Time {
        self.latest = self.latest.max(now.saturating_add(self.ahead));
        self.ahead = self.latest.saturating_sub(now);
        self.latest
    }

    /// A moment of this clock, by the caller's.
    pub(crate) fn to_caller(self, time: Time) -> Time {
        time.saturating_sub(self.ahead)
    }
}
