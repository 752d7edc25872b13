//! What the methods of maps answer, and what a word of an adapter takes for an
//! answer.
//!
//! One map hands out references, another guards, a third one copies; one tells what
//! an insert replaced, another only whether it replaced anything. The traits here
//! read all of these. They are for [`subject!`](crate::subject!), which names them
//! nowhere: an adapter meets them where a method answers something else, and then
//! their messages say which words want what.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

use super::{EntryAnswer, Pair, Subject};
use crate::probe::{TestKey, TestValue, call_closure, quietly};

/// What a map tells of the value that was at a key before it was inserted or
/// removed.
///
/// ```
/// use map_oracle::probe::{Key, PlanState, Value};
/// use map_oracle::subject::{Subject, Told};
/// use std::collections::HashSet;
///
/// map_oracle::subject! {
///     /// A map that is filled and says no more than whether the key was new.
///     pub struct Quiet("quiet", std::collections::HashMap<Key, Value, PlanState>);
///     new: |_| Default::default();
///     ops: insert(|map, key, value| map.insert(key, value).is_none()) -> bool;
/// }
/// # let probe = map_oracle::probe::Probe::start(Default::default());
/// let mut map = Quiet::with_hint(0);
/// assert!(matches!(map.insert_told(probe.key(1), probe.value(2)), Told::There(false)));
/// assert!(matches!(map.insert_told(probe.key(1), probe.value(3)), Told::There(true)));
/// # let _ = HashSet::<u8>::new();
/// # drop(map);
/// ```
#[derive(Debug)]
pub enum Told<V> {
    /// The value, if there was one, given back.
    Value(Option<V>),
    /// What the value held, if there was one. It stays with the map.
    Seen(Option<u32>),
    /// Whether there was one.
    There(bool),
    /// Nothing.
    Nothing,
}

impl<V> Told<V> {
    /// The value, if it was given back.
    #[must_use]
    pub fn value(self) -> Option<V> {
        match self {
            Told::Value(value) => value,
            Told::Seen(_) | Told::There(_) | Told::Nothing => None,
        }
    }
}

/// How a thing holds another: by being that.
#[derive(Debug)]
pub struct Itself;
/// By standing before it: a reference, or a guard.
#[derive(Debug)]
pub struct Behind;

/// Holds a `T`: is one, refers to one, or guards one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{T}`, and does not deref to one",
    label = "a word of `subject!` wants a `{T}` here: itself, a reference or a guard"
)]
pub trait Holds<T, How> {
    /// What it holds.
    fn held(&self) -> &T;
    /// The thing itself, if it is that.
    fn own(self) -> Option<T>;
}

impl<T> Holds<T, Itself> for T {
    fn held(&self) -> &T {
        self
    }
    fn own(self) -> Option<T> {
        Some(self)
    }
}

impl<T, P: Deref<Target = T>> Holds<T, Behind> for P {
    fn held(&self) -> &T {
        self
    }
    fn own(self) -> Option<T> {
        None
    }
}

/// What a value holds that an entry or a look-up ended in.
pub fn number<V: TestValue, How>(found: impl Holds<V, How>) -> u32 {
    found.held().get()
}

/// Finds a value, or none.
#[diagnostic::on_unimplemented(
    message = "a look-up (`get`, `get_mut`) answers an `Option` of the value; this is `{Self}`",
    label = "wanted: `Option` of a `{V}`, of a reference to one, or of a guard"
)]
pub trait Finds<V, How> {
    /// What the value holds.
    fn found(self) -> Option<u32>;
}

impl<V: TestValue, H: Holds<V, How>, How> Finds<V, How> for Option<H> {
    fn found(self) -> Option<u32> {
        self.map(|found| found.held().get())
    }
}

/// What the value holds that a look-up found.
pub fn found<V, How>(answer: impl Finds<V, How>) -> Option<u32> {
    answer.found()
}

/// Finds a value for writing, or none.
#[diagnostic::on_unimplemented(
    message = "`get_mut` answers an `Option` of the value for writing; this is `{Self}`",
    label = "wanted: `Option` of a `&mut {V}`, or of a guard that derefs to it for writing"
)]
pub trait FindsMut<V> {
    /// Writes to the value; tells what it held.
    fn written(self, payload: u32) -> Option<u32>;
}

