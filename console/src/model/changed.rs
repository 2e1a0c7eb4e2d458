//! What a job's slice has changed is told in sum: which dialogs and clients, not what they
//! are now. Of what is shown of them the center is asked; the rest is forgotten, and asked
//! for when it is shown.

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ids::{ClientId, DialogId};

use super::thread::Thread;
use super::{Model, Place, Wish};

impl Model {
    /// These are other ones than their cards say.
    pub(super) fn changed(&mut self, dialogs: &[DialogId], clients: &[ClientId]) -> Vec<Wish> {
        let mut wishes: Vec<Wish> = Vec::new();
        for dialog in dialogs {
            wishes.extend(self.return_of(*dialog));
            self.doubt_client_by(*dialog);
        }
        self.board.changed(dialogs);
        wishes.extend(self.changed_threads(dialogs, clients));
        wishes.extend(self.changed_clients(clients));
        wishes
    }

    fn changed_threads(&mut self, dialogs: &[DialogId], clients: &[ClientId]) -> Option<Wish> {
        let is_over = |thread: &Thread| {
            let card = thread.card.as_ref();
            dialogs.contains(&thread.id)
                || card.is_some_and(|card| {
                    clients.contains(&card.client.id)
                        || card.dialogs.iter().any(|other| dialogs.contains(&other.id))
                })
        };
        let kept = self.kept_threads.values();
        let over: Vec<DialogId> = kept
            .filter(|thread| !thread.load.is_missing() && is_over(thread))
            .map(|thread| thread.id)
            .collect();
        for dialog in over {
            self.drop_thread(dialog);
            self.recent.retain(|recent| *recent != dialog);
        }
        let open = self.open_thread.as_ref();
        let open = open.filter(|thread| !thread.load.is_missing() && is_over(thread));
        open.map(|thread| Wish::ask(OpenDialog { dialog: thread.id }))
    }

    fn changed_clients(&mut self, clients: &[ClientId]) -> Option<Wish> {
        if clients.is_empty() {
            return None;
        }
        let of_them = self
            .board
            .cards()
            .filter(|card| clients.contains(&card.client.id));
        let theirs: Vec<DialogId> = of_them.map(|card| card.id).collect();
        self.board.changed(&theirs);
        if self.card_values.is_shown() {
            for client in clients {
                self.card_values.forget(*client);
            }
        }
        if self.shows_clients() {
            for client in clients {
                self.client_list.doubt(*client);
            }
        }
        match *self.place {
            Place::Clients(Some(shown)) if clients.contains(&shown) => self.look_at_client(),
            _ => None,
        }
    }
}
