//! Which browser somebody has, and on what, by what it calls itself: as much as an operator
//! needs to help him. Browsers pretend to be others, so the more telling word counts.

/// Words in a browser's name for itself, the more telling first, and what it is called.
const BROWSERS: [(&str, &str); 11] = [
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
];

/// The same of what it runs on.
const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
    ("X11", "Unix"),
];

/// Such as `Safari · iPhone`; nothing where it tells nothing that is known.
pub(super) fn of(agent: &str) -> Option<String> {
    let among = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(word, _)| agent.contains(word));
        found.map(|(_, name)| *name)
    };
    let parts = [among(&BROWSERS), among(&SYSTEMS)];
    let told: Vec<&str> = parts.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_own_word_though_they_name_others() {
        let told = |agent: &str| of(agent).unwrap_or_default();
        let windows =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        let chrome = format!("{windows} Chrome/126.0.0.0 Safari/537.36");
        assert_eq!(told(&chrome), "Chrome · Windows");
        assert_eq!(told(&format!("{chrome} Edg/126.0.0.0")), "Edge · Windows");
        let yandex = format!("{windows} Chrome/124.0.0.0 YaBrowser/24.6.0.0 Safari/537.36");
        assert_eq!(told(&yandex), "Yandex Browser · Windows");
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
             (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(told(iphone), "Safari · iPhone");
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
        assert_eq!(told(firefox), "Firefox · Linux");
        assert_eq!(of("curl/8.5.0"), None);
        assert_eq!(of(""), None);
    }
}
