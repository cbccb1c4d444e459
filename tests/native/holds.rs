//! Units that are spoken for: from the moment that someone sets out to use them, until an answer shows them as used.

use quota_gate::{
    asked::Asked,
    crossing::Crossing,
    gate::Reason,
    hold::{HoldId, Owner},
    platform::{
        Platform,
        vocdoni::{Rules, Vocdoni},
    },
    record::{HoldRecord, Record, StageRecord, TakingRecord},
    session::{Session, Settings},
    snapshot::{Remaining, Units},
};
use serde_json::{Value, json};

use crate::support::{check_at, finite, integrator, most_of, session};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// Ten of each; so many organizations and votes are used.
fn used(orgs: u64, votes: u64) -> Value {
    let limits = json!({ "maxManagedOrgs": 10, "maxManagedProcesses": 10, "maxVotes": 10, "maxEmails": 10, "maxSMS": 10 });
    let usage = json!({ "managedOrgs": orgs, "managedProcesses": 0, "sentVotes": votes, "sentEmails": 0, "sentSMS": 0 });
    integrator(limits, usage)
}

/// A session that was answered at time 0: nothing is used.
fn fresh() -> Session {
    let mut session = session(Settings::default());
    answer(&mut session, used(0, 0), 0);
    session
}

fn answer(session: &mut Session, body: Value, now: i64) {
    let asked = session.ask(now);
    receive(session, asked, body, now);
}

fn receive(session: &mut Session, asked: Asked, body: Value, now: i64) {
    session.answer(asked, 200, Some(&body), now).expect("an answer");
}

fn hold(session: &mut Session, action: &str, params: &[u64], now: i64) -> HoldId {
    let action = session.action(action).expect("an action");
    let params: Vec<_> = params.iter().map(|value| Some(Units::new(*value))).collect();
    session.hold(action, &params, MINUTE, now)
}

fn hold_orgs(session: &mut Session, count: u64, now: i64) -> HoldId {
    hold(session, "createManagedOrg", &[count], now)
}

fn hold_votes(session: &mut Session, count: u64, now: i64) -> HoldId {
    hold(session, "relayVotes", &[count], now)
}

/// What is left of each resource.
fn all_left(session: &mut Session, now: i64) -> Vec<u64> {
    let left = session.overview(now).headroom.into_iter().map(|headroom| match headroom.remaining() {
        Remaining::Finite(units) => units.get(),
        other => panic!("not finite: {other:?}"),
    });
    left.collect()
}

fn orgs(session: &mut Session, now: i64) -> u64 {
    all_left(session, now)[0]
}

fn votes(session: &mut Session, now: i64) -> u64 {
    all_left(session, now)[2]
}

#[test]
fn what_is_held_is_out_of_the_headroom_at_once() {
    let mut session = fresh();
    hold_orgs(&mut session, 4, 0);
    assert_eq!(orgs(&mut session, 0), 6);
    let check = check_at(&mut session, "createManagedOrg", &[("count", 7)], 0);
    assert_eq!((check.decision.reason, most_of(&check, "count")), (Reason::LimitReached, finite(6)));
    assert_eq!(check.decision.blockers[0].headroom.held, Units::new(4));
}

#[test]
fn holds_add_up_and_leave_nothing_at_least() {
    let mut session = fresh();
    let first = hold_orgs(&mut session, 4, 0);
    hold_orgs(&mut session, 5, 0);
    assert_eq!(orgs(&mut session, 0), 1);
    hold_orgs(&mut session, 3, 0);
    assert_eq!(orgs(&mut session, 0), 0);
    session.release(first, 0);
    assert_eq!(orgs(&mut session, 0), 2);
}

#[test]
fn holds_before_the_first_answer_count_once_it_is_there() {
    let mut session = session(Settings::default());
    hold_orgs(&mut session, 4, 0);
    answer(&mut session, used(1, 0), 10);
    assert_eq!(orgs(&mut session, 10), 5);
}

