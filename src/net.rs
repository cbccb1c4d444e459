//! One GET, through gloo-net.

use gloo_net::http;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
};

/// Asks once. The answer comes as it is, whatever its status: a redirect is not followed, since it would carry the token on.
///
/// gloo-net panics, which ends the wasm instance, when `fetch` answers with anything but a `Response` or rejects with anything but
/// an `Error`: the package's JavaScript puts a `fetch` in its place that doesn't (www/lib/fetch.ts).
///
/// # Errors
/// Rejects when the request can't be made or no answer comes (a `TypeError`), or with the signal's reason.
#[wasm_bindgen(wasm_bindgen_futures = js_sys::futures)]
pub async fn get(
    url: String,
    token: Option<String>,
    credentials: RequestCredentials,
    signal: AbortSignal,
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_signal(Some(&signal));
    init.set_redirect(RequestRedirect::Manual);
    // A browser may answer a GET without caching headers from its cache; the platform's have none. Some runtimes (workerd) throw
    // on fields that they don't have.
    if runtime_has("cache") {
        init.set_cache(RequestCache::NoStore);
    }
    if runtime_has("credentials") {
        init.set_credentials(credentials);
    }
    if let Some(token) = token {
        let headers = Headers::new()?;
        headers.set("Authorization", &["Bearer ", &token].concat())?;
        init.set_headers(&headers);
    }
    let request = http::Request::from(web_sys::Request::new_with_str_and_init(&url, &init)?);
    let answer = request.send().await;
    answer.map(Response::from).map_err(|_| JsValue::UNDEFINED)
}

fn runtime_has(field: &str) -> bool {
    let fields = Reflect::get(&js_sys::global(), &"Request".into())
        .and_then(|request| Reflect::get(&request, &"prototype".into()))
        .and_then(|prototype| Reflect::has(&prototype, &field.into()));
    fields.unwrap_or(false)
}
