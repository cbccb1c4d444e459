//! A moment as platforms write it: RFC 3339, section 5.6. By hand, since the smallest library that reads dates takes as many bytes of
//! wasm as the rest of a platform's file; a test holds it to one.

use crate::clock::Time;

const DAY: i64 = 86_400;

/// Reads `2026-12-01T00:00:00Z`, with or without a fraction, with an offset, or a date alone, which is its midnight in UTC. None for
/// anything else. Leap seconds read as the second after.
pub fn parse(text: &str) -> Option<Time> {
    let mut rest = text.as_bytes();
    let year = number(&mut rest, 4)?;
    let month = after(&mut rest, b'-').then(|| number(&mut rest, 2)).flatten()?;
    let day = after(&mut rest, b'-').then(|| number(&mut rest, 2)).flatten()?;
    let days = days(year, month, day)?;
    if rest.is_empty() {
        return Some(days.saturating_mul(DAY).saturating_mul(1_000));
    }
    if !(after(&mut rest, b'T') || after(&mut rest, b't') || after(&mut rest, b' ')) {
        return None;
    }
    let hour = number(&mut rest, 2)?;
    let minute = after(&mut rest, b':').then(|| number(&mut rest, 2)).flatten()?;
    let second = after(&mut rest, b':').then(|| number(&mut rest, 2)).flatten()?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let milliseconds = fraction(&mut rest)?;
    let offset = offset(rest)?;
    let seconds = seconds(days, hour, minute).saturating_add(second).saturating_sub(offset);
    Some(seconds.saturating_mul(1_000).saturating_add(milliseconds))
}

fn seconds(days: i64, hours: i64, minutes: i64) -> i64 {
    let minutes = days.saturating_mul(24).saturating_add(hours).saturating_mul(60).saturating_add(minutes);
    minutes.saturating_mul(60)
}

/// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here, so that the leap day is a year's last.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let long = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    let length = match month {
        2 => 28_i64.saturating_add(long.into()),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = if month > 2 { year } else { year.saturating_sub(1) };
    let since_march = month.saturating_add(9).rem_euclid(12);
    let leaps = year.div_euclid(4).saturating_sub(year.div_euclid(100)).saturating_add(year.div_euclid(400));
    let of_months = since_march.saturating_mul(153).saturating_add(2).div_euclid(5);
    let days = year.saturating_mul(365).saturating_add(leaps).saturating_add(of_months);
    // From the first of March of the year 0 to 1970-01-01, and days are counted from 1.
    Some(days.saturating_add(day).saturating_sub(719_469))
}

/// So many digits.
fn number(rest: &mut &[u8], digits: usize) -> Option<i64> {
    let (digits, after) = rest.split_at_checked(digits)?;
    *rest = after;
    digits.iter().try_fold(0_i64, |number, digit| {
        digit.is_ascii_digit().then(|| number.saturating_mul(10).saturating_add((digit & 0xf).into()))
    })
}

fn after(rest: &mut &[u8], byte: u8) -> bool {
    match rest.strip_prefix(&[byte]) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

/// The milliseconds of a fraction of a second; 0 without one. Finer digits are cut off.
fn fraction(rest: &mut &[u8]) -> Option<i64> {
    if !after(rest, b'.') {
        return Some(0);
    }
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = rest.split_at_checked(count).filter(|_| count > 0)?;
    *rest = after;
    let digits = digits.iter().map(|digit| i64::from(digit & 0xf)).chain([0, 0, 0]);
    Some(digits.take(3).fold(0_i64, |number, digit| number.saturating_mul(10).saturating_add(digit)))
}

/// Seconds ahead of UTC.
fn offset(rest: &[u8]) -> Option<i64> {
    let (sign, mut rest) = rest.split_first()?;
    let ahead = match sign {
        b'Z' | b'z' if rest.is_empty() => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = number(&mut rest, 2)?;
    after(&mut rest, b':');
    let minutes = number(&mut rest, 2)?;
    let valid = rest.is_empty() && hours < 24 && minutes < 60;
    valid.then(|| seconds(0, hours, minutes).saturating_mul(ahead))
}
