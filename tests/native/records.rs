//! What is known, as it leaves a page and comes back: exactly what was written, by its age and not by its date, or not at all.

use proptest::{prelude::*, sample::Index};
use quota_gate::{
    forecast::History,
    hold::{HoldId, Owner},
    ledger::News,
    platform::{Platform, Resource},
    record::{AnswerRecord, HoldRecord, Record, StageRecord, TakingRecord},
    session::{Adopted, Phase, Session, Settings},
    snapshot::{Amount, Limit, Origin, OtherLimit, Quota, Remaining, ScopedUsage, Snapshot, Units, Usage},
};
use serde_json::{Value, json};

use crate::support::{VOCDONI, cases, check_at, integrator, tell};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The largest whole number that JSON carries exactly.
const MOST: f64 = 9_007_199_254_740_991.0;
const BEYOND: f64 = MOST + 1.0;

fn read(numbers: &[f64]) -> Option<Record> {
    Record::from_numbers(numbers, VOCDONI.resources())
}

/// Vocdoni's resources as they'd be if two of them were counted by scope.
fn with_scopes() -> Vec<Resource> {
    let mut resources = VOCDONI.resources().to_vec();
    SOME.iter().for_each(|place| resources[*place].scoped = true);
    resources
}

/// Which resources are counted by scope.
type Scoped = &'static [usize];
const SOME: Scoped = &[1, 4];
const NONE: Scoped = &[];

fn used(orgs: u64) -> Value {
    integrator(json!({ "maxManagedOrgs": 9 }), json!({ "managedOrgs": orgs }))
}

/// A session that was answered at this time.
fn answered_at(orgs: u64, now: i64) -> Session {
    let mut session = Session::open(VOCDONI, Settings { first_hold: 100, ..Settings::default() }, now);
    tell(&mut session, 200, used(orgs), now).expect("an answer");
    session
}

/// One in which nothing is known.
fn open_at(now: i64) -> Session {
    Session::open(VOCDONI, Settings { first_hold: 200, ..Settings::default() }, now)
}

fn hold(session: &mut Session, action: &str, units: u64, lasts: i64, now: i64) -> HoldId {
    let action = session.action(action).expect("an action");
    session.hold(action, &[Some(Units::new(units))], lasts, now)
}

fn phase(session: &mut Session, now: i64) -> Phase {
    session.overview(now).phase
}

fn left(session: &mut Session, now: i64) -> Option<u64> {
    match session.overview(now).headroom.first()?.remaining() {
        Remaining::Finite(units) => Some(units.get()),
        _ => None,
    }
}

fn held(session: &mut Session, now: i64) -> u64 {
    session.overview(now).headroom[0].held.get()
}

/// As it goes from tab to tab: as numbers.
fn pass(from: &mut Session, told_at: i64, to: &mut Session, heard_at: i64) -> Adopted {
    let record = read(&from.record(false, told_at).to_numbers()).expect("a record");
    to.adopt(record, Owner::Tab(1), heard_at)
}

// What is written.

fn amount() -> impl Strategy<Value = Amount> {
    let any = prop_oneof![4 => -20..500i64, 1 => -9_007_199_254_740_991..=9_007_199_254_740_991i64];
    any.prop_map(|number| Amount::from_number(number as f64).expect("a whole number"))
}

fn limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        Just(Limit::Unknown),
        Just(Limit::Unlimited),
        Just(Limit::UnlimitedByZero),
        amount().prop_map(Limit::Finite),
        amount().prop_map(Limit::Closed),
        amount().prop_map(Limit::Left),
    ]
}

fn usage() -> impl Strategy<Value = Usage> {
    prop_oneof![Just(Usage::Unknown), amount().prop_map(Usage::Known)]
}

fn origin() -> impl Strategy<Value = Origin> {
    prop::sample::select(vec![Origin::Reported, Origin::Counted, Origin::Assumed])
}

fn quota(most: i64) -> impl Strategy<Value = Quota> {
    let resets_at = proptest::option::weighted(0.3, prop_oneof![0..=5 * MINUTE, -most..=most]);
    (limit(), usage(), origin(), resets_at).prop_map(|(limit, usage, origin, resets_at)| Quota {
        limit,
        usage,
        origin,
        resets_at,
    })
}

/// Few, so that some come again, and any.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[ab]", 1 => any::<String>()]
}

fn scoped(among: Scoped) -> impl Strategy<Value = Vec<ScopedUsage>> {
    let resource = any::<Index>().prop_map(|index| *index.get(among));
    let each = (resource, name(), usage(), origin())
        .prop_map(|(resource, scope, usage, origin)| ScopedUsage { resource, scope, usage, origin });
    proptest::collection::vec(each, 0..if among.is_empty() { 1 } else { 3 })
}

prop_compose! {
    fn snapshot(most: i64, among: Scoped)(
        enabled: Option<bool>,
        quotas in proptest::collection::vec(quota(most), 5),
        scoped in scoped(among),
        others in proptest::collection::vec((name(), limit()).prop_map(|(name, limit)| OtherLimit { name, limit }), 0..3),
    ) -> Snapshot {
        Snapshot { enabled, quotas, scoped, others }
    }
}

/// What a page's clock says within two days.
const PLAUSIBLE: i64 = 2 * DAY;
/// What can be written at all.
const ANY: i64 = MOST as i64;

