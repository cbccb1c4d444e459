//! The gate beside a model of the platform, through random histories of both: holds, what becomes of them, answers that are asked
//! for, served and received at three different moments, counters that move late, others who use the same quota, and time.
//!
//! **The truth** about a resource is its limit, less what others had used when the last answer that was taken in was served, less
//! all that this client got done so far, whether the platform's counter has moved or not. What others did since, the gate can't
//! know; what it did itself, it must. Like what the gate shows, the truth is never below 0.
//!
//! After every step the gate shows the truth at most; at least the truth less all that is under hold; and the truth itself when
//! nothing is under hold. A hold counts from its taking to its release or end, or, once committed, to the first answer that was
//! asked for late enough. What the platform does after the end of a hold, the gate can't know before it is committed: by so much it
//! may show more.

use proptest::{prelude::*, test_runner::TestCaseError};
use quota_gate::{
    asked::Asked,
    crossing::Crossing,
    hold::HoldId,
    session::{Session, Settings},
    snapshot::{Remaining, Units},
};
use serde_json::{Value, json};

use crate::{
    histories::{KINDS, Kind, Seen, get_into, histories},
    support::{check_at, finite, integrator, most_of, session},
};

/// One step. A `usize` picks one of those to which the step can happen, by its place modulo their number; where there is none,
/// nothing happens. Times are in milliseconds.
#[derive(Debug, Clone)]
enum Step {
    Hold {
        kind: Kind,
        units: i64,
        lasts: i64,
    },
    /// The platform does what is held; its counter moves so much later, if that can be.
    Do(usize, i64),
    /// It does so although the hold has ended.
    DoTooLate(usize, i64),
    Commit(usize),
    /// The platform didn't do it and never will: after a broken connection nobody knows.
    CommitInDoubt(usize),
    /// The caller's way to commit what ended: it takes a new hold and commits that.
    CommitTooLate(usize),
    Release(usize),
    Extend(usize, i64),
    /// Commit, release and extend what isn't open, which does nothing.
    InVain(usize),
    Ask,
    /// The platform reads its counters, for an answer that arrives later.
    Serve(usize),
    Receive(usize),
    Fail(usize),
    /// All of a refresh at one moment.
    Refresh,
    /// Others use units, or give some back.
    Others(Kind, i64),
    Wait(i64),
    /// Somebody sets the page's clock back.
    SetBack(i64),
    /// Forgets everything. Not while what was done may not be counted yet: that is forgotten too.
    Clear,
}

#[derive(Debug, Clone)]
struct Script {
    limits: [i64; 2],
    others: [i64; 2],
    answered: bool,
    steps: Vec<Step>,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Orgs), Just(Kind::Votes)]
}

fn span() -> impl Strategy<Value = i64> {
    // At most 60 of these are less than the four hours after which an answer decides nothing.
    prop_oneof![2 => 1..1_000i64, 3 => 1_000..60_000i64, 2 => 59_999..=60_001i64, 1 => 60_000..150_000i64]
}

fn lag() -> impl Strategy<Value = i64> {
    prop_oneof![1 => Just(0), 3 => 0..60_000i64, 2 => Just(60_000)]
}

fn hold() -> impl Strategy<Value = Step> {
    let lasts = prop_oneof![1 => span(), 2 => 60_000..150_000i64];
    (kind(), 1..=3i64, lasts).prop_map(|(kind, units, lasts)| Step::Hold { kind, units, lasts })
}