impl<V: TestValue, P: DerefMut<Target = V>> FindsMut<V> for Option<P> {
    fn written(self, payload: u32) -> Option<u32> {
        self.map(|mut value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }
}

/// Writes to the value that was found; tells what it held.
pub fn written<V>(answer: impl FindsMut<V>, payload: u32) -> Option<u32> {
    answer.written(payload)
}

/// Tells of the value that was at a key.
#[diagnostic::on_unimplemented(
    message = "`insert` and `remove` answer an `Option` of the old value; this is `{Self}`",
    label = "wanted: `Option` of a `{V}`, of a reference to one, or of a guard",
    note = "say `insert -> bool` if it only tells whether the key was new, `remove -> bool` if \
            it tells whether the key was there, `-> ()` if it tells nothing, and \
            `insert -> Result` if a full map gives back what it was given"
)]
pub trait Tells<V, How> {
    /// What it tells.
    fn told(self) -> Told<V>;
}

impl<V: TestValue> Tells<V, Itself> for Option<V> {
    fn told(self) -> Told<V> {
        Told::Value(self)
    }
}

impl<V: TestValue, P: Deref<Target = V>> Tells<V, Behind> for Option<P> {
    fn told(self) -> Told<V> {
        Told::Seen(self.map(|value| value.get()))
    }
}

/// What is told of the value that was at a key.
pub fn told<V, How>(answer: impl Tells<V, How>) -> Told<V> {
    answer.told()
}

/// For `insert -> ()` and others that tell nothing.
#[diagnostic::on_unimplemented(
    message = "`-> ()` was said of a word, and its method answers `{Self}`",
    label = "wanted: nothing"
)]
pub trait Nothing {}
impl Nothing for () {}

/// The answer of a method that tells nothing.
pub fn nothing<V>(_: impl Nothing) -> Told<V> {
    Told::Nothing
}

/// For `insert -> bool` and others that say yes or no.
#[diagnostic::on_unimplemented(
    message = "a word says `-> bool`, or asks a question, and its method answers `{Self}`",
    label = "wanted: a `bool`"
)]
pub trait Says {
    /// Yes or no.
    fn says(self) -> bool;
}
impl Says for bool {
    fn says(self) -> bool {
        self
    }
}

/// Yes or no.
pub fn says(answer: impl Says) -> bool {
    answer.says()
}

/// What a full map gives back of what it was given.
#[diagnostic::on_unimplemented(
    message = "`insert -> Result` gives back the key and the value as its error; this is `{Self}`",
    label = "wanted: `({K}, {V})`, an `Option` of it, or `()` if the map dropped them"
)]
pub trait Refuses<K, V> {
    /// What is given back.
    fn given_back(self) -> Option<(K, V)>;
}
impl<K, V> Refuses<K, V> for (K, V) {
    fn given_back(self) -> Option<(K, V)> {
        Some(self)
    }
}
impl<K, V> Refuses<K, V> for Option<(K, V)> {
    fn given_back(self) -> Option<(K, V)> {
        self
    }
}
impl<K, V> Refuses<K, V> for () {
    fn given_back(self) -> Option<(K, V)> {
        None
    }
}

/// Inserts into a map that may be full.
pub fn tried<S: Subject>(
    answer: Result<Option<S::Value>, impl Refuses<S::Key, S::Value>>,
) -> Result<Option<S::Value>, Option<Pair<S>>> {
    answer.map_err(Refuses::given_back)
}

/// Shows an entry.
#[diagnostic::on_unimplemented(
    message = "an entry is shown as a pair of its key and its value; this is `{Self}`",
    label = "wanted: a pair that holds a `{K}` and a `{V}`",
    note = "a second closure makes a pair of what the method answers: \
            `iter(iter, |guard| guard.pair())`"
)]
pub trait ShowsEntry<K, V, How> {
    /// Shows it.
    fn show<R>(self, with: impl FnOnce(&K, &V) -> R) -> R;
}

impl<K, V, A, B, OfA, OfB> ShowsEntry<K, V, (OfA, OfB)> for (A, B)
where
    A: Holds<K, OfA>,
    B: Holds<V, OfB>,
{
    fn show<R>(self, with: impl FnOnce(&K, &V) -> R) -> R {
        with(self.0.held(), self.1.held())
    }
}

/// Shows an entry.
pub fn show<K, V, How, R>(entry: impl ShowsEntry<K, V, How>, with: impl FnOnce(&K, &V) -> R) -> R {
    entry.show(with)
}

