//! What is left, and how close the end is.

use quota_gate::{
    headroom::{Headroom, Level, NearLimit},
    snapshot::{Amount, Limit, Quota, Remaining, Units, Usage},
};

fn quota(limit: f64, used: f64) -> Headroom {
    holding(limit, used, 0)
}

fn holding(limit: f64, used: f64, held: u64) -> Headroom {
    let limit = Amount::from_number(limit).map_or(Limit::Unknown, Limit::Finite);
    let usage = Amount::from_number(used).map_or(Usage::Unknown, Usage::Known);
    Headroom { held: Units::new(held), ..Headroom::of(Quota::reported(limit, usage)) }
}

fn left(count: u64) -> Remaining {
    Remaining::Finite(Units::new(count))
}

#[test]
fn remaining_is_limit_minus_used_minus_held_and_never_negative() {
    assert_eq!(quota(10.0, 3.0).remaining(), left(7));
    assert_eq!(holding(10.0, 3.0, 5).remaining(), left(2));
    assert_eq!(holding(10.0, 3.0, 9).remaining(), left(0));
    assert_eq!(quota(10.0, 12.0).remaining(), left(0));
}

#[test]
fn negative_numbers_count_as_they_stand() {
    assert_eq!(quota(50.0, -5.0).remaining(), left(55));
    assert_eq!(quota(-5.0, 0.0).remaining(), left(0));
    assert_eq!(quota(-5.0, -8.0).remaining(), left(3));
}

#[test]
fn amounts_are_whole_by_value_and_saturate() {
    let get = |value| Amount::from_number(value).map(Amount::get);
    assert_eq!(get(1.0), Some(1));
    assert_eq!(get(1e3), Some(1000));
    assert_eq!(get(-0.0), Some(0));
    assert_eq!((get(1.5), get(f64::NAN)), (None, None));
    let max = 9_007_199_254_740_991;
    assert_eq!((get(1e300), get(f64::INFINITY), get(-1e300)), (Some(max), Some(max), Some(-max)));
    assert_eq!(Units::from_number(-1.0), None);
    assert_eq!(Units::from_number(f64::INFINITY), Some(Units::MAX));
}

#[test]
fn levels() {
    let near = NearLimit::default();
    for (limit, used, held, level) in [
        (10.0, 0.0, 0, Level::Ok),
        (10.0, 7.0, 0, Level::Ok),
        (10.0, 8.0, 0, Level::Near),
        (10.0, 7.0, 1, Level::Near),
        (10.0, 10.0, 0, Level::Exhausted),
        (10.0, 7.0, 3, Level::Exhausted),
        (10.0, 7.0, 9, Level::Exhausted),
        (10.0, 11.0, 0, Level::Over),
        // 4/5 is near; of 2 to 4 units, one left is.
        (5.0, 3.0, 0, Level::Ok),
        (5.0, 4.0, 0, Level::Near),
        (4.0, 2.0, 0, Level::Ok),
        (4.0, 3.0, 0, Level::Near),
        (2.0, 1.0, 0, Level::Near),
        // The last unit of one is not a warning; it is all there ever was.
        (1.0, 0.0, 0, Level::Ok),
        (1.0, 1.0, 0, Level::Exhausted),
        (0.0, 0.0, 0, Level::Exhausted),
        (-1.0, 0.0, 0, Level::Over),
        (f64::NAN, 3.0, 0, Level::Unknown),
        (3.0, f64::NAN, 0, Level::Unknown),
    ] {
        assert_eq!(holding(limit, used, held).level(near), level, "{used} + {held} of {limit}");
    }
}

#[test]
fn near_is_compared_in_integers_up_to_the_largest_limit() {
    let largest = 9_007_199_254_740_991.0;
    // 0.8 × (2^53 - 1), rounded up.
    let threshold = 7_205_759_403_792_793.0;
    let near = NearLimit::default();
    assert_eq!(quota(largest, threshold).level(near), Level::Near);
    assert_eq!(quota(largest, threshold - 1.0).level(near), Level::Ok);
}

