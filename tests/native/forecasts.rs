//! When a limit will be reached: what is said, when nothing is, and whether it comes true.

use proptest::prelude::*;
use quota_gate::{
    forecast::{Forecast, History},
    session::{Session, Settings},
    snapshot::{Amount, Limit, Quota, Usage},
};
use serde_json::{Value, json};

use crate::support::{answered, cases, integrator, session};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const KEPT: usize = 48;

fn amount(value: i64) -> Amount {
    Amount::from_number(value as f64).expect("whole")
}

fn used(count: i64) -> Usage {
    Usage::Known(amount(count))
}

fn quota(limit: i64, count: i64) -> Quota {
    Quota::reported(Limit::Finite(amount(limit)), used(count))
}

/// Answers about one resource, each with the hour in which it came.
fn seen(answers: &[(i64, i64)]) -> History {
    let mut history = History::default();
    for (hour, count) in answers {
        history.see([used(*count)].into_iter(), hour * HOUR);
    }
    history
}

/// The forecast for a limit, after the last of these answers.
#[track_caller]
fn after(answers: &[(i64, i64)], limit: i64) -> Forecast {
    let (_, count) = answers.last().expect("an answer");
    seen(answers).forecast(0, &quota(limit, *count)).expect("a forecast")
}

fn rows(history: &History) -> usize {
    (history.to_numbers().len() - 1) / 3
}

