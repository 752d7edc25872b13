//! The interface of std's `HashMap`, method by method: what it returns, and
//! that types of all sizes go through it.

use std::any::Any;
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash, RandomState};
use std::iter::FusedIterator;
use std::panic::{RefUnwindSafe, UnwindSafe, catch_unwind};
use std::rc::Rc;

use crate::support::{LastWrite, assert_sound};
use map_oracle::gomap::{Cursor, Entry, GoMap, Iter};

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

/// Made by single inserts, so that some sizes are in the midst of a growth.
fn squares(count: u32) -> GoMap<u32, u32> {
    let mut map = GoMap::new();
    for n in 0..count {
        map.insert(n, n * n);
    }
    assert_eq!(map.shape().growing, [27, 53, 105].contains(&count));
    map
}

#[test]
fn constructors() {
    static EMPTY: GoMap<u32, u32, LastWrite> = GoMap::with_hasher(LastWrite);
    assert_eq!(EMPTY.get(&1), None);
    let maps = [
        GoMap::new(),
        GoMap::default(),
        GoMap::with_capacity(0),
        GoMap::with_capacity(100),
        GoMap::with_hasher(RandomState::new()),
        GoMap::with_capacity_and_hasher(8, RandomState::new()),
    ];
    for mut map in maps {
        assert!(map.is_empty());
        assert_eq!(map.len(), 0);
        assert_eq!(map.iter().next(), None);
        assert_eq!(map.remove(&1), None);
        assert!(!map.contains_key(&1));
        map.insert(1, 2);
        assert!(!map.is_empty());
        assert_eq!(map.get(&1), Some(&2));
        let _: &RandomState = map.hasher();
    }
}

#[test]
fn insert_get_remove() {
    let mut map = GoMap::new();
    assert_eq!(map.insert("a".to_string(), 1), None);
    assert_eq!(map.insert("a".to_string(), 2), Some(1));
    assert_eq!(map.get("a"), Some(&2));
    assert_eq!(map.get_key_value("a"), Some((&"a".to_string(), &2)));
    *map.get_mut("a").unwrap() += 1;
    assert_eq!(map["a"], 3);
    assert!(map.get_mut("b").is_none());
    assert!(map.contains_key("a") && !map.contains_key("b"));
    assert_eq!(map.remove("b"), None);
    assert_eq!(map.remove_entry("a"), Some(("a".to_string(), 3)));
    assert_eq!(map.len(), 0);
}

#[test]
#[should_panic(expected = "no entry found for key")]
fn index_of_an_absent_key() {
    let _ = squares(3)[&7];
}

#[test]
fn an_update_keeps_the_old_key() {
    let (first, second) = (Rc::new(5), Rc::new(5));
    let mut map = GoMap::new();
    map.insert(Rc::clone(&first), 1);
    map.insert(Rc::clone(&second), 2);
    assert_eq!(Rc::strong_count(&first), 2);
    assert_eq!(Rc::strong_count(&second), 1);
    assert_eq!(map[&second], 2);
}

#[test]
fn entries() {
    let mut map: GoMap<u32, u32> = GoMap::new();
    assert_eq!(*map.entry(1).or_insert(10), 10);
    assert_eq!(*map.entry(1).or_insert(11), 10);
    assert_eq!(*map.entry(2).or_insert_with(|| 20), 20);
    assert_eq!(*map.entry(3).or_insert_with_key(|key| key * 10), 30);
    assert_eq!(*map.entry(4).or_default(), 0);
    assert_eq!(
        *map.entry(1).and_modify(|value| *value += 5).or_insert(0),
        15
    );
    assert_eq!(
        *map.entry(9).and_modify(|value| *value += 5).or_insert(7),
        7
    );
    assert_eq!(map.entry(1).key(), &1);
    assert_eq!(map.entry(77).key(), &77);
    assert!(
        !map.contains_key(&77),
        "a vacant entry let go inserts nothing"
    );

    let Entry::Occupied(mut entry) = map.entry(1) else {
        panic!("present")
    };
    assert_eq!((entry.key(), entry.get()), (&1, &15));
    *entry.get_mut() += 1;
    assert_eq!(entry.insert(17), 16);
    *entry.into_mut() += 1;
    let Entry::Occupied(entry) = map.entry(1) else {
        panic!("present")
    };
    assert_eq!(entry.remove_entry(), (1, 18));
    let Entry::Occupied(entry) = map.entry(2) else {
        panic!("present")
    };
    assert_eq!(entry.remove(), 20);

    let Entry::Vacant(entry) = map.entry(1) else {
        panic!("absent")
    };
    assert_eq!(entry.key(), &1);
    assert_eq!(entry.into_key(), 1);
    let Entry::Vacant(entry) = map.entry(1) else {
        panic!("absent")
    };
    assert_eq!(*entry.insert(5), 5);
    let Entry::Vacant(entry) = map.entry(2) else {
        panic!("absent")
    };
    assert_eq!(entry.insert_entry(6).remove(), 6);
    assert_eq!(map.entry(1).insert_entry(8).get(), &8);
    assert_eq!(map.entry(2).insert_entry(9).get(), &9);
    assert_eq!(sorted(map), [(1, 8), (2, 9), (3, 30), (4, 0), (9, 7)]);
}

