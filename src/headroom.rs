//! What is left of each quota, and how close its end is.

use crate::{
    gate::Cost,
    ledger::Ledger,
    room::Room,
    snapshot::{Amount, Limit, Quota, Remaining, Snapshot, Units, Usage},
};

/// **The share of a limit from which it counts as near**, in millionths, above 0 and up to 1. Integers, so that 8 of 10 is near
/// at 0.8 whatever a float makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearLimit(i64);

const WHOLE: i64 = 1_000_000;
const FIVE_POINTS: i64 = 50_000;

impl Default for NearLimit {
    fn default() -> Self {
        Self(800_000)
    }
}

impl NearLimit {
    /// None unless `share` is above 0 and at most 1.
    pub fn from_share(share: f64) -> Option<Self> {
        let millionths = (share * WHOLE as f64).round_ties_even() as i64;
        (share > 0.0 && share <= 1.0).then_some(Self(millionths.max(1)))
    }

    /// The greatest count from which near can be crossed again, which is 5 points below: what goes up and down by a unit or two around
    /// the threshold tells nobody anything. For 2 to 4 units it is two left.
    pub(crate) fn falls_back_at(self, limit: i64) -> i64 {
        match limit {
            ..=4 => limit.saturating_sub(2),
            _ => share(limit, self.0.saturating_sub(FIVE_POINTS).max(0), 0),
        }
    }

    /// The least count that is near. A share of 2 to 4 units is too coarse to mean anything: there it is exactly one left. With a
    /// limit of 1 or less that count is the end already.
    fn threshold(self, limit: i64) -> i64 {
        match limit {
            2..=4 => limit.saturating_sub(1),
            _ => share(limit, self.0, WHOLE - 1),
        }
    }
}

/// A share of a limit, in two parts since limit × millionths can exceed 64 bits.
fn share(limit: i64, millionths: i64, round_up: i64) -> i64 {
    let whole = (limit / WHOLE).saturating_mul(millionths);
    let part = (limit % WHOLE).saturating_mul(millionths).saturating_add(round_up) / WHOLE;
    whole.saturating_add(part)
}

/// **How close a quota is to its end.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The feature is off for this account.
    Disabled,
    /// The limit, or the usage under a finite limit, is not known.
    Unknown,
    /// There is no limit.
    Unlimited,
    /// More is used than the limit allows, holds aside.
    Over,
    /// Nothing is left.
    Exhausted,
    /// Something is left, and the share used is at [`NearLimit`] or above.
    Near,
    /// Enough is left.
    Ok,
}

/// **One quota with all that is spoken for**: what can still be taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headroom {
    /// Limit and usage as reported.
    pub quota: Quota,
    /// Units under hold and not yet seen in the usage.
    pub held: Units,
    /// Units that earlier steps of the same plan take.
    pub planned: Units,
    /// Units that earlier steps of the same plan will need together and don't take.
    pub foreseen: Units,
    /// The most that can be left, after a refusal.
    pub cap: Option<Units>,
}

impl Headroom {
    /// A quota of which nothing is spoken for.
    pub fn of(quota: Quota) -> Self {
        Self { quota, held: Units::ZERO, planned: Units::ZERO, foreseen: Units::ZERO, cap: None }
    }

    /// Units that are as good as taken.
    pub fn spoken_for(&self) -> Units {
        self.held.plus(self.planned)
    }

    /// limit - used - held - planned, at least 0, and never more than a refusal leaves.
    pub fn remaining(&self) -> Remaining {
        let taken = self.spoken_for();
        match (self.quota.remaining(), self.cap) {
            (Remaining::Finite(left), cap) => {
                Remaining::Finite(cap.map_or(left, |cap| cap.min(left)).minus(taken))
            }
            (Remaining::Unlimited, Some(cap)) => Remaining::Finite(cap.minus(taken)),
            (_, Some(cap)) if cap <= taken => Remaining::Finite(Units::ZERO),
            (room, _) => room,
        }
    }

    /// What can be left at most, also where it isn't known what is. None where nothing bounds it.
    pub fn at_most(&self) -> Option<Units> {
        match self.remaining() {
            Remaining::Finite(left) => Some(left),
            _ => self.cap.map(|cap| cap.minus(self.spoken_for())),
        }
    }

    /// The level, for an account whose feature is on.
    pub fn level(&self, near: NearLimit) -> Level {
        let Some((limit, used)) = self.quota.finite() else {
            return match self.remaining() {
                Remaining::Finite(Units::ZERO) => Level::Exhausted,
                Remaining::Finite(_) => Level::Ok,
                Remaining::Unlimited => Level::Unlimited,
                Remaining::LimitUnknown | Remaining::UsageUnknown => Level::Unknown,
            };
        };
        if used > limit {
            Level::Over
        } else if self.remaining() == Remaining::Finite(Units::ZERO) {
            Level::Exhausted
        } else if self.count(used) >= near.threshold(limit.get()) {
            Level::Near
        } else {
            Level::Ok
        }
    }

