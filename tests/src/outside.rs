//! The world outside of a relay: whatever it calls arrives here, as at an HTTP proxy, and is
//! answered by the first part of the name that was called.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How many requests the receiver `late` answers only when it is sent them again: as many as
/// are sent to one at once.
pub const LATE: usize = 2;

/// A request that arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// What it brought.
    pub body: String,
}

impl Request {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let named = self.headers.iter().find(|(known, _)| known == name);
        named.map_or("", |(_, value)| value)
    }

    /// Whose receiver it is: the first part of the name.
    pub fn receiver(&self) -> &str {
        let rest = self.url.split("://").nth(1).unwrap_or_default();
        rest.split('.').next().unwrap_or_default()
    }
}

/// The world, until it is dropped.
#[derive(Debug)]
pub struct Outside {
    port: u16,
    heard: Arc<Mutex<Vec<Request>>>,
    serving: JoinHandle<()>,
}

impl Outside {
    /// Begins to listen.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn begin() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a loopback port can be had");
        let port = listener.local_addr().expect("it is bound").port();
        let heard: Arc<Mutex<Vec<Request>>> = Arc::default();
        let log = Arc::clone(&heard);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                tokio::spawn(async move {
                    // Whoever calls may hang up whenever he likes.
                    serve(stream, &log).await.ok();
                });
            }
        });
        Self {
            port,
            heard,
            serving,
        }
    }

    /// Where it is.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What has arrived at a receiver so far.
    ///
    /// # Panics
    /// When a receiver has panicked.
    pub fn heard(&self, receiver: &str) -> Vec<Request> {
        let heard = self.heard.lock().expect("nobody panics with it");
        let heard = heard.iter().filter(|one| one.receiver() == receiver);
        heard.cloned().collect()
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(stream: TcpStream, heard: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let url = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            match line.trim_end().split_once(':') {
                Some((name, value)) => {
                    headers.push((name.to_lowercase(), value.trim().to_owned()));
                }
                None => break,
            }
        }
        let mut request = Request {
            url,
            headers,
            body: String::new(),
        };
        let length = request.header("content-length").parse().unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        request.body = String::from_utf8_lossy(&body).into_owned();
        let receiver = request.receiver().to_owned();
        let mut n_before = 0;
        if let Ok(mut heard) = heard.lock() {
            let before = heard.iter().filter(|one| one.receiver() == receiver);
            n_before = before.count();
            heard.push(request);
        }
        // It has taken the first, and whoever has sent them never hears of it.
        let receiver = match receiver.as_str() {
            "late" if n_before < LATE => "hangs".to_owned(),
            "late" => "takes".to_owned(),
            _ => receiver,
        };
        if !answer(stream.get_mut(), &receiver).await? {
            return Ok(());
        }
    }
}

/// Says whether the connection goes on.
async fn answer(stream: &mut TcpStream, receiver: &str) -> std::io::Result<bool> {
    let plain = |status: &str, more: &str| {
        format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n{more}\r\nno")
    };
    let text = match receiver {
        "takes" => "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
        "moved" => plain(
            "301 Moved Permanently",
            "location: https://target.acme.com/\r\n",
        ),
        "gone" => plain("410 Gone", ""),
        "busy" => plain("429 Too Many Requests", "retry-after: 3600\r\n"),
        "broken" => plain("500 Internal Server Error", ""),
        "hangs" => {
            std::future::pending::<()>().await;
            return Ok(false);
        }
        "cuts" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-len").await?;
            return Ok(false);
        }
        "floods" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n")
                .await?;
            let piece = vec![b'x'; 64 * 1024];
            for _ in 0..1_600 {
                stream.write_all(&piece).await?;
            }
            return Ok(false);
        }
        _ => plain("404 Not Found", ""),
    };
    stream.write_all(text.as_bytes()).await?;
    Ok(true)
}