/// Every insert through an entry, over many growths.
#[test]
fn entries_grow_the_map() {
    let mut map = GoMap::with_hasher(LastWrite);
    let mut by_insert = GoMap::with_hasher(LastWrite);
    for n in 0..2_000u64 {
        let key = n * 7 % 500;
        *map.entry(key).or_insert(0) += 1;
        let times = by_insert.get(&key).copied().unwrap_or(0);
        by_insert.insert(key, times + 1);
        assert_eq!(map.layout(), by_insert.layout());
    }
    assert_sound(&map);
    assert!(map.values().all(|&times| times == 4));
}

#[test]
fn iterators() {
    for count in [0, 1, 8, 9, 14, 27, 100, 105, 1000] {
        let mut map = squares(count);
        let all: Vec<(u32, u32)> = (0..count).map(|n| (n, n * n)).collect();
        let len = count as usize;
        assert_eq!(map.iter().len(), len);
        assert_eq!(sorted(map.iter().map(|(k, v)| (*k, *v))), all);
        assert_eq!(sorted((&map).into_iter().map(|(k, v)| (*k, *v))), all);
        assert_eq!(map.iter().fold(0, |n, _| n + 1), len);
        let mut half = map.iter();
        half.by_ref().take(len / 2).for_each(drop);
        assert_eq!(half.clone().count(), len - len / 2);
        assert_eq!(half.len(), len - len / 2);
        assert_eq!(sorted(map.keys().copied()), sorted(0..count));
        assert_eq!(map.keys().clone().len(), len);
        assert_eq!(
            sorted(map.values().copied()),
            sorted((0..count).map(|n| n * n))
        );
        assert_eq!(map.values().len(), len);
        for (key, value) in map.iter_mut() {
            *value += key;
        }
        for (_, value) in &mut map {
            *value += 1;
        }
        map.values_mut().for_each(|value| *value -= 1);
        let all: Vec<(u32, u32)> = (0..count).map(|n| (n, n * n + n)).collect();
        let mut half = map.iter_mut();
        half.by_ref().take(len / 2).for_each(drop);
        assert_eq!(half.len(), len - len / 2);
        assert_eq!(half.count(), len - len / 2);
        assert_eq!(sorted(map.clone().into_keys()), sorted(0..count));
        assert_eq!(
            sorted(map.clone().into_values()),
            sorted(all.iter().map(|&(_, v)| v))
        );
        let mut rest = map.clone().into_iter();
        rest.by_ref().take(len / 3).for_each(drop);
        assert_eq!(rest.len(), len - len / 3);
        drop(rest);
        assert_eq!(sorted(map.clone()), all);
        let buckets = map.capacity();
        let mut drained = map.drain();
        assert_eq!(drained.len(), len);
        let one = drained.next();
        assert_eq!(one.is_some(), count > 0);
        drop(drained);
        assert!(map.is_empty());
        assert_eq!(map.capacity(), buckets, "draining keeps the allocation");
        assert_sound(&map);
        map.insert(1, 1);
        assert_eq!(map.drain().collect::<Vec<_>>(), [(1, 1)]);
    }
}

