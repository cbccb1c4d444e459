//! Tabs of one account: what each tells the others, by example, and beside a model through random histories of up to three at a time.
//!
//! A tab tells its answer and its own holds whenever one of them changes, as numbers that arrive later, in the order of telling. It
//! keeps all it knows where the next page finds it. The platform is that of `model.rs`: counters of votes move late.
//!
//! **The model** knows what each tab has heard: of each hold how far it was told to be, and which answer was asked for last. What a
//! tab shows is that answer, less all holds that count by that. Where everything has arrived, all tabs show the same, and never more
//! than is there: what was done after the end of its hold aside, which nobody can know.

use std::collections::{BTreeMap, VecDeque};

use proptest::{prelude::*, test_runner::TestCaseError};
use quota_gate::{
    asked::Asked,
    crossing::Crossing,
    hold::{HoldId, Owner},
    ledger::News,
    platform::Platform,
    record::{HoldRecord, Record, StageRecord, TakingRecord},
    session::{Adopted, Session, Settings},
    snapshot::{Remaining, Units},
};
use serde_json::{Value, json};

use crate::{
    histories::{KINDS, Kind, Seen, get_into, histories},
    support::{VOCDONI, integrator, tell},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// One whose holds have numbers of their own.
fn tab(number: u64) -> Session {
    Session::open(VOCDONI, Settings { first_hold: 1_000 * number, ..Settings::default() }, 0)
}

/// Far from any other tab's.
fn first_hold(tab: u64) -> u64 {
    tab << 30
}

/// Ten of each; so many are used.
fn used(orgs: i64, votes: i64) -> Value {
    let limits = json!({ "maxManagedOrgs": 10, "maxVotes": 10 });
    integrator(limits, json!({ "managedOrgs": orgs, "sentVotes": votes }))
}

fn answer(session: &mut Session, body: Value, now: i64) {
    tell(session, 200, body, now).expect("an answer");
}

fn read(numbers: &[f64]) -> Record {
    Record::from_numbers(numbers, VOCDONI.resources()).expect("a record")
}

fn left(session: &mut Session, now: i64) -> Option<[i64; 2]> {
    let headrooms = session.overview(now).headroom;
    let left = |resource: usize| match headrooms.get(resource)?.remaining() {
        Remaining::Finite(units) => i64::try_from(units.get()).ok(),
        _ => None,
    };
    Some([left(0)?, left(2)?])
}

// By example.

/// Two tabs that were answered at time 0: nothing is used.
fn two() -> (Session, Session) {
    let (mut one, mut other) = (tab(1), tab(2));
    answer(&mut one, used(0, 0), 0);
    answer(&mut other, used(0, 0), 0);
    (one, other)
}

/// The first tells, and the other hears.
fn pass(from: &mut Session, to: &mut Session, now: i64) -> Adopted {
    let record = read(&from.record(false, now).to_numbers());
    to.adopt(record, Owner::Tab(1), now)
}

/// What is kept when a page is left, as the next finds it.
fn keep(from: &mut Session, to: &mut Session, now: i64) -> Adopted {
    let record = read(&from.record(true, now).to_numbers());
    to.adopt(record, Owner::Nobody, now)
}

fn hold(session: &mut Session, action: &str, units: u64, now: i64) -> HoldId {
    let action = session.action(action).expect("an action");
    session.hold(action, &[Some(Units::new(units))], MINUTE, now)
}

fn orgs(session: &mut Session, now: i64) -> i64 {
    left(session, now).expect("an answer")[0]
}

fn votes(session: &mut Session, now: i64) -> i64 {
    left(session, now).expect("an answer")[1]
}

const HEARD: Adopted = Adopted { answer: News::None, holds: true };
const NOTHING_NEW: Adopted = Adopted { answer: News::None, holds: false };

#[test]
fn what_one_holds_is_out_of_the_others_headroom() {
    let (mut one, mut other) = two();
    hold(&mut one, "createManagedOrg", 3, 10);
    hold(&mut other, "createManagedOrg", 2, 10);
    assert_eq!(pass(&mut one, &mut other, 20), HEARD);
    assert_eq!((orgs(&mut one, 20), orgs(&mut other, 20)), (7, 5));
    assert_eq!(pass(&mut other, &mut one, 20), HEARD);
    assert_eq!((orgs(&mut one, 20), orgs(&mut other, 20)), (5, 5));
}

#[test]
fn what_is_told_again_changes_nothing() {
    let (mut one, mut other) = two();
    let committed = hold(&mut one, "relayVotes", 3, 10);
    hold(&mut one, "createManagedOrg", 3, 10);
    one.commit(committed, 20);
    assert_eq!(pass(&mut one, &mut other, 30), HEARD);
    for now in [30, 31, 30_000] {
        assert_eq!(pass(&mut one, &mut other, now), NOTHING_NEW);
        assert_eq!(left(&mut other, now), Some([7, 7]));
    }
}

#[test]
fn what_one_releases_is_free_for_the_other() {
    let (mut one, mut other) = two();
    let (first, _) = (hold(&mut one, "createManagedOrg", 3, 10), hold(&mut one, "createManagedOrg", 2, 10));
    pass(&mut one, &mut other, 20);
    one.release(first, 30);
    assert_eq!(orgs(&mut other, 30), 5);
    assert_eq!(pass(&mut one, &mut other, 40), HEARD);
    assert_eq!(orgs(&mut other, 40), 8);
}

#[test]
fn what_one_extends_lasts_in_the_other() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    pass(&mut one, &mut other, 10);
    one.extend(held, MINUTE, 20);
    assert_eq!(pass(&mut one, &mut other, 30), HEARD);
    answer(&mut other, used(0, 0), MINUTE);
    assert_eq!((orgs(&mut other, 2 * MINUTE - 1), orgs(&mut other, 2 * MINUTE)), (7, 10));
}

