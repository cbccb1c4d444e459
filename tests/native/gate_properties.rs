//! What holds on every platform, for every account and everything that can be done: the gate beside each platform's account as its
//! file in `platforms/` tells it.

use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{TestCaseError, TestRunner},
};
use quota_gate::{
    asked::Asked,
    gate::{Most, Reason, Shortfall, Terms, Verdict},
    headroom::Headroom,
    hold::Owner,
    ledger::News,
    platform::{ParamKind, Platform, RemedyKind},
    record::Record,
    session::{Check, Session, Settings, Step},
    snapshot::{Remaining, Units},
    wire::{CheckObject, CrossingsObject, OverviewObject, PlanObject, WithinObject},
};
use serde_json::{Value, json};

use crate::{
    platforms::{self, Account, Deed, Given, Limit, Subject},
    support::{cases, damaged},
};

const MOST: i64 = 9_007_199_254_740_991;
const STALE: i64 = 60_000;
const HOUR: i64 = 3_600_000;

type Outcome = Result<(), TestCaseError>;

/// Runs a property on each platform by itself.
fn on_all<T: std::fmt::Debug>(
    drawn: impl Fn(&dyn Subject) -> BoxedStrategy<T>,
    holds: impl Fn(&dyn Subject, T) -> Outcome,
) {
    for (file, subject) in platforms::all() {
        let subject = subject.as_ref();
        let outcome = TestRunner::new(cases(1000)).run(&drawn(subject), |drawn| holds(subject, drawn));
        outcome.unwrap_or_else(|error| panic!("{file}, {subject:?}: {error}"));
    }
}

fn amount(least: i64) -> impl Strategy<Value = i64> {
    prop_oneof![15 => least..14, 1 => least..=MOST]
}

fn account(subject: &dyn Subject) -> BoxedStrategy<Account> {
    let limit = |resource: usize| {
        let limits = subject.limits(resource);
        let all = if limits.unlimited { Limit::Unlimited } else { Limit::Unknown };
        prop_oneof![8 => amount(limits.least).prop_map(Limit::Units), 1 => Just(all), 1 => Just(Limit::Unknown)]
    };
    let limits: Vec<_> = (0..subject.platform().resources().len()).map(limit).collect();
    let used =
        prop_oneof![15 => amount(-2).prop_map(Some), 1 => (-MOST..=MOST).prop_map(Some), 1 => Just(None)];
    let used = proptest::collection::vec(used, subject.places().len());
    (limits, used).prop_map(|(limits, used)| Account { enabled: true, limits, used }).boxed()
}

fn account_and_deed(subject: &dyn Subject) -> BoxedStrategy<(Account, Deed)> {
    (account(subject), subject.deeds()).boxed()
}

/// What is left at a place; what isn't known can be so for several reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Units(Units),
    Unlimited,
    Unknown,
}

impl Left {
    fn of(headroom: &Headroom) -> Self {
        match headroom.remaining() {
            Remaining::Finite(units) => Self::Units(units),
            Remaining::Unlimited => Self::Unlimited,
            Remaining::LimitUnknown | Remaining::UsageUnknown => Self::Unknown,
        }
    }

    /// The truth of an account.
    fn truly(subject: &dyn Subject, account: &Account, place: usize) -> Self {
        match (account.limits[subject.places()[place].resource], account.used[place]) {
            (Limit::Unlimited, _) => Self::Unlimited,
            (Limit::Units(limit), Some(used)) => {
                Self::Units(Units::new((limit - used).clamp(0, MOST).unsigned_abs()))
            }
            (Limit::Units(_), None) | (Limit::Unknown, _) => Self::Unknown,
        }
    }

    fn less(self, units: Units) -> Self {
        if let Self::Units(left) = self { Self::Units(left.minus(units)) } else { self }
    }
}

/// A session on a platform under test.
#[derive(Debug, Clone)]
struct World<'a> {
    subject: &'a dyn Subject,
    session: Session,
}

impl<'a> World<'a> {
    fn open(subject: &'a dyn Subject, settings: Settings) -> Self {
        Self { subject, session: Session::open_shared(subject.platform(), settings, 0) }
    }