#[test]
fn a_hold_of_one_resource_leaves_the_others_alone() {
    let mut session = fresh();
    hold_orgs(&mut session, 4, 0);
    assert_eq!(all_left(&mut session, 0), [6, 10, 10, 10, 10]);
}

#[test]
fn publishing_holds_its_slot_and_none_of_what_the_voters_will_use() {
    let mut session = fresh();
    hold(&mut session, "publishProcess", &[2, 5, 1, 1, 1], 0);
    assert_eq!(all_left(&mut session, 0), [10, 8, 10, 10, 10]);
}

#[test]
fn by_the_back_ends_rules_a_small_process_takes_no_slot_and_votes_are_held_though_never_refused() {
    let platform = Vocdoni { rules: Rules::Observed };
    let mut session = Session::open(platform, Settings::default(), 0);
    answer(&mut session, used(0, 0), 0);
    hold(&mut session, "publishProcess", &[1, 10], 0);
    hold_votes(&mut session, 3, 0);
    assert_eq!(all_left(&mut session, 0), [10, 10, 7, 10, 10]);
}

#[test]
fn an_action_that_takes_nothing_can_be_held() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 0, 0);
    assert_eq!((orgs(&mut session, 0), session.hold_ends(hold, 0)), (10, Some(MINUTE)));
    session.commit(hold, 10);
    assert_eq!((session.hold_ends(hold, 10), session.settles_at(false, 10)), (None, None));
    assert_eq!(orgs(&mut session, 10), 10);
}

#[test]
fn release_frees() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.release(hold, 10);
    assert_eq!((orgs(&mut session, 10), session.hold_ends(hold, 10)), (10, None));
    session.release(hold, 20);
    assert_eq!(orgs(&mut session, 20), 10);
}

#[test]
fn release_after_commit_has_no_effect() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.commit(hold, 10);
    session.release(hold, 20);
    assert_eq!(orgs(&mut session, 20), 6);
}

#[test]
fn commit_after_release_has_no_effect() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.release(hold, 10);
    session.commit(hold, 20);
    assert_eq!((orgs(&mut session, 20), session.settles_at(false, 20)), (10, None));
}

#[test]
fn a_second_commit_has_no_effect() {
    let mut session = fresh();
    let hold = hold_votes(&mut session, 4, 0);
    session.commit(hold, 10);
    session.commit(hold, 500);
    assert_eq!(session.settles_at(false, 500), Some(10 + MINUTE));
}

#[test]
fn time_alone_ends_a_hold_and_says_when() {
    let mut session = fresh();
    let action = session.action("createManagedOrg").expect("an action");
    let hold = session.hold(action, &[Some(Units::new(4))], 20_000, 5_000);
    assert_eq!((session.hold_ends(hold, 5_000), session.changes_at(5_000)), (Some(25_000), Some(25_000)));
    assert_eq!(orgs(&mut session, 24_999), 6);
    assert_eq!((orgs(&mut session, 25_000), session.hold_ends(hold, 25_000)), (10, None));
    assert_eq!(session.changes_at(25_000), Some(MINUTE));
}

#[test]
fn commit_after_the_end_has_no_effect_and_is_done_by_another_hold() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.commit(hold, MINUTE);
    assert_eq!((orgs(&mut session, MINUTE), session.settles_at(false, MINUTE)), (10, None));
    let again = hold_orgs(&mut session, 4, MINUTE);
    session.commit(again, MINUTE);
    assert_eq!((orgs(&mut session, 2 * MINUTE), session.settles_at(false, 2 * MINUTE)), (6, Some(MINUTE)));
}

#[test]
fn extend_moves_the_end() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.extend(hold, 30_000, 10);
    assert_eq!(session.hold_ends(hold, 10), Some(90_000));
    assert_eq!((orgs(&mut session, 89_999), orgs(&mut session, 90_000)), (6, 10));
}

#[test]
fn what_has_ended_is_not_extended() {
    let mut session = fresh();
    let (ended, released) = (hold_orgs(&mut session, 1, 0), hold_orgs(&mut session, 1, 0));
    session.release(released, 10);
    session.extend(released, DAY, 20);
    session.extend(ended, DAY, MINUTE);
    assert_eq!(orgs(&mut session, MINUTE), 10);
}