/// Shows an entry, its value for writing.
#[diagnostic::on_unimplemented(
    message = "an entry is shown for writing as a pair of its key and a `&mut` of its value; \
               this is `{Self}`",
    label = "wanted: a pair that holds a `{K}` and a `{V}` for writing",
    note = "a second closure makes a pair of what the method answers: \
            `iter_mut(iter_mut, |mut guard| guard.pair_mut())`"
)]
pub trait ShowsEntryMut<K, V, How> {
    /// Shows it.
    fn show_mut<R>(self, with: impl FnOnce(&K, &mut V) -> R) -> R;
}

impl<K, V, A, B, OfA> ShowsEntryMut<K, V, OfA> for (A, B)
where
    A: Holds<K, OfA>,
    B: DerefMut<Target = V>,
{
    fn show_mut<R>(mut self, with: impl FnOnce(&K, &mut V) -> R) -> R {
        with(self.0.held(), &mut self.1)
    }
}

/// Shows an entry, its value for writing.
pub fn show_mut<K, V, How, R>(
    entry: impl ShowsEntryMut<K, V, How>,
    with: impl FnOnce(&K, &mut V) -> R,
) -> R {
    entry.show_mut(with)
}

/// A value that a map lends to a closure: for writing, or for reading alone.
#[diagnostic::on_unimplemented(
    message = "the closure of `retain` is lent a value; this is `{Self}`",
    label = "wanted: a `&{V}` or a `&mut {V}`"
)]
pub trait Lends<V, How> {
    /// Asks about it.
    fn ask(self, keep: impl FnOnce(&mut V) -> bool) -> bool;
}

impl<V, P: DerefMut<Target = V>> Lends<V, Itself> for P {
    fn ask(mut self, keep: impl FnOnce(&mut V) -> bool) -> bool {
        keep(&mut self)
    }
}

impl<V: Clone> Lends<V, Behind> for &V {
    /// About a copy. It is nobody's but ours: no planned panic strikes where it is
    /// made or dropped.
    fn ask(self, keep: impl FnOnce(&mut V) -> bool) -> bool {
        let mut copy = quietly(|| self.clone());
        let kept = keep(&mut copy);
        quietly(move || drop(copy));
        kept
    }
}

/// The closure that selects entries, for maps that lend them in different ways.
#[allow(missing_debug_implementations, reason = "it holds a closure")]
pub struct Asks<'a, K, V>(RefCell<&'a mut Selects<'a, K, V>>);

/// Whether an entry is selected.
type Selects<'a, K, V> = dyn FnMut(&K, &mut V) -> bool + 'a;

impl<'a, K, V> Asks<'a, K, V> {
    /// The closure, so that it can be called by a shared reference: some maps
    /// take an `Fn`.
    pub fn new(select: &'a mut dyn FnMut(&K, &mut V) -> bool) -> Self {
        Asks(RefCell::new(select))
    }

    /// Whether the entry is selected.
    pub fn ask<OfK, OfV>(&self, key: impl Holds<K, OfK>, value: impl Lends<V, OfV>) -> bool {
        value.ask(|value| (self.0.borrow_mut())(key.held(), value))
    }
}

/// What makes the value of an entry, as a planned panic may strike it.
pub fn makes<V>(value: V) -> impl FnOnce() -> V {
    move || {
        call_closure();
        value
    }
}

/// What changes the value of an entry, as a planned panic may strike it.
pub fn modifies<V: TestValue>(payload: u32) -> impl FnOnce(&mut V) {
    move |value| {
        call_closure();
        value.set(payload);
    }
}

/// Whether a map says of itself that it is empty: most have a method for it, and
/// the word `len` finds out which.
pub trait SaysEmpty {
    /// What it says, if it says anything.
    fn said(self) -> Option<bool>;
}
impl SaysEmpty for bool {
    fn said(self) -> Option<bool> {
        Some(self)
    }
}

/// What is answered by a map without the method.
#[derive(Debug)]
pub struct NoSuchMethod;
impl SaysEmpty for NoSuchMethod {
    fn said(self) -> Option<bool> {
        None
    }
}

/// Has a method for all maps that a map's own goes before, be it of a trait: this one is
/// a reference further away.
pub trait AnyMap {
    /// There is no such method.
    fn is_empty(&self) -> NoSuchMethod {
        NoSuchMethod
    }
}
impl<M> AnyMap for &M {}

