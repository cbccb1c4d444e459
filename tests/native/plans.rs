//! Several steps in a row, and how they cross into wasm as numbers.

use proptest::prelude::*;
use quota_gate::{
    gate::{Decision, Most, Reason, Terms, Verdict},
    numbers::{read_refused, read_step, read_steps, read_units, write_refused},
    platform::{
        Platform, RemedyKind,
        vocdoni::{Rules, Vocdoni},
    },
    session::{Check, Plan, Policy, Refused, Session, Settings, Step},
    snapshot::Units,
    wire::PlanObject,
};
use serde_json::{Value, json};

use crate::support::{
    VOCDONI, answered, answered_with, cases, finite, integrator, session, short, tell, usage_name,
};

/// Five limits in the order of the platform's resources, and nothing used.
fn unused(limits: [i64; 5]) -> Value {
    let resources = VOCDONI.resources().iter().zip(limits);
    let limits: serde_json::Map<_, _> =
        resources.map(|(resource, limit)| (resource.limit_name.to_string(), json!(limit))).collect();
    let usage = VOCDONI.resources().iter().map(|resource| (usage_name(resource).to_string(), json!(0)));
    integrator(limits.into(), Value::Object(usage.collect()))
}

/// Nothing of this resource is reported.
fn without(mut body: Value, resource: &str) -> Value {
    let resource = VOCDONI.resources().iter().find(|each| each.name == resource).expect("a resource");
    body["limits"][&*resource.limit_name] = Value::Null;
    body
}

fn step(action: &str, params: &[u64]) -> Step {
    let action = VOCDONI.action(action).expect("an action");
    Step { action, params: params.iter().map(|param| Some(Units::new(*param))).collect() }
}

fn create() -> Step {
    step("createManagedOrg", &[])
}

fn publish(count: u64, voters: u64) -> Step {
    step("publishProcess", &[count, voters, 1, 1])
}

fn send(count: u64) -> Step {
    step("sendEmailOtp", &[count])
}

/// A new customer: an organization, three votes of 400 voters who sign in by e-mail, and their messages.
fn new_customer() -> [Step; 3] {
    [create(), publish(3, 400), send(1200)]
}

fn closed_when_unknown() -> Settings {
    let closed_when_unknown = VOCDONI.actions().iter().filter_map(|action| VOCDONI.action(&action.name));
    let policy = Policy { closed_when_unknown: closed_when_unknown.collect(), ..Policy::default() };
    Settings { policy, ..Settings::default() }
}

fn staging() -> Settings {
    let terms = Terms { enforced: false, ..Settings::default().terms };
    Settings { terms, ..Settings::default() }
}

fn reasons(plan: &Plan) -> Vec<Reason> {
    plan.steps.iter().map(|check| check.decision.reason).collect()
}

fn blockers(check: &Check) -> Vec<(&'static str, u64)> {
    short(&check.decision.blockers)
}

fn warnings(check: &Check) -> Vec<(&'static str, u64)> {
    short(&check.decision.warnings)
}

fn kind(check: &Check) -> Option<RemedyKind> {
    check.remedy.map(|remedy| remedy.kind)
}

#[test]
fn a_new_customer_fits() {
    let plan = answered(unused([1, 5, 9_999, 1_600, 9])).check_all(&new_customer(), 0);
    assert_eq!(plan.failed, None);
    assert_eq!(reasons(&plan), [Reason::WithinLimits; 3]);
    assert_eq!((plan.whole.decision.reason, plan.whole.allowed), (Reason::WithinLimits, true));
    assert_eq!((plan.whole.decision.would_deny, plan.whole.remedy), (Some(false), None));
    assert_eq!(warnings(&plan.whole), [("managedOrgs", 0)]);
    assert_eq!(plan.whole.most, [("count", finite(1))]);
}

