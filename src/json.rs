//! Parsed JSON, of whichever parser: one reader of a platform's answers serves pages and back ends.

/// **A parsed JSON value**: `serde_json::Value` natively, a `JsValue` in a page, which may hold anything.
pub trait Json: Sized {
    /// Is it an object, neither null nor an array?
    fn is_object(&self) -> bool;
    /// The member of this name, if this is an object that has one.
    fn get(&self, name: &str) -> Option<Self>;
    /// The number, if it is one and not a string that looks like one.
    fn number(&self) -> Option<f64>;
    /// The boolean, if it is one.
    fn boolean(&self) -> Option<bool>;
    /// The text, if it is one.
    fn text(&self) -> Option<String>;
}

#[cfg(not(target_arch = "wasm32"))]
impl Json for serde_json::Value {
    fn is_object(&self) -> bool {
        Self::is_object(self)
    }

    fn get(&self, name: &str) -> Option<Self> {
        Self::get(self, name).cloned()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(String::from)
    }
}
