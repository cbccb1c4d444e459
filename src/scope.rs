//! What a limit counts by itself: the exports of one configuration, and not of all together.

use crate::snapshot::Units;

/// **A part of an account that a limit counts by itself**, by the place of its name in [`Scopes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope(u32);

impl Scope {
    /// The place, as a parameter of an action.
    pub fn as_param(self) -> Units {
        Units::new(self.0.into())
    }

    /// The scope that a parameter of an action names. None where there is none, or no such place can be.
    pub fn from_param(param: Option<Units>) -> Option<Self> {
        u32::try_from(param?.get()).ok().map(Self)
    }
}

/// **The names of the scopes that were spoken of**, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes {
    names: Vec<String>,
}

impl Scopes {
    /// The scope of a name, the same each time.
    pub fn named(&mut self, name: &str) -> Scope {
        let known = self.names.iter().position(|each| each == name);
        let place = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len().saturating_sub(1)
        });
        Scope(place as u32)
    }

    /// What it is called. None where it isn't one of these.
    pub fn name(&self, scope: Scope) -> Option<&str> {
        self.names.get(scope.0 as usize).map(String::as_str)
    }
}