/// What `read` makes of what was found, if anything was.
pub fn maybe<T, R>(found: Option<T>, read: impl FnOnce(T) -> R) -> Option<R> {
    found.map(read)
}

/// Shows a key.
pub fn show_key<K, V, How, R>(key: impl Holds<K, How>, with: impl FnOnce(&K) -> R) -> R {
    with(key.held())
}

/// Shows a value.
pub fn show_value<K, V, How, R>(value: impl Holds<V, How>, with: impl FnOnce(&V) -> R) -> R {
    with(value.held())
}

/// Shows a value for writing.
pub fn show_value_mut<K, V, How, R>(
    mut value: impl HoldsMut<V, How>,
    with: impl FnOnce(&mut V) -> R,
) -> R {
    with(value.held_mut())
}

/// Holds a `V` for writing: refers to one, or guards one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not deref to a `{V}` for writing",
    label = "a word of `subject!` wants a `&mut {V}` here, or a guard"
)]
pub trait HoldsMut<V, How> {
    /// What it holds.
    fn held_mut(&mut self) -> &mut V;
}

impl<V, P: DerefMut<Target = V>> HoldsMut<V, Behind> for P {
    fn held_mut(&mut self) -> &mut V {
        self
    }
}

/// Whether a new key was inserted, and what the value there holds then; or what
/// that held, and the value that was given back.
pub fn tried_insert<V: TestValue, OfA, OfB>(
    answer: Result<impl Holds<V, OfA>, (impl Holds<V, OfB>, V)>,
) -> Result<u32, (u32, V)> {
    match answer {
        Ok(value) => Ok(value.held().get()),
        Err((there, value)) => Err((there.held().get(), value)),
    }
}

/// The first item.
pub fn next<I: Iterator, R>(mut items: I, read: impl FnOnce(I::Item) -> R) -> Option<R> {
    items.next().map(read)
}

/// The last item.
pub fn next_back<I: DoubleEndedIterator, R>(
    mut items: I,
    read: impl FnOnce(I::Item) -> R,
) -> Option<R> {
    items.next_back().map(read)
}

/// Whatever a method answers that is asked for nothing.
pub fn done<T>(_: T) {}

/// How many entries there are.
pub fn count(answer: impl Counts) -> usize {
    answer.counts()
}

/// A number of entries.
#[diagnostic::on_unimplemented(
    message = "`len` answers a number of entries; this is `{Self}`",
    label = "wanted: a `usize`, `u64` or `u32`"
)]
pub trait Counts {
    /// The number.
    fn counts(self) -> usize;
}
impl Counts for usize {
    fn counts(self) -> usize {
        self
    }
}
impl Counts for u64 {
    fn counts(self) -> usize {
        self as usize
    }
}
impl Counts for u32 {
    fn counts(self) -> usize {
        self as usize
    }
}

/// Whether room was granted.
pub fn granted(answer: impl Grants) -> bool {
    answer.granted()
}

/// Says whether room was granted.
#[diagnostic::on_unimplemented(
    message = "`try_reserve` answers a `Result` or a `bool`; this is `{Self}`",
    label = "wanted: a `Result`, or a `bool`"
)]
pub trait Grants {
    /// Whether it was.
    fn granted(self) -> bool;
}
impl<T, E> Grants for Result<T, E> {
    fn granted(self) -> bool {
        self.is_ok()
    }
}
impl Grants for bool {
    fn granted(self) -> bool {
        self
    }
}

/// The number of a key that an entry shows.
pub fn id<K: TestKey, How>(key: impl Holds<K, How>) -> u32 {
    key.held().id()
}

/// What a form of `entry` answers that ends in the value.
pub fn ended_in<S: Subject, How>(
    value: impl Holds<S::Value, How>,
) -> EntryAnswer<S::Key, S::Value> {
    EntryAnswer {
        seen: Some(value.held().get()),
        ..EntryAnswer::default()
    }
}

/// Adds 1 to each value that was found; tells what it held. Both are read before
/// either is written: they must not overlap.
pub fn both_written<V: TestValue>(
    mut found: [Option<impl DerefMut<Target = V>>; 2],
) -> [Option<u32>; 2] {
    let before = found
        .each_ref()
        .map(|value| value.as_ref().map(|value| value.get()));
    for (value, before) in found.iter_mut().zip(before) {
        if let (Some(value), Some(before)) = (value, before) {
            value.set(before.wrapping_add(1));
        }
    }
    before
}
