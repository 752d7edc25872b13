//! GoMap beside std's `HashMap` and hashbrown, all with the same fixed
//! hasher: look-ups, growing inserts, churn and iteration at two sizes.
//!
//! Read the ratios within one run; absolute times vary with the machine. The
//! throughput is per element.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use foldhash::fast::FixedState;
use map_oracle::gomap::GoMap;

const SIZES: [usize; 2] = [1_000, 1_000_000];

/// Distinct keys in no order.
fn keys(count: usize, salt: u64) -> Vec<u64> {
    (0..count as u64)
        .map(|n| (n + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .collect()
}

/// The operations, for any map with std's methods.
macro_rules! maps {
    ($group:expr, $operation:ident, $($name:literal => $map:ty, $hasher:expr;)*) => {$(
        for size in SIZES {
            let present = keys(size, 0);
            let absent = keys(size, size as u64);
            let id = BenchmarkId::new($name, size);
            $group.throughput(Throughput::Elements(size as u64));
            $operation!($group, id, $map, $hasher, present, absent);
        }
    )*};
}

macro_rules! fill {
    ($map:ty, $hasher:expr, $keys:expr) => {{
        let mut map = <$map>::with_hasher($hasher);
        for &key in &$keys {
            map.insert(key, key);
        }
        map
    }};
}

macro_rules! hit {
    ($group:expr, $id:expr, $map:ty, $hasher:expr, $present:expr, $absent:expr) => {
        let _ = &$absent;
        let map = fill!($map, $hasher, $present);
        $group.bench_function($id, |b| {
            b.iter(|| {
                $present
                    .iter()
                    .filter(|key| map.get(black_box(*key)).is_some())
                    .count()
            })
        });
    };
}

macro_rules! miss {
    ($group:expr, $id:expr, $map:ty, $hasher:expr, $present:expr, $absent:expr) => {
        let map = fill!($map, $hasher, $present);
        $group.bench_function($id, |b| {
            b.iter(|| {
                $absent
                    .iter()
                    .filter(|key| map.get(black_box(*key)).is_some())
                    .count()
            })
        });
    };
}

macro_rules! insert {
    ($group:expr, $id:expr, $map:ty, $hasher:expr, $present:expr, $absent:expr) => {
        let _ = &$absent;
        $group.bench_function($id, |b| {
            b.iter_with_large_drop(|| fill!($map, $hasher, $present))
        });
    };
}

macro_rules! churn {
    ($group:expr, $id:expr, $map:ty, $hasher:expr, $present:expr, $absent:expr) => {
        let mut map = fill!($map, $hasher, $present);
        let (mut leaving, mut coming) = (&$present, &$absent);
        $group.bench_function($id, |b| {
            b.iter(|| {
                for (old, &new) in leaving.iter().zip(coming) {
                    map.remove(old);
                    map.insert(new, new);
                }
                std::mem::swap(&mut leaving, &mut coming);
            })
        });
    };
}

macro_rules! iterate {
    ($group:expr, $id:expr, $map:ty, $hasher:expr, $present:expr, $absent:expr) => {
        let _ = &$absent;
        let map = fill!($map, $hasher, $present);
        $group.bench_function($id, |b| {
            b.iter(|| {
                let mut sum = 0u64;
                for (&key, &value) in &map {
                    sum = sum.wrapping_add(key ^ value);
                }
                sum
            })
        });
    };
}

fn group<'c>(c: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = c.benchmark_group(name);
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(700));
    group
}

fn fixed() -> impl BuildHasher + Clone {
    FixedState::with_seed(42)
}

fn maps(c: &mut Criterion) {
    macro_rules! compare {
        ($($operation:ident)*) => {$({
            let mut group = group(c, stringify!($operation));
            maps!(group, $operation,
                "gomap" => GoMap<u64, u64, _>, fixed();
                "std" => HashMap<u64, u64, _>, fixed();
                "hashbrown" => hashbrown::HashMap<u64, u64, _>, fixed();
                "gomap-siphash" => GoMap<u64, u64, _>, RandomState::new();
                "std-siphash" => HashMap<u64, u64, _>, RandomState::new();
            );
            group.finish();
        })*};
    }
    compare!(hit miss insert churn iterate);
}

criterion_group!(benches, maps);
criterion_main!(benches);
