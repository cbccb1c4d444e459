//! Runs a future, which the usual executor does for 1.5 KB of brotli more: its queue, and promises that nobody here waits for.

use std::{
    cell::RefCell,
    pin::Pin,
    sync::Arc,
    task::{Context, Wake, Waker},
};

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static TASKS: RefCell<Vec<Option<Task>>> = const { RefCell::new(Vec::new()) };
}

/// A task, by its place. Promises wake it in a later turn, never while it is polled, when its place is empty.
struct Place(usize);

impl Wake for Place {
    fn wake(self: Arc<Self>) {
        poll(self);
    }
}

/// Runs a future until it first waits, and goes on whenever it is woken.
pub(super) fn start(future: impl Future<Output = ()> + 'static) {
    let place = TASKS.with(|tasks| {
        let mut tasks = tasks.try_borrow_mut().ok()?;
        tasks.push(Some(Box::pin(future)));
        tasks.len().checked_sub(1)
    });
    if let Some(place) = place {
        poll(Arc::new(Place(place)));
    }
}

fn poll(place: Arc<Place>) {
    let index = place.0;
    let taken = TASKS.with(|tasks| tasks.try_borrow_mut().ok()?.get_mut(index)?.take());
    let Some(mut task) = taken else { return };
    let waker = Waker::from(place);
    if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
        TASKS.with(|tasks| {
            if let Ok(mut tasks) = tasks.try_borrow_mut()
                && let Some(empty) = tasks.get_mut(index)
            {
                *empty = Some(task);
            }
        });
    }
}
