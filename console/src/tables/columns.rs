//! Which column of a table says what: by its heading in either language, else by what is in it.

use beseda_protocol::import::ImportRow;

use super::Cells;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A phone or an e-mail.
    Contact,
    /// What clients are called; of several columns, one after the other.
    Name,
    /// A comment on them; of several columns, each on a line.
    Comment,
    /// The channel, where it is another one.
    Channel,
    /// The transport, where it is another one.
    Transport,
    /// Labels.
    Labels,
    /// Nothing that is imported.
    Other,
}

/// What is in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Whether the first row tells what the columns are called.
    pub has_head: bool,
    /// Each column.
    pub columns: Vec<Column>,
}

/// Words of headings, the more telling first: a "contact name" is a name.
const WORDS: [(Column, &[&str]); 6] = [
    (Column::Channel, &["channel", "канал", "отдел"]),
    (
        Column::Transport,
        &["messenger", "transport", "мессенджер", "транспорт"],
    ),
    (Column::Labels, &["label", "tag", "метк", "тег"]),
    (
        Column::Comment,
        &[
            "comment",
            "note",
            "remark",
            "коммент",
            "примечан",
            "заметк",
            "описание",
        ],
    ),
    (
        Column::Name,
        &[
            "name",
            "client",
            "customer",
            "имя",
            "фамилия",
            "отчество",
            "фио",
            "ф.и.о",
            "клиент",
        ],
    ),
    (
        Column::Contact,
        &[
            "phone",
            "mobile",
            "mail",
            "contact",
            "whatsapp",
            "viber",
            "tel",
            "телефон",
            "тел.",
            "тел ",
            "номер",
            "моб",
            "почт",
            "контакт",
            "емейл",
            "имейл",
        ],
    ),
];

/// Rows by which a column is known.
const LOOKED_AT: usize = 50;

/// Digits of the shortest number that is taken for a phone.
const PHONE_DIGITS_MIN: usize = 7;

/// Looks at a table.
pub fn recognise(cells: &Cells) -> Layout {
    let n = cells
        .iter()
        .take(LOOKED_AT)
        .map(Vec::len)
        .max()
        .unwrap_or(0);
    let named = by_head(cells, n);
    let has_head = named.iter().any(|column| *column != Column::Other);
    let body = &cells[usize::from(has_head)..];
    let is_of_contacts = |place: usize| contacts_in(body, place);
    let mut columns = match has_head {
        true => named,
        false => vec![Column::Other; n],
    };
    // Of "order number" and "phone number" one is a contact.
    if !body.is_empty() {
        for (place, column) in columns.iter_mut().enumerate() {
            if *column == Column::Contact && !is_of_contacts(place) {
                *column = Column::Other;
            }
        }
    }
    if !columns.contains(&Column::Contact) {
        let found = (0..n).find(|place| columns[*place] == Column::Other && is_of_contacts(*place));
        if let Some(place) = found {
            columns[place] = Column::Contact;
        }
    }
    if !has_head {
        for wanted in [Column::Name, Column::Comment] {
            let is_text =
                |place: &usize| columns[*place] == Column::Other && has_letters(body, *place);
            if let Some(place) = (0..n).find(is_text) {
                columns[place] = wanted;
            }
        }
    }
    Layout { has_head, columns }
}

fn by_head(cells: &Cells, n: usize) -> Vec<Column> {
    let mut columns = vec![Column::Other; n];
    let Some(head) = cells.first() else {
        return columns;
    };
    // A row of somebody is no heading, whatever he is called.
    if head.iter().any(|cell| is_contact(cell)) {
        return columns;
    }
    for (column, cell) in columns.iter_mut().zip(head) {
        let cell = cell.to_lowercase();
        let mut words = WORDS.iter();
        let known = words.find(|(_, words)| words.iter().any(|word| cell.contains(word)));
        *column = known.map_or(Column::Other, |(column, _)| *column);
    }
    columns
}

/// Whether a cell looks like a phone or an e-mail.
fn is_contact(cell: &str) -> bool {
    let cell = cell.trim().trim_start_matches('\'');
    if let Some((name, host)) = cell.split_once('@') {
        return !name.is_empty() && host.contains('.') && !cell.contains(' ');
    }
    let n_digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_of_phones = |c: char| c.is_ascii_digit() || "+-() .\u{a0}/".contains(c);
    n_digits >= PHONE_DIGITS_MIN && cell.chars().all(is_of_phones)
}

fn filled(rows: &[Vec<String>], place: usize) -> impl Iterator<Item = &str> {
    let cells = rows
        .iter()
        .take(LOOKED_AT)
        .filter_map(move |row| row.get(place));
    cells
        .map(String::as_str)
        .filter(|cell| !cell.trim().is_empty())
}

