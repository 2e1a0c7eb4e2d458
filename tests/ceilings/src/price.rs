//! What one step of a message's way costs: each is done many times in one
//! request, and the driver reads the processor's time. Inside a turn the runtime's
//! clock stands still.

use beseda_protocol::ids::{MessageId, Timestamp};
use beseda_protocol::visitor::{FromVisitor, ToVisitor};
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair, durable_object,
};

use crate::rows::Rows;

/// One 32-digit id, as cids and clients have.
const ID: &str = "0198c0de0198c0de0198c0de0198c0de";
const TEXT: &str = "Is the blue one in stock in my size too?";
const TAG: &str = "client:0198c0de0198c0de0198c0de0198c0de";
/// As the relay keeps it of a visitor.
const ATTACHMENT: &str = r#"{"Visitor":{"line":123456789012345,"client":"0198c0de0198c0de0198c0de0198c0de","site":"shop"}}"#;
const SAY: &str = r#"{"t":"say","cid":"0198c0de0198c0de0198c0de0198c0de","body":{"t":"text","text":"Is the blue one in stock in my size too?"}}"#;

/// Does one step many times: `/price/STEP/FROM/TIMES`; each time has a number.
#[durable_object]
pub struct Price {
    state: State,
    rows: Rows,
}

impl DurableObject for Price {
    fn new(state: State, _: Env) -> Self {
        let rows = Rows::open(&state);
        Self { state, rows }
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
            self.once(&step, i)?;
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

    fn once(&self, step: &str, i: u32) -> Result<()> {
        match step {
            "nothing" => Ok(()),
            "find" => self.rows.is_said(ID, &cid(i)).map(drop),
            "insert" => self.rows.say(1, ID, &cid(i), TEXT),
            "update" => self.rows.change(1, ID, TEXT),
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

    fn tagged(&self) -> Result<WebSocket> {
        let mut sockets = self.state.get_websockets_with_tag(TAG);
        sockets.pop().ok_or_else(|| Error::from("nobody listens"))
    }
}

fn cid(i: u32) -> String {
    format!("{i:032}")
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
