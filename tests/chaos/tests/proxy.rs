//! The proxy does to a connection what its fate says, and nothing else.

use std::time::Duration;

use beseda_chaos::proxy::{After, Dead, End, Fate, Pace, Proxy, Sky};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

const SOON: Duration = Duration::from_secs(5);
const A_WHILE: Duration = Duration::from_millis(300);

/// A server that answers with what it hears, behind a proxy.
async fn behind(fate: Fate) -> (Proxy, TcpStream) {
    let server = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = server.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = server.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = socket.split();
                // It ends when its peer does, however that may be.
                drop(tokio::io::copy(&mut from, &mut to).await);
            });
        }
    });
    let proxy = Proxy::start(port, 1, Sky::Fixed(fate))
        .await
        .expect("a port");
    let stream = TcpStream::connect(proxy.address())
        .await
        .expect("it listens");
    (proxy, stream)
}

fn ending(after: After, end: End) -> Fate {
    Fate {
        pace: Pace::Free,
        end: Some((after, end)),
    }
}

async fn echo(stream: &mut TcpStream, bytes: &[u8]) -> Vec<u8> {
    stream.write_all(bytes).await.expect("it can be said");
    let mut heard = vec![0; bytes.len()];
    let read = timeout(SOON, stream.read_exact(&mut heard)).await;
    read.expect("in time").expect("the line holds");
    heard
}

/// What still comes until the end, and whether the end is a clean one.
async fn rest(stream: &mut TcpStream) -> (Vec<u8>, bool) {
    let mut heard = Vec::new();
    let end = timeout(SOON, stream.read_to_end(&mut heard)).await;
    (heard, end.expect("an end").is_ok())
}

#[tokio::test]
async fn a_free_connection_passes_everything_as_it_is() {
    let (_proxy, mut stream) = behind(Fate {
        pace: Pace::Free,
        end: None,
    })
    .await;
    let bytes: Vec<u8> = (0..100_000u32).map(|n| n as u8).collect();
    let (mut from, mut to) = stream.split();
    let mut heard = vec![0; bytes.len()];
    let both = async { tokio::join!(to.write_all(&bytes), from.read_exact(&mut heard)) };
    timeout(SOON, both)
        .await
        .expect("in time")
        .1
        .expect("all of it");
    assert_eq!(heard, bytes);
    to.shutdown().await.expect("it can be ended");
    assert_eq!(rest(&mut stream).await, (Vec::new(), true));
}

#[tokio::test]
async fn grains_arrive_all_and_in_order() {
    let (_proxy, mut stream) = behind(Fate {
        pace: Pace::Grains,
        end: None,
    })
    .await;
    assert_eq!(
        echo(&mut stream, b"one byte at a time").await,
        b"one byte at a time"
    );
}

#[tokio::test]
async fn late_bytes_are_late_and_in_order() {
    let pace = Pace::Late {
        ms: 100,
        jitter_ms: 50,
    };
    let (_proxy, mut stream) = behind(Fate { pace, end: None }).await;
    let begun = Instant::now();
    assert_eq!(
        echo(&mut stream, b"there and back").await,
        b"there and back"
    );
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_thin_line_takes_its_time() {
    let pace = Pace::Thin { bytes_per_s: 4_000 };
    let (_proxy, mut stream) = behind(Fate { pace, end: None }).await;
    let begun = Instant::now();
    echo(&mut stream, &[7; 1_000]).await;
    assert!(
        begun.elapsed() >= Duration::from_millis(190),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_cut_truncates_at_the_byte() {
    let (_proxy, mut stream) = behind(ending(After::Bytes(14), End::Cut)).await;
    stream
        .write_all(b"0123456789")
        .await
        .expect("it can be said");
    let (heard, is_clean) = rest(&mut stream).await;
    assert_eq!(heard, b"0123");
    assert!(is_clean);
}

#[tokio::test]
async fn a_reset_is_no_clean_end() {
    let (_proxy, mut stream) = behind(ending(After::Bytes(14), End::Reset)).await;
    stream
        .write_all(b"0123456789")
        .await
        .expect("it can be said");
    assert!(!rest(&mut stream).await.1);
}

#[tokio::test]
async fn half_closed_the_client_hears_the_end_and_may_go_on_talking() {
    let (_proxy, mut stream) = behind(ending(After::Ms(50), End::HalfClosed)).await;
    assert_eq!(echo(&mut stream, b"before").await, b"before");
    assert_eq!(rest(&mut stream).await, (Vec::new(), true));
    stream
        .write_all(b"after")
        .await
        .expect("its own half is open");
}

#[tokio::test]
async fn in_a_black_hole_nothing_comes_and_nobody_is_told() {
    for dead in [Dead::Both, Dead::Up, Dead::Down] {
        let (_proxy, mut stream) = behind(ending(After::Bytes(6), End::BlackHole(dead))).await;
        // The first three bytes there and back spend its life.
        assert_eq!(echo(&mut stream, b"abc").await, b"abc");
        stream.write_all(b"d").await.expect("it can be said");
        let silence = timeout(A_WHILE, stream.read_u8()).await;
        assert!(silence.is_err(), "{dead:?}: {silence:?}");
        stream.write_all(b"e").await.expect("and nobody is told");
    }
}

#[tokio::test]
async fn a_gust_ends_every_connection() {
    let (proxy, mut stream) = behind(Fate {
        pace: Pace::Free,
        end: None,
    })
    .await;
    assert_eq!(echo(&mut stream, b"before").await, b"before");
    proxy.gust();
    rest(&mut stream).await;
}