prop_compose! {
    fn answer(most: i64, among: Scoped)(
        ages in [0..=most, 0..=most],
        as_of in -most..=most,
        outdated: bool,
        snapshot in snapshot(most, among),
    ) -> AnswerRecord {
        let [one, other] = ages;
        AnswerRecord { asked_ago: one.max(other), came_ago: one.min(other), as_of, outdated, snapshot }
    }
}

fn taking(among: Scoped) -> impl Strategy<Value = TakingRecord> {
    let units = prop_oneof![4 => 1..20u64, 1 => 1..=9_007_199_254_740_991u64];
    let scope = proptest::option::of(name().prop_filter("nothing is called \"\"", |name| !name.is_empty()));
    (0..5usize, scope, units).prop_map(|(resource, scope, units)| TakingRecord {
        resource,
        scope: scope.filter(|_| among.contains(&resource)),
        units: Units::new(units),
        settle_after: VOCDONI.settle_after(resource),
    })
}

fn hold_record(most: i64, among: Scoped) -> impl Strategy<Value = HoldRecord> {
    let stage = prop_oneof![
        (1..=DAY).prop_map(|left| StageRecord::Open { left }),
        (0..=most).prop_map(|ago| StageRecord::Committed { ago }),
    ];
    let id = prop_oneof![0..10u64, 0..=9_007_199_254_740_991u64].prop_map(HoldId::from_number);
    let takings = proptest::collection::vec(taking(among), 0..3);
    (id, stage, takings).prop_map(|(id, stage, takings)| HoldRecord { id, stage, takings })
}

prop_compose! {
    fn record(most: i64, among: Scoped)(
        at in -most..=most,
        answer in proptest::option::of(answer(most, among)),
        holds in proptest::collection::vec(hold_record(most, among), 0..4),
    ) -> Record {
        Record { at, answer, holds }
    }
}

#[derive(Debug, Clone)]
enum Event {
    Answer(Snapshot),
    Hold { action: usize, params: Vec<Option<u64>>, lasts: i64 },
    Commit(Index),
    Release(Index),
    Extend(Index, i64),
    Fail,
    Adopt(Record, Owner),
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    let answer = snapshot(PLAUSIBLE, NONE).prop_map(Event::Answer);
    let params = proptest::collection::vec(proptest::option::of(0..9u64), 0..5);
    let hold =
        (0..5usize, params, 1..DAY).prop_map(|(action, params, lasts)| Event::Hold { action, params, lasts });
    let index = any::<Index>;
    let owner = prop_oneof![Just(Owner::Nobody), (1..4u64).prop_map(Owner::Tab)];
    prop_oneof![
        4 => answer,
        6 => hold,
        4 => index().prop_map(Event::Commit),
        1 => index().prop_map(Event::Release),
        1 => (index(), 0..HOUR).prop_map(|(index, by)| Event::Extend(index, by)),
        1 => Just(Event::Fail),
        2 => (record(PLAUSIBLE, NONE), owner).prop_map(|(record, owner)| Event::Adopt(record, owner)),
        3 => (0..2 * MINUTE).prop_map(Event::Wait),
    ]
}

/// A session that lived through this, and the time then.
fn lived(events: Vec<Event>) -> (Session, i64) {
    let (mut session, mut now, mut holds) = (open_at(0), 0, Vec::new());
    let any_of = |holds: &[HoldId], index: Index| (!holds.is_empty()).then(|| *index.get(holds));
    for event in events {
        match event {
            Event::Answer(snapshot) => {
                let asked = session.ask(now);
                session.take(asked, Ok(snapshot), now).expect("an answer");
            }
            Event::Hold { action, params, lasts } => {
                let action = VOCDONI.action_at(action).expect("an action");
                let params: Vec<_> = params.into_iter().map(|units| units.map(Units::new)).collect();
                holds.push(session.hold(action, &params, lasts, now));
            }
            Event::Commit(index) => {
                any_of(&holds, index).into_iter().for_each(|hold| session.commit(hold, now));
            }
            Event::Release(index) => {
                any_of(&holds, index).into_iter().for_each(|hold| session.release(hold, now));
            }
            Event::Extend(index, by) => {
                any_of(&holds, index).into_iter().for_each(|hold| session.extend(hold, by, now));
            }
            Event::Fail => {
                let asked = session.ask(now);
                session.fail(asked, now);
            }
            Event::Adopt(record, owner) => {
                session.adopt(record, owner, now);
            }
            Event::Wait(span) => now += span,
        }
    }
    (session, now)
}