#[test]
fn retain_and_extract_if() {
    for count in [0, 8, 14, 27, 105, 500] {
        let mut map = squares(count);
        map.retain(|key, value| {
            *value += 1;
            key % 2 == 0
        });
        assert_sound(&map);
        let even = (0..count).filter(|n| n % 2 == 0);
        assert_eq!(sorted(map.clone()), sorted(even.map(|n| (n, n * n + 1))));

        let mut map = squares(count);
        let mut taken = map.extract_if(|key, _| key % 3 == 0);
        let some = sorted(taken.by_ref().take(2));
        assert_eq!(taken.size_hint(), (0, Some(count as usize - some.len())));
        drop(taken);
        assert_sound(&map);
        assert_eq!(map.len() + some.len(), count as usize);
        let rest = map.extract_if(|key, _| key % 3 == 0).count();
        assert_eq!(rest + some.len(), count.div_ceil(3) as usize);
        assert!(map.keys().all(|key| key % 3 != 0));
    }
}

#[test]
fn extend_collect_compare() {
    let mut map: GoMap<u32, u32> = GoMap::from([(1, 1), (2, 4)]);
    map.extend([(3, 9)]);
    map.extend(&HashMap::from([(4u32, 16u32)]));
    assert_eq!(sorted(map.clone()), [(1, 1), (2, 4), (3, 9), (4, 16)]);
    // Equality asks for the same entries, whatever structure or seed.
    let mut other: GoMap<u32, u32> = GoMap::with_capacity(1000);
    other.extend(map.clone());
    assert_eq!(map, other);
    other.insert(4, 17);
    assert_ne!(map, other);
    other.remove(&4);
    assert_ne!(map, other);
    other.insert(5, 16);
    assert_ne!(map, other);
}

#[test]
fn clones() {
    for count in [0, 3, 14, 27, 53, 500] {
        let map = squares(count);
        let mut clone = map.clone();
        assert_eq!(clone, map);
        assert_eq!(clone.layout(), map.layout(), "cell for cell");
        clone.insert(count, 0);
        assert_eq!(map.len() + 1, clone.len());
        assert_sound(&clone);
        let mut target = squares(40);
        target.clone_from(&map);
        assert_eq!(target, map);
    }
}

#[test]
fn debug_output() {
    let map: GoMap<u32, &str> = GoMap::from([(7, "x")]);
    let mut again = map.clone();
    assert_eq!(format!("{map:?}"), "{7: \"x\"}");
    assert_eq!(format!("{:?}", map.iter()), "[(7, \"x\")]");
    assert_eq!(format!("{:?}", map.keys()), "[7]");
    assert_eq!(format!("{:?}", map.values()), "[\"x\"]");
    assert_eq!(format!("{:?}", again.iter_mut()), "[(7, \"x\")]");
    assert_eq!(format!("{:?}", again.values_mut()), "[\"x\"]");
    assert_eq!(format!("{:?}", again.drain()), "[(7, \"x\")]");
    assert_eq!(format!("{:?}", map.clone().into_iter()), "[(7, \"x\")]");
    assert_eq!(format!("{:?}", map.clone().into_keys()), "[7]");
    assert_eq!(format!("{:?}", map.clone().into_values()), "[\"x\"]");
    again.insert(7, "x");
    let entry = again.entry(7);
    assert_eq!(
        format!("{entry:?}"),
        "Entry(OccupiedEntry { key: 7, value: \"x\", .. })"
    );
    let entry = again.entry(8);
    assert_eq!(format!("{entry:?}"), "Entry(VacantEntry(8))");
    let taken = again.extract_if(|_, _| true);
    assert_eq!(format!("{taken:?}"), "ExtractIf { .. }");
    assert_eq!(
        format!("{:?}", again.cursor_at(0, 0)),
        "Cursor { finished: false, state: CursorState { bucket: 0, i: 0, \
         wrapped: false, check_bucket: None }, .. }"
    );
}

#[test]
fn an_iterator_of_no_map() {
    let mut iter = Iter::<u32, u32>::default();
    assert_eq!(iter.len(), 0);
    assert_eq!(iter.next(), None);
    assert_eq!(iter.fold(0, |n, _| n + 1), 0);
}

/// An iterator shows what it has yet to produce.
#[test]
fn debug_output_of_the_rest() {
    let mut many = squares(20);
    for steps in 0..=20 {
        let mut iter = many.iter();
        iter.by_ref().take(steps).for_each(drop);
        let rest = format!("{iter:?}");
        let mut iter = many.iter_mut();
        iter.by_ref().take(steps).for_each(drop);
        assert_eq!(format!("{iter:?}"), rest);
        let mut iter = many.clone().into_iter();
        iter.by_ref().take(steps).for_each(drop);
        assert_eq!(format!("{iter:?}"), rest);
    }
}