    /// One that was answered at time 0.
    fn knowing(subject: &'a dyn Subject, account: &Account) -> Self {
        let mut world = Self::open(subject, Settings::default());
        world.learn(account, 0);
        world
    }

    /// Asks and answers at one moment.
    fn learn(&mut self, account: &Account, now: i64) {
        let asked = self.session.ask(now);
        self.answer(asked, account, now);
    }

    fn answer(&mut self, asked: Asked, account: &Account, now: i64) {
        let mut reading = self.session.platform().begin();
        // What is asked for may depend on what came; none of them goes on for longer.
        for _ in 0..3 {
            for wanted in reading.wanted() {
                let body = self.subject.part(wanted.part, account);
                reading.take(wanted.part, 200, Some(&body)).expect("a part");
            }
        }
        assert_eq!(reading.wanted(), []);
        self.session.take(asked, reading.finish(), now).expect("an answer");
    }

    fn step(&mut self, deed: &Deed) -> Step {
        let action = self.session.action(deed.action).expect("an action");
        let mut params = vec![deed.count.map(Units::new)];
        params.extend(deed.params.iter().map(|given| match given {
            Given::Units(units) => units.map(Units::new),
            Given::Scope(name) => Some(self.session.scope(name).as_param()),
        }));
        Step { action, params }
    }

    fn check(&mut self, deed: &Deed, now: i64) -> Check {
        let Step { action, params } = self.step(deed);
        self.session.check(action, &params, now)
    }

    fn reason(&mut self, deed: &Deed, now: i64) -> Reason {
        self.check(deed, now).decision.reason
    }

    fn headroom(&mut self, place: usize, now: i64) -> Headroom {
        let place = self.subject.places()[place];
        let Some(scope) = place.scope else { return self.session.overview(now).headroom[place.resource] };
        let scope = self.session.scope(scope);
        self.session.within(place.resource, scope, now).expect("scoped").headroom.expect("an answer")
    }

    fn left(&mut self, now: i64) -> Vec<Left> {
        (0..self.subject.places().len()).map(|place| Left::of(&self.headroom(place, now))).collect()
    }

    fn held(&mut self, place: usize, now: i64) -> Units {
        self.headroom(place, now).held
    }

    /// The place of what is too short.
    fn place(&self, short: &Shortfall) -> usize {
        let scope = short.room.scope.and_then(|scope| self.session.names().scopes.name(scope));
        let mut places = self.subject.places().into_iter();
        let found = places.position(|place| place.resource == short.room.resource && place.scope == scope);
        found.unwrap_or_else(|| panic!("{short:?} is nowhere"))
    }

    fn written(&self, check: &Check) -> Value {
        serde_json::to_value(CheckObject { check, names: self.session.names() }).expect("JSON")
    }
}

/// What the account says of a deed: the verdict, and what is missing where.
fn expected(left: &[Left], deed: &Deed) -> (Verdict, Vec<(usize, Units)>) {
    let needs = deed.costs.iter().map(|cost| (cost.place, cost.needs(deed.times())));
    let needs: Vec<_> = needs.filter(|(_, needs)| *needs > Units::ZERO).collect();
    let short = needs.iter().filter_map(|(place, needs)| match left[*place] {
        Left::Units(left) if *needs > left => Some((*place, needs.minus(left))),
        _ => None,
    });
    let mut short: Vec<_> = short.collect();
    short.sort_unstable();
    let unknown = needs.iter().any(|(place, _)| left[*place] == Left::Unknown);
    let verdict = match (short.is_empty(), unknown) {
        (false, _) => Verdict::Deny,
        (true, true) => Verdict::Unknown,
        (true, false) => Verdict::Allow,
    };
    (verdict, short)
}

// What is known decides.

#[test]
fn what_is_left_is_what_the_account_has_left() {
    on_all(account, |subject, account| {
        let mut world = World::knowing(subject, &account);
        for (place, shown) in world.left(0).into_iter().enumerate() {
            prop_assert_eq!(shown, Left::truly(subject, &account, place), "{:?}", subject.places()[place]);
        }
        Ok(())
    });
}