fn step() -> impl Strategy<Value = Step> {
    let pick = 0..8usize;
    prop_oneof![
        8 => hold(),
        9 => (pick.clone(), lag()).prop_map(|(pick, lag)| Step::Do(pick, lag)),
        3 => (pick.clone(), lag()).prop_map(|(pick, lag)| Step::DoTooLate(pick, lag)),
        9 => pick.clone().prop_map(Step::Commit),
        1 => pick.clone().prop_map(Step::CommitInDoubt),
        3 => pick.clone().prop_map(Step::CommitTooLate),
        2 => pick.clone().prop_map(Step::Release),
        2 => (pick.clone(), span()).prop_map(|(pick, by)| Step::Extend(pick, by)),
        2 => pick.clone().prop_map(Step::InVain),
        8 => Just(Step::Ask),
        6 => pick.clone().prop_map(Step::Serve),
        8 => pick.clone().prop_map(Step::Receive),
        2 => pick.prop_map(Step::Fail),
        4 => Just(Step::Refresh),
        3 => (kind(), -2..=3i64).prop_map(|(kind, units)| Step::Others(kind, units)),
        8 => span().prop_map(Step::Wait),
        1 => prop_oneof![span(), Just(86_400_000)].prop_map(Step::SetBack),
        1 => Just(Step::Clear),
    ]
}

fn script() -> impl Strategy<Value = Script> {
    let limit = || prop_oneof![2 => 1..=4i64, 4 => 5..=15i64, 1 => 100..=200i64];
    let used = || -1..=8i64;
    let steps = proptest::collection::vec(step(), 1..60);
    ([limit(), limit()], [used(), used()], prop::bool::weighted(0.8), steps)
        .prop_map(|(limits, others, answered, steps)| Script { limits, others, answered, steps })
}

/// Of two things at one time, one is the first.
#[derive(Debug, Clone, Copy)]
struct Moment {
    time: i64,
    step: usize,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Open,
    Ended,
    Released,
    Committed(Moment),
    Settled,
}

/// What the platform did, and when its counter shows it.
#[derive(Debug, Clone, Copy)]
struct Done {
    at: i64,
    shows_at: i64,
}

/// Something that this client sets out to do.
#[derive(Debug)]
struct Act {
    kind: Kind,
    units: i64,
    hold: HoldId,
    taken: Moment,
    until: i64,
    stage: Stage,
    done: Option<Done>,
    /// Committed after the hold had ended, by a new one.
    late: bool,
}

impl Act {
    fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Open)
    }

    fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended)
    }

    fn is_done(&self) -> bool {
        self.done.is_some()
    }

    fn is_under_hold(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Committed(_))
    }

    /// Done after the hold had ended, and not yet committed: only the platform knows of it.
    fn is_lapsed(&self) -> bool {
        self.has_ended() && self.is_done()
    }

    fn is_settled_by(&self, asked: Moment) -> bool {
        let Stage::Committed(commit) = self.stage else { return false };
        commit.step < asked.step && commit.time + self.kind.lag() <= asked.time
    }

    fn is_counted_at(&self, time: i64) -> bool {
        self.done.is_some_and(|done| done.shows_at <= time)
    }

    fn is_done_and_not_counted_at(&self, time: i64) -> bool {
        self.done.is_some_and(|done| done.at <= time && time < done.shows_at)
    }
}

/// What the platform's counters held when it served an answer.
#[derive(Debug, Clone, Copy)]
struct Reading {
    served: i64,
    /// By this client and others.
    used: [i64; 2],
    others: [i64; 2],
}

#[derive(Debug)]
struct Question {
    asked: Asked,
    place: usize,
    at: Moment,
    reading: Option<Reading>,
}

const SITUATIONS: [&str; 21] = [
    "too late, and dropped",
    "asked before a commit, and without it",
    "asked before a commit, and with it",
    "asked before a hold, and with it",
    "with an open hold",
    "before the counter moved",
    "organizations settled",
    "votes settled",
    "failed, where an answer settles",
    "ended",
    "renewed",
    "released",
    "released in vain",
    "committed in doubt",
    "committed too late",
    "set back with a hold",
    "cleared",
    "quiet after a settlement",
    "told that nothing is left",
    "told that little is left",
    "told that something is left again",
];

