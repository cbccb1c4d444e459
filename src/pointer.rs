//! JSON Pointers (RFC 6901): where in an answer something stands.

use crate::json::Json;

/// **A JSON Pointer**, such as `/limits/emails`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    text: String,
    tokens: Vec<String>,
}

impl Pointer {
    /// Reads one. None unless it is empty or starts with a slash, and each `~` in it is `~0` or `~1` (section 3).
    pub fn parse(text: &str) -> Option<Self> {
        let mut tokens = text.split('/');
        if !tokens.next()?.is_empty() {
            return None;
        }
        let tokens = tokens.map(unescaped).collect::<Option<_>>()?;
        Some(Self { text: text.to_owned(), tokens })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads what stands there; None where nothing does (section 4).
    pub fn read<T>(&self, root: &dyn Json, read: impl FnOnce(Option<&dyn Json>) -> T) -> T {
        match self.follow(root) {
            Found::Root => read(Some(root)),
            Found::Below(place) => read(place.as_deref()),
        }
    }

    fn follow(&self, root: &dyn Json) -> Found {
        let mut tokens = self.tokens.iter();
        let Some(first) = tokens.next() else { return Found::Root };
        Found::Below(tokens.fold(step(root, first), |place, token| step(place?.as_ref(), token)))
    }
}

enum Found {
    Root,
    Below(Option<Box<dyn Json>>),
}

fn step(place: &dyn Json, token: &str) -> Option<Box<dyn Json>> {
    if place.length().is_none() {
        return place.get(token);
    }
    // No sign and no leading zero.
    let canonical = token == "0" || !token.starts_with(['0', '+']);
    canonical.then(|| place.item(token.parse().ok()?)).flatten()
}

fn unescaped(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (escaped, rest) = part.split_at_checked(1)?;
        text.push(match escaped {
            "0" => '~',
            "1" => '/',
            _ => return None,
        });
        text.push_str(rest);
    }
    Some(text)
}