/// Allowed is what every finite limit has room for, denied what a known limit hasn't, and nothing else: what isn't known never denies.
/// What is in the way is exactly what is too small.
#[test]
fn it_is_decided_as_the_account_says_and_for_its_reasons() {
    on_all(account_and_deed, |subject, (account, deed)| {
        let mut world = World::knowing(subject, &account);
        let check = world.check(&deed, 0);
        let left: Vec<_> =
            (0..subject.places().len()).map(|place| Left::truly(subject, &account, place)).collect();
        let (verdict, short) = expected(&left, &deed);
        prop_assert_eq!(check.decision.reason.verdict(), verdict);
        let blockers = check.decision.blockers.iter();
        let mut blockers: Vec<_> = blockers.map(|short| (world.place(short), short.short_by)).collect();
        blockers.sort_unstable();
        prop_assert_eq!(blockers, short);
        prop_assert_eq!(check.decision.reason == Reason::LimitReached, verdict == Verdict::Deny);
        prop_assert_eq!(check.remedy.is_none(), verdict == Verdict::Allow);
        let would_deny = (verdict != Verdict::Unknown).then_some(verdict == Verdict::Deny);
        prop_assert_eq!(check.decision.would_deny, would_deny);
        for short in &check.decision.blockers {
            let Remaining::Finite(left) = short.headroom.remaining() else {
                return Err(TestCaseError::fail(format!("{short:?}")));
            };
            prop_assert_eq!(short.requested, left.plus(short.short_by));
        }
        Ok(())
    });
}

#[test]
fn can_says_what_check_says() {
    let drawn =
        |subject: &dyn Subject| (account_and_deed(subject), any::<[bool; 4]>(), 0..20_000_000i64).boxed();
    on_all(drawn, |subject, ((account, deed), [enforced, open, closed, known], now)| {
        let action = subject.platform().action(deed.action);
        let mut settings = Settings::default();
        settings.terms.enforced = enforced;
        settings.policy.open_while_loading = open;
        settings.policy.closed_when_unknown = action.filter(|_| closed).into_iter().collect();
        let mut world = World::open(subject, settings);
        if known {
            world.learn(&account, 0);
        }
        let Step { action, params } = world.step(&deed);
        let check = world.session.check(action, &params, now);
        prop_assert_eq!(world.session.can(action, &params, now), check.allowed);
        Ok(())
    });
}

/// So many pass and one more doesn't, of each parameter that is a number.
#[test]
fn the_most_is_exact() {
    let drawn = |subject: &dyn Subject| (account_and_deed(subject), any::<Index>()).boxed();
    on_all(drawn, |subject, ((account, deed), which)| {
        let mut world = World::knowing(subject, &account);
        let Step { action, params } = world.step(&deed);
        let most = world.session.check(action, &params, 0).most;
        let (name, most) = *which.get(&most);
        let described = subject.platform().describe(action).expect("an action").params;
        let place = described.iter().position(|param| param.name == name).expect("a parameter");
        prop_assert_eq!(described[place].kind, ParamKind::Amount);
        let mut with = |units: Units| {
            let mut params = params.clone();
            params[place] = Some(units);
            world.session.check(action, &params, 0).decision.reason.verdict()
        };
        match most {
            Most::Unbounded => prop_assert_eq!(with(Units::MAX), Verdict::Allow),
            Most::Finite(most) => {
                prop_assert_eq!(with(most.plus(Units::ONE)), Verdict::Deny);
                prop_assert!(most == Units::ZERO || with(most) == Verdict::Allow);
            }
            Most::Unknown => prop_assert_ne!(with(Units::ONE), Verdict::Deny),
        }
        Ok(())
    });
}

#[test]
fn where_less_did_not_fit_more_does_not() {
    let drawn = |subject: &dyn Subject| (account_and_deed(subject), any::<Index>(), any::<u32>()).boxed();
    on_all(drawn, |subject, ((account, deed), which, more)| {
        let mut world = World::knowing(subject, &account);
        let step = world.step(&deed);
        let described = subject.platform().describe(step.action).expect("an action").params;
        let mut larger = step.clone();
        let place = which.index(described.len());
        if described[place].kind == ParamKind::Amount {
            larger.params[place] = step.params[place].map(|units| units.plus(Units::new(more.into())));
        }
        let mut verdict =
            |step: &Step| world.session.check(step.action, &step.params, 0).decision.reason.verdict();
        if verdict(&step) == Verdict::Deny {
            prop_assert_eq!(verdict(&larger), Verdict::Deny);
        }
        Ok(())
    });
}

