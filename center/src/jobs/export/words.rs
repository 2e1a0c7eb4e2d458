//! What the headings of files say, in the language of whoever has asked for them.

use beseda_protocol::site::TransportKind;

/// The words of one language.
pub(super) struct Words {
    /// SB-45, in this order.
    pub(super) clients: [&'static str; 11],
    pub(super) dialogs: [&'static str; 14],
    pub(super) site_chat: &'static str,
    pub(super) test: &'static str,
    pub(super) open: &'static str,
    pub(super) closed: &'static str,
    pub(super) dialog: &'static str,
    pub(super) client: &'static str,
    pub(super) operator: &'static str,
    pub(super) automatic: &'static str,
    pub(super) file: &'static str,
    pub(super) withdrawn: &'static str,
    /// Of the file's name, before its number or day.
    pub(super) file_of_clients: &'static str,
    pub(super) file_of_dialogs: &'static str,
    pub(super) file_of_dialog: &'static str,
    pub(super) file_of_client: &'static str,
}

/// The languages that there are.
pub(super) fn of(locale: &str) -> Option<&'static Words> {
    match locale {
        "en" => Some(&EN),
        "ru" => Some(&RU),
        _ => None,
    }
}

/// Those of a file that has begun.
pub(super) fn known(locale: &str) -> &'static Words {
    of(locale).unwrap_or(&EN)
}

impl Words {
    pub(super) fn transport(&self, kind: &TransportKind) -> &'static str {
        match kind {
            TransportKind::SiteChat {} => self.site_chat,
            TransportKind::Test {} => self.test,
            TransportKind::Unknown => "",
        }
    }
}

static EN: Words = Words {
    clients: [
        "client_id",
        "Name",
        "Messenger",
        "Bot",
        "ID in the messenger",
        "First contact",
        "Last activity",
        "Avatar URL",
        "Block ID",
        "Block history",
        "Tag",
    ],
    dialogs: [
        "Dialog",
        "client_id",
        "Client",
        "Channel",
        "Messenger",
        "Bot",
        "State",
        "Responsible",
        "Begun",
        "First reply",
        "Last message",
        "Closed",
        "Messages",
        "Tags",
    ],
    site_chat: "Site chat",
    test: "Test",
    open: "open",
    closed: "closed",
    dialog: "Dialog",
    client: "Client",
    operator: "Operator",
    automatic: "Automatic reply",
    file: "File",
    withdrawn: "The message was withdrawn",
    file_of_clients: "Clients",
    file_of_dialogs: "Dialogs",
    file_of_dialog: "Dialog",
    file_of_client: "Client",
};

static RU: Words = Words {
    clients: [
        "client_id",
        "Имя",
        "Мессенджер",
        "Бот",
        "ID в мессенджере",
        "Первое обращение",
        "Последнее действие",
        "URL аватара",
        "ID блока",
        "История блоков",
        "Тег",
    ],
    dialogs: [
        "Диалог",
        "client_id",
        "Клиент",
        "Канал",
        "Мессенджер",
        "Бот",
        "Статус",
        "Ответственный",
        "Начало",
        "Первый ответ",
        "Последнее сообщение",
        "Закрыт",
        "Сообщений",
        "Теги",
    ],
    site_chat: "Чат на сайте",
    test: "Тест",
    open: "открыт",
    closed: "закрыт",
    dialog: "Диалог",
    client: "Клиент",
    operator: "Оператор",
    automatic: "Автоответ",
    file: "Файл",
    withdrawn: "Сообщение отозвано",
    file_of_clients: "Клиенты",
    file_of_dialogs: "Диалоги",
    file_of_dialog: "Диалог",
    file_of_client: "Клиент",
};
