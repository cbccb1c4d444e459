//! Didomi: quotas without usage, and what is counted beside them.
//!
//! Sources: the platform's developer pages "Quotas", "Pagination", "Premium features" and "Errors", and its published OpenAPI.

use quota_gate::{
    error::Error,
    gate::{Most, Reason},
    platform::{
        Platform, RemedyKind, Wanted,
        didomi::{Didomi, Integrations},
    },
    scope::Scope,
    session::{Check, Session, Settings, Step},
    snapshot::{Limit, Origin, OtherLimit, Quota, Remaining, Snapshot, Units, Usage},
};
use serde_json::{Value, json};

use crate::support::{amount, finite};

/// The parts of an answer.
const QUOTAS: usize = 0;
const FEATURES: usize = 1;
const INTEGRATIONS: usize = 2;
const COUNTED: usize = 3;

/// One of which only the quotas are asked for.
fn plain() -> Didomi {
    Didomi { organization: "own".into(), feature: None, integrations: None, counts: false }
}

fn with_feature() -> Didomi {
    Didomi { feature: Some("batch_exports".into()), ..plain() }
}

fn with_list() -> Didomi {
    Didomi { integrations: Some(Integrations::EnabledBatchExports), ..plain() }
}

fn with_marks() -> Didomi {
    Didomi { integrations: Some(Integrations::Marked), ..plain() }
}

fn with_counts() -> Didomi {
    Didomi { counts: true, ..plain() }
}

fn envelope(items: &[Value]) -> Value {
    json!({ "data": items, "total": items.len(), "limit": 50, "skip": 0 })
}

/// The organization's quotas, of which only these are said.
fn record(limits: &Value) -> Value {
    let mut record = limits.clone();
    record["id"] = json!("quotas");
    record["organization_id"] = json!("own");
    record
}

fn quotas(limits: &Value) -> (usize, u16, Value) {
    (QUOTAS, 200, envelope(&[record(limits)]))
}

fn list(part: usize, items: &[Value]) -> (usize, u16, Value) {
    (part, 200, envelope(items))
}

fn batch(id: &str) -> Value {
    json!({ "id": id, "organization_id": "own", "type_id": "batch-exports-s3", "enabled": true })
}

/// The same, with some of it replaced.
fn batch_but(id: &str, others: &Value) -> Value {
    let mut item = batch(id);
    for (name, value) in others.as_object().expect("members") {
        item[name] = value.clone();
    }
    item
}

/// What these parts say together.
fn read(didomi: &Didomi, parts: &[(usize, u16, Value)]) -> Result<Snapshot, Error> {
    let mut reading = didomi.begin();
    for (part, status, body) in parts {
        reading.take(*part, *status, Some(body))?;
    }
    reading.finish()
}

fn answer(didomi: &Didomi, parts: &[(usize, u16, Value)]) -> Snapshot {
    read(didomi, parts).expect("an answer")
}

fn session(didomi: &Didomi, parts: &[(usize, u16, Value)]) -> Session {
    let mut session = Session::open(didomi.clone(), Settings::default(), 0);
    tell(&mut session, parts, 0);
    session
}

/// Asks and answers at one moment.
fn tell(session: &mut Session, parts: &[(usize, u16, Value)], now: i64) {
    let (asked, mut reading) = (session.ask(now), session.platform().begin());
    for (part, status, body) in parts {
        reading.take(*part, *status, Some(body)).expect("a part");
    }
    session.take(asked, reading.finish(), now).expect("an answer");
}

fn limit(units: i64) -> Limit {
    Limit::Finite(amount(units))
}

fn used(units: i64) -> Usage {
    Usage::Known(amount(units))
}

/// How many export configurations are in use.
fn configs(didomi: &Didomi, parts: &[(usize, u16, Value)]) -> Usage {
    answer(didomi, parts).quotas[0].usage
}

// The quotas.

#[test]
fn the_documented_envelope_and_the_published_array_say_the_same() {
    let record = record(&json!({ "exports_configs": 4, "exports_destinations": 6 }));
    let expected = [limit(4), limit(6)].map(|limit| Quota::reported(limit, Usage::Unknown));
    for body in [envelope(std::slice::from_ref(&record)), json!([record])] {
        let snapshot = answer(&plain(), &[(QUOTAS, 200, body)]);
        assert_eq!(snapshot, Snapshot::of(None, expected.to_vec()));
    }
}

/// "Filtering is not supported on all routes": a list may hold all organizations that the user belongs to.
#[test]
fn the_own_record_is_picked_among_others() {
    let other = |id: &str| json!({ "id": id, "organization_id": "other", "exports_configs": 99 });
    let own = record(&json!({ "exports_configs": 4 }));
    for records in
        [vec![other("a"), own.clone()], vec![own.clone(), other("a")], vec![other("a"), own, other("b")]]
    {
        let snapshot = answer(&plain(), &[list(QUOTAS, &records)]);
        assert_eq!(snapshot.quotas[0].limit, limit(4), "{records:?}");
    }
}

#[test]
fn a_record_that_names_no_organization_is_what_was_filtered_for() {
    let snapshot = answer(&plain(), &[list(QUOTAS, &[json!({ "id": "a", "exports_configs": 4 })])]);
    assert_eq!(snapshot.quotas[0].limit, limit(4));
}

