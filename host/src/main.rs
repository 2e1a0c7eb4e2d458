//! One machine: runs the relay under workerd on a data folder.

fn main() {}
