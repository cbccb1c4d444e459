//! Units that are spoken for: taken out of the headroom before the platform counts them, until it does.

use crate::{
    clock::{Moment, Time},
    record::{HoldRecord, StageRecord, TakingRecord},
    room::Room,
    scope::Scopes,
    snapshot::Units,
};

/// A tab's holds have the numbers from its own on: no page takes more.
const RUN: u64 = 1 << 20;
/// As many count at most; a page has a handful.
const MOST: usize = 1_000;

/// **A hold**, by its number. Numbers of one ledger follow each other; from where on, its opener says, so that tabs tell theirs apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldId(u64);

impl HoldId {
    /// The number, for a caller that can't keep the value itself.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The hold with this number.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// **Units under a hold**, of one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taking {
    /// Of what.
    pub room: Room,
    /// How many.
    pub units: Units,
    /// How long after the commit the platform's counter can still be behind, in milliseconds.
    pub settle_after: i64,
}

/// **Who speaks of a hold.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// This ledger.
    Here,
    /// Another tab, which tells of its end. Its number is that of its first hold.
    Tab(u64),
    /// A page that is gone.
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Under way. The units are free again at this time.
    Open { until: Time },
    /// Done: the units are gone, and an answer will show it.
    Committed { at: Moment },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Hold {
    id: HoldId,
    owner: Owner,
    stage: Stage,
    /// Did an answer come since? It may contain the units already, whenever it was asked for.
    answered_since: bool,
    /// What no answer has shown as used yet.
    takings: Vec<Taking>,
}

/// All holds that count.
#[derive(Debug, Clone)]
pub(crate) struct Holds {
    all: Vec<Hold>,
    next: u64,
}

impl Taking {
    fn recorded(&self, scopes: &Scopes) -> TakingRecord {
        let Self { room, units, settle_after } = *self;
        let scope = room.scope.and_then(|scope| scopes.name(scope)).map(str::to_owned);
        TakingRecord { resource: room.resource, scope, units, settle_after }
    }

    fn from_record(record: &TakingRecord, scopes: &mut Scopes) -> Self {
        let TakingRecord { resource, scope, units, settle_after } = record;
        let scope = scope.as_deref().map(|scope| scopes.named(scope));
        Self { room: Room { resource: *resource, scope }, units: *units, settle_after: *settle_after }
    }

    /// Does an answer that was asked for then show what was committed at `at`?
    fn is_shown(&self, at: Moment, asked: Moment) -> bool {
        asked > at && asked.time() >= at.time().saturating_add(self.settle_after)
    }
}

impl Holds {
    /// The first hold gets this number.
    pub(crate) fn numbered_from(first: u64) -> Self {
        Self { all: Vec::new(), next: first }
    }

    pub(crate) fn take(&mut self, takings: Vec<Taking>, until: Time, answered_since: bool) -> HoldId {
        let id = HoldId(self.next);
        self.next = self.next.wrapping_add(1);
        let stage = Stage::Open { until };
        self.all.push(Hold { id, owner: Owner::Here, stage, answered_since, takings });
        id
    }