#[test]
fn the_own_record_may_be_on_a_later_page_and_is_looked_for_no_further() {
    let mut records: Vec<Value> =
        (0..120).map(|id| json!({ "id": id.to_string(), "organization_id": "other" })).collect();
    for (place, expected) in [(10, vec![0]), (60, vec![0, 50]), (119, vec![0, 50, 100])] {
        let other = std::mem::replace(&mut records[place], record(&json!({ "exports_configs": 4 })));
        let (snapshot, asked) = served(&plain(), |_, query| (200, page(&records, query)));
        assert_eq!(snapshot.expect("an answer").quotas[0].limit, limit(4), "{place}");
        assert_eq!(skips(&asked, QUOTAS), expected, "{place}");
        records[place] = other;
    }
}

/// "Quotas": 3 export configurations, and 2 destinations of each.
#[test]
fn an_organization_without_a_record_has_the_documented_defaults() {
    let other = json!({ "id": "a", "organization_id": "other", "exports_configs": 99 });
    for body in [json!([]), envelope(&[]), json!([other]), envelope(std::slice::from_ref(&other))] {
        // Without a total, a list has ended when nothing new comes.
        let (snapshot, _) = served(&plain(), |_, _| (200, body.clone()));
        let expected = [limit(3), limit(2)]
            .map(|limit| Quota { origin: Origin::Assumed, ..Quota::reported(limit, Usage::Unknown) });
        assert_eq!(snapshot.expect("an answer").quotas, expected, "{body}");
    }
}

#[test]
fn a_record_that_could_not_be_looked_for_everywhere_is_unknown_and_not_assumed() {
    let records: Vec<Value> =
        (0..50).map(|id| json!({ "id": id.to_string(), "organization_id": "other" })).collect();
    let body = json!({ "data": records, "total": 400 });
    let (snapshot, asked) = served(&plain(), |_, _| (200, body.clone()));
    assert_eq!(snapshot.expect("an answer").quotas, [Quota::UNKNOWN; 2]);
    assert_eq!(skips(&asked, QUOTAS), [0, 50]);
}

#[test]
fn a_field_that_is_not_there_has_its_default() {
    let snapshot = answer(&plain(), &[quotas(&json!({ "exports_destinations": 5 }))]);
    let [configs, destinations] = &snapshot.quotas[..] else { panic!("{snapshot:?}") };
    assert_eq!((configs.limit, configs.origin), (limit(3), Origin::Assumed));
    assert_eq!((destinations.limit, destinations.origin), (limit(5), Origin::Reported));
}

#[test]
fn a_field_that_is_no_whole_number_is_unknown() {
    for odd in [json!(null), json!("4"), json!(1.5), json!(true), json!([4]), json!({ "value": 4 })] {
        let snapshot = answer(&plain(), &[quotas(&json!({ "exports_configs": odd.clone() }))]);
        let quota = snapshot.quotas[0];
        assert_eq!((quota.limit, quota.origin), (Limit::Unknown, Origin::Reported), "{odd}");
    }
}

#[test]
fn zero_is_zero() {
    let parts =
        [quotas(&json!({ "exports_configs": 0, "exports_destinations": 0 })), list(INTEGRATIONS, &[])];
    let mut session = session(&with_list(), &parts);
    let check = enable(&mut session, 1);
    assert_eq!((check.decision.reason, check.allowed), (Reason::LimitReached, false));
    assert_eq!(check.most[0].1, finite(0));
}

/// "Properties are never removed, new ones may appear": all that is a number is a quota, but for the record's revision.
#[test]
fn other_quotas_are_kept_by_the_platforms_names() {
    let limits = json!({
        "exports_configs": 4, "secrets": 300, "consent_proof_reports": 0, "domains_per_delivery_cloud": -1,
        "metadata_partners": 1.5, "version": 7, "created_at": "2026-01-01", "api_requests": null, "list": [1],
    });
    let mut others = answer(&plain(), &[quotas(&limits)]).others;
    others.sort_by(|one, other| one.name.cmp(&other.name));
    let expected = [
        ("consent_proof_reports", limit(0)),
        ("domains_per_delivery_cloud", limit(-1)),
        ("metadata_partners", Limit::Unknown),
        ("secrets", limit(300)),
    ];
    assert_eq!(others, expected.map(|(name, limit)| OtherLimit { name: name.into(), limit }));
}

#[test]
fn other_quotas_are_told_with_the_account() {
    let mut session = session(&plain(), &[quotas(&json!({ "secrets": 300 }))]);
    assert_eq!(session.overview(0).others, [OtherLimit { name: "secrets".into(), limit: limit(300) }]);
    assert_eq!(session.overview(14_400_000).others, [], "expired");
}

#[test]
fn what_is_no_list_of_quotas_is_a_bad_response() {
    for body in [
        json!(null),
        json!({}),
        json!("ok"),
        json!(5),
        json!({ "data": {} }),
        json!({ "data": null }),
        json!({ "total": 0 }),
    ] {
        let error = read(&plain(), &[(QUOTAS, 200, body.clone())]).expect_err("no answer");
        assert_eq!((error.code(), error.status()), ("bad-response", Some(200)), "{body}");
    }
    assert_eq!(plain().begin().take(QUOTAS, 200, None).expect_err("no body").code(), "bad-response");
}

#[test]
fn without_the_quotas_there_is_no_answer() {
    for (status, code) in [
        (401, "unauthorized"),
        (403, "forbidden"),
        (404, "not-found"),
        (429, "rate-limited"),
        (500, "server"),
        (301, "bad-response"),
    ] {
        let body = json!({ "code": 7, "name": "…", "message": "…", "errors": {} });
        let error = read(&plain(), &[(QUOTAS, status, body)]).expect_err("a failure");
        assert_eq!((error.code(), error.status(), error.platform_code()), (code, Some(status), Some(7)));
    }
    let nothing = read(&with_list(), &[list(INTEGRATIONS, &[batch("a")])]).expect_err("no quotas");
    assert_eq!((nothing.code(), nothing.status()), ("bad-response", None));
}

