//! What units are counted of.

use crate::scope::Scope;

/// **What a headroom is of**: a resource, by its place in the platform's list, as a whole or within one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// The resource.
    pub resource: usize,
    /// The scope, of a resource that is counted by scope.
    pub scope: Option<Scope>,
}

impl Room {
    /// The whole of a resource.
    pub fn whole(resource: usize) -> Self {
        Self { resource, scope: None }
    }
}