#[test]
fn the_step_that_fails_is_named_with_what_is_in_its_way() {
    for (limits, failed, action, expected) in [
        ([1, 5, 0, 1_200, 0], None, "createManagedOrg", vec![]),
        ([-1, 5, 0, 1_200, 0], Some(0), "createManagedOrg", vec![("managedOrgs", 1)]),
        ([1, 2, 0, 1_200, 0], Some(1), "publishProcess", vec![("managedProcesses", 1)]),
        (
            [1, 2, 399, 399, 0],
            Some(1),
            "publishProcess",
            vec![("managedProcesses", 1), ("votes", 1), ("emails", 1)],
        ),
        ([1, 5, 0, 1_199, 0], Some(2), "sendEmailOtp", vec![("emails", 1)]),
    ] {
        let plan = answered(unused(limits)).check_all(&new_customer(), 0);
        assert_eq!(plan.failed, failed, "{limits:?}");
        assert_eq!((&*plan.whole.action, blockers(&plan.whole)), (action, expected), "{limits:?}");
        assert_eq!(plan.whole.allowed, failed.is_none(), "{limits:?}");
        assert_eq!(plan.whole.decision.would_deny, Some(failed.is_some()), "{limits:?}");
    }
}

#[test]
fn the_whole_helps_as_the_failed_step_does() {
    let fails_at = |limits, kind| {
        let plan = answered(unused(limits)).check_all(&new_customer(), 0);
        assert_eq!(plan.whole.remedy.map(|remedy| remedy.kind), Some(kind));
        assert_eq!(plan.failed.map(|failed| plan.steps[failed].remedy), Some(plan.whole.remedy));
        assert_eq!(plan.whole.most, [("count", finite(0))]);
    };
    fails_at([-1, 5, 0, 0, 0], RemedyKind::FreeSlot);
    fails_at([0, 2, 0, 0, 0], RemedyKind::RaiseLimit);
    fails_at([0, 0, 0, 1_199, 0], RemedyKind::RaiseLimit);
}

#[test]
fn each_step_sees_what_the_ones_before_it_take() {
    let plan = answered(unused([9, 3, 0, 0, 0])).check_all(&[publish(2, 5), publish(2, 5)], 0);
    assert_eq!(plan.failed, Some(1));
    let in_the_way = plan.steps[1].decision.blockers[0];
    assert_eq!((in_the_way.requested, in_the_way.short_by), (Units::new(2), Units::ONE));
    assert_eq!(in_the_way.headroom.planned, Units::new(2));
    assert_eq!(plan.steps[1].most[0].1, finite(1));
}

#[test]
fn messages_that_an_earlier_step_sends_are_gone_for_publishing() {
    let mut session = answered(unused([0, 0, 0, 1_000, 0]));
    assert_eq!(session.check_all(&[send(600), publish(1, 400)], 0).failed, None);
    let plan = session.check_all(&[send(601), publish(1, 400)], 0);
    assert_eq!((plan.failed, blockers(&plan.whole)), (Some(1), vec![("emails", 1)]));
}

#[test]
fn a_step_that_is_not_allowed_takes_nothing_from_the_later_ones() {
    let body = unused([3, 0, 0, 0, 0]);
    let steps = [step("createManagedOrg", &[4]), step("createManagedOrg", &[3]), create()];
    let plan = answered(body).check_all(&steps, 0);
    assert_eq!(reasons(&plan), [Reason::LimitReached, Reason::WithinLimits, Reason::LimitReached]);
    assert_eq!((plan.failed, blockers(&plan.whole)), (Some(0), vec![("managedOrgs", 1)]));
}

#[test]
fn needs_that_add_up_over_the_steps_are_a_warning() {
    let plan = answered(unused([0, 0, 0, 500, 0])).check_all(&[publish(1, 300), publish(1, 300)], 0);
    assert_eq!((plan.failed, reasons(&plan)), (None, vec![Reason::WithinLimits; 2]));
    assert_eq!((warnings(&plan.steps[0]), warnings(&plan.steps[1])), (vec![], vec![("emails", 100)]));
    assert_eq!(plan.steps[1].decision.warnings[0].requested, Units::new(600));
    assert_eq!(warnings(&plan.whole), [("emails", 100)]);
    assert_eq!((plan.whole.decision.would_deny, plan.whole.most[0].1), (Some(false), Most::Unbounded));
}

#[test]
fn the_whole_warns_of_a_resource_once() {
    let three = [publish(1, 300), publish(1, 300), publish(1, 300)];
    let plan = answered(unused([0, 0, 400, 500, 0])).check_all(&three, 0);
    assert_eq!(warnings(&plan.whole), [("votes", 500), ("emails", 400)]);
}

