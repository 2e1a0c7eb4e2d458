//! Webhooks, as last asked: they change by what administrators do, and are looked at on one
//! page only.

use beseda_protocol::ask::webhooks::{
    AddWebhook, ListWebhookDeliveries, ListWebhooks, ListedWebhookDeliveries, MadeWebhook,
    ResendWebhookDeliveries, RotateWebhookSecret, WebhookQuestion,
};
use beseda_protocol::ask::{Answer, Asked};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::webhook::{Webhook, WebhookDelivery};

use super::Wish;
use super::question::Progress;

/// See the module.
#[derive(Debug, Default)]
pub struct Webhooks {
    /// All of them; absent until somebody looks.
    pub all: Option<Vec<Webhook>>,
    /// The one whose secret was made last: it is shown once.
    pub made: Option<MadeWebhook>,
    /// What was sent to the one whose log is open.
    pub log: Option<Log>,
}

/// What was sent to a webhook.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// To which.
    pub webhook: WebhookId,
    /// The newest first, as many as were asked for.
    pub deliveries: Vec<WebhookDelivery>,
    /// Behind which there may be more.
    pub rest: Option<u64>,
}

impl Webhooks {
    /// A question was carried out.
    pub(super) fn answered(
        &mut self,
        asked: &WebhookQuestion,
        answer: Answer,
    ) -> (Option<Progress>, Vec<Wish>) {
        let list = || vec![Wish::ask(ListWebhooks {})];
        match asked {
            WebhookQuestion::ListWebhooks(_) => {
                if let Some(listed) = ListWebhooks::given(answer) {
                    self.all = Some(listed.webhooks);
                }
                (None, vec![])
            }
            WebhookQuestion::ListWebhookDeliveries(asked) => {
                if let Some(page) = ListWebhookDeliveries::given(answer) {
                    self.logged(asked, page);
                }
                (None, vec![])
            }
            WebhookQuestion::AddWebhook(_) => {
                self.made = AddWebhook::given(answer);
                (Some(Progress::Done), list())
            }
            WebhookQuestion::RotateWebhookSecret(_) => {
                self.made = RotateWebhookSecret::given(answer);
                (Some(Progress::Done), list())
            }
            WebhookQuestion::ResendWebhookDeliveries(asked) => {
                let resent = ResendWebhookDeliveries::given(answer);
                let rest = resent.and_then(|resent| resent.rest);
                let next = match rest {
                    Some(from) => Wish::ask(ResendWebhookDeliveries {
                        from,
                        ..asked.clone()
                    }),
                    None => Wish::ask(newest(&asked.webhook)),
                };
                (Some(Progress::Done), vec![next])
            }
            WebhookQuestion::TestWebhook(asked) => {
                let next = Wish::ask(newest(&asked.webhook));
                (Some(Progress::Done), vec![next])
            }
            WebhookQuestion::SaveWebhook(_) | WebhookQuestion::DeleteWebhook(_) => {
                (Some(Progress::Done), list())
            }
            WebhookQuestion::Unknown => (None, vec![]),
        }
    }

    fn logged(&mut self, asked: &ListWebhookDeliveries, page: ListedWebhookDeliveries) {
        let ListedWebhookDeliveries { deliveries, rest } = page;
        match &mut self.log {
            Some(log) if log.webhook == asked.webhook && asked.behind.is_some() => {
                log.deliveries.extend(deliveries);
                log.rest = rest;
            }
            log => {
                *log = Some(Log {
                    webhook: asked.webhook.clone(),
                    deliveries,
                    rest,
                });
            }
        }
    }
}

/// What was sent to a webhook last.
pub fn newest(webhook: &WebhookId) -> ListWebhookDeliveries {
    ListWebhookDeliveries {
        webhook: webhook.clone(),
        behind: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beseda_protocol::ids::Timestamp;
    use beseda_protocol::webhook::{WebhookDeliveryState, WebhookEvent};

    fn page(n: u64, rest: Option<u64>) -> ListedWebhookDeliveries {
        let delivery = WebhookDelivery {
            n,
            id: format!("msg_{n}"),
            event: WebhookEvent::MessageCreated,
            at: Timestamp(1),
            attempts: 1,
            state: WebhookDeliveryState::Delivered {},
            answer: None,
        };
        ListedWebhookDeliveries {
            deliveries: vec![delivery],
            rest,
        }
    }

    #[test]
    fn a_log_grows_by_pages_and_begins_anew() {
        let webhook = WebhookId::from("w");
        let mut webhooks = Webhooks::default();
        let mut told = |behind, n, rest| {
            let asked = ListWebhookDeliveries {
                webhook: webhook.clone(),
                behind,
            };
            let answer = ListWebhookDeliveries::answer(page(n, rest));
            webhooks.answered(&asked.into_question(), answer);
            let log = webhooks.log.clone().expect("a log");
            let numbers = log.deliveries.iter().map(|delivery| delivery.n);
            (numbers.collect::<Vec<_>>(), log.rest)
        };
        assert_eq!(told(None, 9, Some(9)), (vec![9], Some(9)));
        assert_eq!(told(Some(9), 8, None), (vec![9, 8], None));
        assert_eq!(told(None, 10, Some(10)), (vec![10], Some(10)));
    }

    trait IntoQuestion {
        fn into_question(self) -> WebhookQuestion;
    }

    impl IntoQuestion for ListWebhookDeliveries {
        fn into_question(self) -> WebhookQuestion {
            WebhookQuestion::ListWebhookDeliveries(self)
        }
    }

    #[test]
    fn more_is_sent_again_than_goes_at_once() {
        let asked = ResendWebhookDeliveries {
            webhook: WebhookId::from("w"),
            from: 1,
            upto: 900,
            only_failed: true,
        };
        let resent = beseda_protocol::ask::webhooks::ResentWebhookDeliveries {
            n: 500,
            rest: Some(501),
        };
        let answer = ResendWebhookDeliveries::answer(resent);
        let question = WebhookQuestion::ResendWebhookDeliveries(asked.clone());
        let (progress, wishes) = Webhooks::default().answered(&question, answer);
        assert_eq!(progress, Some(Progress::Done));
        assert_eq!(
            wishes,
            [Wish::ask(ResendWebhookDeliveries { from: 501, ..asked })]
        );
    }
}
