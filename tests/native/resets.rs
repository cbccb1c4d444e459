//! Quotas whose usage starts anew: what is known of them from then on, and what helps until then.

use proptest::prelude::*;
use quota_gate::{
    crossing::Crossing,
    gate::{Most, Reason},
    hold::Owner,
    ledger::News,
    platform::{RemedyKind, didomi::Didomi},
    record::Record,
    scope::Scope,
    session::{Check, Phase, Session, Settings, Step},
    snapshot::{Limit, Origin, Quota, Remaining, ScopedUsage, Snapshot, Units, Usage},
};

use crate::support::{VOCDONI, amount, cases, check_at, finite, session};

/// When the answer comes, and when it is stale.
const CAME: i64 = 1_000;
const STALE: i64 = 61_000;
/// When the usage starts anew.
const ANEW: i64 = 31_000;
const DAY: i64 = 86_400_000;

const ORGS: usize = 0;
const VOTES: usize = 2;

fn quota(limit: i64, used: i64, resets_at: impl Into<Option<i64>>) -> Quota {
    let finite = Quota::reported(Limit::Finite(amount(limit)), Usage::Known(amount(used)));
    Quota { resets_at: resets_at.into(), ..finite }
}

/// An answer about these resources, by their place; of the others nothing is known.
fn snapshot(known: &[(usize, Quota)]) -> Snapshot {
    let mut quotas = vec![Quota::UNKNOWN; 5];
    for (place, quota) in known {
        quotas[*place] = *quota;
    }
    Snapshot::of(Some(true), quotas)
}

fn tell(session: &mut Session, known: &[(usize, Quota)], now: i64) {
    let asked = session.ask(now);
    session.take(asked, Ok(snapshot(known)), now).expect("an answer");
}

fn answered(known: &[(usize, Quota)]) -> Session {
    let mut session = session(Settings::default());
    tell(&mut session, known, CAME);
    session
}

fn room(session: &mut Session, place: usize, now: i64) -> Quota {
    session.overview(now).headroom[place].quota
}

fn create(session: &mut Session, now: i64) -> Check {
    check_at(session, "createManagedOrg", &[], now)
}

fn relay(session: &mut Session, now: i64) -> Check {
    check_at(session, "relayVotes", &[], now)
}

fn helps(check: &Check) -> (Option<RemedyKind>, Option<i64>) {
    (check.remedy.map(|remedy| remedy.kind), check.wait_until)
}

// What is known.

#[test]
fn from_then_on_nobody_knows_what_was_used_since() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW)), (ORGS, quota(10, 3, None))]);
    assert_eq!(room(&mut session, VOTES, ANEW - 1), quota(10, 10, ANEW));
    assert_eq!(relay(&mut session, ANEW - 1).decision.reason, Reason::LimitReached);
    let after = Quota::reported(Limit::Finite(amount(10)), Usage::Unknown);
    assert_eq!(room(&mut session, VOTES, ANEW), after);
    let check = relay(&mut session, ANEW);
    assert_eq!((check.decision.reason, check.most[0].1), (Reason::UsageUnknown, Most::Unknown));
    // What doesn't start anew is as it was.
    assert_eq!(room(&mut session, ORGS, ANEW), quota(10, 3, None));
    assert_eq!(create(&mut session, ANEW).most[0].1, finite(7));
}

#[test]
fn where_only_what_is_left_was_said_nothing_is_known_any_more() {
    let left = Quota { limit: Limit::Left(amount(4)), usage: Usage::Unknown, ..quota(0, 0, ANEW) };
    let mut session = answered(&[(VOTES, left)]);
    assert_eq!(relay(&mut session, ANEW - 1).most[0].1, finite(4));
    assert_eq!(room(&mut session, VOTES, ANEW), Quota::UNKNOWN);
    assert_eq!(relay(&mut session, ANEW).decision.reason, Reason::LimitUnknown);
}