#[test]
fn the_whole_is_short_by_what_its_steps_are_short_by_together() {
    let platform = Vocdoni { rules: Rules::Observed };
    let mut session = Session::open(platform, Settings::default(), 0);
    let asked = session.ask(0);
    let body = integrator(json!({ "maxEmails": 10 }), json!({ "sentEmails": 9 }));
    session.answer(asked, 200, Some(&body), 0).expect("an answer");
    let plan = session.check_all(&[send(100), send(1)], 0);
    assert_eq!(warnings(&plan.whole), [("emails", 100)]);
}

#[test]
fn the_whole_is_short_by_what_was_foreseen_though_less_was_then_taken() {
    let mut session = answered(unused([9, 90, 0, 1_000, 0]));
    let plan = session.check_all(&[publish(3, 400), send(900)], 0);
    assert_eq!(warnings(&plan.steps[0]), [("emails", 200)]);
    assert_eq!(warnings(&plan.whole), [("emails", 200)]);
}

#[test]
fn what_an_earlier_step_takes_is_gone_for_what_is_foreseen() {
    let mut session = answered(unused([9, 90, 0, 450, 0]));
    let plan = session.check_all(&[send(400), publish(3, 40)], 0);
    assert_eq!(warnings(&plan.steps[1]), [("emails", 70)]);
}

#[test]
fn what_was_foreseen_and_then_taken_counts_once() {
    let mut session = answered(unused([0, 0, 0, 1_600, 0]));
    let steps = [publish(1, 400), send(400), publish(1, 400), send(400), publish(1, 400)];
    let plan = session.check_all(&steps, 0);
    assert_eq!((plan.failed, warnings(&plan.whole)), (None, vec![]));
    let plan = session.check_all(&[publish(1, 400), send(400), publish(3, 401)], 0);
    assert_eq!((plan.failed, warnings(&plan.whole)), (None, vec![("emails", 3)]));
}

#[test]
fn of_steps_that_can_not_be_known_the_first_is_named() {
    let body = integrator(json!({ "maxEmails": 9 }), json!({ "managedOrgs": 1 }));
    let plan = answered(body).check_all(&[create(), send(1)], 0);
    let reasons = (plan.steps[0].decision.reason, plan.steps[1].decision.reason);
    assert_eq!(reasons, (Reason::LimitUnknown, Reason::UsageUnknown));
    assert_eq!((&*plan.whole.action, plan.whole.decision.reason), ("createManagedOrg", Reason::LimitUnknown));
}

#[test]
fn no_steps_are_within_the_limits() {
    let plan = answered(unused([1, 1, 1, 1, 1])).check_all(&[], 0);
    assert_eq!((plan.failed, plan.steps.len()), (None, 0));
    assert_eq!((plan.whole.decision.reason, plan.whole.allowed), (Reason::WithinLimits, true));
    assert_eq!((&*plan.whole.action, plan.whole.decision.would_deny), ("", Some(false)));
    assert_eq!((&plan.whole.most[..], plan.whole.remedy), (&[("count", Most::Unbounded)][..], None));
}

#[test]
fn an_unknown_step_passes_and_takes_where_unknown_is_open() {
    let body = without(unused([9, 1, 0, 0, 0]), "emails");
    let plan = answered(body).check_all(&[create(), publish(1, 40), create()], 0);
    assert_eq!(reasons(&plan), [Reason::WithinLimits, Reason::LimitUnknown, Reason::WithinLimits]);
    assert_eq!((plan.failed, plan.whole.allowed), (None, true));
    assert_eq!((plan.whole.decision.reason, &*plan.whole.action), (Reason::LimitUnknown, "publishProcess"));
    assert_eq!((plan.whole.decision.would_deny, plan.whole.most[0].1), (None, Most::Unknown));
    assert_eq!(kind(&plan.whole), Some(RemedyKind::Retry));

    let body = without(unused([9, 1, 0, 0, 0]), "emails");
    let plan = answered(body).check_all(&[publish(1, 40), publish(1, 40)], 0);
    assert_eq!((plan.failed, reasons(&plan)), (Some(1), vec![Reason::LimitUnknown, Reason::LimitReached]));
    assert_eq!((plan.whole.decision.would_deny, plan.whole.most[0].1), (Some(true), finite(0)));
}

