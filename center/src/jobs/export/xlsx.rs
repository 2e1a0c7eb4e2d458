//! A workbook of one sheet, written as it comes: the XML of each slice is a compressed block
//! by itself, so nothing but a checksum and two sizes has to be kept from one slice to the
//! next, and the file's pieces are its bytes. No library's writer can be put down and taken
//! up again after the object has died.
//!
//! Every cell has its place (`r`), though the schema does not ask for it: without, gnumeric
//! shows an empty sheet.

use flate2::{Compress, Compression, FlushCompress};

use super::cell::Cell;
use crate::storage::exports::Sheet;

/// Rows that a sheet has at most, the heading included.
pub(super) const ROWS_MAX: u64 = 1_048_576;

/// What a cell holds at most, in UTF-16 code units.
const CELL_UNITS_MAX: usize = 32_767;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The XML before the first row.
pub(super) const SHEET_BEGINS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

/// And behind the last.
pub(super) const SHEET_ENDS: &str = "</sheetData></worksheet>";

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The other parts of a workbook, which are the same in each.
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
    ),
    (
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Beseda\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
];

/// Appends a row's XML; the heading is row 1.
pub(super) fn row(xml: &mut String, number: u64, cells: &[Cell]) {
    xml.push_str(&format!("<row r=\"{number}\">"));
    for (n, cell) in cells.iter().enumerate() {
        let place = || format!("{}{number}", column(n));
        match cell {
            Cell::Number(value) => {
                xml.push_str(&format!("<c r=\"{}\"><v>{value}</v></c>", place()));
            }
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                let begins = "t=\"inlineStr\"><is><t xml:space=\"preserve\">";
                xml.push_str(&format!("<c r=\"{}\" {begins}", place()));
                self::text(xml, text);
                xml.push_str("</t></is></c>");
            }
        }
    }
    xml.push_str("</row>");
}

/// `A` to `Z`, `AA`...
fn column(n: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(n % 26).unwrap_or_default());
    match n / 26 {
        0 => letter.to_string(),
        more => column(more - 1) + &letter.to_string(),
    }
}

/// Text as XML 1.0 may hold it, as much as a cell does.
fn text(xml: &mut String, text: &str) {
    let mut room = CELL_UNITS_MAX;
    for (at, c) in text.char_indices() {
        if c.len_utf16() > room {
            break;
        }
        room -= c.len_utf16();
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if is_escape(&text[at..]) => xml.push_str("_x005F_"),
            '\t' | '\n' => xml.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
}

/// Whether a reader would take it for one character: `_x0041_`.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
        && bytes[6] == b'_'
}

/// Compresses what comes next of the sheet, to whole bytes.
pub(super) fn pack(sheet: &mut Sheet, xml: &str, is_last: bool) -> Vec<u8> {
    let bytes = xml.as_bytes();
    let mut crc = crc32fast::Hasher::new_with_initial(sheet.crc);
    crc.update(bytes);
    sheet.crc = crc.finalize();
    sheet.n_bytes += bytes.len() as u64;
    let flush = match is_last {
        true => FlushCompress::Finish,
        false => FlushCompress::Sync,
    };
    let mut compress = Compress::new(Compression::default(), false);
    // What cannot be compressed grows by five bytes in 32 KB; the rest ends the block.
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1_000 + 64);
    loop {
        let rest = &bytes[consumed(&compress)..];
        let took = compress.compress_vec(rest, &mut packed, flush);
        took.expect("a compressor takes whatever it is given");
        if consumed(&compress) == bytes.len() && packed.len() < packed.capacity() {
            break;
        }
        packed.reserve(1_024);
    }
    sheet.n_packed += packed.len() as u64;
    packed
}

fn consumed(compress: &Compress) -> usize {
    usize::try_from(compress.total_in()).unwrap_or(usize::MAX)
}

/// What stands around the sheet's bytes: the other parts and its own header, and the
/// archive's directory.
pub(super) fn frame(sheet: &Sheet) -> (Vec<u8>, Vec<u8>) {
    let (mut head, mut directory) = (Vec::new(), Vec::new());
    for (name, xml) in PARTS {
        let bytes = [XML.as_bytes(), xml.as_bytes()].concat();
        let entry = Entry {
            name,
            method: STORED,
            crc: crc32fast::hash(&bytes),
            n_packed: whole(bytes.len() as u64),
            n_bytes: whole(bytes.len() as u64),
        };
        entry.list(&mut directory, whole(head.len() as u64));
        entry.begin(&mut head);
        head.extend(bytes);
    }
    let entry = Entry {
        name: SHEET,
        method: DEFLATED,
        crc: sheet.crc,
        n_packed: whole(sheet.n_packed),
        n_bytes: whole(sheet.n_bytes),
    };
    entry.list(&mut directory, whole(head.len() as u64));
    entry.begin(&mut head);
    let n = u16::try_from(PARTS.len() + 1).unwrap_or_default();
    let n_bytes = whole(directory.len() as u64);
    let begins = whole(head.len() as u64 + sheet.n_packed);
    put(&mut directory, &[0x4b50, 0x0605, 0, 0, n, n]);
    put_wide(&mut directory, &[n_bytes, begins]);
    put(&mut directory, &[0]);
    (head, directory)
}

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The earliest day that the format can write: files of the same content are the same.
const DAY: u16 = 0x21;

/// A part of a zip archive (APPNOTE 4.3.7, 4.3.12).
struct Entry {
    name: &'static str,
    method: u16,
    crc: u32,
    n_packed: u32,
    n_bytes: u32,
}

impl Entry {
    fn begin(&self, out: &mut Vec<u8>) {
        put(out, &[0x4b50, 0x0403, 20, 0, self.method, 0, DAY]);
        put_wide(out, &[self.crc, self.n_packed, self.n_bytes]);
        put(out, &[self.name_len(), 0]);
        out.extend(self.name.as_bytes());
    }

    fn list(&self, out: &mut Vec<u8>, begins: u32) {
        put(out, &[0x4b50, 0x0201, 20, 20, 0, self.method, 0, DAY]);
        put_wide(out, &[self.crc, self.n_packed, self.n_bytes]);
        put(out, &[self.name_len(), 0, 0, 0, 0]);
        put_wide(out, &[0, begins]);
        out.extend(self.name.as_bytes());
    }

    fn name_len(&self) -> u16 {
        u16::try_from(self.name.len()).unwrap_or_default()
    }
}

fn put(out: &mut Vec<u8>, numbers: &[u16]) {
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
}

fn put_wide(out: &mut Vec<u8>, numbers: &[u32]) {
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
}

/// A size in the archive: a million rows of 4 KB, which nothing here comes near, is the most
/// that its 32 bits hold.
fn whole(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let names = [0, 10, 25, 26, 701, 702].map(column);
        assert_eq!(names, ["A", "K", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn text_is_what_xml_may_hold() {
        let mut xml = String::new();
        text(&mut xml, "a<b>&\u{1}\"c\"\r\n\u{7f}_x0041_ _x");
        assert_eq!(xml, "a&lt;b&gt;&amp;\"c\"\n_x005F_x0041_ _x");
        let mut xml = String::new();
        text(&mut xml, &"😀".repeat(20_000));
        assert_eq!(xml.encode_utf16().count(), 32_766);
    }
}