#[test]
fn the_quotas_alone_say_limits_and_no_usage() {
    let mut session = session(&plain(), &[quotas(&json!({ "exports_configs": 4 }))]);
    let check = enable(&mut session, 1);
    assert_eq!((check.decision.reason, check.most[0].1), (Reason::UsageUnknown, Most::Unknown));
    let read = plain().read(200, Some(&envelope(&[record(&json!({ "exports_configs": 4 }))])));
    assert_eq!(read.expect("an answer").quotas[0].limit, limit(4));
}

// What is asked for.

/// Answers all that is asked for until nothing is; gives what was asked for as well.
fn served(
    didomi: &Didomi,
    mut server: impl FnMut(usize, &str) -> (u16, Value),
) -> (Result<Snapshot, Error>, Vec<Wanted>) {
    let (mut reading, mut asked) = (didomi.begin(), Vec::new());
    while let wanted @ [_, ..] = &reading.wanted()[..] {
        asked.extend(wanted.iter().cloned());
        assert!(asked.len() < 100, "it asks for ever");
        for Wanted { part, query } in wanted {
            let (status, body) = server(*part, query);
            if let Err(error) = reading.take(*part, status, Some(&body)) {
                return (Err(error), asked);
            }
        }
    }
    (reading.finish(), asked)
}

fn number(query: &str, name: &str) -> usize {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(each, _)| *each == name).unwrap_or_else(|| panic!("no {name} in {query}"));
    value.parse().expect("a number")
}

/// The page of a list that a query asks for.
fn page(items: &[Value], query: &str) -> Value {
    let (skip, limit) = (number(query, "$skip"), number(query, "$limit"));
    let data: Vec<_> = items.iter().skip(skip).take(limit).collect();
    json!({ "data": data, "total": items.len(), "limit": limit, "skip": skip })
}

fn skips(asked: &[Wanted], part: usize) -> Vec<usize> {
    asked.iter().filter(|each| each.part == part).map(|each| number(&each.query, "$skip")).collect()
}

#[test]
fn all_that_the_settings_name_is_asked_for_at_once() {
    let all = Didomi {
        feature: Some("batch_exports".into()),
        integrations: Some(Integrations::EnabledBatchExports),
        counts: true,
        ..plain()
    };
    let first = "organization_id=own&$limit=50&$skip=0";
    let wanted = |didomi: &Didomi| -> Vec<(usize, String)> {
        didomi.begin().wanted().into_iter().map(|wanted| (wanted.part, wanted.query)).collect()
    };
    let expected = [(QUOTAS, first), (FEATURES, first), (INTEGRATIONS, first), (COUNTED, "")];
    assert_eq!(wanted(&all), expected.map(|(part, query)| (part, query.to_owned())));
    assert_eq!(wanted(&plain()), [(QUOTAS, first.to_owned())]);
}

#[test]
fn what_came_is_asked_for_no_more_and_a_list_by_its_next_page() {
    let mut reading = with_list().begin();
    let parts = |reading: &dyn quota_gate::platform::Reading| -> Vec<usize> {
        reading.wanted().iter().map(|wanted| wanted.part).collect()
    };
    reading.take(QUOTAS, 200, Some(&envelope(&[]))).expect("quotas");
    assert_eq!(parts(reading.as_ref()), [INTEGRATIONS]);
    let full: Vec<Value> = (0..50).map(|id| batch(&id.to_string())).collect();
    reading.take(INTEGRATIONS, 200, Some(&json!({ "data": full, "total": 51 }))).expect("a page");
    assert_eq!(skips(&reading.wanted(), INTEGRATIONS), [50]);
    reading.take(INTEGRATIONS, 200, Some(&json!({ "data": [batch("last")], "total": 51 }))).expect("a page");
    assert_eq!(reading.wanted(), []);
    assert_eq!(reading.finish().expect("an answer").quotas[0].usage, used(51));
}

#[test]
fn what_was_not_waited_for_is_unknown() {
    let mut reading = with_list().begin();
    reading.take(QUOTAS, 200, Some(&envelope(&[]))).expect("quotas");
    reading.take(INTEGRATIONS, 200, Some(&json!({ "data": [batch("a")], "total": 2 }))).expect("a page");
    assert_eq!(reading.finish().expect("an answer").quotas[0].usage, Usage::Unknown);
}

/// RFC 3986, section 2.3, leaves letters, digits and `-._~` as they are.
#[test]
fn queries_are_percent_encoded() {
    for (organization, encoded) in [
        ("own-1._~Z", "own-1._~Z"),
        ("a&b c", "a%26b%20c"),
        ("ü/€?#", "%C3%BC%2F%E2%82%AC%3F%23"),
        ("%41+=\n", "%2541%2B%3D%0A"),
        ("", ""),
    ] {
        let didomi = Didomi { organization: organization.into(), ..plain() };
        let query = &didomi.begin().wanted()[0].query;
        assert_eq!(*query, format!("organization_id={encoded}&$limit=50&$skip=0"), "{organization}");
    }
}

// Export configurations, counted from the list of integrations.