/// So many units an hour, asked for every hour.
fn even(hours: i64, each: i64) -> Vec<(i64, i64)> {
    (0..=hours).map(|hour| (hour, hour * each)).collect()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

fn only_rate(per_day: f64) -> Forecast {
    Forecast { per_day, exhausts_at: None, earliest: None, latest: None }
}

#[test]
fn too_few_answers_say_nothing() {
    for answers in [&[][..], &[(0, 0)], &[(0, 0), (48, 9)]] {
        assert_eq!(seen(answers).forecast(0, &quota(99, 9)), None, "{answers:?}");
    }
    assert!(seen(&[(0, 0), (24, 5), (48, 9)]).forecast(0, &quota(99, 9)).is_some());
}

#[test]
fn too_short_a_time_says_nothing() {
    let mut history = History::default();
    for (minute, count) in [(0, 0), (20, 3), (40, 6), (59, 9)] {
        history.see([used(count)].into_iter(), minute * 60_000);
    }
    assert_eq!(history.forecast(0, &quota(99, 9)), None);
    history.see([used(9)].into_iter(), HOUR);
    assert!(history.forecast(0, &quota(99, 9)).is_some());
}

#[test]
fn a_resource_that_was_never_seen_has_no_forecast() {
    let history = seen(&even(9, 1));
    assert_eq!(history.forecast(1, &quota(99, 9)), None);
    assert_eq!(history.forecast(usize::MAX, &quota(99, 9)), None);
}

#[test]
fn even_use_goes_on_as_it_did() {
    let forecast = after(&even(10, 5), 100);
    assert_eq!(forecast.per_day, 120.0);
    assert_eq!(forecast.exhausts_at, Some(20 * HOUR));
    let (earliest, latest) = (forecast.earliest.expect("a moment"), forecast.latest.expect("a moment"));
    assert!(10 * HOUR < earliest && earliest < 20 * HOUR && 20 * HOUR < latest, "{forecast:?}");
}

#[test]
fn when_it_was_asked_makes_no_difference_to_the_pace() {
    let answers = [(0, 0), (1, 5), (2, 10), (3, 15), (9, 45), (10, 50)];
    let forecast = after(&answers, 100);
    assert_eq!((forecast.per_day, forecast.exhausts_at), (120.0, Some(20 * HOUR)));
}

#[test]
fn more_answers_make_the_range_narrower_and_bursts_wider() {
    let leeway = |answers: &[(i64, i64)]| {
        let forecast = after(answers, 2_000);
        forecast.exhausts_at.expect("a moment") - forecast.earliest.expect("a moment")
    };
    let even: Vec<_> = even(48, 20);
    let few = [even[0], even[24], even[48]];
    let bursts: Vec<_> = even.iter().map(|(hour, count)| (*hour, count / 320 * 320)).collect();
    assert!(leeway(&even) < leeway(&few));
    assert!(leeway(&even) < leeway(&bursts));
}

/// Worked out apart from this crate, by the formulas that the module describes.
#[test]
fn the_range_is_what_the_formulas_say() {
    let forecast = after(&[(0, 10), (48, 30), (72, 33), (168, 90)], 400);
    assert!(close(forecast.per_day, 80.0 / 7.0));
    let moments = (forecast.exhausts_at, forecast.earliest, forecast.latest);
    assert_eq!(moments, (Some(2_948_400_000), Some(1_782_746_387), Some(5_267_542_736)));
    // Something was given back on the fourth day, and the first two answers are too close to be parts of their own.
    let forecast = after(&[(0, 10), (12, 12), (48, 30), (72, 33), (96, 20), (168, 90)], 400);
    assert!(close(forecast.per_day, 93.0 / 7.0));
    let moments = (forecast.exhausts_at, forecast.earliest, forecast.latest);
    assert_eq!(moments, (Some(2_620_800_000), Some(1_349_858_573), Some(6_946_177_398)));
}

#[test]
fn a_reset_lowers_no_rate() {
    let answers = [(0, 0), (10, 100), (20, 200), (21, 0), (31, 100), (41, 200)];
    let forecast = after(&answers, 300);
    assert!(close(forecast.per_day, 400.0 * 24.0 / 41.0), "{forecast:?}");
    let without = [(0, 0), (10, 100), (20, 200), (21, 200), (31, 300), (41, 400)];
    assert_eq!(forecast.per_day, after(&without, 999).per_day);
    assert!(forecast.exhausts_at > Some(41 * HOUR) && forecast.exhausts_at < Some(53 * HOUR), "{forecast:?}");
}

#[test]
fn what_is_given_back_only_makes_the_latest_moment_later() {
    let kept = after(&[(0, 0), (10, 100), (20, 200), (30, 200), (40, 300), (50, 400)], 500);
    let given_back = after(&[(0, 0), (10, 100), (20, 200), (30, 150), (40, 250), (50, 350)], 450);
    assert_eq!(
        (kept.per_day, kept.exhausts_at, kept.earliest),
        (given_back.per_day, given_back.exhausts_at, given_back.earliest)
    );
    assert!(kept.latest.expect("a moment") < given_back.latest.expect("a moment"));
    // Nothing is left of what was used up: at that pace it is never reached.
    let all = after(&[(0, 400), (10, 450), (20, 500), (30, 300), (40, 350), (50, 400)], 500);
    assert!(close(all.per_day, 200.0 * 24.0 / 50.0), "{all:?}");
    assert!(all.exhausts_at.is_some() && all.latest.is_none(), "{all:?}");
}

#[test]
fn only_drops_are_no_use_at_all() {
    assert_eq!(after(&[(0, 90), (10, 60), (20, 60), (30, 0)], 100), only_rate(0.0));
}

#[test]
fn an_answer_that_doesnt_say_is_passed_over() {
    let mut history = History::default();
    for (hour, usage) in [
        (0, Usage::Unknown),
        (2, used(0)),
        (4, Usage::Unknown),
        (6, used(20)),
        (8, Usage::Unknown),
        (9, Usage::Unknown),
        (12, used(50)),
    ] {
        history.see([usage].into_iter(), hour * HOUR);
    }
    let forecast = history.forecast(0, &quota(100, 50)).expect("a forecast");
    assert_eq!((forecast.per_day, forecast.exhausts_at), (120.0, Some(22 * HOUR)));
    history.see([Usage::Unknown].into_iter(), 13 * HOUR);
    assert_eq!(history.forecast(0, &quota(100, 50)), Some(forecast));
    let unknown = Quota { usage: Usage::Unknown, ..quota(100, 0) };
    assert_eq!(history.forecast(0, &unknown), Some(only_rate(120.0)));
}

#[test]
fn too_few_answers_that_say_are_too_few() {
    let mut history = History::default();
    for hour in 0..40 {
        let usage = if hour % 20 == 0 { used(hour) } else { Usage::Unknown };
        history.see([usage].into_iter(), hour * HOUR);
    }
    assert_eq!(history.forecast(0, &quota(100, 20)), None);
}

#[test]
fn without_a_limit_to_reach_there_is_only_the_rate() {
    let history = seen(&even(10, 5));
    for limit in [Limit::Unlimited, Limit::UnlimitedByZero, Limit::Unknown, Limit::Closed(amount(0))] {
        let quota = Quota::reported(limit, used(50));
        assert_eq!(history.forecast(0, &quota), Some(only_rate(120.0)), "{limit:?}");
    }
    for limit in [50, 49, 0, -9] {
        assert_eq!(history.forecast(0, &quota(limit, 50)), Some(only_rate(120.0)), "{limit}");
    }
}

#[test]
fn without_use_the_rate_is_zero() {
    assert_eq!(after(&[(0, 7), (10, 7), (20, 7), (30, 7)], 100), only_rate(0.0));
}

#[test]
fn a_clock_set_back_forgets_what_lies_ahead() {
    let mut history = seen(&[(0, 0), (10, 10), (20, 20), (500, 900)]);
    history.see([used(24)].into_iter(), 24 * HOUR);
    assert_eq!(rows(&history), 4);
    let forecast = history.forecast(0, &quota(48, 24)).expect("a forecast");
    assert_eq!((forecast.per_day, forecast.exhausts_at), (24.0, Some(48 * HOUR)));
    history.see([used(0)].into_iter(), -HOUR);
    assert_eq!((rows(&history), history.forecast(0, &quota(48, 0))), (1, None));
}

#[test]
fn of_two_answers_at_one_moment_the_later_counts() {
    let history = seen(&[(0, 0), (10, 10), (20, 15), (20, 20)]);
    assert_eq!(rows(&history), 3);
    assert_eq!(history.forecast(0, &quota(40, 20)).expect("a forecast").exhausts_at, Some(40 * HOUR));
}

#[test]
fn never_more_than_so_many_answers_are_kept_and_no_use_is_lost() {
    let mut history = History::default();
    let mut count = 0;
    for hour in 0..=480 {
        count += hour % 7;
        history.see([used(count)].into_iter(), hour * HOUR);
        assert!(rows(&history) <= KEPT);
    }
    assert_eq!(rows(&history), KEPT);
    let forecast = history.forecast(0, &quota(count + 100, count)).expect("a forecast");
    assert!(close(forecast.per_day, count as f64 / 20.0), "{forecast:?}");
}

#[test]
fn a_reset_is_not_lost_by_thinning() {
    let mut history = History::default();
    for hour in 0..=480 {
        history.see([used(hour % 100)].into_iter(), hour * HOUR);
    }
    let forecast = history.forecast(0, &quota(100, 80)).expect("a forecast");
    // Four resets, each of 99 to 0.
    assert!(close(forecast.per_day, (480.0 - 4.0) / 20.0), "{forecast:?}");
}

#[test]
fn thinning_keeps_the_answers_evenly_apart() {
    let mut history = History::default();
    for hour in 0..=480 {
        history.see([used(hour)].into_iter(), hour * HOUR);
    }
    let times: Vec<f64> = history.to_numbers()[1..].chunks(3).map(|row| row[0]).collect();
    assert_eq!((times[0], times[KEPT - 1]), (0.0, (480 * HOUR) as f64));
    let widest = times.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    assert!(widest <= (24 * HOUR) as f64, "{widest}");
}

#[test]
fn what_is_older_than_a_month_is_forgotten() {
    let mut history = seen(&[(0, 0), (24, 500), (30 * 24, 500)]);
    assert_eq!(rows(&history), 3);
    history.see([used(530)].into_iter(), 31 * DAY);
    assert_eq!(rows(&history), 3);
    let forecast = history.forecast(0, &quota(1_000, 530)).expect("a forecast");
    assert_eq!(forecast.per_day, 1.0);
    history.see([used(530)].into_iter(), 90 * DAY);
    assert_eq!(rows(&history), 1);
}

#[test]
fn moments_that_no_date_can_hold_are_none() {
    let forecast = after(&[(0, 0), (24, 1), (48, 2)], 9_000_000_000_000);
    assert_eq!(forecast, only_rate(1.0));
    let forecast = after(&[(0, 0), (24, 1), (48, 2)], 90_000_000);
    assert!(forecast.exhausts_at.is_some() && forecast.earliest.is_some(), "{forecast:?}");
    assert_eq!(forecast.latest, None);
}

#[test]
fn the_largest_amounts_and_times_overflow_nothing() {
    let mut history = History::default();
    for (at, count) in [(i64::MIN, i64::MIN), (0, i64::MAX), (i64::MAX, i64::MIN)] {
        history.see([used(count)].into_iter(), at);
        history.see([used(count)].into_iter(), at.saturating_add(HOUR));
        history.see([used(count / 2)].into_iter(), at.saturating_add(2 * HOUR));
        history.forecast(0, &quota(i64::MAX, i64::MIN));
    }
}

/// An answer of five resources, of which the e-mails are in question.
fn sent(emails: i64) -> Value {
    integrator(json!({ "maxEmails": 100 }), json!({ "sentEmails": emails }))
}

fn learn(session: &mut Session, body: &Value, now: i64) {
    let asked = session.ask(now);
    session.answer(asked, 200, Some(body), now).expect("an answer");
}

fn emails(session: &mut Session, now: i64) -> Option<Forecast> {
    session.overview(now).forecast[3]
}

#[test]
fn a_session_forecasts_from_the_answers_it_took() {
    let mut session = answered(sent(0));
    learn(&mut session, &sent(5), HOUR);
    assert_eq!(emails(&mut session, HOUR), None);
    learn(&mut session, &sent(10), 2 * HOUR);
    let forecast = emails(&mut session, 2 * HOUR).expect("a forecast");
    assert_eq!((forecast.per_day, forecast.exhausts_at), (120.0, Some(20 * HOUR)));
    assert_eq!(session.overview(2 * HOUR).forecast.iter().flatten().count(), 1);
}

#[test]
fn answers_that_are_none_or_too_late_or_switched_off_are_not_seen() {
    let mut session = session(Settings::default());
    let late = session.ask(0);
    learn(&mut session, &sent(5), HOUR);
    let before = session.history().clone();
    session.answer(late, 200, Some(&sent(0)), 2 * HOUR).expect("an answer");
    let asked = session.ask(2 * HOUR);
    session.answer(asked, 500, Some(&sent(9)), 2 * HOUR).expect_err("a failure");
    learn(&mut session, &json!({ "enabled": false, "usage": { "sentEmails": 0 } }), 3 * HOUR);
    let asked = session.ask(4 * HOUR);
    let body = json!({ "error": "organization is not an integrator", "code": 40153 });
    session.answer(asked, 403, Some(&body), 4 * HOUR).expect("an answer");
    assert_eq!(session.history(), &before);
}

#[test]
fn clearing_forgets_the_history() {
    let mut session = answered(sent(0));
    session.clear(HOUR);
    assert_eq!(session.history(), &History::default());
}

#[test]
fn a_history_that_was_kept_goes_on() {
    let mut first = answered(sent(0));
    learn(&mut first, &sent(5), HOUR);
    let kept = first.history().to_numbers();
    let mut second = session(Settings::default());
    second.restore(History::from_numbers(&kept, 5, 2 * HOUR).expect("a history"));
    learn(&mut second, &sent(10), 2 * HOUR);
    assert_eq!(emails(&mut second, 2 * HOUR).expect("a forecast").exhausts_at, Some(20 * HOUR));
}

#[test]
fn no_history_is_kept_as_no_rows() {
    let numbers = History::default().to_numbers();
    assert_eq!(numbers, [0.0]);
    assert_eq!(History::from_numbers(&numbers, 5, 0), None);
    assert_eq!(History::from_numbers(&[5.0], 5, 0), Some(History::default()));
}

#[test]
fn numbers_that_are_no_history_are_refused() {
    let good = [1.0, 1e3, 7.0, 7.0, 2e3, f64::NAN, 7.0, 3e3, 9.0, 9.0];
    let read = |numbers: &[f64]| History::from_numbers(numbers, 1, 3_000);
    assert_eq!(rows(&read(&good).expect("a history")), 3);
    let with = |place: usize, value: f64| {
        let mut numbers = good;
        numbers[place] = value;
        read(&numbers)
    };
    for width in [0.0, 2.0, -1.0, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(with(0, width), None, "a width of {width}");
    }
    for time in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e3, 5e2, 3e3, 4e3, 1e300] {
        assert_eq!(with(4, time), None, "at {time}");
    }
    for time in [3_001.0, 1e18, f64::NAN] {
        assert_eq!(with(7, time), None, "last at {time}");
    }
    for count in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(with(8, count), None, "{count} used");
    }
    for grown in [f64::NAN, f64::INFINITY, -1.0, 6.0] {
        assert_eq!(with(9, grown), None, "{grown} used up");
    }
    for length in 0..good.len() {
        let whole = length % 3 == 1;
        assert_eq!(read(&good[..length]).is_some(), whole, "{length} numbers");
    }
    for resources in [0, 2, usize::MAX] {
        assert_eq!(History::from_numbers(&good, resources, 3_000), None, "{resources}");
    }
    assert_eq!(History::from_numbers(&[0.0], 0, 0), None);
}