#[test]
fn an_unknown_step_fails_and_takes_nothing_where_unknown_is_closed() {
    let body = without(unused([9, 1, 0, 0, 0]), "emails");
    let steps = [create(), publish(1, 40), step("publishProcess", &[])];
    let plan = answered_with(closed_when_unknown(), body).check_all(&steps, 0);
    assert_eq!(reasons(&plan), [Reason::WithinLimits, Reason::LimitUnknown, Reason::WithinLimits]);
    assert_eq!((plan.failed, plan.whole.allowed), (Some(1), false));
    assert_eq!((plan.whole.decision.reason, &*plan.whole.action), (Reason::LimitUnknown, "publishProcess"));
    assert_eq!((plan.whole.decision.would_deny, kind(&plan.whole)), (None, Some(RemedyKind::Retry)));
}

#[test]
fn nothing_is_known_of_a_plan_while_loading() {
    let mut closed = session(Settings::default());
    let policy = Policy { open_while_loading: true, ..Policy::default() };
    let mut open = session(Settings { policy, ..Settings::default() });
    for (session, failed) in [(&mut closed, Some(0)), (&mut open, None)] {
        let plan = session.check_all(&new_customer(), 0);
        assert_eq!((plan.failed, reasons(&plan)), (failed, vec![Reason::Loading; 3]));
        assert_eq!((plan.whole.decision.reason, plan.whole.allowed), (Reason::Loading, failed.is_none()));
        assert_eq!((plan.whole.decision.would_deny, plan.whole.most[0].1), (None, Most::Unknown));
        assert_eq!(kind(&plan.whole), Some(RemedyKind::Wait));
    }
}

#[test]
fn a_plan_is_unknown_when_the_answer_is_too_old() {
    let mut session = answered(unused([1, 5, 0, 1_600, 0]));
    let stale = session.check_all(&new_customer(), 60_000).whole;
    assert_eq!((stale.decision.stale, stale.decision.as_of, stale.allowed), (true, Some(0), true));
    let expired = session.check_all(&new_customer(), 14_400_000);
    assert_eq!((expired.failed, reasons(&expired)), (None, vec![Reason::Expired; 3]));
    assert_eq!((expired.whole.decision.stale, expired.whole.decision.as_of), (true, Some(0)));
}

#[test]
fn a_switched_off_feature_fails_the_first_step() {
    for settings in [Settings::default(), staging()] {
        let plan = answered_with(settings, json!({ "enabled": false })).check_all(&new_customer(), 0);
        assert_eq!((plan.failed, reasons(&plan)), (Some(0), vec![Reason::NotEnabled; 3]));
        assert_eq!((plan.whole.decision.would_deny, plan.whole.most[0].1), (Some(true), finite(0)));
        assert_eq!((plan.whole.allowed, kind(&plan.whole)), (false, Some(RemedyKind::Enable)));
    }
}

#[test]
fn nothing_fails_on_staging_and_production_would_refuse() {
    let mut session = answered_with(staging(), unused([9, 2, 0, 1_000, 0]));
    let plan = session.check_all(&new_customer(), 0);
    assert_eq!((plan.failed, reasons(&plan)), (None, vec![Reason::NotEnforced; 3]));
    let denied: Vec<_> = plan.steps.iter().map(|check| check.decision.would_deny).collect();
    assert_eq!(denied, [Some(false), Some(true), Some(true)]);
    let whole = &plan.whole;
    assert_eq!((whole.decision.reason, whole.allowed, whole.remedy), (Reason::NotEnforced, true, None));
    assert_eq!((whole.decision.would_deny, whole.most[0].1), (Some(true), Most::Unbounded));
    assert_eq!((blockers(whole), warnings(whole)), (vec![], vec![("managedProcesses", 1), ("emails", 200)]));
    assert_eq!(session.check_all(&[create(), create()], 0).whole.decision.would_deny, Some(false));
}

#[test]
fn staging_says_of_the_later_steps_what_the_earlier_ones_would_leave() {
    let mut session = answered_with(staging(), unused([2, 0, 0, 0, 0]));
    let plan = session.check_all(&[create(), create(), create()], 0);
    let denied: Vec<_> = plan.steps.iter().map(|check| check.decision.would_deny).collect();
    assert_eq!(denied, [Some(false), Some(false), Some(true)]);
}

