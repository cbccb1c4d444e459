//! Parsed JSON, of whichever parser: one reader of a platform's answers serves pages and back ends.

/// **A parsed JSON value**: `serde_json::Value` natively, a `JsValue` in a page, which may hold anything.
pub trait Json {
    /// Is it an object, neither null nor an array?
    fn is_object(&self) -> bool;
    /// Is it null?
    fn is_null(&self) -> bool;
    /// The member of this name, if this is an object that has one.
    fn get(&self, name: &str) -> Option<Box<dyn Json>>;
    /// The names of an object's own members, in its order; none of anything else.
    fn names(&self) -> Vec<String>;
    /// How many items an array has. None if it isn't one.
    fn length(&self) -> Option<usize>;
    /// The item at a place, if this is an array that has so many.
    fn item(&self, place: usize) -> Option<Box<dyn Json>>;
    /// The number, if it is one and not a string that looks like one.
    fn number(&self) -> Option<f64>;
    /// The boolean, if it is one.
    fn boolean(&self) -> Option<bool>;
    /// The text, if it is one.
    fn text(&self) -> Option<String>;
}

/// An array's items, in order; none of anything else.
pub(crate) fn items(array: &dyn Json) -> impl Iterator<Item = Box<dyn Json>> {
    (0..array.length().unwrap_or_default()).filter_map(|place| array.item(place))
}

#[cfg(not(target_arch = "wasm32"))]
impl Json for serde_json::Value {
    fn is_object(&self) -> bool {
        Self::is_object(self)
    }

    fn is_null(&self) -> bool {
        Self::is_null(self)
    }

    fn get(&self, name: &str) -> Option<Box<dyn Json>> {
        Some(Box::new(Self::get(self, name)?.clone()))
    }

    fn names(&self) -> Vec<String> {
        self.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }

    fn length(&self) -> Option<usize> {
        self.as_array().map(Vec::len)
    }

    fn item(&self, place: usize) -> Option<Box<dyn Json>> {
        Some(Box::new(self.as_array()?.get(place)?.clone()))
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