#[test]
fn commit_keeps_the_units_after_the_holds_end() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.commit(hold, 59_999);
    assert_eq!((orgs(&mut session, MINUTE), orgs(&mut session, 100 * MINUTE)), (6, 6));
    assert_eq!(session.hold_ends(hold, 100 * MINUTE), None);
}

#[test]
fn what_is_committed_after_its_hold_has_ended_is_taken_again_and_told_of_no_more() {
    let mut session = fresh();
    let action = session.action("createManagedOrg").expect("an action");
    assert_eq!(session.crossings(0), []);
    session.hold(action, &[Some(Units::new(9))], 1_000, 0);
    assert_eq!(session.crossings(0), [(0, Crossing::Near)]);
    // The platform did it, and an answer says so before the caller does.
    answer(&mut session, used(9, 0), 2_000);
    session.commit_late(action, &[Some(Units::new(9))], 3_000);
    assert_eq!(orgs(&mut session, 3_000), 0);
    assert_eq!(session.crossings(3_000), []);
    answer(&mut session, used(9, 0), 4_000);
    assert_eq!(orgs(&mut session, 4_000), 1);
}

#[test]
fn what_has_settled_leaves_nothing_behind() {
    let mut session = fresh();
    let size = |session: &Session| format!("{session:?}").len();
    let once = |session: &mut Session| {
        let held = hold(session, "createManagedOrg", &[], 1_000);
        session.commit(held, 1_000);
        answer(session, used(0, 0), 1_000);
    };
    (0..60).for_each(|_| once(&mut session));
    let before = size(&session);
    (0..30).for_each(|_| once(&mut session));
    assert!(size(&session) <= before, "{session:?}");
}

#[test]
fn a_hold_and_a_question_can_be_kept_as_numbers() {
    let mut session = fresh();
    let first = hold(&mut session, "createManagedOrg", &[], 0);
    let second = hold(&mut session, "createManagedOrg", &[], 0);
    assert_ne!(first.number(), second.number());
    assert_eq!(HoldId::from_number(second.number()), second);
    let (first, second) = (session.ask(0), session.ask(0));
    assert_ne!(first.number(), second.number());
    assert_eq!(Asked::from_number(second.number()), second);
}

#[test]
fn a_commit_settles_with_the_first_answer_asked_for_late_enough() {
    for (action, late_enough) in [
        ("createManagedOrg", 0),
        ("publishProcess", 0),
        ("relayVotes", MINUTE),
        ("sendEmailOtp", MINUTE),
        ("sendSmsOtp", MINUTE),
    ] {
        let mut session = fresh();
        let hold = hold(&mut session, action, &[3], 0);
        session.commit(hold, 1_000);
        let held = |session: &mut Session| all_left(session, 1_000 + late_enough).iter().sum::<u64>();
        if late_enough > 0 {
            answer(&mut session, used(0, 0), 1_000 + late_enough - 1);
            assert_eq!(held(&mut session), 47, "{action}, too early");
        }
        answer(&mut session, used(0, 0), 1_000 + late_enough);
        assert_eq!(held(&mut session), 50, "{action}");
    }
}

#[test]
fn a_commit_does_not_settle_with_an_answer_asked_for_before_though_it_arrives_after() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    let before = session.ask(10);
    session.commit(hold, 10);
    receive(&mut session, before, used(0, 0), 20);
    assert_eq!(orgs(&mut session, 20), 6);
    answer(&mut session, used(4, 0), 30);
    assert_eq!(orgs(&mut session, 30), 6);
}

#[test]
fn an_answer_that_arrives_late_enough_and_was_asked_for_too_early_settles_no_votes() {
    let mut session = fresh();
    let hold = hold_votes(&mut session, 4, 0);
    session.commit(hold, 0);
    let early = session.ask(MINUTE - 1);
    receive(&mut session, early, used(0, 0), 2 * MINUTE);
    assert_eq!(votes(&mut session, 2 * MINUTE), 6);
}

