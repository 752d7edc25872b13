// redb 4: its table, in one write transaction that stays open, of a database in
// memory. It stores bytes, so numbers stand for the keys and values.

use krate::backends::InMemoryBackend;
use krate::{Database, ReadableTable as _, ReadableTableMetadata as _, Table, TableDefinition, WriteTransaction};
use map_oracle::case::Order;

fn begin() -> WriteTransaction {
    let database = Database::builder().create_with_backend(InMemoryBackend::new());
    database.expect("memory").begin_write().expect("no other")
}

fn table(open: &WriteTransaction) -> Table<'_, u32, u32> {
    open.open_table(TableDefinition::new("table")).expect("not open elsewhere")
}

map_oracle::subject! {
    pub struct Map("redb", WriteTransaction);
    new: |_| begin();
    keys: u32;
    values: u32;
    ops: insert(|open, key, value| table(open).insert(key, value).unwrap().map(|old| old.value())),
        remove(|open, key| table(open).remove(key).unwrap().map(|old| old.value())),
        get(|open, key| table(open).get(key).unwrap().map(|found| found.value())), len(|open| table(open).len().unwrap()),
        iter(|open| table(open).iter().unwrap(), |item| { let (key, value) = item.unwrap(); (key.value(), value.value()) }),
        range(|open, ends| table(open).range::<u32>(ends).unwrap(), |item| { let (key, value) = item.unwrap(); (key.value(), value.value()) }),
        retain(|open, keep| table(open).retain(|key, value| keep(&key, &value)).unwrap());
    promises: { order: Order::Sorted }
}