struct World<'a> {
    session: Session,
    limits: [i64; 2],
    others: [i64; 2],
    now: Moment,
    set_back: i64,
    acts: Vec<Act>,
    questions: Vec<Question>,
    asked: usize,
    /// Answers to questions before this place come too late.
    due: usize,
    last: Option<Reading>,
    /// Was it told last that nothing is left? None while that can't be known.
    exhausted: [Option<bool>; 2],
    /// Was there a moment at which the next near becomes news?
    fell_back: [bool; 2],
    seen: &'a mut Seen,
}

/// Of those that can, the one picked.
fn pick<T>(all: &[T], pick: usize, can: impl Fn(&T) -> bool) -> Option<usize> {
    let places: Vec<usize> = (0..all.len()).filter(|place| can(&all[*place])).collect();
    places.get(pick % places.len().max(1)).copied()
}

impl<'a> World<'a> {
    fn new(script: &Script, seen: &'a mut Seen) -> Self {
        Self {
            session: session(Settings::default()),
            limits: script.limits,
            others: script.others,
            now: Moment { time: 0, step: 0 },
            set_back: 0,
            acts: Vec::new(),
            questions: Vec::new(),
            asked: 0,
            due: 0,
            last: None,
            exhausted: [None; 2],
            fell_back: [true; 2],
            seen,
        }
    }

    fn note(&mut self, comes_up: bool, situation: &'static str) {
        if comes_up {
            *self.seen.entry(situation).or_default() += 1;
        }
    }

    /// The page's clock.
    fn clock(&self) -> i64 {
        self.now.time - self.set_back
    }

    fn act(&mut self, place: usize, can: impl Fn(&Act) -> bool) -> Option<&mut Act> {
        let place = pick(&self.acts, place, can)?;
        self.acts.get_mut(place)
    }

    fn units(&self, kind: Kind, which: impl Fn(&Act) -> bool) -> i64 {
        self.acts.iter().filter(|act| act.kind == kind && which(act)).map(|act| act.units).sum()
    }

    fn step(&mut self, step: &Step) {
        self.now.step += 1;
        match *step {
            Step::Hold { kind, units, lasts } => self.hold(kind, units, lasts),
            Step::Do(place, lag) => self.get_done(place, lag, Act::is_open),
            Step::DoTooLate(place, lag) => self.get_done(place, lag, Act::has_ended),
            Step::Commit(place) => self.commit(place, |act| act.is_open() && act.is_done()),
            Step::CommitInDoubt(place) => self.commit(place, |act| act.is_open() && !act.is_done()),
            Step::CommitTooLate(place) => self.commit_too_late(place),
            Step::Release(place) => self.release(place),
            Step::Extend(place, by) => self.extend(place, by),
            Step::InVain(place) => self.try_in_vain(place),
            Step::Ask => self.ask(),
            Step::Serve(place) => self.serve(place),
            Step::Receive(place) => self.receive(place),
            Step::Fail(place) => self.fail(place),
            Step::Refresh => {
                self.ask();
                self.receive(self.questions.len() - 1);
            }
            Step::Others(kind, units) => self.others[kind as usize] += units,
            Step::Wait(span) => self.wait(span),
            Step::SetBack(by) => self.set_back(by),
            Step::Clear => self.clear(),
        }
    }

    fn take(&mut self, kind: Kind, units: i64, lasts: i64) -> HoldId {
        let action = self.session.action(kind.action()).expect("an action");
        let units = Units::new(units.unsigned_abs());
        self.session.hold(action, &[Some(units)], lasts, self.clock())
    }

    fn hold(&mut self, kind: Kind, units: i64, lasts: i64) {
        let hold = self.take(kind, units, lasts);
        let (taken, until) = (self.now, self.now.time + lasts);
        self.acts.push(Act { kind, units, hold, taken, until, stage: Stage::Open, done: None, late: false });
    }

    fn get_done(&mut self, place: usize, lag: i64, can: impl Fn(&Act) -> bool) {
        let at = self.now.time;
        if let Some(act) = self.act(place, |act| can(act) && !act.is_done()) {
            act.done = Some(Done { at, shows_at: at + lag.min(act.kind.lag()) });
        }
    }