#[test]
fn a_failed_answer_settles_nothing_and_the_next_good_one_does() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 4, 0);
    session.commit(hold, 10);
    let (refused, odd, lost) = (session.ask(20), session.ask(20), session.ask(20));
    session.answer(refused, 503, None::<&Value>, 30).expect_err("a failure");
    session.answer(odd, 200, Some(&json!([])), 40).expect_err("not an answer");
    session.fail(lost, 50);
    assert_eq!(orgs(&mut session, 50), 6);
    answer(&mut session, used(3, 0), 60);
    assert_eq!(orgs(&mut session, 60), 7);
}

#[test]
fn an_answer_out_of_order_is_dropped_and_settles_nothing() {
    let mut session = fresh();
    let first = session.ask(0);
    let hold = hold_orgs(&mut session, 4, 10);
    let second = session.ask(20);
    session.commit(hold, 30);
    receive(&mut session, second, used(1, 0), 40);
    receive(&mut session, first, used(0, 0), 50);
    assert_eq!(orgs(&mut session, 50), 5);
    answer(&mut session, used(5, 0), 60);
    assert_eq!(orgs(&mut session, 60), 5);
}

#[test]
fn a_poll_under_way_wipes_no_hold() {
    let mut session = fresh();
    let poll = session.ask(0);
    let (open, committed) = (hold_orgs(&mut session, 3, 10), hold_orgs(&mut session, 2, 10));
    session.commit(committed, 20);
    receive(&mut session, poll, used(0, 0), 30);
    assert_eq!(orgs(&mut session, 30), 5);
    session.release(open, 40);
    assert_eq!(orgs(&mut session, 40), 8);
}

#[test]
fn an_answer_that_already_contains_an_open_hold_leaves_too_little_and_crosses_nothing() {
    let mut session = fresh();
    assert_eq!(session.crossings(0), []);
    let hold = hold_orgs(&mut session, 5, 0);
    assert_eq!(session.crossings(0), []);
    answer(&mut session, used(5, 0), 10);
    assert_eq!((orgs(&mut session, 10), session.crossings(10)), (0, vec![]));
    session.commit(hold, 20);
    assert_eq!((orgs(&mut session, 20), session.crossings(20)), (0, vec![]));
    answer(&mut session, used(5, 0), 30);
    assert_eq!((orgs(&mut session, 30), session.crossings(30)), (5, vec![]));
    answer(&mut session, used(10, 0), 40);
    assert_eq!(session.crossings(40), [(0, Crossing::Exhausted)]);
}

#[test]
fn votes_that_are_counted_before_they_settle_leave_too_little_and_cross_nothing() {
    let mut session = fresh();
    assert_eq!(session.crossings(0), []);
    let hold = hold_votes(&mut session, 5, 0);
    session.commit(hold, 0);
    answer(&mut session, used(0, 5), 10_000);
    assert_eq!((votes(&mut session, 10_000), session.crossings(10_000)), (0, vec![]));
    answer(&mut session, used(0, 5), MINUTE);
    assert_eq!((votes(&mut session, MINUTE), session.crossings(MINUTE)), (5, vec![]));
}

#[test]
fn clearing_forgets_open_and_committed_holds() {
    let mut session = fresh();
    let (open, committed) = (hold_orgs(&mut session, 3, 0), hold_votes(&mut session, 2, 0));
    session.commit(committed, 10);
    session.clear(20);
    answer(&mut session, used(0, 0), 30);
    assert_eq!(all_left(&mut session, 30), [10; 5]);
    session.commit(open, 40);
    assert_eq!((orgs(&mut session, 40), session.settles_at(false, 40)), (10, None));
}

#[test]
fn a_clock_set_back_neither_prolongs_nor_ends_a_hold() {
    let mut session = session(Settings::default());
    answer(&mut session, used(0, 0), DAY);
    let hold = hold_orgs(&mut session, 4, DAY);
    assert_eq!(orgs(&mut session, DAY + 10_000), 6);
    // Back by a day: the 10 s that have passed stay passed.
    assert_eq!(session.hold_ends(hold, 10_000), Some(MINUTE));
    assert_eq!(session.changes_at(10_000), Some(MINUTE));
    assert_eq!((orgs(&mut session, MINUTE - 1), orgs(&mut session, MINUTE)), (6, 10));
}