#[test]
fn what_has_no_limit_or_none_at_all_stays_so() {
    for (limit, reason) in [
        (Limit::Unlimited, Reason::Unlimited),
        (Limit::UnlimitedByZero, Reason::Unlimited),
        (Limit::Closed(amount(0)), Reason::LimitReached),
    ] {
        let mut session = answered(&[(VOTES, Quota { limit, ..quota(0, 7, ANEW) })]);
        assert_eq!(relay(&mut session, ANEW - 1).decision.reason, reason, "{limit:?}");
        assert_eq!(relay(&mut session, ANEW).decision.reason, reason, "{limit:?}");
        assert_eq!(room(&mut session, VOTES, ANEW).usage, Usage::Unknown, "{limit:?}");
    }
}

#[test]
fn the_answer_is_stale_then() {
    let mut session = answered(&[(VOTES, quota(10, 3, ANEW))]);
    assert_eq!(session.overview(ANEW - 1).phase, Phase::Ready);
    let overview = session.overview(ANEW);
    assert_eq!((overview.phase, overview.as_of), (Phase::Stale, Some(CAME)));
    assert!(create(&mut session, ANEW).decision.stale);
    // And fresh again with the next.
    tell(&mut session, &[(VOTES, quota(10, 0, ANEW + DAY))], ANEW + 5);
    assert_eq!(session.overview(ANEW + 5).phase, Phase::Ready);
    assert_eq!(relay(&mut session, ANEW + 5).most[0].1, finite(10));
}

#[test]
fn it_is_a_change_that_time_alone_brings() {
    let mut session = answered(&[(VOTES, quota(10, 3, ANEW)), (ORGS, quota(10, 3, ANEW + 10))]);
    for (now, next) in [
        (CAME, Some(ANEW)),
        (ANEW - 1, Some(ANEW)),
        (ANEW, Some(ANEW + 10)),
        (ANEW + 10, Some(STALE)),
        (STALE, Some(CAME + 14_400_000)),
    ] {
        assert_eq!(session.changes_at(now), next, "{now}");
    }
    let mut later = answered(&[(VOTES, quota(10, 3, STALE + 1))]);
    assert_eq!((later.changes_at(CAME), later.changes_at(STALE)), (Some(STALE), Some(STALE + 1)));
}

#[test]
fn of_several_each_starts_anew_in_its_time() {
    let mut session = answered(&[(VOTES, quota(10, 3, ANEW)), (ORGS, quota(10, 3, ANEW + 10))]);
    let known = |session: &mut Session, now| {
        [VOTES, ORGS].map(|place| matches!(room(session, place, now).usage, Usage::Known(_)))
    };
    assert_eq!(known(&mut session, ANEW), [false, true]);
    assert_eq!(known(&mut session, ANEW + 9), [false, true]);
    assert_eq!(known(&mut session, ANEW + 10), [false, false]);
}

#[test]
fn nobody_crosses_anything_then() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW)), (ORGS, quota(10, 3, ANEW))]);
    assert_eq!(session.crossings(CAME), []);
    assert_eq!(session.crossings(ANEW), []);
    tell(&mut session, &[(VOTES, quota(10, 0, None)), (ORGS, quota(10, 10, None))], ANEW + 5);
    assert_eq!(session.crossings(ANEW + 5), [(ORGS, Crossing::Exhausted), (VOTES, Crossing::Recovered)]);
}