/// Holds are cut where they are read, and nothing else is.
fn cut(mut record: Record) -> Record {
    for hold in &mut record.holds {
        if let StageRecord::Open { left } = &mut hold.stage {
            *left = (*left).min(DAY);
        }
    }
    record
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_written_is_what_is_read(record in prop_oneof![record(PLAUSIBLE, SOME), record(ANY, SOME)]) {
        prop_assert_eq!(Record::from_numbers(&record.to_numbers(), &with_scopes()), Some(record));
    }

    #[test]
    fn whatever_a_session_lived_through_it_can_be_passed_on(events in proptest::collection::vec(event(), 0..30)) {
        let (mut session, now) = lived(events);
        for all in [true, false] {
            let record = session.record(all, now);
            prop_assert_eq!(read(&record.to_numbers()), Some(cut(record)));
        }
    }

    #[test]
    fn who_takes_it_in_says_the_same(events in proptest::collection::vec(event(), 0..30), later in 0..2 * HOUR) {
        let (mut session, now) = lived(events);
        let record = read(&session.record(true, now).to_numbers()).expect("a record");
        let now = now + later;
        let mut other = open_at(now);
        other.adopt(record, Owner::Nobody, now);
        let (here, there) = (session.overview(now), other.overview(now));
        // What refusals, forecasts and failures know isn't passed on, and there were no refusals.
        prop_assert_eq!(here.headroom, there.headroom);
        prop_assert_eq!((here.enabled, here.others), (there.enabled, there.others));
        prop_assert!(here.phase == there.phase || there.as_of.is_none());
    }

    /// A number that is changed makes it another record, or none: never one that is written differently from how it was read.
    #[test]
    fn whatever_was_changed_it_is_read_as_what_it_says_or_not_at_all(
        record in prop_oneof![record(PLAUSIBLE, SOME), record(ANY, SOME)],
        changes in proptest::collection::vec((any::<Index>(), odd()), 1..4),
        length in proptest::option::weighted(0.2, any::<Index>()),
    ) {
        let mut numbers = record.to_numbers();
        for (place, number) in changes {
            *place.get_mut(&mut numbers) = number;
        }
        numbers.truncate(length.map_or(usize::MAX, |length| length.index(numbers.len())));
        if let Some(record) = Record::from_numbers(&numbers, &with_scopes()) {
            prop_assert_eq!(Record::from_numbers(&record.to_numbers(), &with_scopes()), Some(record.clone()));
            let mut session = answered_at(1, 0);
            for now in [0, HOUR, -HOUR, i64::MAX, i64::MIN] {
                session.adopt(record.clone(), Owner::Tab(1), now);
                session.overview(now);
                prop_assert!(session.changes_at(now).is_none_or(|next| next > now));
            }
        }
    }
}

fn odd() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-3..7i64).prop_map(|number| number as f64),
        prop::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            0.5,
            -0.5,
            MOST,
            -MOST,
            BEYOND
        ]),
        any::<f64>(),
    ]
}

/// Written at 10,000: an answer, an open hold of two organizations, and three votes that were committed.
fn good() -> Vec<f64> {
    let mut session = open_at(0);
    let asked = session.ask(1_000);
    session.answer(asked, 200, Some(&used(4)), 2_000).expect("an answer");
    hold(&mut session, "createManagedOrg", 2, MINUTE, 5_000);
    let votes = hold(&mut session, "relayVotes", 3, MINUTE, 5_000);
    session.commit(votes, 6_000);
    session.record(true, 10_000).to_numbers()
}

const ANSWER: usize = 2;
const QUOTAS: usize = 7;
/// Of each quota, kind and amount of its limit, what is used, where that came from, and when it starts anew.
const EACH: usize = 5;
const SCOPED: usize = QUOTAS + 5 * EACH;
const OTHERS: usize = SCOPED + 1;
const HOLDS: usize = OTHERS + 1;
const SECOND: usize = HOLDS + 7;

#[test]
fn it_is_this_and_lengths_of_time_before_then() {
    let numbers = good();
    assert_eq!(numbers[..2], [10_000.0, 1.0]);
    assert_eq!(numbers[ANSWER..QUOTAS], [9_000.0, 8_000.0, 2_000.0, 0.0, 1.0]);
    assert_eq!(
        (&numbers[QUOTAS..QUOTAS + 4], numbers[QUOTAS + 4].is_nan()),
        (&[3.0, 9.0, 4.0, 0.0][..], true)
    );
    let unknown = &numbers[QUOTAS + EACH..QUOTAS + 2 * EACH];
    assert_eq!((unknown[0], unknown[2].is_nan(), unknown[4].is_nan()), (0.0, true, true));
    assert_eq!(numbers[SCOPED..HOLDS], [0.0, 0.0]);
    assert_eq!(numbers[HOLDS..SECOND], [200.0, 0.0, 55_000.0, 1.0, 0.0, 2.0, 0.0]);
    assert_eq!(numbers[SECOND..], [201.0, 1.0, 4_000.0, 1.0, 2.0, 3.0, 0.0]);
}

#[test]
fn nothing_is_known_is_two_numbers() {
    let numbers = open_at(0).record(true, 10).to_numbers();
    assert_eq!(numbers, [10.0, 0.0]);
    assert_eq!(read(&numbers), Some(Record { at: 10, answer: None, holds: Vec::new() }));
}

#[test]
fn it_is_an_answer_and_whole_holds_or_none() {
    let numbers = good();
    for length in 0..numbers.len() {
        let whole = [HOLDS, SECOND].contains(&length);
        assert_eq!(read(&numbers[..length]).is_some(), whole, "{length} of {}", numbers.len());
    }
    for more in [vec![0.0], vec![0.0; 2], vec![1.0; 3], vec![f64::NAN]] {
        assert_eq!(read(&[numbers.clone(), more].concat()), None);
    }
    assert_eq!((read(&[]), read(&[0.0])), (None, None));
}

