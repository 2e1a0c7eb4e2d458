//! Figures beside their ceilings, measured in the same run.
fn main() {}