#[test]
fn near_can_be_set() {
    let level = |share, used| NearLimit::from_share(share).map(|near| quota(1000.0, used).level(near));
    assert_eq!(level(0.855, 854.0), Some(Level::Ok));
    assert_eq!(level(0.855, 855.0), Some(Level::Near));
    assert_eq!(level(1.0, 999.0), Some(Level::Ok));
    for share in [0.0, -1.0, 1.01, f64::NAN] {
        assert_eq!(NearLimit::from_share(share), None);
    }
}

#[test]
fn a_refusal_that_leaves_nothing_is_the_end_though_nothing_else_is_known() {
    let unknown = Headroom { cap: Some(Units::new(2)), ..quota(f64::NAN, 3.0) };
    assert_eq!((unknown.remaining(), unknown.at_most()), (Remaining::LimitUnknown, Some(Units::new(2))));
    assert_eq!(unknown.level(NearLimit::default()), Level::Unknown);
    for spoken_for in [
        Headroom { held: Units::new(2), ..unknown },
        Headroom { planned: Units::new(3), ..unknown },
        Headroom { cap: Some(Units::ZERO), ..unknown },
    ] {
        assert_eq!(
            (spoken_for.remaining(), spoken_for.level(NearLimit::default())),
            (left(0), Level::Exhausted)
        );
    }
}

#[test]
fn fraction_exceeds_one_when_over_and_is_none_without_a_finite_limit() {
    assert_eq!(holding(10.0, 3.0, 2).fraction(), Some(0.5));
    assert_eq!(quota(10.0, 12.0).fraction(), Some(1.2));
    assert_eq!(quota(f64::NAN, 3.0).fraction(), None);
    assert_eq!(quota(0.0, 0.0).fraction(), Some(1.0));
    assert_eq!(quota(-1.0, -2.0).fraction(), Some(0.0));
    assert_eq!(holding(-1.0, -2.0, 1).fraction(), Some(1.0));
    assert_eq!(quota(-5.0, 2.0).fraction(), Some(f64::INFINITY));
    assert_eq!(quota(0.0, 1.0).fraction(), Some(f64::INFINITY));
}

/// Of what is only left, nobody knows how much that is of the whole: it is there or at its end, and never near.
#[test]
fn what_is_only_left_has_no_share_and_is_never_near() {
    let only = |left: f64, used: f64| {
        let limit = Limit::Left(Amount::from_number(left).expect("whole"));
        Headroom::of(Quota { limit, ..quota(0.0, used).quota })
    };
    for (there, remaining, level) in
        [(3.0, 3, Level::Ok), (1.0, 1, Level::Ok), (0.0, 0, Level::Exhausted), (-2.0, 0, Level::Exhausted)]
    {
        // What is used, where somebody says so, takes nothing off it.
        for used in [f64::NAN, 0.0, 9.0] {
            let headroom = only(there, used);
            assert_eq!((headroom.remaining(), headroom.fraction()), (left(remaining), None), "{there}");
            assert_eq!(headroom.level(NearLimit::default()), level, "{there}");
        }
    }
    let held = Headroom { held: Units::new(2), ..only(3.0, 0.0) };
    assert_eq!(
        (held.remaining(), held.after(Units::ONE).level(NearLimit::default())),
        (left(1), Level::Exhausted)
    );
    let refused = Headroom { cap: Some(Units::ONE), ..only(3.0, 0.0) };
    assert_eq!(refused.remaining(), left(1));
}

#[test]
fn sums_and_differences_of_amounts_saturate() {
    let amount = |value: f64| Amount::from_number(value).expect("whole");
    let (most, least) = (amount(f64::INFINITY), amount(f64::NEG_INFINITY));
    assert_eq!(
        (amount(2.0).plus(amount(-5.0)), amount(2.0).minus(amount(-5.0))),
        (amount(-3.0), amount(7.0))
    );
    assert_eq!((most.plus(amount(1.0)), least.minus(amount(1.0))), (most, least));
    assert_eq!((most.minus(least), least.plus(least), most.plus(least)), (most, least, Amount::ZERO));
}