#[test]
fn too_many_rows_are_refused() {
    let numbers = |rows: usize| -> Vec<f64> {
        let rows = (0..rows).flat_map(|row| [row as f64, 0.0, 0.0]);
        [1.0].into_iter().chain(rows).collect()
    };
    assert!(History::from_numbers(&numbers(KEPT), 1, 1_000).is_some());
    assert_eq!(History::from_numbers(&numbers(KEPT + 1), 1, 1_000), None);
}

fn any_usages() -> impl Strategy<Value = Vec<(i64, [Usage; 2])>> {
    let usage = prop_oneof![
        4 => (0..1_000i64).prop_map(used),
        1 => any::<i64>().prop_map(used),
        1 => Just(Usage::Unknown),
    ];
    proptest::collection::vec((0..20 * HOUR, [usage.clone(), usage]), 0..60)
}

fn history_of(usages: Vec<(i64, [Usage; 2])>) -> (History, i64) {
    let (mut history, mut now) = (History::default(), 0);
    for (passed, usages) in usages {
        now += passed;
        history.see(usages.into_iter(), now);
    }
    (history, now)
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn what_is_kept_is_what_is_read(usages in any_usages()) {
        prop_assume!(!usages.is_empty());
        let (history, now) = history_of(usages);
        prop_assert_eq!(History::from_numbers(&history.to_numbers(), 2, now), Some(history));
    }

    #[test]
    fn a_forecast_makes_sense(usages in any_usages(), limit in -9..2_000i64, count in 0..1_000i64) {
        let (history, now) = history_of(usages);
        if let Some(forecast) = history.forecast(1, &quota(limit, count)) {
            let Forecast { per_day, exhausts_at, earliest, latest } = forecast;
            prop_assert!(per_day.is_finite() && per_day >= 0.0);
            prop_assert!(exhausts_at.is_none() || per_day > 0.0 && limit > count);
            prop_assert!(exhausts_at.is_none_or(|at| earliest.is_none_or(|earliest| earliest <= at)));
            prop_assert!(latest.is_none_or(|latest| exhausts_at.is_some_and(|at| at <= latest)));
            prop_assert!(latest.is_none_or(|latest| latest <= 8_640_000_000_000_000));
            prop_assert!(now >= 0);
        }
    }

    #[test]
    fn no_numbers_panic(
        numbers in proptest::collection::vec(prop_oneof![2 => (0..9i32).prop_map(f64::from), 1 => prop::num::f64::ANY], 0..30),
        resources in 0..4usize,
        now: i64,
    ) {
        let mut numbers = numbers;
        if let Some(width) = numbers.first_mut() {
            *width = resources as f64;
        }
        if let Some(mut history) = History::from_numbers(&numbers, resources, now) {
            history.forecast(0, &quota(9, 0));
            history.see([used(5), Usage::Unknown].into_iter(), now);
            history.forecast(0, &quota(9, 5));
            history.to_numbers();
        }
    }
}

