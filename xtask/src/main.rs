//! cargo x: the only tooling entry.

fn main() {}
