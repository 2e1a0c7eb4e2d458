//! Where an operator can write to a client first (CQ-13).

use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId, SiteId};

use super::Model;
use super::place::Place;

/// Whether there is a way to write to a client before he does, as his card tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum WritingTo {
    /// Nothing is to be said of it: the card is not here yet, or where he can be written to a
    /// dialog is open, which has a composer.
    #[default]
    Unsaid,
    /// He has never written, so there is nowhere.
    NoAddress,
    /// He is blocked.
    Blocked,
    /// In the channels of his sites operators only reply.
    RepliesOnly,
    /// On one of these sites, the one where he was seen last first.
    On(Vec<SiteId>),
}

impl Model {
    /// Whether a client's card is on the screen.
    pub(super) fn shows(&self, client: ClientId) -> bool {
        let of_open = self.open().and_then(|open| self.thread(open));
        let is_open = of_open.is_some_and(|thread| thread.is_of(client));
        is_open || *self.place == Place::Clients(Some(client))
    }

    /// Whether a client can be written to from his card, which may be beside a dialog.
    pub fn writing_to(&self, client: ClientId, beside: Option<DialogId>) -> WritingTo {
        let (Some(card), Some(roster)) = (self.card(client), self.roster.as_ref()) else {
            return WritingTo::Unsaid;
        };
        if card.seen_at.is_none() {
            return WritingTo::NoAddress;
        }
        let beside = beside.and_then(|id| self.board.card(id));
        let shown: Vec<&Summary> = card.dialogs.iter().chain(beside.map(|it| &**it)).collect();
        let is_open_on = |site: &SiteId| {
            let mut shown = shown.iter();
            shown.any(|one| one.site == *site && matches!(one.state, DialogState::Open {}))
        };
        let mut sites = card.addresses.clone();
        sites.retain(|site| !is_open_on(site));
        if sites.is_empty() {
            return WritingTo::Unsaid;
        }
        if card.client.is_blocked {
            return WritingTo::Blocked;
        }
        sites.retain(|site| roster.may_begin_on(site));
        match sites.is_empty() {
            true => WritingTo::RepliesOnly,
            false => WritingTo::On(sites),
        }
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::channel::{ChannelSection, WritingFirst};
    use beseda_protocol::ids::{ChannelId, Timestamp};

    use super::*;
    use crate::model::example;

    const CLIENT: ClientId = ClientId(1);

    /// A client's card in the section of clients; his dialog is closed.
    fn model() -> Model {
        let mut dialog = example::summary(1, 1);
        let (at, by) = (Timestamp(2), None);
        dialog.state = DialogState::Closed { at, by };
        let mut model = Model::new(Place::Clients(Some(CLIENT)));
        model.roster.replace(example::roster());
        let mut card = example::card(&dialog);
        card.dialogs.push(dialog);
        model.clients.card = Some(card);
        model
    }

    fn card(model: &mut Model) -> &mut beseda_protocol::dialog::ClientCard {
        model.clients.card.as_mut().expect("a card")
    }

    fn site() -> SiteId {
        example::summary(1, 1).site
    }

    #[test]
    fn a_client_is_written_to_on_the_sites_of_his_card() {
        let mut model = model();
        assert_eq!(model.writing_to(CLIENT, None), WritingTo::On(vec![site()]));
        card(&mut model).seen_at = None;
        assert_eq!(model.writing_to(CLIENT, None), WritingTo::NoAddress);
        assert_eq!(model.writing_to(ClientId(9), None), WritingTo::Unsaid);
    }

    #[test]
    fn where_a_dialog_is_open_its_composer_is_the_place() {
        let mut model = model();
        card(&mut model).dialogs[0].state = DialogState::Open {};
        assert_eq!(model.writing_to(CLIENT, None), WritingTo::Unsaid);
        // On his other site there is none.
        card(&mut model).addresses.push("s2".into());
        let there = WritingTo::On(vec!["s2".into()]);
        assert_eq!(model.writing_to(CLIENT, None), there);
    }

    #[test]
    fn why_he_can_not_be_written_to_is_said() {
        let mut model = model();
        let section = ChannelSection::from(WritingFirst { is_allowed: false });
        let roster = model.roster.as_mut().expect("a roster");
        roster.put_channel_section(ChannelId::FIRST, 1, section);
        assert_eq!(model.writing_to(CLIENT, None), WritingTo::RepliesOnly);
        card(&mut model).client.is_blocked = true;
        assert_eq!(model.writing_to(CLIENT, None), WritingTo::Blocked);
    }
}
