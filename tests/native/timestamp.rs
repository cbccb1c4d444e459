//! Moments as platforms write them (RFC 3339).

use jiff::{Timestamp, civil::Date, tz::Offset};
use proptest::prelude::*;
use quota_gate::timestamp::parse;

use crate::support::cases;

/// Section 5.8, and what is said in the module.
#[test]
fn examples() {
    for (text, expected) in [
        ("1985-04-12T23:20:50.52Z", 482_196_050_520),
        ("1996-12-19T16:39:57-08:00", 851_042_397_000),
        // A leap second, and the same in another place.
        ("1990-12-31T23:59:60Z", 662_688_000_000),
        ("1990-12-31T15:59:60-08:00", 662_688_000_000),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130),
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2026-12-01T00:00:00Z", 1_796_083_200_000),
        ("2026-12-01", 1_796_083_200_000),
        ("0001-01-01", -62_135_596_800_000),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ] {
        assert_eq!(parse(text), Some(expected), "{text}");
    }
}

/// Section 5.6: in lower case or with a space; and the offset as ISO 8601's basic format has it.
#[test]
fn other_ways_of_writing_it() {
    for text in [
        "2026-12-01t00:00:00z",
        "2026-12-01 00:00:00Z",
        "2026-12-01T00:00:00.000Z",
        "2026-12-01T01:30:00+01:30",
        "2026-12-01T01:30:00+0130",
        "2026-11-30T23:00:00-01:00",
    ] {
        assert_eq!(parse(text), Some(1_796_083_200_000), "{text}");
    }
}

#[test]
fn of_a_fraction_milliseconds_count_and_finer_digits_are_cut_off() {
    for (fraction, expected) in
        [("0", 0), ("5", 500), ("05", 50), ("005", 5), ("0005", 0), ("123999", 123), ("999999999999", 999)]
    {
        assert_eq!(parse(&format!("1970-01-01T00:00:00.{fraction}Z")), Some(expected), "{fraction}");
    }
}

#[test]
fn what_is_no_moment() {
    for text in [
        "",
        "now",
        "1796083200",
        "2026",
        "2026-12",
        "2026-12-1",
        "26-12-01",
        "+2026-12-01",
        "-2026-12-01",
        "2026/12/01",
        "20261201",
        "2026-335",
        "2026-W49-2",
        " 2026-12-01",
        "2026-12-01 ",
        "2026-12-01T",
        "2026-12-01Z",
        "2026-12-01T00",
        "2026-12-01T00:00Z",
        "2026-12-01T00:00:00",
        "2026-12-01T000000Z",
        "2026-12-01T00:00:0Z",
        "2026-12-01T00:00:00.Z",
        "2026-12-01T00:00:00,5Z",
        "2026-12-01T00:00:00.5",
        "2026-12-01T00:00:00ZZ",
        "2026-12-01T00:00:00Z ",
        "2026-12-01T00:00:00+1",
        "2026-12-01T00:00:00+01",
        "2026-12-01T00:00:00+01:",
        "2026-12-01T00:00:00+01:0",
        "2026-12-01T00:00:00+01:00:00",
        "2026-12-01T00:00:00−01:00",
        "2026-12-01T00:00:00 UTC",
        "２０２６-12-01",
        "2026-1é-01",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn what_no_clock_and_no_calendar_has() {
    for text in [
        "2026-00-01",
        "2026-13-01",
        "2026-12-00",
        "2026-12-32",
        "2026-04-31",
        "2026-02-29",
        "1900-02-29",
        "2026-12-01T24:00:00Z",
        "2026-12-01T00:60:00Z",
        "2026-12-01T00:00:61Z",
        "2026-12-01T00:00:00+24:00",
        "2026-12-01T00:00:00+00:60",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
    for text in ["2024-02-29", "2000-02-29", "0000-02-29"] {
        assert!(parse(text).is_some(), "{text}");
    }
}

/// From the year 0 to 9999, in any place.
fn moment() -> impl Strategy<Value = Timestamp> {
    let seconds = prop_oneof![-62_167_132_800..253_402_120_800i64, -1_000_000..1_000_000i64];
    (seconds, 0..1_000_000_000i32)
        .prop_map(|(seconds, nanoseconds)| Timestamp::new(seconds, nanoseconds).expect("a moment"))
}

proptest! {
    #![proptest_config(cases(5000))]

    #[test]
    fn any_moment_reads_as_what_a_library_of_dates_wrote(moment in moment(), digits in 0..=9usize, minutes in -1439..=1439i32) {
        let local = Offset::from_seconds(minutes * 60).expect("an offset").to_datetime(moment);
        let fraction = format!(".{:09}", local.subsec_nanosecond());
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}{:02}:{:02}",
            local.year(), local.month(), local.day(), local.hour(), local.minute(), local.second(),
            if digits == 0 { "" } else { fraction.get(..=digits).expect("nine digits") },
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60, minutes.abs() % 60,
        );
        // The library reads its own hand, and milliseconds are cut off downwards.
        let read: Timestamp = text.parse().expect("a moment");
        let expected = i64::try_from(read.as_nanosecond().div_euclid(1_000_000)).expect("few");
        prop_assert_eq!(parse(&text), Some(expected), "{}", text);
    }

    #[test]
    fn a_date_is_one_where_a_library_of_dates_says_so(year in 0..=9999i16, month in 0..=13i8, day in 0..=32i8) {
        let date = Date::new(year, month, day).ok();
        let midnight = date.map(|date| Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).expect("a moment"));
        let text = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(parse(&text), midnight.map(Timestamp::as_millisecond), "{}", text);
    }

    #[test]
    fn no_text_panics(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.+Z-]{0,20})?|\\PC{0,30}") {
        let read = parse(&text);
        prop_assert!(read.is_none() || text.starts_with(|first: char| first.is_ascii_digit()));
    }
}
