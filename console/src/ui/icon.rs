//! Icons of one set (Lucide, ISC licence), only those in use. A button carries
//! the accessible name, never its icon.

use leptos::prelude::*;

/// The outlines of an icon in a square of 24 units.
pub(crate) type Outline = &'static [&'static str];

/// What connects a dialog with its client: a site, or another transport.
pub(crate) const fn transport(is_site: bool) -> Outline {
    match is_site {
        true => GLOBE,
        false => SEND,
    }
}

pub(crate) const ARROW_DOWN: Outline = &["M12 5v14", "m19 12-7 7-7-7"];
pub(crate) const ARROW_LEFT: Outline = &["m12 19-7-7 7-7", "M19 12H5"];
pub(crate) const BAN: Outline = &[
    "M4.929 4.929 19.07 19.071",
    "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0",
];
pub(crate) const BELL: Outline = &[
    "M10.268 21a2 2 0 0 0 3.464 0",
    "M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326",
];
pub(crate) const BOOKMARK: Outline = &["m19 21-7-4-7 4V5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2z"];
pub(crate) const CHANNELS: Outline = &[
    "M16 3h5v5",
    "M8 3H3v5",
    "M12 22v-8.3a4 4 0 0 0-1.172-2.872L3 3",
    "m15 9 6-6",
];
pub(crate) const CHECK: Outline = &["M20 6 9 17l-5-5"];
pub(crate) const CHECK_CHECK: Outline = &["M18 6 7 17l-5-5", "m22 10-7.5 7.5L13 16"];
pub(crate) const CHEVRON_DOWN: Outline = &["m6 9 6 6 6-6"];
pub(crate) const CIRCLE_ALERT: Outline = &[
    "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0",
    "M12 8L12 12",
    "M12 16L12.01 16",
];
pub(crate) const CLOCK: Outline = &["M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0", "M12 6v6h4"];
pub(crate) const CLOSE: Outline = &["M18 6 6 18", "m6 6 12 12"];
pub(crate) const CLOSE_DIALOG: Outline = &["M21.801 10A10 10 0 1 1 17 3.335", "m9 11 3 3L22 4"];
pub(crate) const COPY: Outline = &[
    "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-10a2 2 0 0 1 2 -2Z",
    "M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2",
];
pub(crate) const DOWNLOAD: Outline = &[
    "M12 15V3",
    "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4",
    "m7 10 5 5 5-5",
];
pub(crate) const EXTERNAL: Outline = &[
    "M15 3h6v6",
    "M10 14 21 3",
    "M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6",
];
pub(crate) const EYE: Outline = &[
    "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0",
    "M9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
];
pub(crate) const EYE_OFF: Outline = &[
    "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49",
    "M14.084 14.158a3 3 0 0 1-4.242-4.242",
    "M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143",
    "m2 2 20 20",
];
pub(crate) const FILE: Outline = &[
    "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z",
    "M14 2v5a1 1 0 0 0 1 1h5",
];
pub(crate) const FILTER: Outline = &["M2 5h20", "M6 12h12", "M9 19h6"];
pub(crate) const GLOBE: Outline = &[
    "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0",
    "M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20",
    "M2 12h20",
];
pub(crate) const INBOX: Outline = &[
    "M22 12L16 12 14 15 10 15 8 12 2 12",
    "M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z",
];
pub(crate) const JOBS: Outline = &[
    "m3 17 2 2 4-4",
    "m3 7 2 2 4-4",
    "M13 6h8",
    "M13 12h8",
    "M13 18h8",
];
pub(crate) const LANGUAGE: Outline = &[
    "m5 8 6 6",
    "m4 14 6-6 2-3",
    "M2 5h12",
    "M7 2h1",
    "m22 22-5-10-5 10",
    "M14 18h6",
];
pub(crate) const LINK: Outline = &[
    "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71",
    "M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71",
];
pub(crate) const LOG_OUT: Outline = &[
    "m16 17 5-5-5-5",
    "M21 12H9",
    "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4",
];
pub(crate) const MESSAGE_CIRCLE: Outline = &[
    "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719",
];
pub(crate) const MERGE: Outline = &[
    "m8 6 4-4 4 4",
    "M12 2v10.3a4 4 0 0 1-1.172 2.872L4 22",
    "m20 22-5-5",
];
pub(crate) const MAIL: Outline = &[
    "m22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7",
    "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
];
pub(crate) const MAIL_CHECK: Outline = &[
    "M22 13V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v12c0 1.1.9 2 2 2h8",
    "m22 7-8.970 5.700a1.940 1.940 0 0 1-2.060 0L2 7",
    "m16 19 2 2 4-4",
];
pub(crate) const MAIL_OPEN: Outline = &[
    "M21.2 8.4c.5.38.8.97.8 1.6v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V10a2 2 0 0 1 .8-1.6l8-6a2 2 0 0 1 2.4 0z",
    "m22 10-8.97 5.7a1.94 1.94 0 0 1-2.06 0L2 10",
];
pub(crate) const MOON: Outline = &["M12 3a6 6 0 0 0 9 9 9 9 0 1 1-9-9Z"];
pub(crate) const MORE: Outline = &[
    "M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
    "M18 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
    "M4 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
];
pub(crate) const NOTE: Outline = &[
    "M13.4 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-7.4",
    "M2 6h4",
    "M2 10h4",
    "M2 14h4",
    "M2 18h4",
    "M21.378 5.626a1 1 0 1 0-3.004-3.004l-5.01 5.012a2 2 0 0 0-.506.854l-.837 2.87a.5.5 0 0 0 .62.62l2.87-.837a2 2 0 0 0 .854-.506z",
];
pub(crate) const PANEL: Outline = &[
    "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2Z",
    "M15 3v18",
];
pub(crate) const PANEL_LEFT: Outline = &[
    "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2Z",
    "M9 3v18",
];
pub(crate) const PAPERCLIP: Outline = &[
    "m16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551",
];
pub(crate) const PAUSE: Outline = &["M14 4h4v16h-4z", "M6 4h4v16H6z"];
pub(crate) const PENCIL: Outline = &[
    "M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z",
    "m15 5 4 4",
];
pub(crate) const PEOPLE: Outline = &[
    "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2",
    "M16 3.128a4 4 0 0 1 0 7.744",
    "M22 21v-2a4 4 0 0 0-3-3.87",
    "M5 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
];
pub(crate) const PIN: Outline = &[
    "M12 17v5",
    "M9 10.76a2 2 0 0 1-1.11 1.79l-1.78.9A2 2 0 0 0 5 15.24V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.76a2 2 0 0 0-1.11-1.79l-1.78-.9A2 2 0 0 1 15 10.76V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z",
];
pub(crate) const PLAY: Outline = &["m6 3 14 9-14 9z"];
pub(crate) const PLUS: Outline = &["M5 12h14", "M12 5v14"];
pub(crate) const PRINTER: Outline = &[
    "M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2",
    "M6 9V3h12v6",
    "M6 14h12v7H6z",
];
pub(crate) const REOPEN: Outline = &[
    "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8",
    "M3 3v5h5",
];
pub(crate) const REPLY: Outline = &["M20 20v-7a4 4 0 0 0-4-4H4", "M9 14 4 9l5-5"];
pub(crate) const SEARCH: Outline = &["m21 21-4.34-4.34", "M3 11a8 8 0 1 0 16 0a8 8 0 1 0 -16 0"];
pub(crate) const SEND: Outline = &[
    "M3.714 3.048a.498.498 0 0 0-.683.627l2.843 7.627a2 2 0 0 1 0 1.396l-2.842 7.627a.498.498 0 0 0 .682.627l18-8.5a.5.5 0 0 0 0-.904z",
    "M6 12h16",
];
pub(crate) const SETTINGS: Outline = &[
    "M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915",
    "M9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
];
pub(crate) const SLIDERS: Outline = &[
    "M10 5H3",
    "M12 19H3",
    "M14 3v4",
    "M16 17v4",
    "M21 12h-9",
    "M21 19h-5",
    "M21 5h-7",
    "M8 10v4",
    "M8 12H3",
];
pub(crate) const SMILE: Outline = &[
    "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0",
    "M8 14s1.500 2 4 2 4-2 4-2",
    "M9 9L9.010 9",
    "M15 9L15.010 9",
];
pub(crate) const SOUND: Outline = &[
    "M11 4.702a.705.705 0 0 0-1.203-.498L6.413 7.587A1.4 1.4 0 0 1 5.416 8H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.416a1.4 1.4 0 0 1 .997.413l3.383 3.384A.705.705 0 0 0 11 19.298z",
    "M16 9a5 5 0 0 1 0 6",
    "M19.364 18.364a9 9 0 0 0 0-12.728",
];
pub(crate) const SPAM: Outline = &[
    "M12 16h.01",
    "M12 8v4",
    "M15.312 2a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586l-4.688-4.688A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2z",
];
pub(crate) const TAG: Outline = &[
    "M12.586 2.586A2 2 0 0 0 11.172 2H4a2 2 0 0 0-2 2v7.172a2 2 0 0 0 .586 1.414l8.704 8.704a2.426 2.426 0 0 0 3.42 0l6.58-6.58a2.426 2.426 0 0 0 0-3.42z",
    "M7.5 7.5h.01",
];
pub(crate) const TAG_OFF: Outline = &[
    "M12.586 2.586A2 2 0 0 0 11.172 2H4a2 2 0 0 0-2 2v7.172a2 2 0 0 0 .586 1.414l8.704 8.704a2.426 2.426 0 0 0 3.42 0l6.58-6.58a2.426 2.426 0 0 0 0-3.42z",
    "M7.5 7.5h.01",
    "m2 2 20 20",
];
pub(crate) const TRASH: Outline = &[
    "M3 6h18",
    "M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6",
    "M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2",
    "M10 11v6",
    "M14 11v6",
];
pub(crate) const USER: Outline = &[
    "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2",
    "M8 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
];
pub(crate) const WEBHOOK: Outline = &[
    "M18 16.98h-5.99c-1.1 0-1.95.94-2.48 1.9A4 4 0 0 1 2 17c.01-.7.2-1.4.57-2",
    "m6 17 3.13-5.78c.53-.97.1-2.18-.5-3.1a4 4 0 1 1 6.89-4.06",
    "m12 6 3.13 5.73C15.66 12.7 16.9 13 18 13a4 4 0 0 1 0 8",
];
pub(crate) const WIFI_OFF: Outline = &[
    "M12 20h.01",
    "M8.5 16.429a5 5 0 0 1 7 0",
    "M5 12.859a10 10 0 0 1 5.17-2.69",
    "M19 12.859a10 10 0 0 0-2.007-1.523",
    "M2 8.82a15 15 0 0 1 4.177-2.643",
    "M22 8.82a15 15 0 0 0-11.288-3.764",
    "m2 2 20 20",
];
pub(crate) const ZAP: Outline = &[
    "M4 14a1 1 0 0 1-.780-1.630l9.900-10.200a.5.5 0 0 1 .860.460l-1.920 6.020A1 1 0 0 0 13 10h7a1 1 0 0 1 .780 1.630l-9.900 10.200a.5.5 0 0 1-.860-.460l1.920-6.020A1 1 0 0 0 11 14z",
];

/// An icon, drawn in the colour of the text around it.
#[component]
pub(crate) fn Icon(
    /// What.
    of: Outline,
    /// Pixels of its side.
    #[prop(default = 16)]
    size: u32,
) -> impl IntoView {
    view! {
        <svg
            width=size
            height=size
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            {of.iter().map(|outline| view! { <path d=*outline></path> }).collect_view()}
        </svg>
    }
}
