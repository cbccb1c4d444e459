//! Units that are spoken for: taken out of the headroom before the platform counts them, until it does.

use crate::{asked::Asked, clock::Time, snapshot::Units};

/// **A hold**, by its place in the order of taking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldId(u32);

impl HoldId {
    /// The place as a number, for a caller that can't keep the value itself.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The hold with this place.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }
}

/// **Units of one resource under a hold.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taking {
    /// The resource's place in the platform's list.
    pub resource: usize,
    /// How many.
    pub units: Units,
    /// How long after the commit the platform's counter can still be behind, in milliseconds.
    pub settle_after: i64,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    /// Under way. The units are free again at this time.
    Open { until: Time },
    /// Done: the units are gone, and an answer will show it.
    Committed { at: Time },
}

#[derive(Debug, Clone, Copy)]
struct Part {
    taking: Taking,
    /// The first question that was asked late enough: its answer, or a later one's, shows the units as used.
    settles_with: Option<Asked>,
}

#[derive(Debug, Clone)]
struct Hold {
    id: HoldId,
    stage: Stage,
    /// Did an answer come since? It may contain the units already, whenever it was asked for.
    answered_since: bool,
    parts: Vec<Part>,
}

/// All holds that count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holds {
    all: Vec<Hold>,
    next: u32,
}

impl Holds {
    pub(crate) fn take(&mut self, takings: Vec<Taking>, until: Time, answered_since: bool) -> HoldId {
        let id = HoldId(self.next);
        self.next = self.next.wrapping_add(1);
        let parts = takings.into_iter().map(|taking| Part { taking, settles_with: None });
        let stage = Stage::Open { until };
        self.all.push(Hold { id, stage, answered_since, parts: parts.collect() });
        id
    }

    /// The platform did it. Without effect on a hold that isn't open.
    pub(crate) fn commit(&mut self, id: HoldId, now: Time) {
        if let Some(hold) = self.open_one(id) {
            hold.stage = Stage::Committed { at: now };
        }
        self.drop_settled();
    }

    /// It did not happen. Without effect on a hold that isn't open.
    pub(crate) fn release(&mut self, id: HoldId) {
        self.all.retain(|hold| hold.id != id || !matches!(hold.stage, Stage::Open { .. }));
    }

    /// Moves the end of an open hold by so many milliseconds.
    pub(crate) fn extend(&mut self, id: HoldId, by: i64) {
        if let Some(Hold { stage: Stage::Open { until }, .. }) = self.open_one(id) {
            *until = until.saturating_add(by);
        }
    }

    /// When the hold ends by itself. None unless it is open.
    pub(crate) fn until(&self, id: HoldId) -> Option<Time> {
        self.ends().find_map(|(each, until)| (each == id).then_some(until))
    }

    /// Frees what has run out.
    pub(crate) fn expire(&mut self, now: Time) {
        self.all.retain(|hold| !matches!(hold.stage, Stage::Open { until } if until <= now));
    }

    /// When the next open hold ends by itself.
    pub(crate) fn next_end(&self) -> Option<Time> {
        self.ends().map(|(_, until)| until).min()
    }

    /// A question goes out: what was committed long enough ago settles with its answer.
    pub(crate) fn asked(&mut self, asked: Asked, now: Time) {
        for hold in &mut self.all {
            let Stage::Committed { at } = hold.stage else { continue };
            for part in &mut hold.parts {
                if at.saturating_add(part.taking.settle_after) <= now {
                    part.settles_with.get_or_insert(asked);
                }
            }
        }
    }

    /// An answer came in its turn.
    pub(crate) fn answered(&mut self, asked: Asked) {
        for hold in &mut self.all {
            hold.answered_since = true;
            hold.parts.retain(|part| part.settles_with.is_none_or(|question| asked < question));
        }
        self.drop_settled();
    }

    /// From when on a question would settle something that no question will yet.
    pub(crate) fn settles_at(&self) -> Option<Time> {
        let waiting = self.all.iter().filter_map(|hold| {
            let Stage::Committed { at } = hold.stage else { return None };
            let parts = hold.parts.iter().filter(|part| part.settles_with.is_none());
            parts.map(|part| at.saturating_add(part.taking.settle_after)).min()
        });
        waiting.min()
    }

    /// The units of a resource under all holds.
    pub(crate) fn held(&self, resource: usize) -> Units {
        let parts = self.all.iter().flat_map(|hold| &hold.parts);
        let units = parts.filter(|part| part.taking.resource == resource).map(|part| part.taking.units);
        units.fold(Units::ZERO, Units::plus)
    }

    /// Could the last answer count units of the resource that are held as well?
    pub(crate) fn may_be_in_answer(&self, resource: usize) -> bool {
        let seen = self.all.iter().filter(|hold| hold.answered_since);
        seen.flat_map(|hold| &hold.parts).any(|part| part.taking.resource == resource)
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    fn open_one(&mut self, id: HoldId) -> Option<&mut Hold> {
        self.all.iter_mut().find(|hold| hold.id == id && matches!(hold.stage, Stage::Open { .. }))
    }

    fn ends(&self) -> impl Iterator<Item = (HoldId, Time)> {
        self.all.iter().filter_map(|hold| match hold.stage {
            Stage::Open { until } => Some((hold.id, until)),
            Stage::Committed { .. } => None,
        })
    }

    fn drop_settled(&mut self) {
        self.all.retain(|hold| !hold.parts.is_empty() || matches!(hold.stage, Stage::Open { .. }));
    }
}