/// SplitMix64: the same use in every run of the tests.
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The time to the next of events that come by chance, so many a day.
    fn wait(&mut self, per_day: f64) -> i64 {
        let days = -(1.0 - self.share()).ln() / per_day;
        (days * DAY as f64) as i64
    }
}

#[derive(Debug, Clone, Copy)]
enum Use {
    /// One unit at a time, always as far apart.
    Steady,
    /// One unit at a time, by chance.
    Chance,
    /// One unit at a time, by chance, from eight to eight.
    Daytime,
    /// Campaigns of 50 to 500 at once, by chance.
    Campaigns,
    /// The same, from eight to eight.
    DaytimeCampaigns,
}

#[derive(Debug, Clone, Copy)]
enum Asking {
    Every(i64),
    /// By chance, so many hours apart.
    About(i64),
    /// As pages are visited: six times or so within an hour, and then about a day not at all.
    Visits,
}

fn is_day(at: i64) -> bool {
    (8 * HOUR..20 * HOUR).contains(&(at % DAY))
}

impl Use {
    /// The time to the next, and its units; on the whole so many times a day.
    fn next(self, at: i64, per_day: f64, random: &mut Random) -> (i64, i64) {
        let units = match self {
            Self::Campaigns | Self::DaytimeCampaigns => 50 + (random.share() * 451.0) as i64,
            _ => 1,
        };
        match self {
            Self::Steady => ((DAY as f64 / per_day) as i64, units),
            Self::Chance | Self::Campaigns => (random.wait(per_day), units),
            Self::Daytime | Self::DaytimeCampaigns => {
                let mut wait = random.wait(2.0 * per_day);
                while !is_day(at + wait) {
                    wait += random.wait(2.0 * per_day);
                }
                (wait, units)
            }
        }
    }