#[test]
fn batch_exports_that_are_not_switched_off_count() {
    for (item, counts) in [
        (batch("a"), true),
        (batch_but("a", &json!({ "type_id": "batch-exports-gcp" })), true),
        (json!({ "id": "a", "organization_id": "own", "type_id": "batch-exports-s3" }), true),
        (batch_but("a", &json!({ "enabled": null })), true),
        (batch_but("a", &json!({ "enabled": "false" })), true),
        (batch_but("a", &json!({ "enabled": false })), false),
        (batch_but("a", &json!({ "type_id": "analytics-exports-s3" })), false),
        (batch_but("a", &json!({ "type_id": "webhook-http" })), false),
        (batch_but("a", &json!({ "type_id": "my-batch-exports-s3" })), false),
        (batch_but("a", &json!({ "organization_id": "other" })), false),
        (json!({ "id": "a", "type_id": "batch-exports-s3" }), true),
    ] {
        let parts = [quotas(&json!({})), list(INTEGRATIONS, &[batch("b"), item.clone()])];
        assert_eq!(configs(&with_list(), &parts), used(1 + i64::from(counts)), "{item}");
    }
}

#[test]
fn what_was_counted_says_so() {
    let counted = list(INTEGRATIONS, &[batch("a")]);
    for (limits, expected) in
        [(json!({ "exports_configs": 4 }), Origin::Counted), (json!({}), Origin::Assumed)]
    {
        let snapshot = answer(&with_list(), &[quotas(&limits), counted.clone()]);
        assert_eq!((snapshot.quotas[0].usage, snapshot.quotas[0].origin), (used(1), expected));
        assert_eq!(snapshot.quotas[1].usage, Usage::Unknown);
    }
}

#[test]
fn an_integration_of_which_nothing_is_known_makes_the_count_unknown() {
    for odd in [
        json!({ "id": "a" }),
        json!({ "id": "a", "type_id": null }),
        json!({ "id": "a", "type_id": 5 }),
        json!(null),
        json!(5),
        json!([]),
    ] {
        let parts = [quotas(&json!({})), list(INTEGRATIONS, &[batch("b"), odd.clone()])];
        assert_eq!(configs(&with_list(), &parts), Usage::Unknown, "{odd}");
    }
    let others = json!({ "id": "a", "organization_id": "other" });
    assert_eq!(
        configs(&with_list(), &[quotas(&json!({})), list(INTEGRATIONS, &[batch("b"), others])]),
        used(1)
    );
}

#[test]
fn those_that_were_marked_count_and_no_others() {
    let marked = |id: &str, counts: Value| json!({ "id": id, "organization_id": "own", "counts": counts });
    let items = [
        marked("a", json!(true)),
        marked("b", json!(false)),
        marked("c", json!("true")),
        marked("d", json!(1)),
        batch("e"),
        json!({ "id": "f", "counts": true }),
        json!({ "id": "g", "organization_id": "other", "counts": true }),
    ];
    assert_eq!(configs(&with_marks(), &[quotas(&json!({})), list(INTEGRATIONS, &items)]), used(2));
}

fn many(count: usize) -> Vec<Value> {
    (0..count).map(|id| batch(&id.to_string())).collect()
}

/// Only the integrations, of a server that answers like this.
fn count_of(mut server: impl FnMut(&str) -> Value) -> (Usage, usize) {
    let (snapshot, asked) = served(&with_list(), |part, query| match part {
        QUOTAS => (200, envelope(&[])),
        _ => (200, server(query)),
    });
    (snapshot.expect("an answer").quotas[0].usage, skips(&asked, INTEGRATIONS).len())
}

