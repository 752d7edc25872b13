//! The adapters of `examples/` are right, and so are the maps that they adapt:
//! each example is run as it stands.

#[path = "../examples/fixed_capacity_adapter.rs"]
mod fixed_capacity_adapter;
#[path = "../examples/hashbrown_adapter.rs"]
mod hashbrown_adapter;
#[path = "../examples/linear_map_adapter.rs"]
mod linear_map_adapter;
#[path = "../examples/ordered_adapter.rs"]
mod ordered_adapter;

#[test]
fn hashbrown_in_ten_lines() {
    hashbrown_adapter::main();
}

#[test]
fn a_sorted_map() {
    ordered_adapter::main();
}

#[test]
fn a_map_of_fixed_capacity() {
    fixed_capacity_adapter::main();
}

#[test]
fn a_map_without_stds_methods() {
    linear_map_adapter::main();
}
