//! An operator began or ceased to type: never stored.

use beseda_protocol::ids::DialogId;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::visitor::ToVisitor;

use super::{Operator, find};
use crate::stop::Stop;
use crate::turn::To;
use crate::work::Work;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Operator,
    dialog: DialogId,
    on: bool,
) -> Result<(), Stop> {
    let client = find(work, dialog)?.client;
    let by = who.person();
    let to_visitor = ToVisitor::Typing { by: by.clone(), on };
    work.send(To::Client(client), &to_visitor);
    let to_colleagues = ToOperator::OperatorTyping { dialog, by, on };
    work.send(To::OperatorsBut(who.line), &to_colleagues);
    Ok(())
}
