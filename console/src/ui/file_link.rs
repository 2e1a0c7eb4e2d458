//! A file by its name and size: stored, or on its way.

use beseda_protocol::message::File;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::browser::files;
use crate::texts::{say_size, say_with};

/// A file by its name and size.
#[component]
pub(crate) fn FileLink(
    /// Which.
    file: File,
) -> impl IntoView {
    view! {
        <a class="file" href=files::path(&file.id) download=file.name.clone()>
            <span class={"file-icon"}>
                <Icon of=icon::FILE size=20 />
            </span>
            <span class="file-lines">
                <bdi class="file-name" dir="ltr">{file.name.clone()}</bdi>
                <span class="file-size small">{say_size(file.size)}</span>
            </span>
        </a>
    }
}

/// A file that is being sent, with its progress.
#[component]
pub(crate) fn Uploading(
    /// Its name.
    name: String,
    /// Bytes.
    size: u64,
    /// Bytes that have left, while it is on its way.
    sent: Option<Memo<u64>>,
) -> impl IntoView {
    let label = say_with("uploading", &[("name", &name)]);
    let progress = sent.map(|sent| {
        view! {
            <progress class="progress" max=size.to_string() value=move || sent.get().to_string() aria-label=label></progress>
        }
    });
    view! {
        <span class="file">
            <span class={"file-icon"}>
                <Icon of=icon::FILE size=20 />
            </span>
            <span class="file-lines">
                <bdi class="file-name" dir="ltr">{name}</bdi>
                <span class="file-size small">{say_size(size)}</span>
                {progress}
            </span>
        </span>
    }
}