#[test]
fn within_a_scope_what_was_used_is_forgotten_too() {
    let didomi = Didomi { organization: "own".into(), feature: None, integrations: None, counts: true };
    let mut session = Session::open(didomi, Settings::default(), 0);
    let scoped = |resource: usize| ScopedUsage {
        resource,
        scope: "one".into(),
        usage: Usage::Known(amount(2)),
        origin: Origin::Counted,
    };
    let quotas = vec![quota(3, 1, None), quota(2, 0, ANEW)];
    let answer = Snapshot { scoped: vec![scoped(0), scoped(1)], ..Snapshot::of(None, quotas) };
    let asked = session.ask(CAME);
    session.take(asked, Ok(answer), CAME).expect("an answer");
    let scope = session.scope("one");
    let left = |session: &mut Session, scope: Scope, now| {
        session.within(1, scope, now).expect("scoped").headroom.expect("an answer").remaining()
    };
    assert_eq!(left(&mut session, scope, ANEW - 1), Remaining::Finite(Units::ZERO));
    assert_eq!(left(&mut session, scope, ANEW), Remaining::UsageUnknown);
    let kept = session.record(true, ANEW).answer.expect("an answer").snapshot.scoped;
    assert_eq!(kept, [scoped(0), ScopedUsage { usage: Usage::Unknown, ..scoped(1) }]);
}

#[test]
fn what_is_held_is_held_still() {
    let mut session = answered(&[(VOTES, quota(10, 3, ANEW))]);
    let action = session.action("relayVotes").expect("an action");
    session.hold(action, &[Some(Units::new(4))], DAY, CAME);
    tell(&mut session, &[(VOTES, quota(10, 0, ANEW + DAY))], ANEW + 5);
    assert_eq!(relay(&mut session, ANEW + 5).most[0].1, finite(6));
}

// What helps.

#[test]
fn where_all_limits_in_the_way_start_anew_waiting_helps() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW))]);
    assert_eq!(helps(&relay(&mut session, CAME)), (Some(RemedyKind::Wait), Some(ANEW)));
    let publish = check_at(&mut session, "publishProcess", &[("voters", 1)], CAME);
    assert_eq!(helps(&publish), (Some(RemedyKind::Wait), Some(ANEW)));
}

#[test]
fn until_the_last_of_them() {
    let full = [(1, quota(5, 5, ANEW)), (VOTES, quota(10, 10, ANEW + 10)), (3, quota(9, 0, ANEW + 20))];
    let check = check_at(&mut answered(&full), "publishProcess", &[("voters", 1), ("emailOtp", 1)], CAME);
    assert_eq!(helps(&check), (Some(RemedyKind::Wait), Some(ANEW + 10)));
}

#[test]
fn where_one_does_not_the_platforms_remedy_does() {
    let full = [(1, quota(5, 5, None)), (VOTES, quota(10, 10, ANEW))];
    let check = check_at(&mut answered(&full), "publishProcess", &[("voters", 1)], CAME);
    assert_eq!(helps(&check), (Some(RemedyKind::RaiseLimit), None));
    let mut session = answered(&[(ORGS, quota(5, 5, None)), (VOTES, quota(10, 10, ANEW))]);
    assert_eq!(helps(&create(&mut session, CAME)), (Some(RemedyKind::FreeSlot), None));
}

#[test]
fn once_it_has_started_anew_asking_again_does() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW))]);
    assert_eq!(helps(&relay(&mut session, ANEW)), (Some(RemedyKind::Retry), None));
}

#[test]
fn what_is_allowed_or_loading_has_nothing_to_wait_for() {
    let mut open = answered(&[(VOTES, quota(10, 3, ANEW))]);
    assert_eq!(helps(&relay(&mut open, CAME)), (None, None));
    assert_eq!(helps(&relay(&mut session(Settings::default()), CAME)), (Some(RemedyKind::Wait), None));
}

#[test]
fn a_plan_waits_for_what_its_failed_step_waits_for() {
    let mut session = answered(&[(ORGS, quota(5, 0, None)), (VOTES, quota(10, 9, ANEW))]);
    let step = |action: &str| Step { action: session.action(action).expect("an action"), params: Vec::new() };
    let steps = [step("createManagedOrg"), step("relayVotes"), step("relayVotes")];
    let plan = session.check_all(&steps, CAME);
    assert_eq!(plan.failed, Some(2));
    // Waiting helps the plan and the step: what is planned before it counts as used.
    assert_eq!(helps(&plan.whole), (Some(RemedyKind::Wait), Some(ANEW)));
    assert_eq!(helps(&plan.steps[2]), (Some(RemedyKind::Wait), Some(ANEW)));
}