#[test]
fn what_one_commits_stays_taken_in_the_other_after_the_holds_end() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    pass(&mut one, &mut other, 10);
    one.commit(held, 20);
    assert_eq!(pass(&mut one, &mut other, 30), HEARD);
    assert_eq!(orgs(&mut other, 2 * MINUTE), 7);
}

#[test]
fn what_one_commits_settles_by_the_others_own_answer() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    let early = other.ask(10);
    one.commit(held, 20);
    pass(&mut one, &mut other, 30);
    other.answer(early, 200, Some(&used(0, 0)), 40).expect("an answer");
    assert_eq!(orgs(&mut other, 40), 7);
    answer(&mut other, used(3, 0), 50);
    assert_eq!(orgs(&mut other, 50), 7);
    // And in the first, as soon as it hears.
    assert_eq!(pass(&mut other, &mut one, 60).answer, News::Taken);
    assert_eq!((orgs(&mut one, 60), one.settles_at(true, 60)), (7, None));
}

#[test]
fn a_commit_that_is_heard_of_after_the_answer_that_shows_it_settles_at_once() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    pass(&mut one, &mut other, 10);
    one.commit(held, 20);
    answer(&mut other, used(3, 0), 30);
    // Open for all it knows, and perhaps in the answer: too little, never too much.
    assert_eq!(orgs(&mut other, 30), 4);
    assert_eq!(pass(&mut one, &mut other, 40), HEARD);
    assert_eq!(orgs(&mut other, 40), 7);
    assert_eq!(pass(&mut one, &mut other, 50), NOTHING_NEW);
}

#[test]
fn votes_that_one_commits_settle_in_the_other_when_they_must_have_been_counted() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "relayVotes", 3, 0);
    one.commit(held, 1_000);
    pass(&mut one, &mut other, 2_000);
    answer(&mut other, used(0, 0), 1_000 + MINUTE - 1);
    pass(&mut other, &mut one, 1_000 + MINUTE - 1);
    assert_eq!((votes(&mut one, MINUTE), votes(&mut other, MINUTE)), (7, 7));
    answer(&mut other, used(0, 3), 1_000 + MINUTE);
    pass(&mut other, &mut one, 1_000 + MINUTE);
    assert_eq!((votes(&mut one, 2 * MINUTE), votes(&mut other, 2 * MINUTE)), (7, 7));
}

#[test]
fn what_has_settled_in_one_is_gone_from_the_other_with_the_answer_that_shows_it() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    one.commit(held, 10);
    pass(&mut one, &mut other, 20);
    answer(&mut one, used(3, 0), 30);
    assert_eq!(pass(&mut one, &mut other, 40), Adopted { answer: News::Taken, holds: false });
    assert_eq!((orgs(&mut other, 40), other.settles_at(true, 40)), (7, None));
}

#[test]
fn who_comes_late_is_told_of_all_that_is_under_way() {
    let (mut one, _) = two();
    let held = hold(&mut one, "relayVotes", 3, 10);
    hold(&mut one, "createManagedOrg", 2, 10);
    one.commit(held, 20);
    let mut late = tab(3);
    assert_eq!(pass(&mut one, &mut late, 1_000), Adopted { answer: News::Taken, holds: true });
    assert_eq!(left(&mut late, 1_000), Some([8, 7]));
}

#[test]
fn each_tells_of_its_own_holds_only() {
    let (mut one, mut other) = two();
    hold(&mut one, "createManagedOrg", 3, 10);
    pass(&mut one, &mut other, 20);
    let own = hold(&mut other, "createManagedOrg", 2, 30);
    let told: Vec<_> = other.record(false, 40).holds.iter().map(|hold| hold.id).collect();
    assert_eq!(told, [own]);
    assert_eq!(other.record(true, 40).holds.len(), 2);
}

#[test]
fn the_open_holds_of_a_tab_that_is_gone_run_out() {
    let (mut one, mut other) = two();
    hold(&mut one, "createManagedOrg", 3, 0);
    pass(&mut one, &mut other, 10);
    drop(one);
    assert_eq!(other.changes_at(10), Some(MINUTE));
    assert_eq!((orgs(&mut other, MINUTE - 1), orgs(&mut other, MINUTE)), (7, 10));
}

#[test]
fn the_commits_of_a_tab_that_is_gone_settle_with_the_next_good_answer() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    one.commit(held, 10);
    pass(&mut one, &mut other, 20);
    drop(one);
    tell(&mut other, 503, Value::Null, 30).expect_err("a failure");
    assert_eq!(orgs(&mut other, 30), 7);
    answer(&mut other, used(3, 0), 40);
    assert_eq!(orgs(&mut other, 40), 7);
}

#[test]
fn when_to_ask_for_what_was_committed_says_its_owner_and_who_asks_for_all() {
    let (mut one, mut other) = two();
    let (first, own) = (hold(&mut one, "relayVotes", 1, 0), hold(&mut other, "relayVotes", 1, 0));
    one.commit(first, 1_000);
    other.commit(own, 2_000);
    pass(&mut one, &mut other, 2_000);
    assert_eq!(one.settles_at(false, 2_000), Some(1_000 + MINUTE));
    assert_eq!(other.settles_at(false, 2_000), Some(2_000 + MINUTE));
    assert_eq!(other.settles_at(true, 2_000), Some(1_000 + MINUTE));
    // A question under way that will show it needs no other.
    other.ask(1_000 + MINUTE);
    assert_eq!(other.settles_at(true, 1_000 + MINUTE), Some(2_000 + MINUTE));
}