#[test]
fn a_clock_set_back_neither_delays_nor_hastens_a_settlement() {
    let mut session = session(Settings::default());
    answer(&mut session, used(0, 0), DAY);
    let hold = hold_votes(&mut session, 4, DAY);
    session.commit(hold, DAY + 10_000);
    assert_eq!(session.settles_at(false, 10_000), Some(10_000 + MINUTE));
    answer(&mut session, used(0, 0), 10_000 + MINUTE - 1);
    assert_eq!(votes(&mut session, 10_000 + MINUTE), 6);
    answer(&mut session, used(0, 0), 10_000 + MINUTE);
    assert_eq!(votes(&mut session, 10_000 + MINUTE), 10);
}

#[test]
fn settles_at_is_when_to_ask_next_for_what_was_committed() {
    let mut session = fresh();
    let (org, vote, later) =
        (hold_orgs(&mut session, 1, 0), hold_votes(&mut session, 1, 0), hold_votes(&mut session, 1, 0));
    assert_eq!(session.settles_at(false, 0), None);
    session.commit(vote, 2_000);
    session.commit(later, 5_000);
    assert_eq!(session.settles_at(false, 5_000), Some(2_000 + MINUTE));
    session.commit(org, 6_000);
    assert_eq!(session.settles_at(false, 6_000), Some(6_000));
    answer(&mut session, used(1, 0), 6_000);
    assert_eq!(session.settles_at(false, 6_000), Some(2_000 + MINUTE));
    answer(&mut session, used(1, 1), 2_000 + MINUTE);
    assert_eq!(session.settles_at(false, 2_000 + MINUTE), Some(5_000 + MINUTE));
}

#[test]
fn settles_at_leaves_out_what_a_question_under_way_will_settle() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 1, 0);
    session.commit(hold, 10);
    assert_eq!(session.settles_at(false, 10), Some(10));
    session.ask(20);
    assert_eq!((session.settles_at(false, 20), orgs(&mut session, 20)), (None, 9));
}

#[test]
fn holds_are_numbered_from_where_their_opener_says() {
    let mut session = session(Settings { first_hold: 41, ..Settings::default() });
    let numbers = [0, 10, 20].map(|now| hold_orgs(&mut session, 1, now).number());
    assert_eq!(numbers, [41, 42, 43]);
    session.clear(30);
    // What a caller still has of the account before is none of the next one's.
    assert_eq!(hold_orgs(&mut session, 1, 40).number(), 44);
}

#[test]
fn what_is_passed_on_says_how_far_each_hold_is() {
    let mut session = fresh();
    let (open, vote) = (hold_orgs(&mut session, 2, 1_000), hold_votes(&mut session, 3, 1_000));
    let (released, ended) = (hold_orgs(&mut session, 1, 1_000), hold_orgs(&mut session, 0, 1_000));
    session.commit(vote, 4_000);
    session.commit(ended, 4_000);
    session.release(released, 4_000);
    session.extend(open, 500, 4_000);
    let holds = session.record(false, 10_000).holds;
    let stages: Vec<_> = holds.iter().map(|hold| (hold.id, hold.stage)).collect();
    let expected =
        [(open, StageRecord::Open { left: 51_500 }), (vote, StageRecord::Committed { ago: 6_000 })];
    assert_eq!(stages, expected);
    let taking = |resource, units, settle_after| {
        vec![TakingRecord { resource, scope: None, units: Units::new(units), settle_after }]
    };
    assert_eq!((&holds[0].takings, &holds[1].takings), (&taking(0, 2, 0), &taking(2, 3, MINUTE)));
}