    /// Has the count fallen so far that near can be crossed again?
    pub(crate) fn has_fallen_back(&self, near: NearLimit) -> bool {
        let finite = self.quota.finite();
        finite.is_none_or(|(limit, used)| self.count(used) <= near.falls_back_at(limit.get()))
    }

    /// The headroom once `units` more are planned.
    pub fn after(self, units: Units) -> Self {
        Self { planned: self.planned.plus(units), ..self }
    }

    /// The headroom past a step of the same plan. Where what it takes was foreseen, that has come true and is foreseen no more.
    pub(crate) fn past(self, step: &Cost) -> Self {
        let more = if step.takes == Units::ZERO { step.foresees } else { Units::ZERO };
        let foreseen = self.foreseen.minus(step.takes).plus(more);
        Self { foreseen, ..self.after(step.takes) }
    }

    /// (used + held) / limit, above 1 when over. None without a finite limit and a known usage. A limit of 0 or less has no
    /// share: over it is infinite, at it 1, and 0 where a negative usage leaves room.
    pub fn fraction(&self) -> Option<f64> {
        let (limit, used) = self.quota.finite()?;
        let count = self.count(used);
        match limit.get() {
            limit @ 1.. => Some(count as f64 / limit as f64),
            _ if used > limit => Some(f64::INFINITY),
            _ if self.remaining() == Remaining::Finite(Units::ZERO) => Some(1.0),
            _ => Some(0.0),
        }
    }

    fn count(&self, used: Amount) -> i64 {
        used.get().saturating_add_unsigned(self.spoken_for().get())
    }
}

impl Quota {
    /// The limit and the usage, where both are numbers.
    fn finite(&self) -> Option<(Amount, Amount)> {
        match (self.limit, self.usage) {
            (Limit::Finite(limit) | Limit::Closed(limit), Usage::Known(used)) => Some((limit, used)),
            _ => None,
        }
    }
}

/// **All that is left of one account's quotas**: of each resource as a whole, in the platform's order, and then of the scopes that were
/// asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Is the feature on, as far as anyone says?
    pub enabled: bool,
    rooms: Vec<(Room, Headroom)>,
}

impl Standing {
    /// What a ledger's last answer leaves, less what is held and refused; within `scopes` too.
    pub fn of(ledger: &Ledger, scopes: impl IntoIterator<Item = Room>) -> Self {
        let enabled = ledger.enabled() != Some(false);
        let wholes = ledger.resources().filter_map(|resource| headroom(ledger, Room::whole(resource)));
        let mut standing = Self { enabled, rooms: wholes.collect() };
        for room in scopes {
            if room.scope.is_some() && standing.get(room).is_none() {
                standing.rooms.extend(headroom(ledger, room));
            }
        }
        standing
    }

    /// What an answer leaves by itself: nothing is held, and nothing was refused.
    pub(crate) fn reported(snapshot: &Snapshot) -> Self {
        let wholes = snapshot.quotas.iter().enumerate();
        let rooms = wholes.map(|(resource, quota)| (Room::whole(resource), Headroom::of(*quota))).collect();
        Self { enabled: snapshot.enabled != Some(false), rooms }
    }

    /// What is left of each, in its order.
    pub(crate) fn rooms(&self) -> impl Iterator<Item = (Room, &Headroom)> {
        self.rooms.iter().map(|(room, headroom)| (*room, headroom))
    }

    /// The wholes alone.
    pub(crate) fn wholes(&self) -> impl Iterator<Item = &Headroom> {
        self.rooms().filter(|(room, _)| room.scope.is_none()).map(|(_, headroom)| headroom)
    }

    pub(crate) fn get(&self, room: Room) -> Option<&Headroom> {
        self.rooms().find(|(each, _)| *each == room).map(|(_, headroom)| headroom)
    }

    /// Puts others in their place.
    pub(crate) fn change(&mut self, mut change: impl FnMut(Room, Headroom) -> Headroom) {
        for (room, headroom) in &mut self.rooms {
            *headroom = change(*room, *headroom);
        }
    }

    /// The same, with what isn't known of as unknown.
    pub(crate) fn filled(mut self, rooms: impl IntoIterator<Item = Room>) -> Self {
        for room in rooms {
            if self.get(room).is_none() {
                self.rooms.push((room, Headroom::of(Quota::UNKNOWN)));
            }
        }
        self
    }
}

fn headroom(ledger: &Ledger, room: Room) -> Option<(Room, Headroom)> {
    let quota = ledger.quota(room)?;
    Some((room, Headroom { held: ledger.held(room), cap: ledger.cap(room), ..Headroom::of(quota) }))
}
