//! One GET, through gloo-net.

use gloo_net::http;
use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = Request, js_name = prototype)]
    static REQUEST_FIELDS: JsValue;
}

/// Asks once. The answer comes as it is, whatever its status: a redirect is not followed, since it would carry the token on.
///
/// `signal` must belong to a controller of ours and be aborted with an `Error`: on any other reason gloo-net panics, which ends
/// the wasm instance. So does a `fetch` that was replaced by something that doesn't answer with a `Response`.
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
    REQUEST_FIELDS.with(|fields| Reflect::has(fields, &JsString::from(field)).unwrap_or(false))
}