#[test]
fn what_a_page_that_is_gone_held_is_known_to_the_next() {
    let (mut before, mut after) = (tab(1), tab(2));
    answer(&mut before, used(1, 0), 0);
    let committed = hold(&mut before, "relayVotes", 3, 0);
    hold(&mut before, "createManagedOrg", 2, 0);
    before.commit(committed, 100);
    assert_eq!(keep(&mut before, &mut after, 200), Adopted { answer: News::Taken, holds: true });
    assert_eq!(left(&mut after, 200), Some([7, 7]));
    assert_eq!(after.record(false, 200).holds, []);
    assert_eq!((after.settles_at(false, 200), after.settles_at(true, 200)), (None, Some(100 + MINUTE)));
    // As one who is gone: the open one runs out, the other settles.
    answer(&mut after, used(1, 3), 100 + MINUTE);
    assert_eq!(left(&mut after, 100 + MINUTE), Some([9, 7]));
}

#[test]
fn nobody_says_anything_of_a_hold_of_which_its_own_tab_speaks() {
    let (mut one, mut other) = two();
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    let kept = one.record(true, 10);
    one.commit(held, 20);
    pass(&mut one, &mut other, 30);
    assert_eq!(other.adopt(kept.clone(), Owner::Nobody, 40), NOTHING_NEW);
    assert_eq!(one.adopt(kept.clone(), Owner::Nobody, 40), NOTHING_NEW);
    for session in [&mut one, &mut other] {
        assert_eq!(orgs(session, 2 * MINUTE), 7, "committed, and not run out");
    }
    // Nor does it end one by not naming it.
    other.adopt(Record { holds: Vec::new(), ..kept }, Owner::Nobody, 2 * MINUTE);
    assert_eq!(orgs(&mut other, 2 * MINUTE), 7);
}

#[test]
fn a_hold_that_is_kept_and_told_counts_once_and_its_tab_is_believed() {
    for told_first in [true, false] {
        let (mut one, mut other) = two();
        let held = hold(&mut one, "createManagedOrg", 3, 0);
        if told_first {
            pass(&mut one, &mut other, 10);
            assert_eq!(keep(&mut one, &mut other, 10), NOTHING_NEW);
        } else {
            keep(&mut one, &mut other, 10);
            pass(&mut one, &mut other, 10);
        }
        assert_eq!(orgs(&mut other, 10), 7);
        one.release(held, 20);
        assert_eq!(pass(&mut one, &mut other, 30), HEARD);
        assert_eq!(orgs(&mut other, 30), 10);
    }
}

#[test]
fn nobody_takes_a_hold_from_the_one_who_holds_it() {
    let mut one = two().0;
    let held = hold(&mut one, "createManagedOrg", 3, 0);
    for owner in [Owner::Tab(7), Owner::Nobody] {
        let mut forged = one.record(true, 10);
        forged.holds[0].stage = StageRecord::Open { left: 1 };
        forged.holds[0].takings.clear();
        assert_eq!(one.adopt(forged, owner, 10), NOTHING_NEW);
        one.adopt(Record { at: 10, answer: None, holds: Vec::new() }, owner, 10);
    }
    assert_eq!((orgs(&mut one, 11), one.hold_ends(held, 11)), (7, Some(MINUTE)));
}

#[test]
fn a_hold_that_is_named_twice_counts_once() {
    let (mut one, mut other) = two();
    hold(&mut one, "createManagedOrg", 3, 0);
    let mut record = one.record(false, 10);
    record.holds.extend(record.holds.clone());
    other.adopt(record, Owner::Tab(1), 10);
    assert_eq!(orgs(&mut other, 10), 7);
}

fn flood(count: u64) -> Record {
    let taking = TakingRecord { resource: 0, scope: None, units: Units::ONE, settle_after: 0 };
    let hold = |number| HoldRecord {
        id: HoldId::from_number(number),
        stage: StageRecord::Open { left: DAY },
        takings: vec![taking.clone()],
    };
    Record { at: 10, answer: None, holds: (50_000..50_000 + count).map(hold).collect() }
}

#[test]
fn no_more_than_a_thousand_holds_are_believed_and_ones_own_still_count() {
    let mut session = tab(1);
    let limits = json!({ "maxManagedOrgs": 1_000_000 });
    answer(&mut session, integrator(limits, json!({ "managedOrgs": 0 })), 0);
    let held = |session: &mut Session| session.overview(10).headroom[0].held.get();
    assert_eq!(session.adopt(flood(5_000), Owner::Tab(1), 10), HEARD);
    assert_eq!(held(&mut session), 1_000);
    assert_eq!(session.adopt(flood(5_000), Owner::Tab(2), 10), HEARD);
    assert_eq!(session.adopt(flood(6_000), Owner::Nobody, 10), NOTHING_NEW);
    assert_eq!(held(&mut session), 1_000);
    let own = hold(&mut session, "createManagedOrg", 5, 10);
    assert_eq!((held(&mut session), session.hold_ends(own, 10)), (1_005, Some(10 + MINUTE)));
    assert_eq!(session.adopt(flood(0), Owner::Tab(2), 10), HEARD);
    assert_eq!(held(&mut session), 5);
}