#[test]
fn more_usage_leaves_no_more_and_opens_nothing() {
    let drawn = |subject: &dyn Subject| (account_and_deed(subject), any::<Index>(), 1..50i64).boxed();
    on_all(drawn, |subject, ((account, deed), which, more)| {
        let mut later = account.clone();
        let place = which.index(later.used.len());
        later.used[place] = account.used[place].map(|used| (used + more).min(MOST));
        let (mut before, mut after) = (World::knowing(subject, &account), World::knowing(subject, &later));
        for (one, other) in before.left(0).into_iter().zip(after.left(0)) {
            match (one, other) {
                (Left::Units(before), Left::Units(after)) => prop_assert!(after <= before),
                (before, after) => prop_assert_eq!(after, before),
            }
        }
        let (before, after) = (before.check(&deed, 0), after.check(&deed, 0));
        prop_assert!(before.allowed || !after.allowed);
        prop_assert!(before.decision.would_deny != Some(true) || after.decision.would_deny == Some(true));
        Ok(())
    });
}

#[test]
fn what_is_switched_off_denies_everything() {
    on_all(account_and_deed, |subject, (account, deed)| {
        if !subject.can_be_off() {
            return Ok(());
        }
        let mut world = World::knowing(subject, &Account { enabled: false, ..account.clone() });
        let check = world.check(&deed, 0);
        prop_assert_eq!((check.decision.reason, check.allowed), (Reason::NotEnabled, false));
        prop_assert_eq!(check.decision.would_deny, Some(true));
        prop_assert_eq!(check.remedy.map(|remedy| remedy.kind), Some(RemedyKind::Enable));
        prop_assert!(check.most.iter().all(|(_, most)| *most == Most::Finite(Units::ZERO)));
        prop_assert_eq!(world.session.overview(0).enabled, Some(false));
        // And on again by the next answer.
        world.learn(&account, 1);
        prop_assert_ne!(world.reason(&deed, 1), Reason::NotEnabled);
        Ok(())
    });
}

#[test]
fn staging_never_denies_and_says_what_enforcement_would() {
    on_all(account_and_deed, |subject, (account, deed)| {
        let terms = Terms { enforced: false, ..Settings::default().terms };
        let mut staging = World::open(subject, Settings { terms, ..Settings::default() });
        staging.learn(&account, 0);
        let free = staging.check(&deed, 0);
        let strict = World::knowing(subject, &account).check(&deed, 0);
        prop_assert_eq!((free.decision.reason, free.allowed), (Reason::NotEnforced, true));
        prop_assert_eq!(free.decision.would_deny, strict.decision.would_deny);
        prop_assert!(free.decision.blockers.is_empty());
        prop_assert_eq!(staging.session.crossings(0), []);
        Ok(())
    });
}

// What is under way.

#[test]
fn a_hold_takes_exactly_what_it_says_and_its_release_gives_it_back() {
    on_all(account_and_deed, |subject, (account, deed)| {
        let mut world = World::knowing(subject, &account);
        let (before, overview) = (world.left(0), world.session.overview(0));
        let Step { action, params } = world.step(&deed);
        let hold = world.session.hold(action, &params, HOUR, 0);
        let takes = |place: usize| {
            let costs = deed.costs.iter().filter(|cost| cost.place == place);
            costs.fold(Units::ZERO, |sum, cost| sum.plus(cost.takes(deed.times())))
        };
        for (place, left) in world.left(0).into_iter().enumerate() {
            prop_assert_eq!(left, before[place].less(takes(place)));
            prop_assert_eq!(world.held(place, 0), takes(place));
        }
        let mut ended = world.clone();
        world.session.release(hold, 0);
        prop_assert_eq!((world.left(0), world.session.overview(0)), (before.clone(), overview));
        // Or its end.
        prop_assert_ne!(ended.session.hold_ends(hold, HOUR - 1), None);
        prop_assert_eq!((ended.left(HOUR), ended.session.hold_ends(hold, HOUR)), (before, None));
        Ok(())
    });
}