    /// The platform did it. Without effect on a hold that isn't open.
    pub(crate) fn commit(&mut self, id: HoldId, at: Moment) {
        if let Some(hold) = self.open_one(id) {
            hold.stage = Stage::Committed { at };
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

    /// An answer came in its turn, asked for at this moment.
    pub(crate) fn answered(&mut self, asked: Moment) {
        for hold in &mut self.all {
            hold.answered_since = true;
        }
        self.settle(asked);
    }

    /// Ends what an answer that was asked for then shows as used.
    fn settle(&mut self, asked: Moment) {
        for hold in &mut self.all {
            let Stage::Committed { at } = hold.stage else { continue };
            hold.takings.retain(|taking| !taking.is_shown(at, asked));
        }
        self.drop_settled();
    }

    /// From when on a question would settle something that the one under way, if there is one, won't. `all`: also what this ledger
    /// doesn't own.
    pub(crate) fn settles_at(&self, asking: Option<Moment>, all: bool) -> Option<Time> {
        let counting = self.all.iter().filter(|hold| all || hold.owner == Owner::Here);
        let waiting = counting.filter_map(|hold| {
            let Stage::Committed { at } = hold.stage else { return None };
            let unasked =
                hold.takings.iter().filter(|taking| !asking.is_some_and(|asked| taking.is_shown(at, asked)));
            unasked.map(|taking| at.time().saturating_add(taking.settle_after)).min()
        });
        waiting.min()
    }

    /// Holds as they are passed on; `all`: also those that this ledger doesn't own.
    pub(crate) fn records(&self, all: bool, now: Time, scopes: &Scopes) -> Vec<HoldRecord> {
        let counting = self.all.iter().filter(|hold| all || hold.owner == Owner::Here);
        let records = counting.map(|hold| HoldRecord {
            id: hold.id,
            stage: match hold.stage {
                Stage::Open { until } => StageRecord::Open { left: until.saturating_sub(now) },
                Stage::Committed { at } => StageRecord::Committed { ago: now.saturating_sub(at.time()) },
            },
            takings: hold.takings.iter().map(|taking| taking.recorded(scopes)).collect(),
        });
        records.collect()
    }

    /// Takes in what was passed on, as it stands at `now`: all holds of a tab, or such whose page is gone, which nobody speaks of but
    /// who knows better. `asked`: when the last answer was asked for; `heard`: after all that was asked so far. Did it change anything?
    pub(crate) fn adopt(
        &mut self,
        records: Vec<HoldRecord>,
        owner: Owner,
        asked: Option<Moment>,
        now: Time,
        heard: Moment,
        scopes: &mut Scopes,
    ) -> bool {
        let before = self.all.clone();
        if let Owner::Tab(first) = owner {
            // Its own, also where somebody else told of them: it knows better.
            let is_its = |hold: &Hold| match hold.owner {
                Owner::Nobody => (first..first.saturating_add(RUN)).contains(&hold.id.number()),
                known => known == owner,
            };
            self.all.retain(|hold| !is_its(hold) || records.iter().any(|record| record.id == hold.id));
        }
        for HoldRecord { id, stage, takings } in records {
            let counts = match self.all.iter().find(|known| known.id == id) {
                Some(known) => known.owner != Owner::Here && owner != Owner::Nobody,
                None => self.all.len() < MOST,
            };
            if !counts {
                continue;
            }
            let stage = match stage {
                StageRecord::Open { left } => Stage::Open { until: now.saturating_add(left) },
                // A question of the same millisecond may have been first, but none that is asked from now on.
                StageRecord::Committed { ago } => {
                    Stage::Committed { at: Moment::end_of(now.saturating_sub(ago)).min(heard) }
                }
            };
            let takings = takings.iter().map(|taking| Taking::from_record(taking, scopes)).collect();
            // Whether the answers that it has seen contain it, its owner didn't say.
            let mut hold = Hold { id, owner, stage, answered_since: true, takings };
            match self.all.iter_mut().find(|known| known.id == id) {
                Some(known) => {
                    if let (Stage::Committed { at: before }, Stage::Committed { at }) =
                        (known.stage, &mut hold.stage)
                    {
                        *at = before.min(*at);
                    }
                    *known = hold;
                }
                None => self.all.push(hold),
            }
        }
        self.expire(now);
        if let Some(asked) = asked {
            self.settle(asked);
        }
        self.all != before
    }

    /// The units under all holds.
    pub(crate) fn held(&self, room: Room) -> Units {
        let takings = self.all.iter().flat_map(|hold| &hold.takings);
        let units = takings.filter(|taking| taking.room == room).map(|taking| taking.units);
        units.fold(Units::ZERO, Units::plus)
    }

    /// Could the last answer count units of the resource that are held as well?
    pub(crate) fn may_be_in_answer(&self, resource: usize) -> bool {
        let seen = self.all.iter().filter(|hold| hold.answered_since);
        seen.flat_map(|hold| &hold.takings).any(|taking| taking.room.resource == resource)
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
        self.all.retain(|hold| !hold.takings.is_empty() || matches!(hold.stage, Stage::Open { .. }));
    }
}