#[test]
fn all_pages_count() {
    for (count, pages) in [(0, 1), (1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (101, 3), (1_500, 30)] {
        let items = many(count);
        let expected = used(i64::try_from(count).expect("few"));
        assert_eq!(count_of(|query| page(&items, query)), (expected, pages), "{count}");
    }
}

#[test]
fn a_list_without_a_total_goes_on_until_nothing_comes() {
    let items = many(101);
    let bare = |query: &str| page(&items, query)["data"].clone();
    assert_eq!(count_of(bare), (used(101), 4));
    let no_total = |query: &str| json!({ "data": bare(query), "total": "101" });
    assert_eq!(count_of(no_total), (used(101), 4));
}

#[test]
fn a_server_with_shorter_pages_is_asked_for_what_follows() {
    let items = many(45);
    let short = |query: &str| {
        let skip = number(query, "$skip");
        json!({ "data": items.iter().skip(skip).take(20).collect::<Vec<_>>(), "total": 45 })
    };
    assert_eq!(count_of(short), (used(45), 3));
}

#[test]
fn what_comes_again_counts_once() {
    let items = many(60);
    let overlapping = |query: &str| {
        let skip = number(query, "$skip").saturating_sub(10);
        json!({ "data": items.iter().skip(skip).take(50).collect::<Vec<_>>(), "total": 60 })
    };
    assert_eq!(count_of(overlapping), (used(60), 2));
}

#[test]
fn what_was_put_in_front_while_the_pages_were_read_makes_the_count_unknown() {
    let (before, mut after) = (many(60), many(60));
    after.insert(0, batch("new"));
    let moved = |query: &str| page(if number(query, "$skip") == 0 { &before } else { &after }, query);
    assert_eq!(count_of(moved), (Usage::Unknown, 3));
}

#[test]
fn of_a_server_that_does_not_skip_only_what_fits_one_page_is_known() {
    let whole = |count: usize| {
        let items = many(count);
        move |_: &str| json!({ "data": items, "total": items.len() })
    };
    assert_eq!(count_of(whole(70)), (used(70), 1));
    let cut = |total: usize| move |_: &str| json!({ "data": many(50), "total": total });
    for total in [51, 80, 100, 101, 5_000] {
        assert_eq!(count_of(cut(total)), (Usage::Unknown, 2), "{total}");
    }
    // Without a total, a page that is full and comes again leaves open what would follow.
    assert_eq!(count_of(|_| json!(many(50))), (Usage::Unknown, 2));
    assert_eq!(count_of(|_| json!(many(49))), (used(49), 2));
}

#[test]
fn a_total_that_is_never_reached_makes_the_count_unknown() {
    let items = many(60);
    let ends_early = |query: &str| json!({ "data": page(&items, query)["data"], "total": 61 });
    assert_eq!(count_of(ends_early).0, Usage::Unknown);
}

/// "Rate limits": 100 requests in 15 seconds, and there are three lists.
#[test]
fn no_more_than_thirty_pages_are_asked_for() {
    let (mut next, endless) = (0, |next: &mut usize| {
        let items: Vec<Value> = (0..50).map(|id| batch(&(*next + id).to_string())).collect();
        *next += 50;
        items
    });
    assert_eq!(count_of(|_| json!({ "data": endless(&mut next), "total": 1_000_000 })), (Usage::Unknown, 30));
    assert_eq!(count_of(|_| json!(endless(&mut next))), (Usage::Unknown, 30));
}

#[test]
fn a_list_that_is_none_makes_the_count_unknown() {
    for body in [json!(null), json!({}), json!({ "data": 5 }), json!("ok")] {
        let parts = [quotas(&json!({})), (INTEGRATIONS, 200, body.clone())];
        assert_eq!(configs(&with_list(), &parts), Usage::Unknown, "{body}");
    }
}

// What somebody else counted.

#[test]
fn usage_is_what_was_counted() {
    let counted = json!({ "exportConfigs": 2, "exportDestinations": { "one": 1, "other": 2 } });
    let snapshot = answer(&with_counts(), &[quotas(&json!({})), (COUNTED, 200, counted)]);
    assert_eq!(snapshot.quotas[0].usage, used(2));
    let scoped: Vec<_> =
        snapshot.scoped.iter().map(|each| (each.resource, &*each.scope, each.usage, each.origin)).collect();
    assert_eq!(scoped, [(1, "one", used(1), Origin::Counted), (1, "other", used(2), Origin::Counted)]);
}

#[test]
fn what_was_not_counted_stays_unknown() {
    for counted in [
        json!({}),
        json!(null),
        json!({ "exportConfigs": null, "exportDestinations": null }),
        json!({ "exportConfigs": "2", "exportDestinations": { "one": "1", "other": null, "third": 0.5 } }),
        json!({ "exportConfigs": 1.5, "exportDestinations": [1, 2] }),
    ] {
        let snapshot = answer(&with_counts(), &[quotas(&json!({})), (COUNTED, 200, counted.clone())]);
        assert_eq!((snapshot.quotas[0].usage, &snapshot.scoped[..]), (Usage::Unknown, &[][..]), "{counted}");
    }
}

#[test]
fn what_was_counted_beats_the_list_and_the_list_beats_nothing() {
    let both = Didomi { counts: true, ..with_list() };
    for (counted, expected) in
        [(json!({ "exportConfigs": 0 }), 0), (json!({}), 1), (json!({ "exportConfigs": "9" }), 1)]
    {
        let parts = [quotas(&json!({})), list(INTEGRATIONS, &[batch("a")]), (COUNTED, 200, counted.clone())];
        assert_eq!(configs(&both, &parts), used(expected), "{counted}");
    }
}

// Parts that fail.

#[test]
fn what_is_refused_for_good_is_not_known_and_the_rest_is() {
    let all = Didomi { feature: Some("batch_exports".into()), counts: true, ..with_list() };
    for status in [400, 403, 404, 301] {
        for part in [FEATURES, INTEGRATIONS, COUNTED] {
            let mut parts = vec![
                quotas(&json!({ "exports_configs": 4 })),
                list(FEATURES, &[json!({ "id": "a", "batch_exports": true })]),
                list(INTEGRATIONS, &[batch("a"), batch("b")]),
                (COUNTED, 200, json!({ "exportDestinations": { "one": 1 } })),
            ];
            parts[part] = (part, status, json!({ "code": status, "name": "…" }));
            let snapshot = answer(&all, &parts);
            assert_eq!(snapshot.quotas[0].limit, limit(4));
            assert_eq!(snapshot.enabled, (part != FEATURES).then_some(true), "{status}");
            let count = if part == INTEGRATIONS { Usage::Unknown } else { used(2) };
            assert_eq!(snapshot.quotas[0].usage, count, "{status}");
            assert_eq!(snapshot.scoped.is_empty(), part == COUNTED, "{status}");
        }
    }
}

#[test]
fn what_may_come_the_next_time_fails_the_refresh() {
    let all = Didomi { feature: Some("batch_exports".into()), counts: true, ..with_list() };
    for (status, code) in
        [(401, "unauthorized"), (408, "timeout"), (429, "rate-limited"), (500, "server"), (503, "server")]
    {
        for part in [FEATURES, INTEGRATIONS, COUNTED] {
            let error = all.begin().take(part, status, None).expect_err("a failure");
            assert_eq!((error.code(), error.status()), (code, Some(status)), "{part}");
        }
    }
}

#[test]
fn a_later_page_that_is_refused_makes_the_count_unknown() {
    let (snapshot, _) = served(&with_list(), |part, query| match (part, number(query, "$skip")) {
        (QUOTAS, _) => (200, envelope(&[])),
        (_, 0) => (200, page(&many(60), query)),
        _ => (403, json!(null)),
    });
    assert_eq!(snapshot.expect("an answer").quotas[0].usage, Usage::Unknown);
}

// The premium feature.

#[test]
fn the_premium_feature_switches_all_on_and_off() {
    let own = |flag: Value| json!({ "id": "a", "organization_id": "own", "batch_exports": flag });
    let other = json!({ "id": "b", "organization_id": "other", "batch_exports": false });
    for (items, expected) in [
        (vec![own(json!(true))], Some(true)),
        (vec![own(json!(false))], Some(false)),
        (vec![other.clone(), own(json!(true))], Some(true)),
        (vec![own(json!(null))], None),
        (vec![own(json!("true"))], None),
        (vec![json!({ "id": "a", "organization_id": "own" })], None),
        (vec![other], None),
        (vec![], None),
    ] {
        let snapshot = answer(&with_feature(), &[quotas(&json!({})), list(FEATURES, &items)]);
        assert_eq!(snapshot.enabled, expected, "{items:?}");
    }
    assert_eq!(answer(&plain(), &[quotas(&json!({}))]).enabled, None);
}

#[test]
fn the_premium_feature_may_stand_on_a_later_page_and_is_looked_for_no_further() {
    let other = |id: usize| json!({ "id": id.to_string(), "organization_id": "other" });
    for (place, expected) in [(Some(10), vec![0]), (Some(60), vec![0, 50]), (None, vec![0, 50, 100])] {
        let mut records: Vec<Value> = (0..120).map(other).collect();
        if let Some(place) = place {
            records[place] = json!({ "id": "own", "organization_id": "own", "batch_exports": false });
        }
        let (snapshot, asked) = served(&with_feature(), |part, query| match part {
            QUOTAS => (200, envelope(&[])),
            _ => (200, page(&records, query)),
        });
        assert_eq!(snapshot.expect("an answer").enabled, place.map(|_| false), "{place:?}");
        assert_eq!(skips(&asked, FEATURES), expected, "{place:?}");
    }
}

/// "Quotas": they are raised on request, best effort and not guaranteed.
#[test]
fn what_helps_is_to_write_to_the_support() {
    let support = Some("mailto:support@didomi.io");
    let off = list(FEATURES, &[json!({ "id": "a", "batch_exports": false })]);
    let check = enable(&mut session(&with_feature(), &[quotas(&json!({})), off]), 1);
    let remedy = check.remedy.expect("a remedy");
    assert_eq!(
        (check.decision.reason, remedy.kind, remedy.href),
        (Reason::NotEnabled, RemedyKind::Enable, support)
    );
    let full = [quotas(&json!({ "exports_configs": 1 })), list(INTEGRATIONS, &[batch("a")])];
    let remedy = enable(&mut session(&with_list(), &full), 1).remedy.expect("a remedy");
    assert_eq!((remedy.kind, remedy.href), (RemedyKind::RaiseLimit, support));
}

// Destinations, by their configuration.

/// Two destinations for each configuration; one of them has both, another has one.
fn attached() -> Session {
    let counted = json!({ "exportConfigs": 3, "exportDestinations": { "full": 2, "half": 1, "odd": -1 } });
    session(&with_counts(), &[quotas(&json!({})), (COUNTED, 200, counted)])
}

fn enable(session: &mut Session, count: u64) -> Check {
    let action = session.action("enableExportConfig").expect("an action");
    session.check(action, &[Some(Units::new(count))], 0)
}

/// Attaching so many destinations to a configuration of this name.
fn attaching(session: &mut Session, config: &str, count: u64) -> Step {
    let action = session.action("attachExportDestination").expect("an action");
    Step { action, params: vec![Some(Units::new(count)), Some(session.scope(config).as_param())] }
}

fn attach(session: &mut Session, config: &str, count: u64, now: i64) -> Check {
    let Step { action, params } = attaching(session, config, count);
    let check = session.check(action, &params, now);
    assert_eq!(session.can(action, &params, now), check.allowed);
    check
}

fn left_within(session: &mut Session, config: &str, now: i64) -> Remaining {
    let scope = session.scope(config);
    let within = session.within(1, scope, now).expect("a scoped resource");
    assert_eq!((within.room.resource, within.room.scope), (1, Some(scope)));
    within.headroom.expect("an answer").remaining()
}

fn left(units: u64) -> Remaining {
    Remaining::Finite(Units::new(units))
}

#[test]
fn each_configuration_has_its_own_room() {
    let mut session = attached();
    for (config, remaining, reason) in [
        ("full", left(0), Reason::LimitReached),
        ("half", left(1), Reason::WithinLimits),
        ("odd", left(3), Reason::WithinLimits),
        ("new", Remaining::UsageUnknown, Reason::UsageUnknown),
    ] {
        assert_eq!(left_within(&mut session, config, 0), remaining, "{config}");
        assert_eq!(attach(&mut session, config, 1, 0).decision.reason, reason, "{config}");
    }
    assert_eq!(attach(&mut session, "half", 1, 0).most, [("count", finite(1))]);
    let check = attach(&mut session, "full", 3, 0);
    let [short] = check.decision.blockers[..] else { panic!("{check:?}") };
    assert_eq!(
        (short.room.scope, short.requested, short.short_by),
        (Some(session.scope("full")), Units::new(3), Units::new(3))
    );
}

#[test]
fn without_a_configuration_nothing_is_known_of_its_room() {
    let mut session = attached();
    let attach = session.action("attachExportDestination").expect("an action");
    for params in [vec![], vec![Some(Units::ONE), None], vec![Some(Units::ONE), Some(Units::MAX)]] {
        assert_eq!(session.check(attach, &params, 0).decision.reason, Reason::UsageUnknown, "{params:?}");
    }
    assert_eq!(Scope::from_param(Some(Units::MAX)), None);
    let scope = session.scope("full");
    assert_eq!((session.within(0, scope, 0), session.within(2, scope, 0)), (None, None));
}

#[test]
fn within_a_configuration_nothing_is_told_without_an_answer_that_decides() {
    let mut session = attached();
    let scope = session.scope("half");
    for (now, known) in [(0, true), (60_000, true), (14_400_000, false)] {
        assert_eq!(session.within(1, scope, now).expect("scoped").headroom.is_some(), known, "{now}");
    }
    let mut nothing = Session::open(plain(), Settings::default(), 0);
    let scope = nothing.scope("half");
    assert_eq!(nothing.within(1, scope, 0).expect("scoped").headroom, None);
}

#[test]
fn within_a_configuration_the_less_sure_of_limit_and_usage_counts() {
    let counted = (COUNTED, 200, json!({ "exportDestinations": { "one": 1 } }));
    for (limits, counted_there, elsewhere) in [
        (json!({ "exports_destinations": 5 }), Origin::Counted, Origin::Reported),
        (json!({}), Origin::Assumed, Origin::Assumed),
    ] {
        let mut session = session(&with_counts(), &[quotas(&limits), counted.clone()]);
        let mut origin = |config: &str| {
            let scope = session.scope(config);
            session.within(1, scope, 0).expect("scoped").headroom.expect("an answer").quota.origin
        };
        assert_eq!((origin("one"), origin("other")), (counted_there, elsewhere), "{limits}");
    }
}

#[test]
fn what_is_used_of_the_whole_says_nothing_of_a_part_of_it() {
    let mut session = attached();
    let asked = session.ask(1);
    let whole = Quota::reported(limit(2), used(2));
    session.take(asked, Ok(Snapshot::of(None, vec![whole; 2])), 1).expect("an answer");
    assert_eq!(left_within(&mut session, "half", 1), Remaining::UsageUnknown);
}

#[test]
fn the_limit_of_each_is_no_limit_of_all() {
    let mut session = attached();
    let whole = session.overview(0).headroom[1];
    assert_eq!((whole.quota.limit, whole.remaining()), (limit(2), Remaining::UsageUnknown));
    assert_eq!(whole.quota.origin, Origin::Assumed);
}

#[test]
fn what_is_held_within_one_configuration_is_free_in_the_others() {
    let mut session = attached();
    let Step { action, params } = attaching(&mut session, "half", 1);
    let hold = session.hold(action, &params, 60_000, 0);
    assert_eq!(
        (left_within(&mut session, "half", 0), left_within(&mut session, "odd", 0)),
        (left(0), left(3))
    );
    assert_eq!(session.overview(0).headroom[1].held, Units::ZERO);
    let denied = attach(&mut session, "half", 1, 0);
    assert_eq!(
        (denied.decision.reason, denied.remedy.map(|remedy| remedy.kind)),
        (Reason::LimitReached, Some(RemedyKind::Wait))
    );
    session.release(hold, 1);
    assert_eq!(left_within(&mut session, "half", 1), left(1));
}

#[test]
fn a_plan_counts_each_configuration_by_itself() {
    let mut session = attached();
    let steps = ["half", "odd", "half"].map(|config| attaching(&mut session, config, 1));
    let plan = session.check_all(&steps, 0);
    let reasons: Vec<_> = plan.steps.iter().map(|check| check.decision.reason).collect();
    assert_eq!(reasons, [Reason::WithinLimits, Reason::WithinLimits, Reason::LimitReached]);
    assert_eq!(plan.failed, Some(2));
}

#[test]
fn a_plan_warns_of_a_configuration_once() {
    let mut session = attached();
    let steps = ["odd", "odd"].map(|config| attaching(&mut session, config, 1));
    let plan = session.check_all(&steps, 0);
    let [warning] = plan.whole.decision.warnings[..] else { panic!("{plan:?}") };
    assert_eq!((plan.failed, warning.room.scope), (None, Some(session.scope("odd"))));
    assert_eq!((warning.requested, warning.headroom.held), (Units::new(2), Units::ZERO));
}

// Refusals, which the platform documents nowhere: in the words of who uses this.

#[test]
fn a_refusal_caps_the_configuration_that_it_was_about() {
    let mut session = attached();
    let attempt = attaching(&mut session, "odd", 2);
    let refused = session
        .refuse(Some(&json!({ "resource": 1, "remaining": 1 })), Some(attempt), 1_000)
        .expect("a refusal");
    assert_eq!(
        (refused.action, &refused.short[..]),
        (session.action("attachExportDestination").expect("an action"), &[(1, Units::new(2))][..])
    );
    assert_eq!(
        (left_within(&mut session, "odd", 1_000), left_within(&mut session, "half", 1_000)),
        (left(1), left(1))
    );
    let check = session.check_refused(&refused, 1_000);
    let [short] = check.decision.blockers[..] else { panic!("{check:?}") };
    assert_eq!(
        (short.room.scope, short.requested, short.short_by),
        (Some(session.scope("odd")), Units::new(2), Units::ONE)
    );
    // An answer that was asked for afterwards and agrees lifts it.
    let counted = json!({ "exportDestinations": { "odd": 1 } });
    tell(&mut session, &[quotas(&json!({})), (COUNTED, 200, counted)], 2_000);
    assert_eq!(left_within(&mut session, "odd", 2_000), left(1));
    assert_eq!(attach(&mut session, "odd", 1, 2_000).decision.reason, Reason::WithinLimits);
}

#[test]
fn a_refusal_of_what_was_not_counted_says_something_about_it() {
    let mut session = attached();
    let attempt = attaching(&mut session, "new", 1);
    session.refuse(Some(&json!({ "resource": 1 })), Some(attempt), 1_000).expect("a refusal");
    assert_eq!(attach(&mut session, "new", 1, 1_000).decision.reason, Reason::LimitReached);
    assert_eq!(attach(&mut session, "newer", 1, 1_000).decision.reason, Reason::UsageUnknown);
}

#[test]
fn a_refusal_names_a_resource_and_what_remains() {
    for (body, expected) in [
        (json!({ "resource": 0, "remaining": 1 }), Some(("enableExportConfig", 1))),
        (json!({ "resource": 0 }), Some(("enableExportConfig", 0))),
        (json!({ "resource": 0, "remaining": null }), Some(("enableExportConfig", 0))),
        (json!({ "resource": 0, "remaining": "1" }), Some(("enableExportConfig", 0))),
        (json!({ "resource": 0, "remaining": -1 }), Some(("enableExportConfig", 0))),
        (json!({ "resource": 1, "remaining": 2 }), Some(("attachExportDestination", 2))),
        (json!({ "resource": 2 }), None),
        (json!({ "resource": -1 }), None),
        (json!({ "resource": 0.5 }), None),
        (json!({ "resource": "0" }), None),
        (json!({ "remaining": 1 }), None),
        (json!({ "code": 402, "name": "PaymentError" }), None),
        (json!(null), None),
    ] {
        let mut session = attached();
        let refused = session.refuse(Some(&body), None, 0);
        let seen = refused.map(|refused| {
            let action = with_counts().describe(refused.action).expect("an action").name.clone();
            (action.into_owned(), refused.short[0].1.get() - 1)
        });
        assert_eq!(seen, expected.map(|(action, left)| (action.to_owned(), left)), "{body}");
    }
}

// Secrets.

/// Reading a list may give credentials of buckets: only what counts is looked at.
#[test]
fn nothing_of_what_does_not_count_is_kept() {
    let secret = "planted-secret";
    let item = batch_but(
        "a",
        &json!({
            "authentication": { "account_id": secret, "key": [secret] }, "properties": { "bucket_name": secret },
            "mappings": [secret], "name": secret, "description": secret,
        }),
    );
    let quotas = record(&json!({ "name": secret, "owner": { "email": secret }, "note": [secret] }));
    let features = json!({ "id": "f", "organization_id": "own", "batch_exports": true, "token": secret });
    let counted = json!({ "exportConfigs": 2, "exportDestinations": { "one": 1 }, "token": secret });
    let all = Didomi { feature: Some("batch_exports".into()), counts: true, ..with_list() };
    let parts = [
        list(QUOTAS, &[quotas]),
        list(FEATURES, &[features]),
        list(INTEGRATIONS, &[item]),
        (COUNTED, 200, counted),
    ];
    let mut session = session(&all, &parts);
    let kept = format!("{session:?} {:?} {:?}", session.record(true, 0), session.overview(0));
    assert!(kept.contains("Snapshot") && kept.contains("one"), "{kept}");
    assert!(!kept.contains(secret), "{kept}");
}

// How it is chosen.

#[test]
fn it_is_chosen_by_its_settings() {
    let read = |settings: Value| quota_gate::platform::from_json(&settings);
    let parts = |settings: Value| -> Vec<usize> {
        read(settings).expect("a platform").begin().wanted().iter().map(|wanted| wanted.part).collect()
    };
    let named = |more: Value| {
        let mut settings = json!({ "platform": "didomi", "organizationId": "own" });
        settings.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        settings
    };
    assert_eq!(parts(named(json!({}))), [QUOTAS]);
    assert_eq!(parts(named(json!({ "feature": "batch_exports" }))), [QUOTAS, FEATURES]);
    assert_eq!(parts(named(json!({ "integrations": "batch" }))), [QUOTAS, INTEGRATIONS]);
    assert_eq!(
        parts(named(json!({ "integrations": "marked", "counts": true }))),
        [QUOTAS, INTEGRATIONS, COUNTED]
    );
    assert_eq!(parts(named(json!({ "feature": null, "integrations": null, "counts": null }))), [QUOTAS]);
    let counted = |which: &str| {
        let mut reading = read(named(json!({ "integrations": which }))).expect("a platform").begin();
        let items =
            [batch("a"), batch("b"), batch_but("c", &json!({ "type_id": "webhook", "counts": true }))];
        for (part, _, body) in [quotas(&json!({})), list(INTEGRATIONS, &items)] {
            reading.take(part, 200, Some(&body)).expect("a part");
        }
        reading.finish().expect("an answer").quotas[0].usage
    };
    assert_eq!((counted("batch"), counted("marked")), (used(2), used(1)));
    for nameless in [json!({ "platform": "didomi" }), json!({ "platform": "didomi", "organizationId": 5 })] {
        assert!(read(nameless).is_none());
    }
}