#[test]
fn within_limits_beats_unlimited_as_the_reason_of_the_whole() {
    let plan = answered(unused([0, 0, 0, 9, 0])).check_all(&[create(), send(1), create()], 0);
    assert_eq!(reasons(&plan), [Reason::Unlimited, Reason::WithinLimits, Reason::Unlimited]);
    assert_eq!((plan.whole.decision.reason, &*plan.whole.action), (Reason::WithinLimits, "sendEmailOtp"));
    assert_eq!(plan.whole.most[0].1, finite(9));
    let plan = answered(unused([0, 0, 0, 9, 0])).check_all(&[create(), create()], 0);
    assert_eq!((plan.whole.decision.reason, plan.whole.most[0].1), (Reason::Unlimited, Most::Unbounded));
}

#[test]
fn waiting_helps_where_only_holds_are_in_the_way() {
    let mut session = answered(unused([3, 0, 0, 0, 0]));
    let hold = session.hold(create().action, &[], 60_000, 0);
    assert_eq!(session.check_all(&[create(), create()], 0).failed, None);
    let plan = session.check_all(&[create(), create(), create()], 0);
    assert_eq!((plan.failed, kind(&plan.whole)), (Some(2), Some(RemedyKind::Wait)));
    assert_eq!(plan.whole.most[0].1, finite(0));
    session.release(hold, 0);
    assert_eq!(session.check_all(&[create(), create(), create()], 0).failed, None);
}

#[test]
fn waiting_does_not_help_where_the_plan_itself_is_in_the_way() {
    let mut session = answered(unused([3, 0, 0, 0, 0]));
    let two = step("createManagedOrg", &[2]);
    let plan = session.check_all(&[two.clone(), two.clone()], 0);
    assert_eq!((plan.failed, kind(&plan.whole)), (Some(1), Some(RemedyKind::FreeSlot)));
    session.hold(create().action, &[], 60_000, 0);
    let plan = session.check_all(&[two.clone(), two], 0);
    assert_eq!((plan.failed, kind(&plan.whole)), (Some(1), Some(RemedyKind::FreeSlot)));
    assert_eq!(plan.steps[1].decision.blockers[0].headroom.held, Units::ONE);
}

#[test]
fn waiting_does_not_help_where_the_steps_together_exceed_the_limit_without_the_hold_too() {
    let mut session = answered(unused([9, 9, 9, 9, 9]));
    session.hold(create().action, &[], 60_000, 0);
    assert_eq!(kind(&session.check_all(&vec![create(); 9], 0).whole), Some(RemedyKind::Wait));
    assert_eq!(kind(&session.check_all(&vec![create(); 10], 0).whole), Some(RemedyKind::FreeSlot));
}

#[test]
fn no_steps_are_not_allowed_where_nothing_is() {
    let mut off = answered(json!({ "enabled": false }));
    let plan = off.check_all(&[], 0);
    assert_eq!(plan.whole.decision.reason, Reason::NotEnabled);
    assert_eq!((plan.whole.allowed, plan.whole.decision.would_deny), (false, Some(true)));
    let plan = session(Settings::default()).check_all(&[], 0);
    assert_eq!((plan.whole.allowed, plan.whole.decision.would_deny), (false, None));
}

#[test]
fn a_plan_that_only_asks_takes_nothing_from_the_next_question() {
    let mut session = answered(unused([1, 0, 0, 0, 0]));
    for _ in 0..3 {
        assert_eq!(session.check_all(&[create()], 0).failed, None);
    }
    assert!(session.can(create().action, &[], 0));
}

#[test]
fn a_plan_is_written_with_its_failed_step() {
    let mut session = answered(unused([1, 2, 0, 0, 0]));
    let plan = session.check_all(&new_customer(), 0);
    let written = serde_json::to_value(PlanObject { plan: &plan, names: session.names() }).expect("JSON");
    assert_eq!((&written["action"], &written["verdict"]), (&json!("publishProcess"), &json!("deny")));
    assert_eq!((&written["failedStep"], &written["max"]), (&json!(1.0), &json!(0.0)));
    let steps: Vec<_> =
        written["steps"].as_array().expect("steps").iter().map(|step| &step["action"]).collect();
    assert_eq!(steps, ["createManagedOrg", "publishProcess", "sendEmailOtp"]);
    let mut session = answered(unused([1, 9, 0, 0, 0]));
    let plan = session.check_all(&[], 0);
    let written = serde_json::to_value(PlanObject { plan: &plan, names: session.names() }).expect("JSON");
    assert_eq!((&written["failedStep"], &written["steps"]), (&Value::Null, &json!([])));
}

