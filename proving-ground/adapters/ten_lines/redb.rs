// redb 4: its table, in one write transaction that stays open, of a database in
// memory. It stores bytes, so numbers stand for the keys and values.

use krate::backends::InMemoryBackend;
use krate::{AccessGuard, Database, StorageError, Table, TableDefinition, WriteTransaction};
use krate::{ReadableTable as _, ReadableTableMetadata as _};
use map_oracle::case::Order;

fn begin() -> WriteTransaction {
    let database = Database::builder().create_with_backend(InMemoryBackend::new());
    database.expect("memory").begin_write().expect("no other")
}

fn table(open: &WriteTransaction) -> Table<'_, u32, u32> {
    open.open_table(TableDefinition::new("table")).expect("not open elsewhere")
}

type Item<'a> = Result<(AccessGuard<'a, u32>, AccessGuard<'a, u32>), StorageError>;

fn entry(item: Item<'_>) -> (u32, u32) {
    let (key, value) = item.expect("memory");
    (key.value(), value.value())
}

map_oracle::subject! {
    pub struct Map("redb", WriteTransaction);
    new: |_| begin();
    keys: u32;
    values: u32;
    ops: insert(|t, k, v| table(t).insert(k, v).unwrap().map(|old| old.value())),
        range(|t, ends| table(t).range::<u32>(ends).unwrap(), |it| entry(it)),
        remove(|t, k| table(t).remove(k).unwrap().map(|old| old.value())),
        get(|t, k| table(t).get(k).unwrap().map(|found| found.value())),
        retain(|t, keep| table(t).retain(|k, v| keep(&k, &v)).unwrap()),
        iter(|t| table(t).iter().unwrap(), |it| entry(it)), len(|t| table(t).len().unwrap()),
        rev(|t| table(t).iter().unwrap(), |it| entry(it));
    promises: { order: Order::Sorted, usable_after_panic: false }
}