#[test]
fn what_has_ended_or_settled_is_not_passed_on() {
    let mut session = fresh();
    let committed = hold_orgs(&mut session, 2, 1_000);
    hold_orgs(&mut session, 2, 1_000);
    session.commit(committed, 2_000);
    assert_eq!(session.record(true, 60_999).holds.len(), 2);
    assert_eq!(session.record(true, 61_000).holds.len(), 1);
    answer(&mut session, used(2, 0), 61_000);
    assert_eq!(session.record(true, 61_000).holds, []);
}

#[test]
fn of_several_resources_under_a_commit_each_settles_in_its_time_and_the_rest_is_passed_on() {
    let platform = Vocdoni { rules: Rules::Observed };
    let record = |takings: Vec<TakingRecord>| Record {
        at: 2_000,
        answer: None,
        holds: vec![HoldRecord {
            id: HoldId::from_number(5),
            stage: StageRecord::Committed { ago: 1_000 },
            takings,
        }],
    };
    let taking = |resource| TakingRecord {
        resource,
        scope: None,
        units: Units::new(2),
        settle_after: platform.settle_after(resource),
    };
    let mut session = Session::open(platform, Settings::default(), 0);
    answer(&mut session, used(0, 0), 0);
    session.adopt(record(vec![taking(0), taking(2)]), Owner::Nobody, 2_000);
    assert_eq!((orgs(&mut session, 2_000), votes(&mut session, 2_000)), (8, 8));
    assert_eq!(session.settles_at(true, 2_000), Some(1_000));
    answer(&mut session, used(2, 0), 3_000);
    assert_eq!((orgs(&mut session, 3_000), votes(&mut session, 3_000)), (8, 8));
    assert_eq!(session.settles_at(true, 3_000), Some(1_000 + MINUTE));
    assert_eq!(session.record(true, 3_000).holds[0].takings, [taking(2)]);
}

#[test]
fn settles_at_is_by_the_callers_clock_though_it_was_set_back() {
    let mut session = session(Settings::default());
    answer(&mut session, used(0, 0), DAY);
    let hold = hold_votes(&mut session, 1, DAY);
    session.commit(hold, DAY);
    assert_eq!(
        (session.settles_at(false, 1_000), session.settles_at(true, 1_000)),
        (Some(61_000), Some(61_000))
    );
}

#[test]
fn an_answer_that_is_passed_on_settles_ones_own_commits() {
    let mut session = fresh();
    let (org, vote) = (hold_orgs(&mut session, 2, 0), hold_votes(&mut session, 2, 0));
    session.commit(org, 1_000);
    session.commit(vote, 1_000);
    let mut other = fresh();
    answer(&mut other, used(2, 0), 1_001);
    session.adopt(other.record(false, 2_000), Owner::Tab(1), 2_000);
    assert_eq!((orgs(&mut session, 2_000), votes(&mut session, 2_000)), (8, 8));
    answer(&mut other, used(2, 2), 1_000 + MINUTE);
    session.adopt(other.record(false, 2 * MINUTE), Owner::Tab(1), 2 * MINUTE);
    assert_eq!((orgs(&mut session, 2 * MINUTE), votes(&mut session, 2 * MINUTE)), (8, 8));
    assert_eq!(session.record(true, 2 * MINUTE).holds, []);
}

#[test]
fn an_answer_that_is_passed_on_and_was_asked_for_before_settles_nothing() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 2, 0);
    let mut other = fresh();
    answer(&mut other, used(0, 0), 1_000);
    session.commit(hold, 1_001);
    session.adopt(other.record(false, 2_000), Owner::Tab(1), 2_000);
    assert_eq!((orgs(&mut session, 2_000), session.settles_at(false, 2_000)), (8, Some(1_001)));
}

#[test]
fn an_own_commit_does_not_settle_by_anothers_answer_of_the_same_millisecond() {
    let mut session = fresh();
    let hold = hold_orgs(&mut session, 2, 0);
    session.commit(hold, 1_000);
    let mut other = fresh();
    answer(&mut other, used(0, 0), 1_000);
    session.adopt(other.record(false, 1_000), Owner::Tab(1), 1_000);
    assert_eq!(orgs(&mut session, 1_000), 8);
}