#[test]
fn a_refusal_is_waited_out_as_well() {
    let mut session = answered(&[(VOTES, quota(10, 3, ANEW))]);
    let body = serde_json::json!({ "code": 40162, "error": "vote allowance" });
    let refused = session.refuse(Some(&body), None, CAME).expect("a refusal");
    assert_eq!(helps(&session.check_refused(&refused, CAME)), (Some(RemedyKind::Wait), Some(ANEW)));
    assert_eq!(helps(&relay(&mut session, CAME)), (Some(RemedyKind::Wait), Some(ANEW)));
}

// By whose clock.

#[test]
fn what_lay_in_the_past_when_the_answer_came_has_happened() {
    for past in [CAME, CAME - 1, 0, -DAY, i64::MIN] {
        let mut session = answered(&[(VOTES, quota(10, 10, past))]);
        assert_eq!(room(&mut session, VOTES, CAME), quota(10, 10, None), "{past}");
        assert_eq!(session.changes_at(CAME), Some(STALE), "{past}");
        let overview = session.overview(STALE - 1);
        assert_eq!(overview.phase, Phase::Ready, "{past}");
        assert_eq!(overview.headroom[VOTES].quota.usage, Usage::Known(amount(10)), "{past}");
        assert_eq!(helps(&relay(&mut session, CAME)), (Some(RemedyKind::RaiseLimit), None), "{past}");
    }
}

#[test]
fn a_clock_that_is_set_back_puts_nothing_off() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW))]);
    // An hour back: it is CAME still, by the clock that never goes back.
    let now = CAME - 3_600_000;
    assert_eq!(session.changes_at(now), Some(now + 30_000));
    assert!(matches!(room(&mut session, VOTES, now + 29_999).usage, Usage::Known(_)));
    assert_eq!(room(&mut session, VOTES, now + 30_000).usage, Usage::Unknown);
}

#[test]
fn what_has_started_anew_stays_so_when_the_clock_is_set_back() {
    let mut session = answered(&[(VOTES, quota(10, 10, ANEW))]);
    room(&mut session, VOTES, ANEW);
    assert_eq!(
        (room(&mut session, VOTES, 0).usage, session.overview(0).phase),
        (Usage::Unknown, Phase::Stale)
    );
}

#[test]
fn an_answer_after_the_clock_was_set_back_is_by_the_new_time() {
    let mut session = session(Settings::default());
    tell(&mut session, &[(VOTES, quota(10, 3, None))], DAY);
    tell(&mut session, &[(VOTES, quota(10, 10, ANEW))], CAME);
    assert_eq!(session.changes_at(CAME), Some(ANEW));
    assert_eq!(room(&mut session, VOTES, ANEW).usage, Usage::Unknown);
}

#[test]
fn at_the_ends_of_time_nothing_overflows() {
    for at in [i64::MAX, i64::MAX - 1, i64::MIN, 0] {
        for now in [i64::MIN, -1, 0, i64::MAX] {
            let mut session = Session::open(VOCDONI, Settings::default(), now);
            tell(&mut session, &[(VOTES, quota(10, 10, at))], now);
            for later in [i64::MIN, 0, i64::MAX] {
                session.overview(later);
                assert!(session.changes_at(later).is_none_or(|next| next > later), "{at} {now} {later}");
            }
        }
    }
}

// On its way to others.

/// As it goes from tab to tab: as numbers.
fn pass(from: &mut Session, told_at: i64, to: &mut Session, heard_at: i64) -> News {
    let numbers = from.record(true, told_at).to_numbers();
    let record = Record::from_numbers(&numbers, quota_gate::platform::Platform::resources(&VOCDONI));
    to.adopt(record.expect("a record"), Owner::Nobody, heard_at).answer
}