fn contacts_in(rows: &[Vec<String>], place: usize) -> bool {
    let n = filled(rows, place).count();
    let n_contacts = filled(rows, place).filter(|cell| is_contact(cell)).count();
    n > 0 && n_contacts * 2 >= n
}

fn has_letters(rows: &[Vec<String>], place: usize) -> bool {
    filled(rows, place).any(|cell| cell.chars().any(char::is_alphabetic))
}

/// The rows that a table has under a layout.
pub fn rows(cells: &Cells, layout: &Layout) -> Vec<ImportRow> {
    let body = cells.iter().skip(usize::from(layout.has_head));
    body.map(|cells| row(cells, &layout.columns)).collect()
}

fn row(cells: &[String], columns: &[Column]) -> ImportRow {
    let of = |wanted: Column| {
        let cells = cells
            .iter()
            .zip(columns)
            .filter(move |(_, column)| **column == wanted);
        let cells = cells.map(|(cell, _)| plain(cell.trim()));
        cells.filter(|cell| !cell.is_empty())
    };
    let joined = |wanted: Column, by: &str| of(wanted).collect::<Vec<_>>().join(by);
    let contact = of(Column::Contact).find(|cell| is_contact(cell));
    let contact = contact.or_else(|| of(Column::Contact).next());
    let labels = of(Column::Labels).flat_map(|cell| cell.split([',', ';', '\n']));
    let labels = labels.map(str::trim).filter(|label| !label.is_empty());
    ImportRow {
        contact: contact.unwrap_or_default().to_owned(),
        name: joined(Column::Name, " "),
        comment: joined(Column::Comment, "\n"),
        channel: joined(Column::Channel, " "),
        transport: joined(Column::Transport, " "),
        labels: labels.map(str::to_owned).collect(),
    }
}

/// Without the mark by which a file keeps a spreadsheet from running a cell.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::Column::*;
    use super::*;
    use crate::tables::delimited;

    fn layout(text: &str) -> (bool, Vec<Column>) {
        let Layout { has_head, columns } = recognise(&delimited::read(text));
        (has_head, columns)
    }

    #[test]
    fn columns_are_known_by_their_headings_in_both_languages() {
        for (text, columns) in [
            (
                "Контакт;Имя клиента;Комментарий\n89211234567;Анна;Размер",
                vec![Contact, Name, Comment],
            ),
            (
                "Name,E-mail,Notes,Created\nAnna,a@b.org,x,2026",
                vec![Name, Contact, Comment, Other],
            ),
            (
                "Номер заказа\tФИО\tТелефон\tМетки\n12\tАнна\t+79211234567\tОпт",
                vec![Other, Name, Contact, Labels],
            ),
            (
                "First name;Last name;Mobile phone;Email;Channel;Messenger\nA;B;+79211234567;;Sales;WhatsApp",
                vec![Name, Name, Contact, Contact, Channel, Transport],
            ),
        ] {
            let expected: Vec<Column> = columns;
            let (has_head, columns) = layout(text);
            assert!(has_head, "{text}");
            // A column of contacts without any is none.
            let is_alike = |(one, other): (&Column, &Column)| {
                one == other || (*one, *other) == (Other, Contact)
            };
            assert!(columns.iter().zip(&expected).all(is_alike), "{columns:?}");
            assert_eq!(columns.len(), expected.len());
        }
    }

    #[test]
    fn without_headings_columns_are_known_by_what_is_in_them() {
        for (text, columns) in [
            (
                "8 921 123-45-67\tAnna\tAsks for size 39",
                vec![Contact, Name, Comment],
            ),
            (
                "Anna;12;anna@example.org\nBoris;13;boris@example.org",
                vec![Name, Other, Contact],
            ),
            ("+79211234567\n+79211234568", vec![Contact]),
            // Somebody is called so.
            (
                "+79211234567;Client 1;Name unknown",
                vec![Contact, Name, Comment],
            ),
        ] {
            assert_eq!(layout(text), (false, columns), "{text}");
        }
        assert_eq!(layout("").1, []);
        assert_eq!(layout("some text\nmore text").1, [Name], "which can be set");
    }

    #[test]
    fn rows_say_what_their_columns_say() {
        let cells = delimited::read(
            "Имя;Фамилия;Телефон;Почта;Метки;Комментарий\n\
             Анна;Петрова;'+79211234567;a@b.org;Опт, VIP;Да\n\
             Борис;;;b@c.org;;\n\
             Вера;;нет;;;",
        );
        let layout = recognise(&cells);
        let rows = rows(&cells, &layout);
        assert_eq!(rows[0].name, "Анна Петрова");
        assert_eq!(rows[0].contact, "+79211234567");
        assert_eq!(rows[0].labels, ["Опт", "VIP"]);
        assert_eq!(rows[1].contact, "b@c.org");
        assert_eq!(rows[2].contact, "нет", "what is wrong is shown");
        assert_eq!(rows.len(), 3);
    }
}
