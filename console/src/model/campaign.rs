//! What a campaign has put into the address on which somebody arrived.

/// The marks by which campaigns are told apart, and what they are called on the card.
const MARKS: [&str; 5] = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
];

/// Those of an address, with their values as a person reads them.
pub fn marks(url: &str) -> Vec<(&'static str, String)> {
    let Some((_, query)) = url.split_once('?') else {
        return Vec::new();
    };
    let given: Vec<(&str, &str)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let value = |mark: &&'static str| {
        let (_, value) = given.iter().find(|(name, _)| name == mark)?;
        let value = decoded(value);
        (!value.is_empty()).then_some((*mark, value))
    };
    MARKS.iter().filter_map(value).collect()
}

/// A value without its signs for spaces and letters; one that makes no text stays as it is.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| digit.and_then(hex));
                let [Some(high), Some(low)] = digits else {
                    return value.to_owned();
                };
                bytes.push(high * 16 + low);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_campaign_are_read_as_they_were_meant() {
        let url = "https://shop.example/?a=1&utm_campaign=%D0%A7%D0%B0%D0%B9+%26&utm_source=mail";
        assert_eq!(
            marks(url),
            [
                ("utm_source", "mail".into()),
                ("utm_campaign", "Чай &".into())
            ]
        );
        assert_eq!(
            marks("https://shop.example/?utm_term=%d0&utm_medium=")[0].1,
            "%d0"
        );
        assert_eq!(marks("https://shop.example/utm_source=x"), []);
    }
}
