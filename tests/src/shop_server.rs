//! A web server of the shop's own, for stories in which the relay is down and the
//! site is not.

use std::path::{Path, PathBuf};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Serves a folder until it is dropped.
#[derive(Debug)]
pub struct ShopServer {
    port: u16,
    listener: Option<TcpListener>,
    serving: Option<JoinHandle<()>>,
}

impl ShopServer {
    /// Takes a port; nothing is served yet.
    ///
    /// # Panics
    /// When there is none.
    pub async fn bind() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a loopback port can be had");
        let address = listener.local_addr().expect("it is bound");
        Self {
            port: address.port(),
            listener: Some(listener),
            serving: None,
        }
    }

    /// Serves the files of a folder.
    pub fn serve(mut self, folder: PathBuf) -> Self {
        let listener = self.listener.take().expect("it serves one folder");
        self.serving = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let folder = folder.clone();
                tokio::spawn(async move {
                    // A browser may hang up whenever it likes.
                    answer(stream, &folder).await.ok();
                });
            }
        }));
        self
    }

    /// Its origin: to a browser the same site as the demo site, and not the relay's.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A page of the shop.
    pub fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.origin())
    }
}

impl Drop for ShopServer {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

async fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut asked = Vec::new();
    while !asked.ends_with(b"\r\n\r\n") {
        asked.push(stream.read_u8().await?);
    }
    let asked = String::from_utf8_lossy(&asked);
    let path = asked.split(' ').nth(1).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let file = folder.join(path.trim_start_matches('/'));
    let (status, body) = match tokio::fs::read(&file).await {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let mime = match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await
}