#[test]
fn a_commit_settles_with_an_answer_that_was_asked_for_late_enough() {
    on_all(account_and_deed, |subject, (account, deed)| {
        let mut world = World::knowing(subject, &account);
        let early = world.session.ask(10);
        let Step { action, params } = world.step(&deed);
        let hold = world.session.hold(action, &params, HOUR, 20);
        world.session.commit(hold, 30);
        world.answer(early, &account, 40);
        for cost in &deed.costs {
            let takes = cost.takes(deed.times());
            prop_assert_eq!(world.held(cost.place, 40), takes);
            let late = 30 + subject.platform().settle_after(subject.places()[cost.place].resource);
            let mut asked = world.clone();
            if late > 40 {
                asked.learn(&account, late - 1);
                prop_assert_eq!(asked.held(cost.place, late - 1), takes);
            }
            asked.learn(&account, late.max(41));
            prop_assert_eq!(asked.held(cost.place, late.max(41)), Units::ZERO);
        }
        // No release ends it.
        world.session.release(hold, 50);
        for cost in &deed.costs {
            prop_assert_eq!(world.held(cost.place, 50), cost.takes(deed.times()));
        }
        Ok(())
    });
}

#[test]
fn an_answer_that_was_asked_for_earlier_changes_nothing() {
    let drawn = |subject: &dyn Subject| (account_and_deed(subject), account(subject), any::<bool>()).boxed();
    on_all(drawn, |subject, ((account, deed), other, enabled)| {
        let mut world = World::open(subject, Settings::default());
        let (earlier, later) = (world.session.ask(0), world.session.ask(0));
        world.answer(later, &account, 10);
        let before = (world.session.overview(20), world.left(20), world.check(&deed, 20));
        world.answer(earlier, &Account { enabled, ..other }, 20);
        prop_assert_eq!((world.session.overview(20), world.left(20), world.check(&deed, 20)), before);
        Ok(())
    });
}

// What is passed on.

#[test]
fn who_is_told_of_it_says_the_same() {
    let drawn = |subject: &dyn Subject| {
        (account(subject), any::<bool>(), proptest::collection::vec((subject.deeds(), any::<bool>()), 0..4))
            .boxed()
    };
    on_all(drawn, |subject, (account, enabled, deeds)| {
        let enabled = enabled || !subject.can_be_off();
        let mut tab = World::open(subject, Settings { first_hold: 500, ..Settings::default() });
        tab.learn(&Account { enabled, ..account }, 1_000);
        for (deed, is_done) in &deeds {
            let Step { action, params } = tab.step(deed);
            let hold = tab.session.hold(action, &params, HOUR, 2_000);
            if *is_done {
                tab.session.commit(hold, 3_000);
            }
        }
        let record = tab.session.record(true, 4_000);
        let read = Record::from_numbers(&record.to_numbers(), subject.platform().resources());
        prop_assert_eq!(read.as_ref(), Some(&record));
        // The same names have other numbers there.
        let mut other = World::open(subject, Settings::default());
        for place in subject.places().into_iter().rev() {
            place.scope.map(|scope| other.session.scope(scope));
        }
        prop_assert_eq!(other.session.adopt(record, Owner::Nobody, 5_000).answer, News::Taken);
        prop_assert_eq!(other.left(5_000), tab.left(5_000));
        prop_assert_eq!(other.session.overview(5_000), tab.session.overview(5_000));
        prop_assert_eq!(other.session.settles_at(true, 5_000), tab.session.settles_at(true, 5_000));
        for (deed, _) in &deeds {
            let (here, there) = (tab.check(deed, 5_000), other.check(deed, 5_000));
            prop_assert_eq!(other.written(&there), tab.written(&here));
        }
        Ok(())
    });
}

// What is refused.

