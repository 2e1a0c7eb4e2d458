//! People and things by their names.

use beseda_center::turn::SessionId;
use beseda_center::turn::command::Attempt;
use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Cid, DialogId, IdentityId};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::settings::CenterGeneral;
use beseda_protocol::visitor::FromVisitor;

use crate::harness::SHOP;

/// A session's name.
pub(crate) fn session(name: &str) -> SessionId {
    SessionId(format!("session of {name}"))
}

/// Somebody signs in from a network, on a device that nobody knows.
pub(crate) fn attempt(email: &str, network: &str) -> Attempt {
    Attempt {
        email: email.to_owned(),
        network: network.to_owned(),
        devices: Vec::new(),
    }
}

/// The client behind a widget's name; tabs are told apart by what follows a dot.
pub(crate) fn identity(name: &str) -> IdentityId {
    let name = name.split('.').next().unwrap();
    let hex: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    IdentityId(format!("{hex:0>32}"))
}

pub(crate) fn page(path: &str) -> Page {
    Page {
        url: format!("{SHOP}{path}"),
        title: format!("Shop {path}"),
    }
}

pub(crate) fn say(cid: &str, text: &str) -> FromVisitor {
    FromVisitor::Say {
        cid: Cid::from(cid),
        body: Draft::Text { text: text.into() },
        quote: None,
    }
}

pub(crate) fn reply(dialog: u64, cid: &str, text: &str) -> FromOperator {
    FromOperator::Reply {
        cid: Cid::from(cid),
        dialog: DialogId(dialog),
        body: Draft::Text { text: text.into() },
        quote: None,
    }
}

/// What a center of this name says of itself.
pub(crate) fn center(name: &str) -> CenterGeneral {
    CenterGeneral {
        name: name.into(),
        locale: "en".into(),
        time_zone: "Europe/Riga".into(),
    }
}