#[test]
fn a_number_that_makes_no_sense_makes_none_of_the_rest() {
    const NO_NUMBER: [f64; 4] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.5];
    const NO_DATE: [f64; 2] = [BEYOND, -BEYOND];
    const NO_LENGTH: [f64; 2] = [-1.0, BEYOND];
    const NO_FLAG: [f64; 2] = [2.0, -1.0];
    let wrong: [(&str, usize, &[f64]); 19] = [
        ("when it was written", 0, &NO_DATE),
        ("is there an answer", 1, &NO_FLAG),
        ("asked so long ago", ANSWER, &NO_LENGTH),
        ("asked after it came", ANSWER, &[0.0, 7_999.0]),
        ("came so long ago", ANSWER + 1, &NO_LENGTH),
        ("came before it was asked", ANSWER + 1, &[9_001.0]),
        ("by the clock of the one who asked", ANSWER + 2, &NO_DATE),
        ("has a usage started anew", ANSWER + 3, &NO_FLAG),
        ("kind of limit", QUOTAS, &[6.0, -1.0]),
        ("where it came from", QUOTAS + 3, &[3.0, -1.0]),
        ("how many scopes", SCOPED, &[-1.0, 1.0, MOST, BEYOND]),
        ("how many others", OTHERS, &[-1.0, 1.0, MOST, BEYOND]),
        ("which hold", HOLDS, &NO_LENGTH),
        ("is it committed", HOLDS + 1, &NO_FLAG),
        ("left", HOLDS + 2, &[0.0, -1.0, BEYOND]),
        ("committed so long ago", SECOND + 2, &NO_LENGTH),
        ("takings", HOLDS + 3, &[-1.0, 0.0, 2.0, 5.0, MOST, BEYOND]),
        ("resource", HOLDS + 4, &[-1.0, 5.0, BEYOND]),
        ("the name of the scope", HOLDS + 6, &[-1.0, 100.0, MOST, BEYOND]),
    ];
    // Not said is NaN, for these.
    let or_nothing: [(&str, usize, &[f64]); 3] = [
        ("is it on", ANSWER + 4, &NO_FLAG),
        ("used", QUOTAS + 2, &[0.5]),
        ("starts anew", QUOTAS + 4, &NO_DATE),
    ];
    let changed = |place: usize, number: f64| {
        let mut numbers = good();
        numbers[place] = number;
        read(&numbers)
    };
    for (what, place, these) in wrong {
        for number in NO_NUMBER.iter().chain(these) {
            assert_eq!(changed(place, *number), None, "{what}: {number}");
        }
    }
    for (what, place, these) in or_nothing {
        for number in these.iter().chain(&[0.5]) {
            assert_eq!(changed(place, *number), None, "{what}: {number}");
        }
        assert!(changed(place, f64::NAN).is_some(), "{what}");
    }
    for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!((changed(ANSWER + 4, infinite), changed(QUOTAS + 4, infinite)), (None, None));
    }
    for amount in [0.5, f64::NAN] {
        assert_eq!(changed(QUOTAS + 1, amount), None, "limit: {amount}");
    }
    for units in [0.0, -1.0, 0.5, f64::NAN] {
        assert_eq!(changed(HOLDS + 5, units), None, "units: {units}");
    }
}