    fn commit(&mut self, place: usize, can: impl Fn(&Act) -> bool) {
        let (now, clock) = (self.now, self.clock());
        let Some(act) = self.act(place, can) else { return };
        act.stage = Stage::Committed(now);
        let (hold, done) = (act.hold, act.is_done());
        self.session.commit(hold, clock);
        self.note(!done, "committed in doubt");
    }

    fn commit_too_late(&mut self, place: usize) {
        let (now, clock) = (self.now, self.clock());
        let Some(act) = self.act(place, Act::is_lapsed) else { return };
        act.stage = Stage::Committed(now);
        act.late = true;
        let (kind, units) = (act.kind, act.units);
        let action = self.session.action(kind.action()).expect("an action");
        self.session.commit_late(action, &[Some(Units::new(units.unsigned_abs()))], clock);
        self.note(true, "committed too late");
    }

    fn release(&mut self, place: usize) {
        let clock = self.clock();
        let Some(act) = self.act(place, |act| act.is_open() && !act.is_done()) else { return };
        act.stage = Stage::Released;
        let hold = act.hold;
        self.session.release(hold, clock);
        self.note(true, "released");
    }

    fn extend(&mut self, place: usize, by: i64) {
        let clock = self.clock();
        let Some(act) = self.act(place, Act::is_open) else { return };
        act.until += by;
        let hold = act.hold;
        self.session.extend(hold, by, clock);
    }

    fn try_in_vain(&mut self, place: usize) {
        let clock = self.clock();
        let Some(act) = self.act(place, |act| !act.is_open()) else { return };
        let (hold, under_hold) = (act.hold, act.is_under_hold());
        self.session.commit(hold, clock);
        self.session.release(hold, clock);
        self.session.extend(hold, 60_000, clock);
        self.note(under_hold, "released in vain");
    }

    fn ask(&mut self) {
        let asked = self.session.ask(self.clock());
        self.questions.push(Question { asked, place: self.asked, at: self.now, reading: None });
        self.asked += 1;
    }

    fn reading(&self) -> Reading {
        let now = self.now.time;
        let counted = |kind| self.units(kind, |act| act.is_counted_at(now));
        let used = KINDS.map(|kind| self.others[kind as usize] + counted(kind));
        Reading { served: now, used, others: self.others }
    }

    fn serve(&mut self, place: usize) {
        let reading = self.reading();
        if let Some(place) = pick(&self.questions, place, |question| question.reading.is_none()) {
            self.questions[place].reading = Some(reading);
        }
    }

    fn receive(&mut self, place: usize) {
        let Some(place) = pick(&self.questions, place, |_| true) else { return };
        let question = self.questions.remove(place);
        let reading = question.reading.unwrap_or_else(|| self.reading());
        let body = self.body(&reading);
        let taken_in = self.session.answer(question.asked, 200, Some(&body), self.clock());
        taken_in.unwrap_or_else(|error| panic!("not an answer: {error}"));
        self.note(question.place < self.due, "too late, and dropped");
        if question.place >= self.due {
            self.look_into(&question, &reading);
            self.due = question.place + 1;
            self.last = Some(reading);
            self.settle(question.at);
        }
    }

    fn body(&self, reading: &Reading) -> Value {
        let limits = json!({ "maxManagedOrgs": self.limits[0], "maxVotes": self.limits[1] });
        integrator(limits, json!({ "managedOrgs": reading.used[0], "sentVotes": reading.used[1] }))
    }

    fn look_into(&mut self, question: &Question, reading: &Reading) {
        let (asked, served) = (question.at, reading.served);
        let held = || self.acts.iter().filter(|act| act.is_under_hold());
        let seen = |act: &Act| act.is_counted_at(served);
        let early = |act: &Act| matches!(act.stage, Stage::Committed(commit) if asked.step < commit.step);
        let situations = [
            (held().any(|act| early(act) && !seen(act)), "asked before a commit, and without it"),
            (held().any(|act| early(act) && seen(act)), "asked before a commit, and with it"),
            (held().any(|act| asked.step < act.taken.step && seen(act)), "asked before a hold, and with it"),
            (held().any(|act| act.is_open() && seen(act)), "with an open hold"),
            (held().any(|act| act.is_done_and_not_counted_at(served)), "before the counter moved"),
        ];
        for (comes_up, situation) in situations {
            self.note(comes_up, situation);
        }
    }