    /// Each moment of use with all that is used by then, until the limit is reached.
    fn until(self, limit: i64, per_day: f64, random: &mut Random) -> Vec<(i64, i64)> {
        let (mut at, mut total) = ((random.share() * DAY as f64) as i64, 0);
        let mut all = vec![(at, total)];
        while total < limit {
            let (wait, units) = self.next(at, per_day, random);
            (at, total) = (at + wait, total + units);
            all.push((at, total));
        }
        all
    }
}

impl Asking {
    fn gap(self, random: &mut Random) -> i64 {
        match self {
            Self::Every(gap) => gap,
            Self::About(gap) => random.wait(DAY as f64 / gap as f64),
            Self::Visits if random.share() < 5.0 / 6.0 => HOUR / 6,
            Self::Visits => random.wait(1.0),
        }
    }
}

/// Some use of a quota, and how it is watched.
#[derive(Debug, Clone, Copy)]
struct Case {
    kind: Use,
    /// How often a day it is used.
    per_day: f64,
    limit: i64,
    /// Until the forecast.
    days: i64,
    asking: Asking,
}

/// The moment at which a limit was reached, and what was forecast at half-time. None where it was reached before.
fn try_out(case: Case, random: &mut Random) -> Option<(i64, Forecast)> {
    let Case { kind, per_day, limit, days, asking } = case;
    let all = kind.until(limit, per_day, random);
    let (start, reached) = (all[0].0, all[all.len() - 1].0);
    let end = start + days * DAY;
    if reached <= end {
        return None;
    }
    let total_at = |at: i64| all[all.partition_point(|(moment, _)| *moment <= at) - 1].1;
    let (mut history, mut at) = (History::default(), start);
    while at < end {
        history.see([used(total_at(at))].into_iter(), at);
        at += asking.gap(random).max(1);
    }
    history.see([used(total_at(end))].into_iter(), end);
    Some((reached, history.forecast(0, &quota(limit, total_at(end)))?))
}