#[test]
fn what_is_at_the_edge_still_makes_sense() {
    let right: [(&str, usize, &[f64]); 12] = [
        ("when it was written", 0, &[MOST, -MOST, 0.0, -0.0]),
        ("asked so long ago", ANSWER, &[8_000.0, MOST]),
        ("came so long ago", ANSWER + 1, &[0.0, 9_000.0]),
        ("has a usage started anew", ANSWER + 3, &[1.0]),
        ("is it on", ANSWER + 4, &[0.0, f64::NAN]),
        ("kind of limit", QUOTAS, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
        ("where it came from", QUOTAS + 3, &[0.0, 1.0, 2.0]),
        ("starts anew", QUOTAS + 4, &[MOST, -MOST, 0.0, f64::NAN]),
        ("which hold", HOLDS, &[0.0, MOST]),
        ("left", HOLDS + 2, &[1.0, MOST]),
        ("resource", HOLDS + 4, &[0.0, 4.0]),
        ("units", HOLDS + 5, &[1.0, MOST]),
    ];
    for (what, place, these) in right {
        for number in these {
            let mut numbers = good();
            numbers[place] = *number;
            assert!(read(&numbers).is_some(), "{what}: {number}");
        }
    }
}

/// Of a platform that counts some by scope: what is used within one, another limit, and what was committed within a second scope.
fn scoped_record() -> Vec<f64> {
    let used =
        ScopedUsage { resource: 1, scope: "ab".into(), usage: Usage::Unknown, origin: Origin::Counted };
    let other = OtherLimit { name: "x".into(), limit: Limit::Unlimited };
    let snapshot =
        Snapshot { enabled: None, quotas: vec![Quota::UNKNOWN; 5], scoped: vec![used], others: vec![other] };
    let answer = AnswerRecord { asked_ago: 2, came_ago: 1, as_of: 0, outdated: true, snapshot };
    let taking =
        TakingRecord { resource: 4, scope: Some("é".into()), units: Units::ONE, settle_after: MINUTE };
    let stage = StageRecord::Committed { ago: 3 };
    let hold = HoldRecord { id: HoldId::from_number(7), stage, takings: vec![taking] };
    Record { at: 0, answer: Some(answer), holds: vec![hold] }.to_numbers()
}

const NAME: usize = SCOPED + 4;
const OTHER: usize = NAME + 3;
const HOLD: usize = OTHER + 5;
const SCOPE: usize = HOLD + 6;

#[test]
fn a_name_is_its_length_and_its_characters() {
    let numbers = scoped_record();
    assert_eq!(
        (numbers[SCOPED], numbers[SCOPED + 1], numbers[SCOPED + 2].is_nan(), numbers[SCOPED + 3]),
        (1.0, 1.0, true, 1.0)
    );
    assert_eq!(numbers[NAME..OTHER], [2.0, 97.0, 98.0]);
    assert_eq!(numbers[OTHER..HOLD], [1.0, 1.0, 0.0, 1.0, 120.0]);
    assert_eq!(numbers[HOLD..], [7.0, 1.0, 3.0, 1.0, 4.0, 1.0, 1.0, 233.0]);
}

#[test]
fn a_scope_that_makes_no_sense_makes_none_of_the_rest() {
    let read = |numbers: &[f64]| Record::from_numbers(numbers, &with_scopes());
    let numbers = scoped_record();
    assert!(read(&numbers).is_some());
    for length in 0..numbers.len() {
        assert_eq!(read(&numbers[..length]).is_some(), length == HOLD, "{length}");
    }
    const NO_CHARACTER: &[f64] = &[-1.0, 0.5, f64::NAN, 55_296.0, 57_343.0, 1_114_112.0, BEYOND];
    let wrong: [(&str, usize, &[f64]); 8] = [
        ("a resource that isn't counted by scope", SCOPED + 1, &[0.0, 2.0, 5.0, -1.0, 0.5]),
        ("used", SCOPED + 2, &[0.5]),
        ("where it came from", SCOPED + 3, &[3.0, f64::NAN]),
        ("the length of a name", NAME, &[1.0, 3.0, -1.0, 0.5, MOST, BEYOND]),
        ("a character", NAME + 2, NO_CHARACTER),
        ("another limit", OTHER + 1, &[6.0, -1.0, f64::NAN]),
        ("a taking of what isn't counted by scope", HOLD + 4, &[0.0, 2.0, 3.0]),
        ("a character of its scope", SCOPE + 1, NO_CHARACTER),
    ];
    for (what, place, these) in wrong {
        for number in these {
            let mut numbers = numbers.clone();
            numbers[place] = *number;
            assert_eq!(read(&numbers), None, "{what}: {number}");
        }
    }
}

/// Whatever is said to be in it: no hold takes more often than there are resources.
#[test]
fn a_hold_takes_from_each_resource_once_at_most() {
    let taking = |resource: usize| [resource as f64, 1.0, 0.0];
    let hold = |count: usize| {
        let takings = (0..count).flat_map(|place| taking(place % 5));
        [0.0, 0.0, 7.0, 0.0, 10.0, count as f64].into_iter().chain(takings).collect::<Vec<_>>()
    };
    assert!(read(&hold(5)).is_some());
    assert_eq!(read(&hold(6)), None);
}

#[test]
fn it_is_of_a_platform_with_as_many_resources() {
    assert_eq!(Record::from_numbers(&good(), &VOCDONI.resources()[..4]), None);
    assert_eq!(Record::from_numbers(&good(), &[]), None);
}

#[test]
fn how_late_a_counter_is_says_the_platform_and_not_the_record() {
    let record = read(&good()).expect("a record");
    let late: Vec<_> =
        record.holds.iter().flat_map(|hold| &hold.takings).map(|taking| taking.settle_after).collect();
    assert_eq!(late, [0, MINUTE]);
}

#[test]
fn no_hold_is_believed_for_longer_than_a_day() {
    let mut tab = answered_at(0, 0);
    hold(&mut tab, "createManagedOrg", 2, 3 * DAY, 0);
    let mut other = open_at(0);
    pass(&mut tab, 0, &mut other, 0);
    // Its owner tells again, before each day is over.
    tell(&mut other, 200, used(0), DAY - 1).expect("an answer");
    assert_eq!((held(&mut other, DAY - 1), held(&mut other, DAY)), (2, 0));
    pass(&mut tab, DAY, &mut other, DAY);
    assert_eq!(held(&mut other, DAY), 2);
}

// How old it is.

#[test]
fn an_answer_goes_on_ageing_on_its_way() {
    let mut tab = answered_at(4, 0);
    let mut other = open_at(20_000);
    assert_eq!(pass(&mut tab, 10_000, &mut other, 25_000).answer, News::Taken);
    let overview = other.overview(25_000);
    assert_eq!((overview.phase, overview.as_of), (Phase::Ready, Some(0)));
    assert_eq!((other.asked_at(25_000), other.changes_at(25_000)), (Some(0), Some(MINUTE)));
    assert_eq!((phase(&mut other, MINUTE - 1), phase(&mut other, MINUTE)), (Phase::Ready, Phase::Stale));
    assert_eq!(phase(&mut other, 4 * HOUR), Phase::Unavailable);
}

#[test]
fn when_it_was_asked_and_when_it_came_are_two_things() {
    let mut tab = open_at(0);
    let asked = tab.ask(1_000);
    tab.answer(asked, 200, Some(&used(4)), 5_000).expect("an answer");
    let mut other = open_at(0);
    pass(&mut tab, 7_000, &mut other, 8_000);
    assert_eq!((other.asked_at(8_000), other.overview(8_000).as_of), (Some(1_000), Some(5_000)));
    assert_eq!(other.changes_at(8_000), Some(5_000 + MINUTE));
    // And so on: nothing is lost from tab to tab.
    let mut third = open_at(0);
    pass(&mut other, 9_000, &mut third, 9_000);
    assert_eq!((third.asked_at(9_000), third.changes_at(9_000)), (Some(1_000), Some(5_000 + MINUTE)));
}

#[test]
fn a_clock_set_back_a_little_on_its_way_makes_it_no_younger_than_it_was() {
    let mut tab = answered_at(4, 0);
    let mut other = open_at(0);
    pass(&mut tab, 50_000, &mut other, 20_000);
    assert_eq!(other.changes_at(20_000), Some(30_000));
    assert_eq!(phase(&mut other, 30_000), Phase::Stale);
}

#[test]
fn from_a_clock_far_ahead_it_is_stale_at_least() {
    for (ahead, expected) in [(5 * MINUTE, Phase::Ready), (5 * MINUTE + 1, Phase::Stale), (DAY, Phase::Stale)]
    {
        let mut tab = answered_at(4, ahead);
        let mut other = open_at(0);
        assert_eq!(pass(&mut tab, ahead, &mut other, 0).answer, News::Taken, "{ahead}");
        assert_eq!((phase(&mut other, 0), left(&mut other, 0)), (expected, Some(5)), "{ahead}");
    }
}

#[test]
fn from_a_clock_far_ahead_it_came_five_minutes_ahead_at_most() {
    for (came, expected) in
        [(0, 0), (5 * MINUTE, 5 * MINUTE), (5 * MINUTE + 1, 5 * MINUTE), (DAY, 5 * MINUTE)]
    {
        let mut tab = answered_at(4, came);
        let mut other = open_at(0);
        pass(&mut tab, came, &mut other, 0);
        assert_eq!(
            (other.overview(0).as_of, other.history().latest()),
            (Some(expected), Some(expected)),
            "{came}"
        );
    }
}

#[test]
fn from_a_clock_far_ahead_it_is_as_old_as_it_was_if_that_is_more() {
    let mut tab = answered_at(4, DAY);
    let mut other = open_at(0);
    pass(&mut tab, DAY + HOUR, &mut other, 0);
    assert_eq!(other.changes_at(0), Some(3 * HOUR));
}

#[test]
fn a_clock_set_forward_on_its_way_ages_it() {
    let mut tab = answered_at(4, 0);
    for (forward, expected) in
        [(HOUR, Phase::Stale), (4 * HOUR - 1, Phase::Stale), (4 * HOUR, Phase::Loading)]
    {
        let mut other = open_at(forward);
        pass(&mut tab, 0, &mut other, forward);
        assert_eq!(phase(&mut other, forward), expected, "{forward}");
    }
}

#[test]
fn what_decides_nothing_any_more_is_not_taken_in() {
    let mut tab = answered_at(4, 0);
    let mut other = open_at(4 * HOUR - 1);
    let mut late = other.clone();
    assert_eq!(pass(&mut tab, HOUR, &mut other, 4 * HOUR - 1).answer, News::Taken);
    assert_eq!(pass(&mut tab, HOUR, &mut late, 4 * HOUR).answer, News::None);
    assert_eq!((late.overview(4 * HOUR).as_of, late.history()), (None, &History::default()));
}

#[test]
fn the_reader_s_clock_was_set_back_as_well() {
    let mut other = open_at(DAY);
    // A day back: ten seconds have passed since, by both clocks.
    phase(&mut other, 0);
    let mut tab = answered_at(4, 0);
    pass(&mut tab, 10_000, &mut other, 10_000);
    assert_eq!((other.asked_at(10_000), other.changes_at(10_000)), (Some(0), Some(MINUTE)));
}

// Which is the later.

#[test]
fn what_was_asked_for_before_the_last_answer_says_nothing_new() {
    let mut tab = answered_at(4, 1_000);
    let mut other = answered_at(5, 2_000);
    let before = other.overview(3_000);
    assert_eq!(pass(&mut tab, 3_000, &mut other, 3_000), Adopted { answer: News::None, holds: false });
    assert_eq!((other.overview(3_000), other.asked_at(3_000)), (before, Some(2_000)));
}

#[test]
fn what_came_later_and_was_asked_for_before_says_nothing_new() {
    let mut tab = open_at(0);
    let asked = tab.ask(1_000);
    let mut other = answered_at(5, 2_000);
    tab.answer(asked, 200, Some(&used(4)), 3_000).expect("an answer");
    assert_eq!(pass(&mut tab, 3_000, &mut other, 3_000).answer, News::None);
    assert_eq!(left(&mut other, 3_000), Some(4));
}

#[test]
fn what_was_asked_for_after_the_last_answer_is_taken_in() {
    let mut tab = answered_at(4, 2_000);
    let mut other = answered_at(5, 1_000);
    assert_eq!(pass(&mut tab, 3_000, &mut other, 3_000).answer, News::Taken);
    assert_eq!((left(&mut other, 3_000), other.asked_at(3_000)), (Some(5), Some(2_000)));
}

#[test]
fn told_again_it_is_the_same() {
    let mut tab = answered_at(4, 1_000);
    let (mut other, mut third) = (open_at(0), open_at(0));
    assert_eq!(pass(&mut tab, 2_000, &mut other, 2_000).answer, News::Taken);
    for now in [2_000, 3_000, MINUTE - 5] {
        assert_eq!(pass(&mut tab, now, &mut other, now + 5), Adopted { answer: News::Same, holds: false });
    }
    assert_eq!(pass(&mut other, MINUTE, &mut third, MINUTE).answer, News::Taken);
    assert_eq!(pass(&mut tab, MINUTE, &mut third, MINUTE).answer, News::Same);
    assert_eq!(pass(&mut third, MINUTE, &mut other, MINUTE).answer, News::Same);
}

#[test]
fn its_own_answer_told_back_is_none() {
    let mut tab = answered_at(4, 1_000);
    let mut other = open_at(0);
    pass(&mut tab, 2_000, &mut other, 2_000);
    assert_ne!(pass(&mut other, 3_000, &mut tab, 3_000).answer, News::Taken);
}

#[test]
fn an_own_question_from_before_is_late() {
    let mut tab = answered_at(4, 2_000);
    let mut other = open_at(0);
    let asked = other.ask(1_000);
    pass(&mut tab, 3_000, &mut other, 3_000);
    other.answer(asked, 200, Some(&used(1)), 4_000).expect("an answer");
    assert_eq!((left(&mut other, 4_000), other.overview(4_000).as_of), (Some(5), Some(2_000)));
}

#[test]
fn an_own_question_from_after_wins() {
    let mut tab = answered_at(4, 2_000);
    let mut other = open_at(0);
    let asked = other.ask(2_001);
    pass(&mut tab, 3_000, &mut other, 3_000);
    other.answer(asked, 200, Some(&used(1)), 4_000).expect("an answer");
    assert_eq!((left(&mut other, 4_000), other.overview(4_000).as_of), (Some(8), Some(4_000)));
    assert_eq!(pass(&mut tab, 5_000, &mut other, 5_000).answer, News::None);
}

#[test]
fn an_own_question_from_before_that_fails_fails_nothing() {
    let mut tab = answered_at(4, 2_000);
    let mut other = open_at(0);
    let asked = other.ask(1_000);
    pass(&mut tab, 3_000, &mut other, 3_000);
    other.fail(asked, 4_000);
    assert_eq!(phase(&mut other, 4_000), Phase::Ready);
}

#[test]
fn what_was_asked_for_before_signing_out_is_not_taken_in() {
    let mut tab = answered_at(4, 1_000);
    let mut other = open_at(0);
    other.clear(2_000);
    assert_eq!(pass(&mut tab, 3_000, &mut other, 3_000).answer, News::None);
    tell(&mut tab, 200, used(4), 4_000).expect("an answer");
    assert_eq!(pass(&mut tab, 5_000, &mut other, 5_000).answer, News::Taken);
}

#[test]
fn a_hold_that_was_told_before_signing_out_is_forgotten_too() {
    let mut tab = answered_at(4, 0);
    hold(&mut tab, "createManagedOrg", 2, MINUTE, 0);
    for (told_at, expected) in [(1_000, 0), (2_000, 0), (2_001, 2)] {
        let mut other = open_at(0);
        other.clear(2_000);
        assert_eq!(pass(&mut tab, told_at, &mut other, 3_000).holds, expected > 0, "{told_at}");
        tell(&mut other, 200, used(4), 4_000).expect("an answer");
        assert_eq!(held(&mut other, 4_000), expected, "{told_at}");
    }
}

#[test]
fn signing_out_ends_no_hold_that_is_taken_afterwards_though_the_clock_was_set_back() {
    let mut other = open_at(DAY);
    other.clear(DAY);
    let mut tab = answered_at(4, 0);
    // By the clock that never goes back it is a second after.
    phase(&mut other, 0);
    hold(&mut tab, "createManagedOrg", 2, MINUTE, 1_000);
    assert!(pass(&mut tab, 1_000, &mut other, 1_000).holds);
}

#[test]
fn what_is_taken_in_ends_a_failure() {
    let mut tab = answered_at(4, 2_000);
    let mut other = open_at(0);
    tell(&mut other, 503, Value::Null, 1_000).expect_err("a failure");
    assert_eq!(phase(&mut other, 1_000), Phase::Unavailable);
    pass(&mut tab, 3_000, &mut other, 3_000);
    assert_eq!((phase(&mut other, 3_000), left(&mut other, 3_000)), (Phase::Ready, Some(5)));
}

#[test]
fn an_answer_that_the_feature_is_off_is_passed_on_too() {
    let mut tab = open_at(0);
    tell(&mut tab, 200, json!({ "enabled": false }), 1_000).expect("an answer");
    let mut other = answered_at(4, 0);
    pass(&mut tab, 1_000, &mut other, 1_000);
    assert_eq!(other.overview(1_000).enabled, Some(false));
}

#[test]
fn what_was_refused_here_ends_with_an_answer_from_there_that_agrees() {
    let refusal = json!({ "code": 40154, "error": "managed organizations limit reached" });
    let refused = || {
        let mut session = answered_at(4, 0);
        session.refuse(Some(&refusal), None, 1_000).expect("a refusal");
        session
    };
    let denied = |session: &mut Session, now| !check_at(session, "createManagedOrg", &[], now).allowed;
    let mut other = refused();
    assert!(denied(&mut other, 1_000));
    // From before it knows nothing of the refusal.
    assert_eq!(pass(&mut answered_at(5, 500), 2_000, &mut other, 2_000).answer, News::Taken);
    assert!(denied(&mut other, 2_000));
    pass(&mut answered_at(9, 1_500), 2_000, &mut other, 2_000);
    pass(&mut answered_at(3, 1_700), 2_000, &mut other, 2_000);
    assert!(!denied(&mut other, 2_000));
}

// What forecasts rest on.

fn seen(session: &Session) -> usize {
    // Of each answer its time and two numbers for each of five resources.
    (session.history().to_numbers().len() - 1) / 11
}

#[test]
fn forecasts_see_what_is_taken_in_once() {
    let mut tab = answered_at(4, 1_000);
    let (mut other, mut third) = (open_at(0), open_at(0));
    for _ in 0..3 {
        pass(&mut tab, 2_000, &mut other, 2_000);
        pass(&mut tab, 2_000, &mut third, 2_000);
        pass(&mut other, 2_500, &mut third, 2_500);
    }
    assert_eq!((seen(&other), seen(&third)), (1, 1));
    tell(&mut other, 200, used(5), 3_000).expect("an answer");
    pass(&mut other, 4_000, &mut third, 4_000);
    pass(&mut other, 4_000, &mut tab, 4_000);
    assert_eq!((seen(&other), seen(&third), seen(&tab)), (2, 2, 2));
    assert_eq!(third.history(), tab.history());
}

#[test]
fn forecasts_do_not_see_again_what_a_kept_history_has_seen() {
    let mut before = answered_at(4, 1_000);
    let mut after = open_at(5_000);
    after.restore(before.history().clone());
    assert_eq!(pass(&mut before, 2_000, &mut after, 5_000).answer, News::Taken);
    assert_eq!(after.history(), before.history());
}

#[test]
fn forecasts_see_an_answer_when_it_came_there_and_nothing_of_what_is_off() {
    let mut tab = answered_at(4, 1_000);
    let mut other = open_at(0);
    pass(&mut tab, 9_000, &mut other, 9_000);
    assert_eq!(other.history().latest(), Some(1_000));
    let mut off = open_at(0);
    tell(&mut off, 200, json!({ "enabled": false }), 10_000).expect("an answer");
    pass(&mut off, 11_000, &mut other, 11_000);
    assert_eq!(other.history().latest(), Some(1_000));
}

// Holds on their way.

#[test]
fn an_open_hold_goes_on_running_out_on_its_way() {
    let mut tab = answered_at(0, 0);
    hold(&mut tab, "createManagedOrg", 2, MINUTE, 0);
    for (heard_at, expected) in [(10_000, 2), (MINUTE - 1, 2), (MINUTE, 0), (HOUR, 0)] {
        let mut other = answered_at(0, 0);
        let adopted = pass(&mut tab, 10_000, &mut other, heard_at);
        assert_eq!((held(&mut other, heard_at), adopted.holds), (expected, expected > 0), "{heard_at}");
    }
    let mut other = answered_at(0, 0);
    pass(&mut tab, 10_000, &mut other, 30_000);
    assert_eq!(other.changes_at(30_000), Some(MINUTE));
    assert_eq!((held(&mut other, MINUTE - 1), held(&mut other, MINUTE)), (2, 0));
}

#[test]
fn a_clock_set_back_on_its_way_gives_a_hold_no_more_than_it_had_left() {
    let mut tab = answered_at(0, DAY);
    hold(&mut tab, "createManagedOrg", 2, MINUTE, DAY);
    let mut other = answered_at(0, 0);
    pass(&mut tab, DAY + 40_000, &mut other, 1_000);
    assert_eq!((held(&mut other, 20_999), held(&mut other, 21_000)), (2, 0));
}

#[test]
fn a_commit_settles_by_when_it_was_and_not_by_when_it_was_told() {
    let mut tab = answered_at(0, 0);
    let votes = hold(&mut tab, "relayVotes", 3, MINUTE, 0);
    tab.commit(votes, 5_000);
    let mut other = answered_at(0, 0);
    pass(&mut tab, 20_000, &mut other, 30_000);
    assert_eq!((other.settles_at(false, 30_000), other.settles_at(true, 30_000)), (None, Some(65_000)));
    let held = |session: &mut Session, now| session.overview(now).headroom[2].held.get();
    tell(&mut other, 200, used(0), 64_999).expect("an answer");
    assert_eq!(held(&mut other, 64_999), 3);
    tell(&mut other, 200, used(0), 65_000).expect("an answer");
    assert_eq!(held(&mut other, 65_000), 0);
}

#[test]
fn a_hold_that_never_ends_keeps_nothing_from_being_read() {
    for lasts in [i64::MAX, MOST as i64 + 1] {
        let mut tab = answered_at(4, 0);
        hold(&mut tab, "createManagedOrg", 2, lasts, 0);
        let numbers = tab.record(false, 10).to_numbers();
        let record = read(&numbers).expect("a record");
        let mut other = open_at(0);
        assert_eq!(other.adopt(record, Owner::Tab(1), 10), Adopted { answer: News::Taken, holds: true });
        assert_eq!(held(&mut other, 10), 2);
    }
}
