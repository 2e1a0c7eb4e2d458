//! What a colour can be told from, as WCAG 2.2 counts it.

/// What a control's colour needs beside its ground (WCAG 1.4.11).
const CONTROL_MIN: f64 = 3.0;

/// What becomes of a colour that fills a button on a light page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// Whether what is written on it is white; else black. Whichever can be read better,
    /// as the widget's own style sheet chooses: one of both always reaches 4.5.
    pub is_text_white: bool,
    /// How well the button itself is told from a white page: 1 to 21.
    pub on_white: f64,
}

impl Contrast {
    /// Of a colour `#rrggbb`; `None`: it is none.
    pub fn of(colour: &str) -> Option<Self> {
        let digits = colour
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)?;
        let rgb = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = rgb.to_be_bytes().map(linear);
        let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        let (on_white, on_black) = (1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05);
        Some(Self {
            is_text_white: on_white > on_black,
            on_white,
        })
    }

    /// Whether the button is hardly seen on a white page.
    pub fn is_pale(self) -> bool {
        self.on_white < CONTROL_MIN
    }
}

/// A channel's share of the light.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    match share <= 0.04045 {
        true => share / 12.92,
        false => ((share + 0.055) / 1.055).powf(2.4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_pale_colour_the_text_is_black_and_the_button_is_hardly_seen() {
        let told = |colour| Contrast::of(colour).map(|told| (told.is_text_white, told.is_pale()));
        assert_eq!(told("#2f6fde"), Some((true, false)));
        assert_eq!(told("#000000"), Some((true, false)));
        assert_eq!(told("#ffee00"), Some((false, true)));
        assert_eq!(told("#FFFFFF"), Some((false, true)));
        // Dark enough to be seen, and too light for white.
        assert_eq!(told("#e8730c"), Some((false, false)));
        assert_eq!(told("red"), None);
    }

    #[test]
    fn contrast_is_counted_as_wcag_does() {
        let on_white = |colour| Contrast::of(colour).map(|told| told.on_white);
        assert_eq!(on_white("#ffffff"), Some(1.0));
        assert!((on_white("#000000").unwrap() - 21.0).abs() < 0.001);
        assert!((on_white("#767676").unwrap() - 4.54).abs() < 0.01);
    }
}
