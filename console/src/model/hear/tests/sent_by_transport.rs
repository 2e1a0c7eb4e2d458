//! Messages that another transport than the site chat carries to the client.

use beseda_protocol::delivery::{Delivery, DeliveryFailure, DeliveryState};

use super::*;

const HERE: DialogId = DialogId(1);
const REPLY: MessageId = MessageId(200);

fn told(events: Vec<OperatorEvent>) -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events,
    }
}

#[test]
fn a_reply_can_be_changed_on_the_site_and_elsewhere_until_its_transport_has_taken_it() {
    let mut model = opened();
    let on_site = OperatorEvent::Site { site: site("Shop") };
    model.hear(told(vec![on_site]), NOW);
    assert!(model.is_changeable(HERE, REPLY));
    let kind = TransportKind::Test {};
    let site = Site {
        kind,
        ..site("Messenger")
    };
    model.hear(told(vec![OperatorEvent::Site { site }]), NOW);
    assert!(!model.is_changeable(HERE, REPLY), "it was taken");
    let failed = DeliveryState::Failed {
        reason: DeliveryFailure::Blocked {},
    };
    for state in [DeliveryState::Waiting {}, failed] {
        let deliveries = vec![Delivery {
            message: REPLY,
            state,
        }];
        let dialog = HERE;
        let waits = OperatorEvent::Deliveries { dialog, deliveries };
        model.hear(told(vec![waits]), NOW);
        assert!(model.is_changeable(HERE, REPLY));
        assert!(!model.is_changeable(HERE, MessageId(150)));
    }
}
