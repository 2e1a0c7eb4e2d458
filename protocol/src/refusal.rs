//! Every way in which the relay says no: a stable code for programs, a sentence
//! for people, and when to try again.

crate::wire! {
    /// Why something was refused. The word never changes; sentences may.
    pub words Code {
        /// The frame or body is not what the protocol describes.
        "malformed" => Malformed,
        /// A question that this relay does not know, or cannot read: the asker's may be
        /// a newer version.
        "unsupported" => Unsupported,
        /// Text over [`crate::limits::TEXT_CHARS_MAX`].
        "text_too_long" => TextTooLong,
        /// Neither text nor a file, or text that looks empty ([`crate::unseen`]).
        "empty" => Empty,
        /// A file of no bytes.
        "file_empty" => FileEmpty,
        /// A file over [`crate::limits::FILE_BYTES_MAX`].
        "file_too_large" => FileTooLarge,
        /// Uploads of the file get no answer though the line lives: something in between
        /// stops it. The relay never says so; a client finds out.
        "file_stopped" => FileStopped,
        /// The client's, the dialog's or the site's files would be too many, or pass
        /// [`crate::limits::CLIENT_FILES_BYTES_MAX`],
        /// [`crate::limits::DIALOG_FILES_BYTES_MAX`] or
        /// [`crate::limits::SITE_FILES_BYTES_MAX`].
        "files_quota" => FilesQuota,
        /// No such file for this asker, or its bytes never arrived whole.
        "file_unknown" => FileUnknown,
        /// A message can be changed and withdrawn for [`crate::limits::REVISE_MS_MAX`] only.
        "too_late" => TooLate,
        /// The same cid with another body (G2).
        "cid_reused" => CidReused,
        /// No such thing for this asker; also what must not be known to exist.
        "not_found" => NotFound,
        /// The role does not allow it.
        "forbidden" => Forbidden,
        /// Only the owner may do that: make, change or disable administrators.
        "owner_only" => OwnerOnly,
        /// The owner can neither be disabled nor get another role before the ownership
        /// is handed over.
        "owner_stays" => OwnerStays,
        /// The employee is disabled: he can't sign in, nor be responsible.
        "disabled" => Disabled,
        /// Decided on what somebody has changed since: look again.
        "stale" => Stale,
        /// The site's list does not have this origin.
        "origin_not_allowed" => OriginNotAllowed,
        /// No valid token or session: sign in (operators), start anew (visitors).
        "unauthorized" => Unauthorized,
        /// E-mail or password is wrong; which of them is not said (S8).
        "sign_in_failed" => SignInFailed,
        /// The password is too short, too long or among the commonest (S5).
        "password_weak" => PasswordWeak,
        /// The link was used, replaced or is too old.
        "link_expired" => LinkExpired,
        /// The e-mail belongs to another account.
        "email_taken" => EmailTaken,
        /// Another label, channel or own saved filter has this name.
        "name_taken" => NameTaken,
        /// Another saved reply that the asker sees has this shortcut.
        "shortcut_taken" => ShortcutTaken,
        /// The channel has sites or dialogs, or is the first.
        "channel_in_use" => ChannelInUse,
        /// The employee does not see the dialog's channel, so he can't be responsible.
        "channel_unseen" => ChannelUnseen,
        /// Two dialogs that do not reach their client at the same address can't be one.
        "other_address" => OtherAddress,
        /// The dialog is open: what was asked is for one that is closed.
        "not_closed" => NotClosed,
        /// There are as many as there may be: one has to go first.
        "limit_reached" => LimitReached,
        /// The address or another field is not acceptable; the sentence says which.
        "invalid" => Invalid,
        /// Too much from one sender; `retry_ms` says when to go on.
        "too_many" => TooMany,
        /// The site asks for a consent before anything is written, and its writer has not given
        /// it to the text as it is now ([`crate::site::Consent`]).
        "consent_required" => ConsentRequired,
        /// The site asks something before the first message, and an answer is missing or is none;
        /// the sentence says which.
        "answers_required" => AnswersRequired,
        /// The client is blocked.
        "unavailable" => Unavailable,
        /// A socket was asked for, and a proxy has taken the `Upgrade` header off.
        "no_upgrade" => NoUpgrade,
        /// The relay is at its limit; `retry_ms` says when to try again (G11).
        "overloaded" => Overloaded,
        /// The center's storage is full: reading works, writing does not (C10).
        "storage_full" => StorageFull,
        /// The storage of this cannot be used; send the same cid again later (C14).
        "broken" => Broken,
        /// Our fault: unknown whether it was stored; send the same cid again.
        "fault" => Fault,
    }
}

crate::wire! {
    /// A typed refusal. Nothing of the refused input was stored.
    pub struct Refusal {
        /// Stable, for programs; screens translate by it.
        pub code: Code,
        /// One English sentence that says what to do.
        pub text: String,
        /// Milliseconds after which the same may succeed.
        pub retry_ms: Option<u64>,
    }
}

impl Refusal {
    /// A refusal that trying again will not change.
    pub fn new(code: Code, text: &str) -> Self {
        Self {
            code,
            text: text.to_owned(),
            retry_ms: None,
        }
    }
    /// A refusal that ends by itself.
    pub fn until(code: Code, text: &str, retry_ms: u64) -> Self {
        Self {
            code,
            text: text.to_owned(),
            retry_ms: Some(retry_ms),
        }
    }
}

impl Code {
    /// The HTTP status of an answer that carries this refusal.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed
            | Self::Empty
            | Self::FileEmpty
            | Self::Invalid
            | Self::PasswordWeak => 400,
            Self::Unauthorized | Self::SignInFailed => 401,
            Self::Forbidden
            | Self::OwnerOnly
            | Self::OwnerStays
            | Self::Disabled
            | Self::OriginNotAllowed
            | Self::ConsentRequired
            | Self::AnswersRequired
            | Self::Unavailable => 403,
            Self::NotFound | Self::FileUnknown => 404,
            Self::CidReused
            | Self::TooLate
            | Self::EmailTaken
            | Self::NameTaken
            | Self::ShortcutTaken
            | Self::ChannelInUse
            | Self::ChannelUnseen
            | Self::OtherAddress
            | Self::NotClosed
            | Self::LimitReached
            | Self::Stale => 409,
            Self::LinkExpired => 410,
            Self::FileTooLarge | Self::TextTooLong | Self::FilesQuota => 413,
            Self::NoUpgrade => 426,
            Self::TooMany => 429,
            Self::Fault => 500,
            Self::Unsupported => 501,
            Self::FileStopped => 502,
            Self::Overloaded | Self::Broken => 503,
            Self::StorageFull => 507,
        }
    }
}