#[test]
fn what_has_run_out_on_its_way_takes_no_ones_place() {
    let mut session = two().0;
    let mut record = flood(1_001);
    for hold in record.holds.iter_mut().take(1_000) {
        hold.stage = StageRecord::Open { left: 10 };
    }
    assert_eq!(session.adopt(record, Owner::Tab(1), 20), HEARD);
    assert_eq!(orgs(&mut session, 20), 9);
}

#[test]
fn what_others_hold_crosses_nothing_until_an_answer_shows_it() {
    let (mut one, mut other) = two();
    assert_eq!(other.crossings(0), []);
    let held = hold(&mut one, "createManagedOrg", 10, 10);
    pass(&mut one, &mut other, 20);
    assert_eq!((orgs(&mut other, 20), other.crossings(20)), (0, vec![]));
    one.commit(held, 30);
    pass(&mut one, &mut other, 40);
    assert_eq!(other.crossings(40), []);
    answer(&mut one, used(10, 0), 50);
    pass(&mut one, &mut other, 60);
    assert_eq!(other.crossings(60), [(0, Crossing::Exhausted)]);
    answer(&mut one, used(5, 0), 70);
    pass(&mut one, &mut other, 80);
    assert_eq!((other.crossings(80), other.crossings(90)), (vec![(0, Crossing::Recovered)], vec![]));
}

#[test]
fn an_own_question_of_the_millisecond_of_anothers_commit_may_have_been_first() {
    // The first of that millisecond, and the last that there can be.
    for question in [1, 999] {
        let (mut one, mut other) = two();
        let held = hold(&mut one, "createManagedOrg", 3, 0);
        pass(&mut one, &mut other, 10);
        let asked = (0..question).map(|_| other.ask(1_000)).last().expect("a question");
        one.commit(held, 1_000);
        pass(&mut one, &mut other, 1_000);
        other.answer(asked, 200, Some(&used(0, 0)), 1_001).expect("an answer");
        assert_eq!(orgs(&mut other, 1_001), 7);
        assert_eq!(other.settles_at(true, 1_001), Some(1_000));
        answer(&mut other, used(3, 0), 1_002);
        assert_eq!(orgs(&mut other, 1_002), 7);
    }
}

// Beside a model.

/// One step, each at a millisecond of its own. A `usize` picks one of those to which the step can happen, by its place modulo their
/// number; where there is none, nothing happens.
#[derive(Debug, Clone)]
enum Step {
    Hold {
        tab: usize,
        kind: Kind,
        units: i64,
        lasts: i64,
    },
    /// The platform does what was held; its counter moves so much later, if that can be.
    Do(usize, i64),
    Commit(usize),
    CommitTooLate(usize),
    Release(usize),
    Extend(usize, i64),
    Ask(usize),
    Serve(usize),
    Receive(usize),
    Fail(usize),
    /// Asks and is answered at once.
    Refresh(usize),
    Others(Kind, i64),
    Wait(i64),
    /// The next of what one tab told another arrives.
    Arrive(usize),
    AllArrives,
    /// A page is opened when all has arrived: it finds what was kept, and asks the others for what they have.
    Open,
    Close(usize),
}

#[derive(Debug, Clone)]
struct Script {
    limits: [i64; 2],
    tabs: usize,
    steps: Vec<Step>,
}

fn span() -> impl Strategy<Value = i64> {
    // Seventy of these are less than the four hours after which an answer decides nothing.
    prop_oneof![3 => 1..1_000i64, 2 => 1_000..60_000i64, 2 => 59_990..=60_010i64, 1 => 60_000..150_000i64]
}

fn step() -> impl Strategy<Value = Step> {
    let pick = || 0..6usize;
    let kind = || prop_oneof![Just(Kind::Orgs), Just(Kind::Votes)];
    let lag = prop_oneof![1 => Just(0), 3 => 0..60_000i64, 2 => Just(60_000)];
    let hold = (pick(), kind(), 1..=3i64, prop_oneof![1 => span(), 2 => 60_000..150_000i64]);
    prop_oneof![
        8 => hold.prop_map(|(tab, kind, units, lasts)| Step::Hold { tab, kind, units, lasts }),
        8 => (pick(), lag).prop_map(|(pick, lag)| Step::Do(pick, lag)),
        8 => pick().prop_map(Step::Commit),
        2 => pick().prop_map(Step::CommitTooLate),
        2 => pick().prop_map(Step::Release),
        2 => (pick(), span()).prop_map(|(pick, by)| Step::Extend(pick, by)),
        6 => pick().prop_map(Step::Ask),
        4 => pick().prop_map(Step::Serve),
        6 => pick().prop_map(Step::Receive),
        1 => pick().prop_map(Step::Fail),
        5 => pick().prop_map(Step::Refresh),
        2 => (kind(), -2..=3i64).prop_map(|(kind, units)| Step::Others(kind, units)),
        6 => span().prop_map(Step::Wait),
        16 => (0..60usize).prop_map(Step::Arrive),
        3 => Just(Step::AllArrives),
        2 => Just(Step::Open),
        1 => pick().prop_map(Step::Close),
    ]
}

fn script() -> impl Strategy<Value = Script> {
    let limit = || prop_oneof![2 => 1..=5i64, 3 => 6..=30i64];
    let steps = proptest::collection::vec(step(), 1..70);
    ([limit(), limit()], 1..=3usize, steps).prop_map(|(limits, tabs, steps)| Script { limits, tabs, steps })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open { until: i64 },
    Committed { at: i64 },
}