    fn settle(&mut self, asked: Moment) {
        let mut settled = [0; 2];
        for act in self.acts.iter_mut().filter(|act| act.is_settled_by(asked)) {
            act.stage = Stage::Settled;
            settled[act.kind as usize] += 1;
        }
        self.note(settled[0] > 0, "organizations settled");
        self.note(settled[1] > 0, "votes settled");
    }

    fn fail(&mut self, place: usize) {
        let Some(place) = pick(&self.questions, place, |_| true) else { return };
        let question = self.questions.remove(place);
        let failed = self.session.answer(question.asked, 503, None::<&Value>, self.clock());
        failed.expect_err("a failure");
        let would_settle = self.acts.iter().any(|act| act.is_settled_by(question.at));
        self.note(would_settle && question.place >= self.due, "failed, where an answer settles");
    }

    /// What the platform did is kept from ending, as `run` does it.
    fn wait(&mut self, span: i64) {
        let (clock, later) = (self.clock(), self.now.time + span);
        let mut renewed = false;
        for act in self.acts.iter_mut().filter(|act| act.is_open() && act.is_done() && act.until <= later) {
            self.session.extend(act.hold, span, clock);
            act.until += span;
            renewed = true;
        }
        self.note(renewed, "renewed");
        self.now.time = later;
        let mut ended = false;
        for act in self.acts.iter_mut().filter(|act| act.is_open() && act.until <= later) {
            act.stage = Stage::Ended;
            ended = true;
        }
        self.note(ended, "ended");
    }

    fn set_back(&mut self, by: i64) {
        self.set_back += by;
        let held = self.acts.iter().any(Act::is_under_hold);
        self.note(held, "set back with a hold");
    }

    fn clear(&mut self) {
        if self.acts.iter().any(|act| act.is_done() && (act.is_under_hold() || act.has_ended())) {
            return;
        }
        for act in self.acts.iter_mut().filter(|act| act.is_under_hold()) {
            act.stage = Stage::Released;
        }
        self.session.clear(self.clock());
        self.due = self.asked;
        self.last = None;
        self.exhausted = [None; 2];
        self.fell_back = [true; 2];
        self.note(true, "cleared");
    }

    fn compare(&mut self) -> Result<(), TestCaseError> {
        let clock = self.clock();
        let headrooms = self.session.overview(clock).headroom;
        let told = self.session.crossings(clock);
        let Some(last) = self.last else {
            prop_assert!(headrooms.is_empty() && told.is_empty(), "shown without an answer, told {:?}", told);
            return Ok(());
        };
        for kind in KINDS {
            let Remaining::Finite(shown) = headrooms[kind.resource()].remaining() else {
                return Err(TestCaseError::fail(format!("{kind:?}: {headrooms:?}")));
            };
            let check = check_at(&mut self.session, kind.action(), &[], clock);
            prop_assert_eq!(most_of(&check, "count"), finite(shown.get()));
            let shown = i64::try_from(shown.get()).expect("a small number");
            self.compare_room(kind, &last, shown)?;
            let told = told.iter().find(|(resource, _)| *resource == kind.resource());
            self.compare_crossing(kind, &last, told.map(|(_, crossing)| *crossing))?;
        }
        Ok(())
    }

    /// The truth, before it is cut off at 0.
    fn truth(&self, kind: Kind, last: &Reading) -> i64 {
        let place = kind as usize;
        self.limits[place] - last.others[place] - self.units(kind, Act::is_done)
    }

