//! A second transport of a channel, on the real thing.

use beseda_protocol::ask::dialogs::ResendMessage;
use beseda_protocol::delivery::{DeliveryFailure, DeliveryState};
use beseda_protocol::ids::ChannelId;
use beseda_protocol::operator::OperatorEvent;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::transport::Transport;
use serde_json::json;

/// Criteria: CQ-15, SB-07
#[tokio::test]
async fn what_came_by_a_transport_is_answered_by_it_and_what_fails_can_be_sent_again() {
    let stack = Stack::without_pages().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let messenger = Transport::add(&stack, "Messenger", ChannelId::FIRST).await;
    let first = messenger
        .arrives_as("u1", "@vera", "Vera", "Do you ship?")
        .await;
    let dialog = anna.dialog_of("Do you ship?").await;
    assert_eq!(dialog.site, messenger.id);
    assert_eq!(dialog.client.name.as_deref(), Some("Vera"));
    // Whoever brings it in was not told that it has arrived, and brings it again.
    let again = messenger
        .arrives_as("u1", "@vera", "Vera", "Do you ship?")
        .await;
    assert_eq!(again, first);

    let message = anna.replied(dialog.id, "We do").await;
    let taken = messenger.takes().await;
    assert_eq!((taken.message, taken.address.as_str()), (message, "@vera"));
    assert_eq!(taken.body, json!({"t": "text", "text": "We do"}));
    // It asks for patience, and has it again after that.
    messenger.puts_off(&taken, 1).await;
    let taken = messenger.takes().await;
    messenger.fails(&taken).await;
    let marked = anna.dialog_becomes("marked", dialog.id, |dialog| dialog.is_send_failed);
    marked.await;
    let opened = anna.open(dialog.id).await.expect("it is there");
    let reason = DeliveryFailure::Blocked {};
    assert_eq!(opened.deliveries[0].state, DeliveryState::Failed { reason });

    let resend = ResendMessage {
        dialog: dialog.id,
        message,
    };
    anna.question(resend).await.expect("it has failed");
    let taken = messenger.takes().await;
    messenger.delivers(&taken).await;
    let is_all_there = |event: &OperatorEvent| match event {
        OperatorEvent::Deliveries { deliveries, .. } => deliveries.is_empty().then_some(()),
        _ => None,
    };
    anna.event("that it was delivered", is_all_there).await;
    let arrived = |dialog: &beseda_protocol::dialog::Summary| {
        !dialog.is_send_failed && dialog.delivered_upto == message
    };
    anna.dialog_becomes("marked no more", dialog.id, arrived)
        .await;
}