#[test]
fn capacities() {
    let mut map: GoMap<u32, u32> = GoMap::new();
    assert_eq!(map.capacity(), 8);
    map.reserve(0);
    map.reserve(100);
    assert!(map.capacity() >= 100);
    map.extend((0..50).map(|n| (n, n)));
    map.shrink_to_fit();
    assert_eq!(map.capacity(), 52);
    assert_eq!(sorted(map.into_keys()), sorted(0..50));
    assert_eq!(GoMap::<u32, u32>::with_capacity(9).capacity(), 13);
}

#[test]
fn absurd_capacities_panic() {
    let text = |panic: Box<dyn Any + Send>| match panic.downcast::<&str>() {
        Ok(text) => text.to_string(),
        Err(panic) => *panic.downcast::<String>().expect("a message"),
    };
    for capacity in [usize::MAX, isize::MAX as usize, 1 << 40] {
        let panic = catch_unwind(|| GoMap::<u64, u64>::with_capacity(capacity));
        assert_eq!(text(panic.unwrap_err()), "capacity overflow");

        let panic = catch_unwind(|| {
            let mut map = squares(10);
            map.reserve(capacity);
        });
        assert!(panic.is_err());
    }
    // Too big for an allocation, though not for the ids.
    let panic = catch_unwind(|| GoMap::<u64, [u64; 1 << 32]>::with_capacity(1 << 30));
    assert_eq!(text(panic.unwrap_err()), "capacity overflow");
}

fn goes_through<K, V>(keys: impl Fn(u32) -> K, values: impl Fn(u32) -> V, count: u32)
where
    K: Eq + Hash + Clone + Debug,
    V: PartialEq + Clone + Debug,
{
    let mut map = GoMap::new();
    for n in 0..count {
        map.insert(keys(n), values(n));
        assert_sound(&map);
    }
    for n in 0..count {
        assert_eq!(map.get(&keys(n)), Some(&values(n)));
    }
    for (key, value) in map.iter_mut() {
        assert_eq!((key as *const K).align_offset(align_of::<K>()), 0);
        assert_eq!((value as *const V).align_offset(align_of::<V>()), 0);
    }
    assert_eq!(map.clone(), map);
    assert_eq!(map.clone().into_iter().count(), map.len());
    for n in 0..count {
        assert_eq!(map.remove(&keys(n)), Some(values(n)));
        assert_sound(&map);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(align(64))]
struct Wide(u32);

#[test]
fn types_of_all_sizes() {
    goes_through(|_| (), |_| (), 1);
    goes_through(|_| (), |n| n, 1);
    goes_through(|n| n, |_| (), 100);
    goes_through(|n| n as u8, |n| n as u8, 100);
    goes_through(Wide, |n| n as u8, 100);
    goes_through(|n| n as u16, Wide, 100);
    goes_through(|n| [u64::from(n); 40], |n| [n; 300], 60);
    goes_through(|n| n.to_string(), |n| vec![n; 3], 100);
    goes_through(Box::new, Rc::new, 100);
}

#[test]
fn auto_traits() {
    fn send_and_sync<T: Send + Sync>() {}
    fn unwind_safe<T: UnwindSafe + RefUnwindSafe>() {}
    fn well_behaved<I: ExactSizeIterator + FusedIterator>(_: I) {}
    send_and_sync::<GoMap<String, Vec<u8>>>();
    send_and_sync::<Cursor>();
    unwind_safe::<GoMap<String, Vec<u8>>>();
    let mut map = squares(3);
    well_behaved(map.iter());
    well_behaved(map.iter_mut());
    well_behaved(map.keys());
    well_behaved(map.values());
    well_behaved(map.values_mut());
    well_behaved(map.drain());
    well_behaved(map.clone().into_iter());
    well_behaved(map.clone().into_keys());
    well_behaved(map.into_values());
}

#[test]
fn seed_is_written_before_the_key() {
    let map: GoMap<u64, (), LastWrite> = [(0xab00_0000_0000_0000u64, ())].into_iter().collect();
    assert_eq!(
        map.layout().current.unwrap().chains[0].buckets[0].tophash[0],
        0xab
    );
    assert_eq!(LastWrite.hash_one(5u64), 5);
}
