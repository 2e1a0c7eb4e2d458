//! Reads workbooks of spreadsheets: a part of its own, for who chooses one.

use beseda_parts::gate;

use crate::tables::{Cells, workbook};

gate! { "workbook", "00000000000000000000000000000e2f",
/// The cells of a workbook; nothing, if it can't be read.
pub(super) fn read(bytes: Vec<u8>) -> Option<Cells> {
    workbook::read(&bytes)
}}