#[test]
fn numbers_that_are_no_step_are_none() {
    let params = [None, Some(Units::ZERO), Some(Units::MAX), None, None];
    assert_eq!(read_units(&[f64::NAN, 0.0, f64::INFINITY, -1.0, 1.5]), params);
    for numbers in [
        &[0.0][..],
        &[99.0, 0.0],
        &[f64::NAN, 0.0],
        &[-3.0, 0.0],
        &[0.5, 0.0],
        &[f64::INFINITY, 0.0],
        &[0.0, 2.0, 1.0],
        &[0.0, f64::INFINITY],
        &[0.0, f64::NAN],
    ] {
        assert_eq!(read_step(&VOCDONI, numbers), None, "{numbers:?}");
        assert_eq!(read_steps(&VOCDONI, numbers), None, "{numbers:?}");
        assert_eq!(read_refused(&VOCDONI, numbers), None, "{numbers:?}");
    }
    assert_eq!(read_steps(&VOCDONI, &[]), Some(Vec::new()));
    let with_one_unreadable = [0.0, 0.0, 99.0, 0.0, 1.0, 0.0];
    assert_eq!(read_steps(&VOCDONI, &with_one_unreadable), None);
    let refused = read_refused(&VOCDONI, &[0.0, 0.0, 3.0, 7.0]).expect("a refusal");
    assert_eq!(refused.short, [(3, Units::new(7))]);
    for odd in [&[4.0, -1.0][..], &[-4.0, 1.0], &[2.0]] {
        assert_eq!(read_refused(&VOCDONI, &[&[0.0, 0.0], odd].concat()), None, "{odd:?}");
    }
}

fn any_limits() -> impl Strategy<Value = Value> {
    let amount = || proptest::option::weighted(0.93, -2..14i64);
    (proptest::collection::vec(amount(), 5), proptest::collection::vec(amount(), 5)).prop_map(
        |(limits, usage)| {
            let mut body = unused([0; 5]);
            for (place, resource) in VOCDONI.resources().iter().enumerate() {
                body["limits"][&*resource.limit_name] = json!(limits[place]);
                body["usage"][usage_name(resource)] = json!(usage[place].map(|used| used / 3));
            }
            body
        },
    )
}

fn any_params() -> impl Strategy<Value = Vec<Option<Units>>> {
    proptest::collection::vec(proptest::option::of((0..5u64).prop_map(Units::new)), 0..6)
}

fn any_step() -> impl Strategy<Value = Step> {
    (0..5usize, any_params())
        .prop_map(|(action, params)| Step { action: VOCDONI.action_at(action).expect("an action"), params })
}

fn any_plan() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any_step(), 1..4)
}

/// Any rules, enforced or not, any answer, and perhaps something held.
fn any_session() -> impl Strategy<Value = Session> {
    let held = proptest::option::of(any_step());
    (any::<bool>(), prop::bool::weighted(0.8), prop::bool::weighted(0.9), any_limits(), held).prop_map(
        |(observed, enforced, enabled, mut body, held)| {
            let rules = if observed { Rules::Observed } else { Rules::Documented };
            let terms = Terms { enforced, ..Settings::default().terms };
            let settings = Settings { terms, ..Settings::default() };
            let mut session = Session::open(Vocdoni { rules }, settings, 0);
            body["enabled"] = json!(enabled);
            tell(&mut session, 200, body, 0).expect("an answer");
            if let Some(step) = held {
                session.hold(step.action, &step.params, 60_000, 0);
            }
            session
        },
    )
}

fn encode(steps: &[Step]) -> Vec<f64> {
    let mut numbers = Vec::new();
    for Step { action, params } in steps {
        numbers.extend([action.place() as f64, params.len() as f64]);
        numbers.extend(params.iter().map(|param| param.map_or(f64::NAN, |units| units.get() as f64)));
    }
    numbers
}