    fn compare_room(&mut self, kind: Kind, last: &Reading, shown: i64) -> Result<(), TestCaseError> {
        let truth = self.truth(kind, last);
        let (held, lapsed) = (self.units(kind, Act::is_under_hold), self.units(kind, Act::is_lapsed));
        let most = (truth + lapsed).max(0);
        let least = (truth - held).max(0);
        prop_assert!(shown <= most, "{:?}: {} shown, at most {} are there", kind, shown, most);
        prop_assert!(shown >= least, "{:?}: {} shown, at least {} are there", kind, shown, least);
        let settled = self.acts.iter().any(|act| act.kind == kind && matches!(act.stage, Stage::Settled));
        self.note(held + lapsed == 0 && settled && truth > 0, "quiet after a settlement");
        Ok(())
    }

    /// What is told is true if each hold counts once: as done, or else as held. But for one that was committed too late: of that
    /// the core can't know that an earlier answer may contain it.
    fn compare_crossing(
        &mut self,
        kind: Kind,
        last: &Reading,
        told: Option<Crossing>,
    ) -> Result<(), TestCaseError> {
        let place = kind as usize;
        let left = self.truth(kind, last) - self.units(kind, |act| act.is_under_hold() && !act.is_done());
        let low = left;
        let lapsed = self.units(kind, Act::is_lapsed);
        match told {
            Some(Crossing::Exhausted) => {
                prop_assert!(low <= 0, "{:?}: exhausted, and {} are left", kind, left);
                prop_assert_ne!(self.exhausted[place], Some(true), "{:?}: exhausted, twice", kind);
                self.exhausted[place] = Some(true);
            }
            Some(Crossing::Near) => {
                prop_assert!(is_near(self.limits[place], low), "{:?}: near, and {} are left", kind, left);
                prop_assert_ne!(self.exhausted[place], Some(true), "{:?}: near, for recovered", kind);
                prop_assert!(self.fell_back[place], "{:?}: near, again", kind);
            }
            Some(Crossing::Recovered) => {
                prop_assert!(left + lapsed > 0, "{:?}: recovered, and {} are left", kind, left);
                prop_assert_ne!(self.exhausted[place], Some(false), "{:?}: recovered, twice", kind);
                self.exhausted[place] = Some(false);
            }
            None => {}
        }
        if matches!(told, Some(Crossing::Near | Crossing::Exhausted)) {
            self.fell_back[place] = false;
        }
        self.fell_back[place] |= has_fallen_back(self.limits[place], left + lapsed);
        let quiet = self.units(kind, |act| act.is_under_hold() || act.is_lapsed()) == 0;
        if quiet {
            let exhausted = left <= 0;
            prop_assert_eq!(self.exhausted[place].unwrap_or(exhausted), exhausted, "{:?}: not told", kind);
            self.exhausted[place] = Some(exhausted);
        }
        self.note(told == Some(Crossing::Exhausted), "told that nothing is left");
        self.note(told == Some(Crossing::Near), "told that little is left");
        self.note(told == Some(Crossing::Recovered), "told that something is left again");
        Ok(())
    }
}

fn is_near(limit: i64, left: i64) -> bool {
    match limit {
        1 => left < 1,
        2..=4 => left <= 1,
        _ => 10 * (limit - left) >= 8 * limit,
    }
}

fn has_fallen_back(limit: i64, left: i64) -> bool {
    match limit {
        ..=4 => left >= 2,
        _ => 100 * (limit - left) <= 75 * limit,
    }
}

fn play(script: &Script, seen: &mut Seen) -> Result<(), TestCaseError> {
    let mut world = World::new(script, seen);
    if script.answered {
        world.step(&Step::Refresh);
        world.compare()?;
    }
    for step in &script.steps {
        world.step(step);
        world.compare()?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(histories(5000))]

    #[test]
    fn what_is_shown_is_the_truth_or_less_by_what_is_held(script in script()) {
        play(&script, &mut Seen::new())?;
    }
}

#[test]
fn the_scripts_get_into_every_situation() {
    get_into(&SITUATIONS, 50, (script(), 2000), play);
}
