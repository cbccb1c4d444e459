//! JSON Pointers: where in an answer something stands (RFC 6901).

use proptest::prelude::*;
use quota_gate::{json::Json, pointer::Pointer};
use serde_json::{Value, json};

use crate::support::cases;

/// What the core's reader sees.
fn seen(json: &dyn Json) -> Value {
    if let Some(length) = json.length() {
        return (0..length).map(|place| seen(json.item(place).expect("an item").as_ref())).collect();
    }
    if json.is_object() {
        let member = |name: String| {
            let value = seen(json.get(&name).expect("a member").as_ref());
            (name, value)
        };
        return Value::Object(json.names().into_iter().map(member).collect());
    }
    json.text()
        .map(Value::from)
        .or(json.boolean().map(Value::from))
        .or(json.number().map(Value::from))
        .unwrap_or_default()
}

/// What stands there, of a pointer that is one.
fn read(pointer: &str, root: &Value) -> Option<Value> {
    let pointer = Pointer::parse(pointer).unwrap_or_else(|| panic!("{pointer} is no pointer"));
    pointer.read(root, |found| found.map(seen))
}

/// The document of section 5.
fn example() -> Value {
    json!({
        "foo": ["bar", "baz"],
        "": 0.0,
        "a/b": 1.0,
        "c%d": 2.0,
        "e^f": 3.0,
        "g|h": 4.0,
        "i\\j": 5.0,
        "k\"l": 6.0,
        " ": 7.0,
        "m~n": 8.0,
    })
}

#[test]
fn section_5() {
    assert_eq!(read("", &example()), Some(example()));
    for (pointer, expected) in [
        ("/foo", json!(["bar", "baz"])),
        ("/foo/0", json!("bar")),
        ("/", json!(0.0)),
        ("/a~1b", json!(1.0)),
        ("/c%d", json!(2.0)),
        ("/e^f", json!(3.0)),
        ("/g|h", json!(4.0)),
        ("/i\\j", json!(5.0)),
        ("/k\"l", json!(6.0)),
        ("/ ", json!(7.0)),
        ("/m~0n", json!(8.0)),
    ] {
        assert_eq!(read(pointer, &example()), Some(expected), "{pointer}");
    }
}

/// Section 4: "first transforming any occurrence of the sequence '~1' to '/', and then […] '~0' to '~'", so `~01` is `~1`.
#[test]
fn escapes() {
    let root = json!({ "~1": 1.0, "/": 2.0, "~": 3.0, "~~//": 4.0, "~01": 5.0 });
    for (pointer, expected) in [("/~01", 1.0), ("/~1", 2.0), ("/~0", 3.0), ("/~0~0~1~1", 4.0), ("/~001", 5.0)]
    {
        assert_eq!(read(pointer, &root), Some(json!(expected)), "{pointer}");
    }
}

/// Section 4: digits without a leading zero; `-` is the place after the last, where nothing is.
#[test]
fn places_in_an_array() {
    let root = json!({ "list": ["a", "b", ["c"]] });
    for (pointer, expected) in
        [("/list/0", Some("a")), ("/list/1", Some("b")), ("/list/2/0", Some("c")), ("/list/3", None)]
    {
        assert_eq!(read(pointer, &root), expected.map(Value::from), "{pointer}");
    }
    for none in
        ["00", "01", "-", "-1", "+1", "1.0", "1e0", " 1", "", "a", "length", "99999999999999999999999"]
    {
        assert_eq!(read(&format!("/list/{none}"), &root), None, "{none}");
    }
}

#[test]
fn digits_name_a_member_of_an_object() {
    let root = json!({ "0": "zero", "01": "one", "-": "dash" });
    for (pointer, expected) in [("/0", "zero"), ("/01", "one"), ("/-", "dash")] {
        assert_eq!(read(pointer, &root), Some(json!(expected)), "{pointer}");
    }
}

#[test]
fn null_is_something_and_what_is_not_there_is_nothing() {
    let root = json!({ "none": null, "text": "abc", "number": 5.0 });
    assert_eq!(read("/none", &root), Some(Value::Null));
    for nothing in ["/other", "/none/", "/text/0", "/number/0", "/other/deeper/still"] {
        assert_eq!(read(nothing, &root), None, "{nothing}");
    }
}

/// Section 3: empty, or each part after a slash; a tilde is followed by 0 or 1.
#[test]
fn what_is_no_pointer() {
    for no_pointer in ["foo", "0", " /foo", "#/foo", "/~", "/~2", "/a~", "/a~b", "/~~0", "/a/~/b", "/~é"] {
        assert_eq!(Pointer::parse(no_pointer), None, "{no_pointer}");
    }
}

#[test]
fn it_is_kept_as_it_was_written() {
    for text in ["", "/", "/a~1b/~0/0"] {
        assert_eq!(Pointer::parse(text).expect("a pointer").as_str(), text);
    }
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..9u8).prop_map(|n| json!(f64::from(n)))
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[01a/~-]{0,2}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(cases(2000))]

    /// As serde_json's own reader of pointers says, which takes also what isn't one.
    #[test]
    fn any_pointer_finds_what_another_reader_finds(root in document(), tokens in proptest::collection::vec("[01a/~-]{0,2}", 0..4)) {
        let escaped = tokens.iter().map(|token| format!("/{}", token.replace('~', "~0").replace('/', "~1")));
        let text = escaped.collect::<String>();
        prop_assert_eq!(read(&text, &root), root.pointer(&text).cloned());
    }

    #[test]
    fn no_text_panics(root in document(), text in "[/~01a\u{e9}-]{0,6}|\\PC{0,6}") {
        let pointer = Pointer::parse(&text);
        prop_assert_eq!(pointer.is_some(), is_pointer(&text));
        if let Some(pointer) = pointer {
            pointer.read(&root, |_| ());
        }
    }
}

/// Section 3's grammar, said another way.
fn is_pointer(text: &str) -> bool {
    let escapes = || text.split('~').skip(1);
    (text.is_empty() || text.starts_with('/')) && escapes().all(|rest| rest.starts_with(['0', '1']))
}