#[test]
fn a_refusal_caps_what_is_left_until_an_answer_agrees_or_insists() {
    let drawn = |subject: &dyn Subject| {
        (account_and_deed(subject), any::<Index>(), proptest::option::of(any::<Index>())).boxed()
    };
    on_all(drawn, |subject, ((account, deed), which, stated)| {
        let needed: Vec<_> =
            deed.costs.iter().filter(|cost| cost.needs(deed.times()) > Units::ZERO).collect();
        if needed.is_empty() {
            return Ok(());
        }
        let (place, needs) = {
            let cost = which.get(&needed);
            (cost.place, cost.needs(deed.times()))
        };
        let stated = stated.map(|stated| stated.index(needs.get().min(20).try_into().expect("few")) as u64);
        let Some(body) = subject.refusal(place, stated) else { return Ok(()) };
        let mut world = World::knowing(subject, &account);
        let believed = Left::of(&world.headroom(place, 0));
        let elsewhere = others(&mut world, place, 0);
        let attempt = world.step(&deed);
        let refused = world.session.refuse(Some(&body), Some(attempt.clone()), 1_000).expect("a refusal");
        prop_assert_eq!((refused.action, &refused.params), (attempt.action, &attempt.params));

        let capped = world.headroom(place, 1_000).at_most();
        prop_assert!(capped.is_some_and(|left| left < needs), "{capped:?}");
        let stated = stated.map_or(needs.minus(Units::ONE), Units::new);
        match believed {
            Left::Units(left) => prop_assert_eq!(capped, Some(left.min(stated))),
            Left::Unknown => prop_assert_eq!(capped, Some(stated)),
            // A 0 that was taken for no limit may turn out to be none at all.
            Left::Unlimited => prop_assert!(capped <= Some(stated)),
        }
        prop_assert_eq!(others(&mut world, place, 1_000), elsewhere);
        prop_assert_eq!(world.reason(&deed, 1_000), Reason::LimitReached);
        let told = world.session.check_refused(&refused, 1_000);
        prop_assert_eq!(told.decision.reason, Reason::LimitReached);
        prop_assert!(told.decision.blockers.iter().any(|short| world.place(short) == place));

        // An answer that agrees is believed at once, and one that insists after a while.
        let resource = subject.places()[place].resource;
        let (Limit::Units(limit), Some(_)) = (account.limits[resource], account.used[place]) else {
            return Ok(());
        };
        let (mut agreeing, mut agrees) = (world.clone(), account.clone());
        agrees.used[place] = Some(limit);
        agreeing.learn(&agrees, 2_000);
        let headroom = agreeing.headroom(place, 2_000);
        prop_assert_eq!((Left::of(&headroom), headroom.cap), (Left::Units(Units::ZERO), None));
        world.learn(&account, 2_000);
        let truth = Left::truly(subject, &account, place);
        if truth != Left::Units(capped.expect("a cap")) {
            prop_assert_eq!(world.headroom(place, 2_000 + STALE - 1).at_most(), capped);
        }
        prop_assert_eq!(Left::of(&world.headroom(place, 2_000 + STALE)), truth);
        Ok(())
    });
}

/// What is left at the places of other resources, and in other scopes.
fn others(world: &mut World<'_>, place: usize, now: i64) -> Vec<Left> {
    let mut left = world.left(now);
    left.remove(place);
    left
}

// What is written.

fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-3..40i64).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!("7"),
            json!("1e99"),
            json!([{}, []])
        ]),
        "\\PC{0,6}".prop_map(Value::from),
    ]
}

