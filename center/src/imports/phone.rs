//! Phone numbers as tables have them: in the form of E.164, with the country of those that
//! have none.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};

/// A number in its one form, and the forms in which an employee may have typed it.
#[derive(Debug, PartialEq)]
pub(super) struct Phone {
    pub(super) e164: String,
    pub(super) others: Vec<String>,
}

/// Whether there is such a country, or none is named.
pub(super) fn is_country(country: &str) -> bool {
    country.is_empty() || country.parse::<Region>().is_ok()
}

/// Reads one. `None`: there is no such number.
pub(super) fn read(given: &str, country: &str) -> Option<Phone> {
    // Spreadsheets drop the plus: what is no number of the country may be one of the world.
    read_in(given, country).or_else(|| {
        let digits = given.trim_start();
        let is_bare = digits.starts_with(|c: char| c.is_ascii_digit());
        is_bare.then(|| read_in(&format!("+{digits}"), ""))?
    })
}

fn read_in(given: &str, country: &str) -> Option<Phone> {
    let number = PHONE_NUMBER_UTIL.parse(given, country.parse::<Region>().ok());
    let number = number.ok().filter(|number| number.is_valid())?;
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    let national = number.format_as(PhoneNumberFormat::National);
    let national: String = national.chars().filter(char::is_ascii_digit).collect();
    let bare = e164.trim_start_matches('+').to_owned();
    let others = vec![bare, national];
    Some(Phone { e164, others })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(given: &str, country: &str) -> Option<String> {
        read(given, country).map(|phone| phone.e164)
    }

    #[test]
    fn a_number_has_one_form_however_a_table_has_it() {
        for given in [
            "8 (921) 123-45-67",
            "+7 921 123 45 67",
            "89211234567",
            "79211234567",
            "9211234567",
            " 8-921-123-45-67 ",
        ] {
            assert_eq!(
                e164(given, "RU").as_deref(),
                Some("+79211234567"),
                "{given}"
            );
        }
        assert_eq!(
            e164("020 7183 8750", "GB").as_deref(),
            Some("+442071838750")
        );
        assert_eq!(
            e164("00 44 20 7183 8750", "LV").as_deref(),
            Some("+442071838750")
        );
        assert_eq!(
            e164("+371 20 123 456", "RU").as_deref(),
            Some("+37120123456")
        );
        // Of another country, and its plus was lost.
        assert_eq!(e164("37120123456", "RU").as_deref(), Some("+37120123456"));
    }

    #[test]
    fn what_nobody_can_call_is_no_number() {
        for given in [
            "",
            "1234",
            "ask Anna",
            "+7 921",
            "8 921 123 45 678 90",
            "+999 123",
        ] {
            assert_eq!(e164(given, "RU"), None, "{given}");
        }
        assert_eq!(e164("8 921 123-45-67", ""), None, "without a country");
        assert!(is_country("LV") && is_country("") && !is_country("XX1"));
    }

    #[test]
    fn the_forms_in_which_it_may_have_been_typed_are_known() {
        let phone = read("+79211234567", "").unwrap();
        assert_eq!(phone.others, ["79211234567", "89211234567"]);
    }
}