#[test]
fn it_is_passed_on() {
    let mut tab = answered(&[(VOTES, quota(10, 10, ANEW))]);
    let mut other = session(Settings::default());
    assert_eq!(pass(&mut tab, 5_000, &mut other, 6_000), News::Taken);
    assert_eq!((room(&mut other, VOTES, 6_000), other.changes_at(6_000)), (quota(10, 10, ANEW), Some(ANEW)));
    assert_eq!(
        (room(&mut other, VOTES, ANEW).usage, other.overview(ANEW).phase),
        (Usage::Unknown, Phase::Stale)
    );
}

#[test]
fn it_starts_anew_on_its_way() {
    let mut tab = answered(&[(VOTES, quota(10, 10, ANEW))]);
    let mut other = session(Settings::default());
    pass(&mut tab, 5_000, &mut other, ANEW);
    assert_eq!(
        (room(&mut other, VOTES, ANEW).usage, other.overview(ANEW).phase),
        (Usage::Unknown, Phase::Stale)
    );
}

#[test]
fn what_has_started_anew_is_stale_where_it_comes_to_as_well() {
    let mut tab = answered(&[(VOTES, quota(10, 10, ANEW))]);
    let (mut other, mut third) = (session(Settings::default()), session(Settings::default()));
    assert_eq!(pass(&mut tab, ANEW, &mut other, ANEW + 5), News::Taken);
    assert_eq!(pass(&mut other, ANEW + 5, &mut third, ANEW + 9), News::Taken);
    for session in [&mut tab, &mut other, &mut third] {
        assert_eq!(session.overview(ANEW + 9).phase, Phase::Stale);
    }
    assert_eq!(pass(&mut tab, ANEW + 9, &mut third, ANEW + 9), News::Same);
    // By a fresh answer it is fresh in each.
    tell(&mut tab, &[(VOTES, quota(10, 0, None))], ANEW + 10);
    pass(&mut tab, ANEW + 10, &mut other, ANEW + 10);
    assert_eq!(other.overview(ANEW + 10).phase, Phase::Ready);
}

#[test]
fn by_another_clock_it_is_as_far_away() {
    // The tab's clock is an hour ahead, and so is the moment at which its answer came.
    let hour = 3_600_000;
    let mut tab = Session::open(VOCDONI, Settings::default(), hour);
    tell(&mut tab, &[(VOTES, quota(10, 10, hour + 30_000))], hour);
    let mut other = session(Settings::default());
    // From a clock that far ahead it is stale, and came five minutes ahead at most: later than it says, never earlier.
    pass(&mut tab, hour, &mut other, 0);
    let next = other.changes_at(0).expect("a change");
    assert!(next >= 30_000, "{next}");
}

proptest! {
    #![proptest_config(cases(500))]

    /// However time goes, usage is known before its moment and not after it; and every change of that is announced.
    #[test]
    fn usage_is_known_until_then_and_never_after(
        resets in proptest::collection::vec(proptest::option::of(1..100_000i64), 5),
        steps in proptest::collection::vec(-20_000..30_000i64, 1..12),
    ) {
        let known: Vec<_> = resets.iter().enumerate().map(|(place, at)| (place, quota(10, 3, *at))).collect();
        let mut session = session(Settings::default());
        tell(&mut session, &known, 0);
        // The caller's clock, and how long it is since.
        let (mut now, mut since) = (0, 0);
        for step in steps {
            now += step;
            since += step.max(0);
            let coming: Vec<bool> = resets.iter().map(|at| at.is_none_or(|at| at > since)).collect();
            let shown = session.overview(now);
            let is_known = |quota: Quota| matches!(quota.usage, Usage::Known(_));
            let known: Vec<bool> = shown.headroom.iter().map(|room| is_known(room.quota)).collect();
            prop_assert_eq!(shown.phase == Phase::Stale, since >= 60_000 || known.contains(&false));
            prop_assert_eq!(known, coming);
            let next = session.changes_at(now).expect("it expires");
            prop_assert_eq!(session.clone().overview(next - 1), shown.clone());
            prop_assert!(shown.phase == Phase::Stale || session.clone().overview(next) != shown);
        }
    }
}