/// Numbers that nothing wrote, some of them close to what could be read.
fn garbage() -> impl Strategy<Value = Vec<f64>> {
    let number = prop_oneof![
        3 => (0..7i32).prop_map(f64::from),
        1 => prop::num::f64::ANY,
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.5, 4e9, 1e19, 9e15]),
    ];
    proptest::collection::vec(number, 0..14)
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn most_is_how_often_the_plan_fits(mut session in any_session(), steps in any_plan()) {
        let most = session.check_all(&steps, 0).whole.most[0].1;
        let mut verdict = |times: usize| {
            let steps = steps.iter().cycle().take(steps.len() * times).cloned();
            session.check_all(&steps.collect::<Vec<_>>(), 0).whole.decision.reason.verdict()
        };
        match most {
            Most::Finite(units) => {
                let times = usize::try_from(units.get()).expect("few");
                prop_assert!(times == 0 || verdict(times) == Verdict::Allow);
                prop_assert_eq!(verdict(times + 1), Verdict::Deny);
            }
            Most::Unbounded => prop_assert_eq!(verdict(20), Verdict::Allow),
            Most::Unknown => prop_assert_eq!(verdict(1), Verdict::Unknown),
        }
    }

    #[test]
    fn a_plan_of_one_step_agrees_with_the_check(mut session in any_session(), step in any_step()) {
        let check = session.check(step.action, &step.params, 0);
        let plan = session.check_all(std::slice::from_ref(&step), 0);
        prop_assert_eq!(plan.failed.is_none(), check.allowed);
        prop_assert_eq!(&plan.steps, std::slice::from_ref(&check));
        // Where nothing is enforced a need is warned of for one process, and the outlook is on all of the count.
        let resources = |check: &Check| -> Vec<usize> {
            check.decision.warnings.iter().map(|short| short.room.resource).collect()
        };
        prop_assert_eq!(resources(&plan.whole), resources(&check));
        let warnings = match check.decision.reason {
            Reason::NotEnforced => plan.whole.decision.warnings.clone(),
            _ => check.decision.warnings.clone(),
        };
        prop_assert_eq!(&plan.whole.decision, &Decision { warnings, ..check.decision.clone() });
        let of_whole = (plan.whole.action, plan.whole.allowed, plan.whole.remedy);
        prop_assert_eq!(of_whole, (check.action, check.allowed, check.remedy));
        if step.params.first().copied().flatten().is_none() {
            prop_assert_eq!(plan.whole.most[0], check.most[0]);
        }
    }

    #[test]
    fn the_whole_is_what_its_steps_are(mut session in any_session(), steps in any_plan()) {
        let Plan { failed, steps: checks, whole } = session.check_all(&steps, 0);
        prop_assert_eq!(failed, checks.iter().position(|check| !check.allowed));
        prop_assert_eq!(whole.allowed, failed.is_none());
        let denied = checks.iter().any(|check| check.decision.would_deny == Some(true));
        prop_assert_eq!(whole.decision.would_deny == Some(true), denied);
        if let Some(failed) = failed {
            prop_assert_eq!(whole.decision.reason, checks[failed].decision.reason);
            prop_assert_eq!(&whole.decision.blockers, &checks[failed].decision.blockers);
        }
    }

    #[test]
    fn an_earlier_step_never_makes_room(mut session in any_session(), first in any_step(), then in any_step()) {
        let alone = session.check(then.action, &then.params, 0).decision.reason.verdict();
        let after = session.check_all(&[first, then], 0).steps[1].decision.reason.verdict();
        prop_assert!(alone != Verdict::Deny || after == Verdict::Deny);
    }

    #[test]
    fn steps_cross_as_they_are(steps in proptest::collection::vec(any_step(), 0..6)) {
        let numbers = encode(&steps);
        prop_assert_eq!(read_step(&VOCDONI, &numbers), steps.first().cloned());
        prop_assert_eq!(read_steps(&VOCDONI, &numbers), Some(steps));
    }

    #[test]
    fn refusals_cross_as_they_are(
        Step { action, params } in any_step(),
        short in proptest::collection::vec((0..5usize, any::<u64>().prop_map(Units::new)), 0..5),
    ) {
        let refused = Refused { action, params, short };
        prop_assert_eq!(read_refused(&VOCDONI, &write_refused(&refused)), Some(refused));
    }

    #[test]
    fn no_numbers_panic(mut session in any_session(), numbers in garbage()) {
        let plan = session.check_all(&read_steps(&VOCDONI, &numbers).unwrap_or_default(), 0);
        let written = serde_json::to_value(PlanObject { plan: &plan, names: session.names() });
        prop_assert!(written.is_ok());
        if let Some(refused) = read_refused(&VOCDONI, &numbers) {
            session.check_refused(&refused, 0);
            let again = read_refused(&VOCDONI, &write_refused(&refused));
            prop_assert_eq!(again, Some(refused));
        }
    }
}