/// Something that a tab sets out to do.
#[derive(Debug)]
struct Act {
    tab: u64,
    hold: HoldId,
    kind: Kind,
    units: i64,
    /// For its owner. None once it was released.
    stage: Option<Stage>,
    /// From when on the platform's counter shows it.
    shows_at: Option<i64>,
}

/// What the platform's counters held when it served an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    asked: i64,
    /// By all tabs and others.
    used: [i64; 2],
    others: [i64; 2],
}

#[derive(Debug)]
struct Question {
    tab: u64,
    asked: Asked,
    at: i64,
    reading: Option<Reading>,
}

/// What of others' holds a tab was told, by the place of the act, and by whom.
type Heard = BTreeMap<usize, (Stage, Owner)>;

#[derive(Debug)]
struct Tab {
    number: u64,
    session: Session,
    heard: Heard,
    answer: Option<Reading>,
}

/// What was told or kept, and what it means.
#[derive(Debug, Clone)]
struct Message {
    numbers: Vec<f64>,
    answer: Option<Reading>,
    holds: Vec<(usize, Stage)>,
}

#[derive(Debug)]
struct Post {
    from: u64,
    to: u64,
    messages: VecDeque<Message>,
}

const SITUATIONS: [&str; 17] = [
    "its answer taken",
    "its answer older than one's own",
    "an own answer older than another tab's",
    "heard of a hold",
    "heard of a release",
    "heard of a commit",
    "heard of a commit that an answer shows already",
    "heard of what has run out on its way",
    "settled by another tab's answer",
    "others' settled by an own answer",
    "late for a commit that is on its way",
    "all arrived with something under hold",
    "all arrived, of a tab that is gone",
    "all arrived, with nothing under hold, after a settlement",
    "opened with holds that were kept",
    "kept and then told",
    "closed with something under hold",
];

struct World<'a> {
    tabs: Vec<Tab>,
    post: Vec<Post>,
    kept: Option<Message>,
    opened: u64,
    limits: [i64; 2],
    others: [i64; 2],
    now: i64,
    acts: Vec<Act>,
    questions: Vec<Question>,
    settled: bool,
    seen: &'a mut Seen,
}

/// Of those that can, the one picked.
fn pick<T>(all: &[T], pick: usize, can: impl Fn(&T) -> bool) -> Option<usize> {
    let places: Vec<usize> = (0..all.len()).filter(|place| can(&all[*place])).collect();
    places.get(pick % places.len().max(1)).copied()
}

impl Act {
    fn is_open(&self, now: i64) -> bool {
        matches!(self.stage, Some(Stage::Open { until }) if until > now)
    }

    /// Its hold ran out before it was committed.
    fn has_ended(&self, now: i64) -> bool {
        matches!(self.stage, Some(Stage::Open { until }) if until <= now)
    }

    fn is_settled_by(&self, stage: Stage, asked: i64) -> bool {
        matches!(stage, Stage::Committed { at } if at < asked && at + self.kind.lag() <= asked)
    }

    /// Does it count, to someone to whom it is so far and whose last answer was asked for then?
    fn counts(&self, stage: Stage, asked: Option<i64>, now: i64) -> bool {
        match stage {
            Stage::Open { until } => until > now,
            Stage::Committed { .. } => !asked.is_some_and(|asked| self.is_settled_by(stage, asked)),
        }
    }
}

impl<'a> World<'a> {
    fn new(script: &Script, seen: &'a mut Seen) -> Self {
        let mut world = Self {
            tabs: Vec::new(),
            post: Vec::new(),
            kept: None,
            opened: 0,
            limits: script.limits,
            others: [0; 2],
            now: 0,
            acts: Vec::new(),
            questions: Vec::new(),
            settled: false,
            seen,
        };
        (0..script.tabs).for_each(|_| world.open());
        world
    }

