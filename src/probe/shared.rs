//! Keys behind a counted pointer, whose clones are one and the same key.
//!
//! How many live says little while a map may hold a key several times over. The
//! ledger looks at them when the maps are gone: a pointer that was leaked keeps its
//! key alive. (Each is watched for a use after its drop all along.)

use std::rc::Rc;
use std::sync::Arc;

use super::{Probe, TestKey};

macro_rules! shared {
    ($pointer:ident) => {
        /// Not with keys that differ from themselves: the pointer compares addresses
        /// first.
        impl<T: TestKey> TestKey for $pointer<T> {
            const LAST: u16 = T::LAST;
            const FOLLOWED: bool = false;
            const SHARED: bool = T::FOLLOWED || T::SHARED;
            const PLANNED: bool = T::PLANNED;

            fn make(probe: &Probe, id: u32) -> Self {
                $pointer::new(T::make(probe, id))
            }

            fn id(&self) -> u32 {
                T::id(self)
            }

            fn begins_with(id: u32, prefix: u32) -> bool {
                T::begins_with(id, prefix)
            }
        }
    };
}

shared!(Rc);
shared!(Arc);
