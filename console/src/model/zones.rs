//! Time zones, by the names that they bear today. Browsers list some of them under
//! names that were changed long ago, since both are known everywhere.

/// Old name, today's name.
const RENAMED: &[(&str, &str)] = &[
    ("Africa/Asmera", "Africa/Asmara"),
    ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("America/Catamarca", "America/Argentina/Catamarca"),
    ("America/Coral_Harbour", "America/Atikokan"),
    ("America/Cordoba", "America/Argentina/Cordoba"),
    ("America/Godthab", "America/Nuuk"),
    ("America/Indianapolis", "America/Indiana/Indianapolis"),
    ("America/Jujuy", "America/Argentina/Jujuy"),
    ("America/Louisville", "America/Kentucky/Louisville"),
    ("America/Mendoza", "America/Argentina/Mendoza"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Atlantic/Faeroe", "Atlantic/Faroe"),
    ("Etc/UTC", UTC),
    ("Etc/GMT", UTC),
    ("Europe/Kiev", "Europe/Kyiv"),
    ("GMT", UTC),
    ("Pacific/Enderbury", "Pacific/Kanton"),
    ("Pacific/Ponape", "Pacific/Pohnpei"),
    ("Pacific/Truk", "Pacific/Chuuk"),
];

/// Nobody's own, and the one that everybody can count from.
const UTC: &str = "UTC";

/// A zone's name of today.
pub fn modern(zone: &str) -> &str {
    let renamed = RENAMED.iter().find(|(old, _)| *old == zone);
    renamed.map_or(zone, |(_, new)| new)
}

/// What is there to choose: UTC, then every zone by name, the chosen one among them
/// also when the browser does not list it.
pub fn choices(listed: &[String], chosen: &str) -> Vec<String> {
    let listed = listed.iter().map(String::as_str).chain([chosen]);
    let mut zones: Vec<&str> = listed.map(modern).filter(|zone| *zone != UTC).collect();
    zones.sort_unstable();
    zones.dedup();
    [UTC].into_iter().chain(zones).map(str::to_owned).collect()
}

/// A zone as it is shown: its name, and its offset from UTC now (`+5:30`).
pub fn label(zone: &str, offset: &str) -> String {
    let name = zone.replace('_', " ");
    match zone {
        UTC => name,
        _ => format!("{name} (UTC{offset})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(zones: &[&str]) -> Vec<String> {
        zones.iter().map(|zone| (*zone).to_owned()).collect()
    }

    #[test]
    fn zones_bear_the_names_of_today_with_utc_on_top() {
        let browsers = listed(&["Africa/Asmera", "Asia/Calcutta", "Europe/Kiev"]);
        assert_eq!(
            choices(&browsers, "Europe/Kyiv"),
            ["UTC", "Africa/Asmara", "Asia/Kolkata", "Europe/Kyiv"]
        );
    }

    #[test]
    fn the_chosen_zone_can_be_kept_when_the_browser_lists_none() {
        assert_eq!(choices(&[], "Asia/Tbilisi"), ["UTC", "Asia/Tbilisi"]);
        assert_eq!(choices(&[], "Etc/UTC"), ["UTC"]);
    }

    #[test]
    fn a_zone_is_shown_with_its_offset() {
        assert_eq!(label("America/New_York", "-5"), "America/New York (UTC-5)");
        assert_eq!(label("UTC", "+0"), "UTC");
    }
}