    fn note(&mut self, comes_up: bool, situation: &'static str) {
        if comes_up {
            *self.seen.entry(situation).or_default() += 1;
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.now += 1;
        let now = self.now;
        match *step {
            Step::Hold { tab, kind, units, lasts } => self.hold(tab, kind, units, lasts),
            Step::Do(place, lag) => self.get_done(place, lag),
            Step::Commit(place) => self.commit(place),
            Step::CommitTooLate(place) => self.commit_too_late(place),
            Step::Release(place) => self.end(place, None, Session::release),
            Step::Extend(place, by) => {
                let until = self.until(place).map(|until| Stage::Open { until: until + by });
                self.end(place, until, |session, hold, now| session.extend(hold, by, now));
            }
            Step::Ask(tab) => self.ask(tab),
            Step::Serve(place) => self.serve(place),
            Step::Receive(place) => self.receive(place),
            Step::Fail(place) => self.fail(place),
            Step::Refresh(tab) => {
                self.ask(tab);
                self.receive(self.questions.len().saturating_sub(1));
            }
            Step::Others(kind, units) => self.others[kind as usize] += units,
            Step::Wait(span) => self.now += span,
            Step::Arrive(place) => {
                if let Some(place) = pick(&self.post, place, |post| !post.messages.is_empty()) {
                    self.arrive(place)?;
                }
            }
            Step::AllArrives => self.all_arrives()?,
            Step::Open => {
                self.all_arrives()?;
                if self.tabs.len() < 3 {
                    self.open();
                }
            }
            Step::Close(tab) => self.close(tab),
        }
        self.settled |= self.tabs.iter().any(|tab| {
            let settled = |act: &Act| {
                act.stage
                    .zip(tab.answer)
                    .is_some_and(|(stage, answer)| act.is_settled_by(stage, answer.asked))
            };
            self.acts.iter().any(settled)
        });
        assert!(self.now >= now);
        self.compare_all()
    }

    fn owner(&mut self, number: u64) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.number == number)
    }

    fn is_here(&self, act: &Act) -> bool {
        self.tabs.iter().any(|tab| tab.number == act.tab)
    }

    fn hold(&mut self, tab: usize, kind: Kind, units: i64, lasts: i64) {
        let now = self.now;
        let Some(place) = pick(&self.tabs, tab, |_| true) else { return };
        let tab = &mut self.tabs[place];
        let action = VOCDONI.action(kind.action()).expect("an action");
        let hold = tab.session.hold(action, &[Some(Units::new(units.unsigned_abs()))], lasts, now);
        let (number, stage) = (tab.number, Some(Stage::Open { until: now + lasts }));
        self.acts.push(Act { tab: number, hold, kind, units, stage, shows_at: None });
        self.tell(number);
    }

    /// Also when its hold has run out, or its tab is gone: then only the platform knows.
    fn get_done(&mut self, place: usize, lag: i64) {
        let now = self.now;
        let undone = |act: &Act| act.shows_at.is_none() && matches!(act.stage, Some(Stage::Open { .. }));
        if let Some(place) = pick(&self.acts, place, undone) {
            let act = &mut self.acts[place];
            act.shows_at = Some(now + lag.min(act.kind.lag()));
        }
    }

    fn commit(&mut self, place: usize) {
        let now = self.now;
        let can = |act: &Act| act.is_open(now) && act.shows_at.is_some() && self.is_here(act);
        let Some(place) = pick(&self.acts, place, can) else { return };
        let act = &mut self.acts[place];
        act.stage = Some(Stage::Committed { at: now });
        let (number, hold) = (act.tab, act.hold);
        self.owner(number).expect("a tab").session.commit(hold, now);
        self.tell(number);
    }

    fn commit_too_late(&mut self, place: usize) {
        let now = self.now;
        let can = |act: &Act| act.has_ended(now) && act.shows_at.is_some() && self.is_here(act);
        let Some(place) = pick(&self.acts, place, can) else { return };
        let act = &mut self.acts[place];
        act.stage = Some(Stage::Committed { at: now });
        let (number, units) = (act.tab, Units::new(act.units.unsigned_abs()));
        let action = VOCDONI.action(act.kind.action()).expect("an action");
        self.owner(number).expect("a tab").session.commit_late(action, &[Some(units)], now);
        self.tell(number);
    }

    fn until(&self, place: usize) -> Option<i64> {
        let place = self.open_one(place)?;
        match self.acts[place].stage {
            Some(Stage::Open { until }) => Some(until),
            _ => None,
        }
    }

    fn open_one(&self, place: usize) -> Option<usize> {
        let now = self.now;
        pick(&self.acts, place, |act| act.is_open(now) && act.shows_at.is_none() && self.is_here(act))
    }

    fn end(&mut self, place: usize, stage: Option<Stage>, act_on: impl Fn(&mut Session, HoldId, i64)) {
        let now = self.now;
        let Some(place) = self.open_one(place) else { return };
        self.acts[place].stage = stage;
        let (number, hold) = (self.acts[place].tab, self.acts[place].hold);
        act_on(&mut self.owner(number).expect("a tab").session, hold, now);
        self.tell(number);
    }

    fn ask(&mut self, tab: usize) {
        let at = self.now;
        let Some(place) = pick(&self.tabs, tab, |_| true) else { return };
        let tab = &mut self.tabs[place];
        let question = Question { tab: tab.number, asked: tab.session.ask(at), at, reading: None };
        self.questions.push(question);
    }

    fn reading(&self, asked: i64) -> Reading {
        let counted = |act: &&Act| act.shows_at.is_some_and(|shows_at| shows_at <= self.now);
        let used = KINDS.map(|kind| {
            let own = self.acts.iter().filter(|act| act.kind == kind).filter(counted).map(|act| act.units);
            self.others[kind as usize] + own.sum::<i64>()
        });
        Reading { asked, used, others: self.others }
    }

    fn serve(&mut self, place: usize) {
        if let Some(place) = pick(&self.questions, place, |question| question.reading.is_none()) {
            self.questions[place].reading = Some(self.reading(self.questions[place].at));
        }
    }

    fn receive(&mut self, place: usize) {
        let now = self.now;
        let Some(place) = pick(&self.questions, place, |_| true) else { return };
        let Question { tab: number, asked, at, reading } = self.questions.remove(place);
        let reading = reading.unwrap_or_else(|| self.reading(at));
        let limits = json!({ "maxManagedOrgs": self.limits[0], "maxVotes": self.limits[1] });
        let usage = json!({ "managedOrgs": reading.used[0], "sentVotes": reading.used[1] });
        let Some(tab) = self.owner(number) else { return };
        tab.session.answer(asked, 200, Some(&integrator(limits, usage)), now).expect("an answer");
        let late = tab.answer.is_some_and(|last| at < last.asked);
        if !late {
            tab.answer = Some(reading);
        }
        let heard: Vec<(usize, Stage)> = tab.heard.iter().map(|(act, (stage, _))| (*act, *stage)).collect();
        let settles = heard.iter().any(|(act, stage)| self.acts[*act].is_settled_by(*stage, at));
        let on_its_way = heard.iter().any(|(act, stage)| {
            let act = &self.acts[*act];
            matches!(stage, Stage::Open { .. }) && act.stage.is_some_and(|stage| act.is_settled_by(stage, at))
        });
        self.note(!late && settles, "others' settled by an own answer");
        self.note(!late && on_its_way, "late for a commit that is on its way");
        self.note(late, "an own answer older than another tab's");
        self.tell(number);
    }

    fn fail(&mut self, place: usize) {
        let now = self.now;
        let Some(place) = pick(&self.questions, place, |_| true) else { return };
        let question = self.questions.remove(place);
        if let Some(tab) = self.owner(question.tab) {
            tab.session.fail(question.asked, now);
        }
    }

    /// What a tab says of itself, or of all.
    fn message(&mut self, number: u64, all: bool) -> Message {
        let now = self.now;
        let tab = self.tabs.iter_mut().find(|tab| tab.number == number).expect("a tab");
        let record = tab.session.record(all, now);
        let asked = tab.answer.map(|answer| answer.asked);
        let own = self.acts.iter().enumerate().filter(|(_, act)| act.tab == number);
        let own = own.filter_map(|(place, act)| Some((place, act.stage?)));
        let heard = tab.heard.iter().filter(|_| all).map(|(place, (stage, _))| (*place, *stage));
        let holds = own.chain(heard).filter(|(place, stage)| self.acts[*place].counts(*stage, asked, now));
        let holds: Vec<_> = holds.collect();
        assert_eq!(record.holds.len(), holds.len(), "{record:?} is not {holds:?}");
        Message { numbers: record.to_numbers(), answer: tab.answer, holds }
    }

    /// Something changed: it is kept, and all others will hear.
    fn tell(&mut self, number: u64) {
        self.kept = Some(self.message(number, true));
        let message = self.message(number, false);
        let others: Vec<u64> =
            self.tabs.iter().map(|tab| tab.number).filter(|other| *other != number).collect();
        others.into_iter().for_each(|to| self.send(number, to, message.clone()));
    }

    fn send(&mut self, from: u64, to: u64, message: Message) {
        match self.post.iter_mut().find(|post| (post.from, post.to) == (from, to)) {
            Some(post) => post.messages.push_back(message),
            None => self.post.push(Post { from, to, messages: VecDeque::from([message]) }),
        }
    }

    fn arrive(&mut self, place: usize) -> Result<(), TestCaseError> {
        let Post { from, to, .. } = self.post[place];
        let Some(message) = self.post[place].messages.pop_front() else { return Ok(()) };
        let news = self.take_in(to, &message, Owner::Tab(first_hold(from)))?;
        if news {
            self.kept = Some(self.message(to, true));
        }
        Ok(())
    }

    fn all_arrives(&mut self) -> Result<(), TestCaseError> {
        while let Some(place) = self.post.iter().position(|post| !post.messages.is_empty()) {
            self.arrive(place)?;
        }
        self.compare_with_each_other()
    }

    /// Was it news?
    fn take_in(&mut self, to: u64, message: &Message, owner: Owner) -> Result<bool, TestCaseError> {
        let now = self.now;
        let acts = &self.acts;
        let tab = self.tabs.iter_mut().find(|tab| tab.number == to).expect("a tab");
        let adopted = tab.session.adopt(read(&message.numbers), owner, now);
        let before = tab.answer;
        let taken = message.answer.filter(|answer| before.is_none_or(|last| answer.asked > last.asked));
        prop_assert_eq!(adopted.answer == News::Taken, taken.is_some());
        tab.answer = taken.or(before);
        let asked = tab.answer.map(|answer| answer.asked);
        // Of those that it is told of, or has no more to be told of, how far they were.
        let mut situations = Vec::new();
        let named = |place: &usize| message.holds.iter().any(|(named, _)| named == place);
        if owner != Owner::Nobody {
            // Its own, whoever told of them.
            let is_its = |place: &usize| Owner::Tab(first_hold(acts[*place].tab)) == owner;
            let released =
                tab.heard.keys().any(|place| is_its(place) && !named(place) && acts[*place].stage.is_none());
            situations.push((released, "heard of a release"));
            tab.heard.retain(|place, _| !is_its(place) || named(place));
        }
        for (place, stage) in &message.holds {
            let known = tab.heard.get(place).copied();
            let committed = matches!(stage, Stage::Committed { .. });
            let counts = acts[*place].counts(*stage, asked, now);
            situations.extend([
                (known.is_none(), "heard of a hold"),
                (committed && known.is_some_and(|(before, _)| before != *stage), "heard of a commit"),
                (committed && !counts && taken.is_none(), "heard of a commit that an answer shows already"),
                (!committed && !counts, "heard of what has run out on its way"),
                (
                    known.is_some_and(|(_, by)| by == Owner::Nobody) && owner != Owner::Nobody,
                    "kept and then told",
                ),
                (known.is_none() && counts && owner == Owner::Nobody, "opened with holds that were kept"),
            ]);
            tab.heard.insert(*place, (*stage, owner));
        }
        let own = acts.iter().filter(|act| act.tab == to);
        let mut own = own.filter_map(|act| Some((act, act.stage?)));
        let settles = own.any(|(act, stage)| {
            act.counts(stage, before.map(|last| last.asked), now)
                && asked.is_some_and(|asked| act.is_settled_by(stage, asked))
        });
        situations.extend([
            (settles, "settled by another tab's answer"),
            (taken.is_some(), "its answer taken"),
            (
                message.answer.zip(before).is_some_and(|(its, own)| its.asked < own.asked),
                "its answer older than one's own",
            ),
        ]);
        for (comes_up, situation) in situations {
            self.note(comes_up, situation);
        }
        Ok(adopted.answer == News::Taken || adopted.holds)
    }

    fn open(&mut self) {
        self.opened += 1;
        let (number, now) = (self.opened, self.now);
        let settings = Settings { first_hold: first_hold(number), ..Settings::default() };
        let session = Session::open(VOCDONI, settings, now);
        self.tabs.push(Tab { number, session, heard: Heard::new(), answer: None });
        if let Some(kept) = self.kept.clone() {
            self.take_in(number, &kept, Owner::Nobody).unwrap_or_else(|error| panic!("{error}"));
        }
        let others: Vec<u64> =
            self.tabs.iter().map(|tab| tab.number).filter(|other| *other != number).collect();
        for from in others {
            let message = self.message(from, false);
            self.send(from, number, message);
        }
    }

    fn close(&mut self, tab: usize) {
        if self.tabs.len() < 2 {
            return;
        }
        let place = tab % self.tabs.len();
        let Tab { number, answer, .. } = self.tabs.remove(place);
        self.post.retain(|post| post.to != number);
        let (now, asked) = (self.now, answer.map(|answer| answer.asked));
        let mut own = self.acts.iter().filter(|act| act.tab == number);
        let held = own.any(|act| act.stage.is_some_and(|stage| act.counts(stage, asked, now)));
        self.note(held, "closed with something under hold");
    }

    /// Units under hold, as far as a tab knows.
    fn held(&self, tab: &Tab, kind: Kind) -> i64 {
        let asked = tab.answer.map(|answer| answer.asked);
        let own = self.acts.iter().enumerate().filter(|(_, act)| act.tab == tab.number);
        let own = own.filter_map(|(place, act)| Some((place, act.stage?)));
        let heard = tab.heard.iter().map(|(place, (stage, _))| (*place, *stage));
        let counting =
            own.chain(heard).filter(|(place, stage)| self.acts[*place].counts(*stage, asked, self.now));
        let units =
            counting.map(|(place, _)| &self.acts[place]).filter(|act| act.kind == kind).map(|act| act.units);
        units.sum()
    }

    /// Each tab shows what it was told.
    fn compare_all(&mut self) -> Result<(), TestCaseError> {
        for place in 0..self.tabs.len() {
            let tab = &self.tabs[place];
            let expected = tab.answer.map(|answer| {
                KINDS
                    .map(|kind| {
                        (self.limits[kind as usize] - answer.used[kind as usize]).max(0)
                            - self.held(tab, kind)
                    })
                    .map(|left| left.max(0))
            });
            let tab = &mut self.tabs[place];
            prop_assert_eq!(left(&mut tab.session, self.now), expected, "tab {}", tab.number);
            let asked_at = tab.session.asked_at(self.now);
            prop_assert_eq!(asked_at, tab.answer.map(|answer| answer.asked), "tab {}", tab.number);
        }
        Ok(())
    }

    /// Where all has arrived, all show the same, and no more than is there.
    fn compare_with_each_other(&mut self) -> Result<(), TestCaseError> {
        let now = self.now;
        let shown: Vec<_> = self.tabs.iter_mut().map(|tab| left(&mut tab.session, now)).collect();
        prop_assert!(shown.iter().all(|each| *each == shown[0]), "shown: {:?}", shown);
        let (Some(shown), Some(answer)) = (shown[0], self.tabs[0].answer) else { return Ok(()) };
        let mut quiet = true;
        for kind in KINDS {
            let place = kind as usize;
            let of_kind = || self.acts.iter().filter(|act| act.kind == kind && act.shows_at.is_some());
            let done: i64 = of_kind().map(|act| act.units).sum();
            // Done after the end of its hold, and committed by nobody: only the platform knows.
            let lapsed: i64 = of_kind().filter(|act| act.has_ended(now)).map(|act| act.units).sum();
            let truth = self.limits[place] - answer.others[place] - done;
            let held = self.held(&self.tabs[0], kind);
            prop_assert!(
                shown[place] <= (truth + lapsed).max(0),
                "{:?}: {} shown of {}",
                kind,
                shown[place],
                truth
            );
            prop_assert!(
                shown[place] >= (truth - held).max(0),
                "{:?}: {} shown of {}",
                kind,
                shown[place],
                truth
            );
            quiet &= held == 0 && lapsed == 0;
            let several = self.tabs.len() > 1;
            self.note(held > 0 && several, "all arrived with something under hold");
        }
        let gone = self.tabs[0].heard.iter().any(|(place, (stage, _))| {
            let act = &self.acts[*place];
            !self.is_here(act) && act.counts(*stage, Some(answer.asked), now)
        });
        self.note(gone && self.tabs.len() > 1, "all arrived, of a tab that is gone");
        self.note(quiet && self.settled, "all arrived, with nothing under hold, after a settlement");
        Ok(())
    }
}

fn play(script: &Script, seen: &mut Seen) -> Result<(), TestCaseError> {
    let mut world = World::new(script, seen);
    world.step(&Step::Refresh(0))?;
    for step in &script.steps {
        world.step(step)?;
    }
    world.step(&Step::AllArrives)
}

proptest! {
    #![proptest_config(histories(1500))]

    #[test]
    fn every_tab_shows_what_it_was_told_and_all_the_same_once_all_has_arrived(script in script()) {
        play(&script, &mut Seen::new())?;
    }
}

#[test]
fn the_scripts_get_the_tabs_into_every_situation() {
    get_into(&SITUATIONS, 20, (script(), 1000), play);
}
