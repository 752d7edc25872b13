//! Keys and values in other shapes: over-aligned, large, boxed, zero-sized.
//!
//! Maps compute addresses from sizes and alignments, and shapes that nobody
//! tried are where that goes wrong. [`Aligned`], [`Large`] and [`Boxed`] wrap a
//! key or a value and are used in its place; [`ZeroSized`] is both.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::entry::{count_born, count_dropped, note_damage};
use super::experiment::{lies, tick};
use super::ledger::Instance;
use super::{Probe, TestKey, TestValue};
use crate::case::FaultKind;

/// Aligned to 64 bytes.
#[repr(align(64))]
pub struct Aligned<T>(T);

/// More than 128 bytes, all of which are looked at when it is read.
pub struct Large<T> {
    inner: T,
    padding: [u64; 17],
}

/// Somewhere else, behind a pointer.
pub struct Boxed<T>(Box<T>);

/// What every word of a [`Large`] holds.
const PADDING: u64 = 0x0dd_ba11_ca5e_d00d;

impl<T> Aligned<T> {
    fn wrap(inner: T) -> Self {
        Aligned(inner)
    }

    fn inner(&self, of: Instance) -> &T {
        // Asked of the number: a compiler takes it for granted of a reference.
        check_address(std::hint::black_box(std::ptr::from_ref(self).addr()), of);
        &self.0
    }

    fn inner_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

fn check_address(address: usize, of: Instance) {
    if !address.is_multiple_of(64) {
        note_damage(of);
    }
}

impl<T> Large<T> {
    fn wrap(inner: T) -> Self {
        Large {
            inner,
            padding: [PADDING; 17],
        }
    }

    fn inner(&self, of: Instance) -> &T {
        if self.padding != [PADDING; 17] {
            note_damage(of);
        }
        &self.inner
    }

    fn inner_mut(&mut self) -> &mut T {
        &mut self.inner
    }

    /// Overwrites part of it, as a map would that writes past a slot: for
    /// tests of what is then noted, which cannot do so without unsafe code.
    #[doc(hidden)]
    pub fn feign_damage(&mut self) {
        self.padding[0] = !PADDING;
    }
}

impl<T> Boxed<T> {
    fn wrap(inner: T) -> Self {
        Boxed(Box::new(inner))
    }

    fn inner(&self, _: Instance) -> &T {
        &self.0
    }

    fn inner_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

macro_rules! shape {
    ($shape:ident) => {
        impl<T: Hash> Hash for $shape<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.inner(Instance::Key).hash(state);
            }
        }

        impl<T: PartialEq> PartialEq for $shape<T> {
            fn eq(&self, other: &Self) -> bool {
                self.inner(Instance::Key) == other.inner(Instance::Key)
            }
        }

        impl<T: Eq> Eq for $shape<T> {}

        impl<T: PartialOrd> PartialOrd for $shape<T> {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                self.inner(Instance::Key)
                    .partial_cmp(other.inner(Instance::Key))
            }
        }

        impl<T: Ord> Ord for $shape<T> {
            fn cmp(&self, other: &Self) -> Ordering {
                self.inner(Instance::Key).cmp(other.inner(Instance::Key))
            }
        }

        impl<T: Clone> Clone for $shape<T> {
            fn clone(&self) -> Self {
                $shape::wrap(self.inner(Instance::Key).clone())
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $shape<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.inner(Instance::Key).fmt(f)
            }
        }

        impl<T: TestKey> TestKey for $shape<T> {
            const LAST: u16 = T::LAST;
            const FOLLOWED: bool = T::FOLLOWED;
            const SHARED: bool = T::SHARED;
            const PLANNED: bool = T::PLANNED;
            const NAN: bool = T::NAN;

            fn make(probe: &Probe, id: u32) -> Self {
                $shape::wrap(T::make(probe, id))
            }

            fn id(&self) -> u32 {
                self.inner(Instance::Key).id()
            }
        }

        impl<T: TestValue> TestValue for $shape<T> {
            const FOLLOWED: bool = T::FOLLOWED;

            fn make(probe: &Probe, payload: u32) -> Self {
                $shape::wrap(T::make(probe, payload))
            }

            fn get(&self) -> u32 {
                self.inner(Instance::Value).get()
            }

            fn set(&mut self, payload: u32) {
                self.inner_mut().set(payload);
            }

            fn keep(payload: u32) -> u32 {
                T::keep(payload)
            }
        }
    };
}

shape!(Aligned);
shape!(Large);
shape!(Boxed);

/// Nothing at all. As a key it is the only one; as a value it holds 0.
///
/// It has no room for a number of its own, so the ledger only counts how many
/// there are.
pub struct ZeroSized<const VALUE: bool>(());

/// The only key.
pub type ZeroSizedKey = ZeroSized<false>;
/// A value that holds nothing.
pub type ZeroSizedValue = ZeroSized<true>;

impl<const VALUE: bool> ZeroSized<VALUE> {
    const OF: Instance = if VALUE {
        Instance::Value
    } else {
        Instance::Key
    };

    fn new() -> Self {
        count_born(Self::OF);
        ZeroSized(())
    }
}

impl<const VALUE: bool> Drop for ZeroSized<VALUE> {
    fn drop(&mut self) {
        count_dropped(Self::OF);
        tick(FaultKind::Drop);
    }
}

impl<const VALUE: bool> Clone for ZeroSized<VALUE> {
    fn clone(&self) -> Self {
        tick(FaultKind::Clone);
        ZeroSized::new()
    }
}

impl<const VALUE: bool> fmt::Debug for ZeroSized<VALUE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0")
    }
}