/// How many in a hundred came true, of so many tries.
fn came_true(case: Case, tries: usize) -> usize {
    let mut random = Random(2_026);
    let outcomes: Vec<_> = (0..tries).filter_map(|_| try_out(case, &mut random)).collect();
    let good = outcomes.iter().filter(|(reached, forecast)| {
        forecast.earliest.is_none_or(|earliest| earliest <= *reached)
            && forecast.latest.is_none_or(|latest| *reached <= latest)
    });
    assert!(outcomes.len() * 2 > tries, "too few outcomes: {case:?}");
    good.count() * 100 / outcomes.len()
}

#[test]
fn the_range_holds_the_truth_four_times_out_of_five() {
    let hourly = Asking::Every(HOUR);
    for (kind, per_day, limit, days, asking, least) in [
        (Use::Steady, 100.0, 1_000, 5, hourly, 100),
        (Use::Steady, 100.0, 1_000, 5, Asking::Every(DAY), 100),
        (Use::Steady, 100.0, 1_000, 5, Asking::About(6 * HOUR), 100),
        (Use::Chance, 100.0, 1_000, 5, hourly, 80),
        (Use::Chance, 100.0, 1_000, 5, Asking::Every(DAY), 80),
        (Use::Chance, 100.0, 1_000, 5, Asking::About(6 * HOUR), 80),
        (Use::Chance, 5.0, 50, 5, Asking::Every(6 * HOUR), 80),
        (Use::Chance, 5.0, 50, 5, Asking::About(6 * HOUR), 80),
        (Use::Chance, 0.3, 10, 16, Asking::Every(DAY), 70),
        (Use::Daytime, 100.0, 1_000, 5, hourly, 80),
        (Use::Daytime, 100.0, 1_000, 5, Asking::Every(DAY), 80),
        (Use::Daytime, 100.0, 1_000, 5, Asking::About(6 * HOUR), 80),
        (Use::Campaigns, 2.0, 5_500, 5, hourly, 70),
        (Use::Campaigns, 2.0, 5_500, 5, Asking::About(6 * HOUR), 70),
        (Use::Campaigns, 0.5, 5_500, 20, Asking::Every(DAY), 70),
        (Use::Campaigns, 2.0, 5_500, 5, Asking::Visits, 70),
        (Use::DaytimeCampaigns, 2.0, 5_500, 5, Asking::Visits, 70),
        (Use::Chance, 100.0, 1_000, 5, Asking::Visits, 80),
        (Use::DaytimeCampaigns, 2.0, 5_500, 5, hourly, 70),
        (Use::DaytimeCampaigns, 2.0, 5_500, 5, Asking::About(6 * HOUR), 70),
    ] {
        let case = Case { kind, per_day, limit, days, asking };
        let hundredths = came_true(case, 300);
        assert!(hundredths >= least, "{hundredths} in a hundred: {case:?}");
    }
}

#[test]
fn the_range_of_use_by_chance_is_not_absurdly_wide() {
    let case = Case { kind: Use::Chance, per_day: 100.0, limit: 1_000, days: 5, asking: Asking::Every(HOUR) };
    let mut random = Random(7);
    for _ in 0..50 {
        let Some((_, forecast)) = try_out(case, &mut random) else { continue };
        let width = forecast.latest.expect("a moment") - forecast.earliest.expect("a moment");
        assert!(width < 4 * DAY, "{forecast:?}");
    }
}
