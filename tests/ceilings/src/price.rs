//! What one step of a message's way costs: each is done many times in one
//! request, and the driver reads the processor's time. Inside a turn the runtime's
//! clock stands still.

use beseda_protocol::ids::{MessageId, Timestamp};
use beseda_protocol::visitor::{FromVisitor, ToVisitor};
use worker::{
    DurableObject, Env, Error, Request, Response, Result, SqlStorage, SqlStorageValue, State,
    WebSocket, WebSocketIncomingMessage, WebSocketPair, durable_object,
};

/// One 32-digit id, as cids and clients have.
const ID: &str = "0198c0de0198c0de0198c0de0198c0de";
const TEXT: &str = "Is the blue one in stock in my size too?";
const TAG: &str = "client:0198c0de0198c0de0198c0de0198c0de";
/// As the relay keeps it of a visitor.
const ATTACHMENT: &str = r#"{"Visitor":{"line":123456789012345,"client":"0198c0de0198c0de0198c0de0198c0de","site":"shop"}}"#;
const SAY: &str = r#"{"t":"say","cid":"0198c0de0198c0de0198c0de0198c0de","body":{"t":"text","text":"Is the blue one in stock in my size too?"}}"#;

/// Twenty columns, as a dialog's card has.
const CARDS: &str = "CREATE TABLE IF NOT EXISTS cards (id INTEGER PRIMARY KEY, client TEXT,
    a INTEGER, b INTEGER, c INTEGER, d INTEGER, e INTEGER, f INTEGER, g INTEGER, h INTEGER,
    i INTEGER, j INTEGER, k INTEGER, l INTEGER, m INTEGER, n INTEGER, o INTEGER, label TEXT,
    preview TEXT, place INTEGER) STRICT";
const INDEX: &str = "CREATE INDEX IF NOT EXISTS cards_place ON cards (a, place)";
const ROWS: &str = "CREATE TABLE IF NOT EXISTS rows (dialog INTEGER, id INTEGER, at INTEGER,
    kind TEXT, sender TEXT, cid TEXT, text TEXT, PRIMARY KEY (dialog, id)) STRICT, WITHOUT ROWID";
const CID: &str = "CREATE UNIQUE INDEX IF NOT EXISTS rows_cid ON rows (sender, cid)";

/// Does one step many times: `/price/STEP/FROM/TIMES`; each time has a number.
#[durable_object]
pub struct Price {
    state: State,
    sql: SqlStorage,
}

impl DurableObject for Price {
    fn new(state: State, _: Env) -> Self {
        let sql = state.storage().sql();
        for statement in [CARDS, INDEX, ROWS, CID] {
            sql.exec(statement, None)
                .expect("a new object takes tables");
        }
        let card = "INSERT OR IGNORE INTO cards (id, client, a, label, preview, place)
            VALUES (1, ?, 0, 'visitor', ?, 0)";
        sql.exec(card, vec![ID.into(), TEXT.into()])
            .expect("a table takes a row");
        Self { state, sql }
    }

    async fn fetch(&self, req: Request) -> Result<Response> {
        let path = req.path();
        let mut parts = path.split('/').skip(2);
        let step = parts.next().unwrap_or_default().to_owned();
        if step == "listen" {
            return self.listen();
        }
        let mut number = || parts.next().and_then(|text| text.parse::<u32>().ok());
        let (from, times) = number().zip(number()).unwrap_or_default();
        for i in from..from + times {
            self.once(&step, i.into())?;
        }
        Response::empty()
    }

    async fn websocket_message(&self, _: WebSocket, _: WebSocketIncomingMessage) -> Result<()> {
        Ok(())
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        Ok(())
    }
}

impl Price {
    /// A socket to send to.
    fn listen(&self) -> Result<Response> {
        let WebSocketPair { client, server } = WebSocketPair::new()?;
        self.state.accept_websocket_with_tags(&server, &[TAG]);
        server.serialize_attachment(ATTACHMENT)?;
        Response::from_websocket(client)
    }

    fn once(&self, step: &str, i: f64) -> Result<()> {
        match step {
            "nothing" => Ok(()),
            "select" => {
                let card = "SELECT * FROM cards WHERE id = ?";
                let cursor = self.sql.exec(card, vec![SqlStorageValue::Float(1.0)])?;
                cursor.raw().try_for_each(|row| row.map(drop))
            }
            "insert" => self.insert(i),
            "update" => {
                let update = "UPDATE cards SET a = ?, b = ?, c = ?, d = ?, e = ?, f = ?, g = ?,
                    h = ?, i = ?, j = ?, k = ?, l = ?, m = ?, label = ?, preview = ?, place = ?
                    WHERE id = 1";
                let mut values = vec![SqlStorageValue::Float(i); 13];
                values.extend(["visitor".into(), TEXT.into(), SqlStorageValue::Float(i)]);
                self.sql.exec(update, values).map(drop)
            }
            "tag" => self.tagged().map(drop),
            "send" => self.tagged()?.send_with_str(TEXT),
            "attachment" => {
                let text: Option<String> = self.tagged()?.deserialize_attachment()?;
                text.map(drop).ok_or_else(|| Error::from("no attachment"))
            }
            "frame" => frame(),
            _ => Err(Error::from("no such step")),
        }
    }

    fn insert(&self, i: f64) -> Result<()> {
        let insert = "INSERT INTO rows (dialog, id, at, kind, sender, cid, text)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        let values = vec![
            SqlStorageValue::Float(1.0),
            SqlStorageValue::Float(i),
            SqlStorageValue::Float(i),
            "visitor".into(),
            ID.into(),
            format!("{i:032}").into(),
            TEXT.into(),
        ];
        self.sql.exec(insert, values).map(drop)
    }

    fn tagged(&self) -> Result<WebSocket> {
        let mut sockets = self.state.get_websockets_with_tag(TAG);
        sockets.pop().ok_or_else(|| Error::from("nobody listens"))
    }
}

/// Reads what a visitor says, and writes the answer.
fn frame() -> Result<()> {
    let said: FromVisitor = serde_json::from_str(SAY)?;
    let FromVisitor::Say { cid, .. } = said else {
        return Err(Error::from("it is a say"));
    };
    let (id, at) = (MessageId(1_000_000), Timestamp(1_700_000_000_000));
    serde_json::to_string(&ToVisitor::Ack { cid, id, at })?;
    Ok(())
}
