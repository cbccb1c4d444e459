//! Time that never goes back, and the order of what happens in it.

/// Milliseconds since the Unix epoch.
pub type Time = i64;

/// Moments within a millisecond.
const FINER: i64 = 1_000;

/// **When something happened, among all that happened here**: no two of a clock's moments are equal, however fast they follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    /// Before everything.
    pub(crate) const BEFORE: Self = Self(i64::MIN);

    /// The start of a millisecond: of all that happens here within it, nothing is earlier.
    pub(crate) fn start_of(time: Time) -> Self {
        Self(time.saturating_mul(FINER))
    }

    /// The end of a millisecond: of all that happens here within it, nothing is later.
    pub(crate) fn end_of(time: Time) -> Self {
        Self(time.saturating_mul(FINER).saturating_add(FINER - 1))
    }

    /// So many milliseconds before: the start of one, since nobody knows more of it.
    pub(crate) fn earlier(self, milliseconds: i64) -> Self {
        if milliseconds > 0 { Self::start_of(self.time().saturating_sub(milliseconds)) } else { self }
    }

    /// The millisecond it lies in.
    pub(crate) fn time(self) -> Time {
        self.0.div_euclid(FINER)
    }

    pub(crate) fn from_number(number: i64) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> i64 {
        self.0
    }

    fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A clock that never goes back: where the caller's does, this one stands still for a moment and goes on. So no answer grows
/// younger, and none lives longer than its age because somebody set the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    latest: Time,
    /// What to add to the caller's clock.
    ahead: i64,
    last: Moment,
}

impl Clock {
    pub(crate) fn start(now: Time) -> Self {
        Self { latest: now, ahead: 0, last: Moment::BEFORE }
    }

    pub(crate) fn tick(&mut self, now: Time) -> Time {
        self.latest = self.latest.max(now.saturating_add(self.ahead));
        self.ahead = self.latest.saturating_sub(now);
        self.latest
    }

    /// Now, after all that happened before.
    pub(crate) fn moment(&mut self) -> Moment {
        self.last = self.last.max(Moment::start_of(self.latest)).next();
        self.last
    }

    /// A time of this clock, by the caller's.
    pub(crate) fn to_caller(self, time: Time) -> Time {
        time.saturating_sub(self.ahead)
    }
}