/// Also of answers that make no sense, at odd times and ages.
#[test]
fn nothing_panics_and_all_that_is_said_can_be_written() {
    let drawn = |subject: &dyn Subject| {
        let parts = proptest::collection::vec((0..4usize, any::<u16>(), (any::<Index>(), odd())), 0..4);
        let of_settings = (any::<[i64; 3]>(), any::<bool>());
        (account_and_deed(subject), parts, (any::<Index>(), odd()), of_settings, any::<[i64; 3]>()).boxed()
    };
    on_all(drawn, |subject, ((account, deed), parts, refusal, (ages, enforced), times)| {
        let [stale_after, expire_after, pending_for] = ages;
        let ages = quota_gate::ledger::Ages { stale_after, expire_after, pending_for };
        let terms = Terms { enforced, ..Settings::default().terms };
        let mut world = World::open(subject, Settings { ages, terms, ..Settings::default() });
        let (asked, mut reading) = (world.session.ask(times[0]), world.session.platform().begin());
        for wanted in reading.wanted() {
            let body = damaged(subject.part(wanted.part, &account), &refusal);
            let _ = reading.take(wanted.part, 200, Some(&body));
        }
        for (part, status, change) in &parts {
            let status = if status % 4 > 0 { 200 } else { *status };
            let _ = reading.take(*part, status, Some(&damaged(subject.part(*part, &account), change)));
        }
        reading.wanted();
        let _ = world.session.take(asked, reading.finish(), times[1]);
        let step = world.step(&deed);
        if let Some(body) = subject.refusal(0, Some(3)) {
            world.session.refuse(Some(&damaged(body, &refusal)), Some(step.clone()), times[1]);
        }
        all_can_be_written(&mut world, &step, times[2])
    });
}

fn all_can_be_written(world: &mut World<'_>, step: &Step, now: i64) -> Outcome {
    let check = world.session.check(step.action, &step.params, now);
    prop_assert_eq!(world.session.can(step.action, &step.params, now), check.allowed);
    prop_assert!(world.written(&check).is_object());
    let plan = world.session.check_all(&[step.clone(), step.clone()], now);
    let (overview, crossings) = (world.session.overview(now), world.session.crossings(now));
    let terms = world.session.terms();
    let names = world.session.names();
    let plan = serde_json::to_value(PlanObject { plan: &plan, names });
    let crossings = serde_json::to_value(CrossingsObject { crossings: &crossings, names });
    prop_assert!(plan.is_ok() && crossings.is_ok());
    let written = serde_json::to_value(OverviewObject { overview: &overview, names, terms }).expect("JSON");
    for resource in world.subject.platform().resources() {
        prop_assert!(written["headroom"][&*resource.name].is_object(), "{}", written);
    }
    for place in world.subject.places() {
        let Some(name) = place.scope else { continue };
        let scope = world.session.scope(name);
        let within = world.session.within(place.resource, scope, now).expect("scoped");
        let names = world.session.names();
        let written = serde_json::to_value(WithinObject { within: &within, names, terms }).expect("JSON");
        prop_assert_eq!(&written["scope"], name);
    }
    prop_assert!(world.session.changes_at(now).is_none_or(|next| next > now));
    Ok(())
}

// What is said of each.

#[test]
fn each_names_what_it_limits_and_what_can_be_done_once() {
    for (file, subject) in platforms::all() {
        let platform = subject.platform();
        let mut names: Vec<_> = platform.resources().iter().map(|resource| &*resource.name).collect();
        let resources = names.len();
        names.extend(platform.actions().iter().map(|action| &*action.name));
        for (place, action) in platform.actions().iter().enumerate() {
            assert_eq!(platform.action(&action.name).map(|id| id.place()), Some(place), "{file}");
            assert_eq!(action.params.first().map(|param| param.name), Some("count"), "{file}");
            let mut params: Vec<_> = action.params.iter().map(|param| param.name).collect();
            params.sort_unstable();
            params.dedup();
            assert_eq!(params.len(), action.params.len(), "{file}: {}", action.name);
        }
        let (of_resources, of_actions) = names.split_at_mut(resources);
        for names in [of_resources, of_actions] {
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{file}: {names:?}");
        }
        assert!(platform.resources().iter().all(|resource| resource.settle_after >= 0), "{file}");
        for place in subject.places() {
            assert_eq!(platform.resources()[place.resource].scoped, place.scope.is_some(), "{file}");
        }
        assert_eq!(platform.action_at(platform.actions().len()), None, "{file}");
        // What it is printed as names its actions, and tells nothing of its settings.
        let printed = format!("{:?}", platform.as_ref() as &dyn Platform);
        let actions: Vec<_> = platform.actions().iter().map(|action| &action.name).collect();
        assert_eq!(printed, format!("Platform of {actions:?}"), "{file}");
    }
}