impl<const VALUE: bool> PartialEq for ZeroSized<VALUE> {
    fn eq(&self, _: &Self) -> bool {
        if !VALUE {
            tick(FaultKind::Eq);
        }
        VALUE || !lies(FaultKind::EqLie)
    }
}

impl<const VALUE: bool> Eq for ZeroSized<VALUE> {}

impl<const VALUE: bool> PartialOrd for ZeroSized<VALUE> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const VALUE: bool> Ord for ZeroSized<VALUE> {
    fn cmp(&self, _: &Self) -> Ordering {
        if !VALUE {
            tick(FaultKind::Eq);
        }
        if !VALUE && lies(FaultKind::EqLie) {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }
}

impl Hash for ZeroSizedKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        tick(FaultKind::Hash);
        state.write_u64(u64::from(lies(FaultKind::HashLie)));
    }
}

impl TestKey for ZeroSizedKey {
    const LAST: u16 = 0;
    const FOLLOWED: bool = true;

    fn make(_: &Probe, _: u32) -> Self {
        ZeroSized::new()
    }

    fn id(&self) -> u32 {
        0
    }
}

impl TestValue for ZeroSizedValue {
    const FOLLOWED: bool = true;

    fn make(_: &Probe, _: u32) -> Self {
        ZeroSized::new()
    }

    fn get(&self) -> u32 {
        0
    }

    fn set(&mut self, _: u32) {}

    fn keep(_: u32) -> u32 {
        0
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher as _;

    use super::*;
    use crate::case::HashPlan;
    use crate::probe::{Key, PlanState, Value};

    const OVERWRITTEN: &str = "whose memory was overwritten";

    /// What the ledger says to a look at an instance.
    fn complaints(probe: &Probe, look: impl FnOnce()) -> Vec<String> {
        look();
        probe.violations()
    }

    /// A map that wrote over a part of an entry would be safe code's end, so
    /// the damage is done here.
    #[test]
    fn any_word_of_a_large_one_that_was_overwritten_is_noticed() {
        let probe = Probe::start(HashPlan::default());
        assert!(size_of::<Large<u32>>() > 128);
        for word in 0..17 {
            let mut value: Large<Value> = TestValue::make(&probe, 7);
            assert_eq!(value.get(), 7);
            assert!(probe.violations().is_empty());
            value.padding[word] ^= 1 << (word * 3);
            let told = complaints(&probe, || {
                let _ = value.get();
            });
            assert!(told[0].contains(OVERWRITTEN), "{told:?}");
        }
    }

    #[test]
    fn all_that_a_map_does_with_a_key_looks_at_it() {
        let probe = Probe::start(HashPlan::default());
        let whole: Large<Key> = TestKey::make(&probe, 3);
        let mut broken: Large<Key> = TestKey::make(&probe, 3);
        broken.padding[16] = 0;
        let uses: [&dyn Fn(); 6] = [
            &|| {
                let _ = PlanState::default().hash_one(&broken);
            },
            &|| assert!(whole == broken),
            &|| assert!(whole.cmp(&broken).is_eq()),
            &|| drop(broken.clone()),
            &|| assert_eq!(broken.id(), 3),
            &|| assert_eq!(format!("{broken:?}"), "3"),
        ];
        for (at, broken_use) in uses.into_iter().enumerate() {
            let told = complaints(&probe, broken_use);
            assert_eq!(told.len(), 1, "use {at}: {told:?}");
            assert!(told[0].contains(OVERWRITTEN), "use {at}: {told:?}");
        }
        // A clone is a new one, and whole.
        let clone = broken.clone();
        let _ = probe.violations();
        assert!(complaints(&probe, || assert!(clone == whole)).is_empty());
    }

    #[test]
    fn an_address_that_is_off_is_noticed() {
        let probe = Probe::start(HashPlan::default());
        let values: Vec<Aligned<Value>> = (0..5).map(|n| TestValue::make(&probe, n)).collect();
        assert!(values.iter().map(TestValue::get).eq(0..5));
        check_address(0x1000, Instance::Value);
        assert!(probe.violations().is_empty());
        for off in [1, 8, 16, 32, 63] {
            let told = complaints(&probe, || check_address(0x1000 + off, Instance::Value));
            assert_eq!(told.len(), 1, "{off}");
        }
    }

    #[test]
    fn wrapped_ones_are_followed_like_any_other() {
        let probe = Probe::start(HashPlan::default());
        let keys: (Aligned<Key>, Large<Key>, Boxed<Key>) = (
            TestKey::make(&probe, 1),
            TestKey::make(&probe, 1),
            TestKey::make(&probe, 1),
        );
        let copies = (keys.0.clone(), keys.1.clone(), keys.2.clone());
        assert_eq!(probe.live_keys(), 6);
        assert!(copies == keys);
        drop(keys);
        assert_eq!(probe.live_keys(), 3);
        drop(copies);
        assert_eq!(probe.live_keys(), 0);
        assert!(probe.violations().is_empty());
    }

    #[test]
    fn nothing_is_counted_and_dropped_no_oftener_than_made() {
        let probe = Probe::start(HashPlan::default());
        assert_eq!(size_of::<ZeroSizedKey>(), 0);
        let value: ZeroSizedValue = TestValue::make(&probe, 9);
        let key: ZeroSizedKey = TestKey::make(&probe, 9);
        let copy = key.clone();
        assert!(key == copy && key.cmp(&copy).is_eq());
        assert_eq!((probe.live_keys(), probe.live_values()), (2, 1));
        drop((key, copy, value));
        assert_eq!((probe.live_keys(), probe.live_values()), (0, 0));
        assert!(probe.violations().is_empty());

        // As a map that drops an entry twice would.
        drop(ZeroSized::<false>(()));
        let told = probe.violations();
        assert_eq!(told, ["more keys were dropped than were made"]);
    }
}
