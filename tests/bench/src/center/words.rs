//! What people are called and what they say, by chance.

use beseda_chaos::chance::Chance;

/// In every twentieth message, and in no other word.
pub(super) const OFTEN: &str = "доставка";
/// In one message.
pub(super) const ONCE: &str = "Kuiper";
/// In none, though any three letters of it are in very many: nobody says a word twice.
pub(super) const NEVER: &str = "order order";

/// One message in so many has [`OFTEN`] in it.
pub(super) const OFTEN_EVERY: u64 = 20;

const WORDS: [&str; 96] = [
    "hello",
    "is",
    "the",
    "blue",
    "lamp",
    "in",
    "stock",
    "my",
    "order",
    "has",
    "not",
    "arrived",
    "yet",
    "can",
    "you",
    "tell",
    "me",
    "when",
    "it",
    "will",
    "be",
    "sent",
    "thank",
    "very",
    "much",
    "I",
    "would",
    "like",
    "to",
    "change",
    "address",
    "please",
    "what",
    "does",
    "cost",
    "with",
    "discount",
    "for",
    "two",
    "pieces",
    "and",
    "how",
    "long",
    "parcel",
    "number",
    "we",
    "have",
    "checked",
    "warehouse",
    "today",
    "tomorrow",
    "of",
    "course",
    "refund",
    "card",
    "payment",
    "здравствуйте",
    "подскажите",
    "пожалуйста",
    "заказ",
    "где",
    "мой",
    "когда",
    "будет",
    "ещё",
    "размер",
    "есть",
    "в",
    "наличии",
    "спасибо",
    "хорошо",
    "сейчас",
    "посмотрю",
    "оплата",
    "картой",
    "возврат",
    "товара",
    "адрес",
    "магазина",
    "работаете",
    "ли",
    "вы",
    "завтра",
    "сегодня",
    "уже",
    "отправили",
    "посылка",
    "придёт",
    "через",
    "два",
    "дня",
    "можно",
    "позвонить",
    "мне",
    "цвет",
    "синий",
];

const FIRST: [&str; 12] = [
    "Anna",
    "Boris",
    "Vera",
    "Mark",
    "Lena",
    "Oleg",
    "Ксения",
    "Илья",
    "Мария",
    "Пётр",
    "Софья",
    "Тимур",
];

const LAST: [&str; 10] = [
    "Smith",
    "Weber",
    "Novak",
    "Kowalski",
    "Рябинина",
    "Ёлкин",
    "Чехова",
    "Жуков",
    "Ли",
    "Орлова",
];

const COMMENTS: [&str; 4] = [
    "Постоянный клиент",
    "Asked about wholesale",
    "Перезвонить после праздников",
    "Prefers e-mail",
];

/// A message of four to sixteen words.
pub(super) fn message(chance: &mut Chance) -> String {
    let mut text = String::new();
    let mut last = "";
    for _ in 0..chance.within(4, 17) {
        let word = WORDS[skewed(chance, WORDS.len())];
        if word == last {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        last = word;
    }
    if chance.hits(0.1) {
        text.push_str(&format!(" № {}", chance.within(10_000, 100_000)));
    }
    if chance.within(0, OFTEN_EVERY) == 0 {
        text.push_str(&format!(" {OFTEN}"));
    }
    text
}

/// A client's name.
pub(super) fn name(chance: &mut Chance) -> String {
    let first = FIRST[skewed(chance, FIRST.len())];
    format!("{first} {}", LAST[skewed(chance, LAST.len())])
}

/// A comment on a client.
pub(super) fn comment(chance: &mut Chance) -> &'static str {
    COMMENTS[skewed(chance, COMMENTS.len())]
}

/// A place of so many, the first ones by far more often than the last: of ten the first
/// two times in five.
pub(super) fn skewed(chance: &mut Chance, of: usize) -> usize {
    (of as f64 * chance.unit().powf(2.5)) as usize
}
