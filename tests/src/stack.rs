//! A whole relay: the host binary, workerd under it, a data folder of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Weak};

use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::door::Door;
use crate::http::Http;
use crate::port;
use crate::process::Process;
use crate::shop_server::ShopServer;
use crate::spent::Family;
use crate::wait::{DEADLINE, START_DEADLINE, until, until_within};
use crate::{seed, shop};

/// An account to sign in with.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// E-mail.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Which bundle a stack runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bundle {
    /// With seeding and planted failures.
    Testing,
    /// What is shipped.
    Release,
}

/// How a relay is started.
#[derive(Debug, Clone, Copy)]
struct Form {
    bundle: Bundle,
    /// Whether the demo site's pages are served from the same port.
    has_pages: bool,
    /// How many file descriptors the processes may hold, if fewer than usual.
    descriptors_max: Option<u64>,
    /// Whether a proxy on this machine is trusted.
    is_proxied: bool,
}

impl Form {
    const TESTING: Self = Self {
        bundle: Bundle::Testing,
        has_pages: true,
        descriptors_max: None,
        is_proxied: false,
    };

    const RELEASE: Self = Self {
        bundle: Bundle::Release,
        has_pages: false,
        ..Self::TESTING
    };
}

/// A running relay.
#[derive(Debug)]
pub struct Stack {
    host: Process,
    folder: TempDir,
    port: u16,
    form: Form,
    seed: Value,
    key: String,
}

/// The stack that tests share while any of them holds it.
static SHARED: Mutex<Weak<Stack>> = Mutex::const_new(Weak::new());

impl Stack {
    /// The stack that tests share: for all that neither stop it nor count what
    /// others might add.
    pub async fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().await;
        if let Some(stack) = shared.upgrade() {
            return stack;
        }
        let stack = Arc::new(Self::start().await);
        *shared = Arc::downgrade(&stack);
        stack
    }

    /// A stack of one's own, with an owner, two operators and a site.
    pub async fn start() -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// The same, with a shop on a server of its own: its pages are there whatever
    /// the relay does.
    pub async fn with_shop() -> (Self, ShopServer) {
        let shop = ShopServer::bind().await;
        let mut stack = Self::bare(Form::TESTING).await;
        stack
            .fill(seed::small(&[&stack.demo_origin(), &shop.origin()]))
            .await;
        let shop = shop.serve(stack.folder.path().join("site"));
        (stack, shop)
    }

    /// The same without the demo site, as companies run it. Its pages cost a worker of
    /// its own through which everything passes.
    pub async fn without_pages() -> Self {
        let mut stack = Self::bare(Form {
            has_pages: false,
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack whose processes may hold so few file descriptors.
    pub async fn cramped(descriptors: u64) -> Self {
        let mut stack = Self::bare(Form {
            descriptors_max: Some(descriptors),
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack that believes what a proxy on this machine says.
    pub async fn proxied() -> Self {
        let mut stack = Self::bare(Form {
            is_proxied: true,
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack with the demo center: forty dialogs in every state.
    pub async fn demo() -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack.fill(seed::demo(&stack.demo_origin())).await;
        stack
    }

    /// A stack with so many dialogs that await a reply, by who is responsible:
    /// an employee, or nobody.
    pub async fn crowded(whose: &[(&str, usize)]) -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack
            .fill(seed::crowded(&[&stack.demo_origin()], whose))
            .await;
        stack
    }

    /// A stack without a center's owner: the first run.
    pub async fn empty() -> Self {
        Self::bare(Form::TESTING).await
    }

    /// A stack of what is shipped, without an owner.
    pub async fn release() -> Self {
        Self::bare(Form::RELEASE).await
    }

    async fn bare(form: Form) -> Self {
        let folder = TempDir::with_prefix("beseda-").expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("site")).expect("the folder is ours");
        let port = port::free();
        let mut stack = Self {
            host: start_host(form, folder.path(), port),
            folder,
            port,
            form,
            seed: Value::Null,
            key: String::new(),
        };
        stack.ready().await;
        stack
    }

    async fn fill(&mut self, seed: Value) {
        let key = Door::of(&self.data()).seed(&seed).await;
        self.seed = seed;
        self.use_key(&key);
    }

    /// Puts the snippet of a site on the demo site's pages.
    pub fn use_key(&mut self, key: &str) {
        key.clone_into(&mut self.key);
        let words = shop::Words {
            relay: &self.origin(),
            key,
        };
        shop::fill(&self.folder.path().join("site"), &words);
    }

    /// SIGKILL to the host and to workerd, then a start on the same folder and port.
    pub async fn restart(&mut self) {
        self.kill().await;
        self.launch();
        self.ready().await;
    }

    /// After [`Self::kill`]: a start that nobody waits for.
    pub fn launch(&mut self) {
        self.host = start_host(self.form, self.folder.path(), self.port);
    }

    /// SIGKILL, as a power cut would do it. workerd dies with the host, a moment
    /// later: the folder and the port are free when it is gone.
    pub async fn kill(&mut self) {
        self.host.kill();
        until_within(START_DEADLINE, "workerd to be gone", || async {
            (self.is_unlocked() && !self.is_listening().await).then_some(())
        })
        .await;
    }

    /// Whether no process holds the data folder.
    fn is_unlocked(&self) -> bool {
        let lock = fs::File::open(self.data().join("lock"));
        lock.is_ok_and(|lock| lock.try_lock().is_ok())
    }

    /// The relay stands still: sockets stay open, and nobody is answered.
    pub fn pause(&self) {
        self.family().signal(Signal::STOP);
    }

    /// After [`Self::pause`].
    pub fn go_on(&self) {
        self.family().signal(Signal::CONT);
    }

    /// SIGTERM, as a service manager would send it.
    pub fn terminate(&self) {
        self.host.terminate();
    }

    /// Waits for the host's own end; nothing may outlive it.
    ///
    /// # Panics
    /// When it fails, or workerd lives on.
    pub async fn stopped(&mut self) {
        assert!(self.host.ended().await, "a stop is no failure");
        assert!(!self.is_listening().await, "workerd has outlived the host");
    }

    /// Another verb of the host on this folder: what it prints.
    ///
    /// # Errors
    /// When it fails: what it complains of.
    pub async fn verb(&self, arguments: &[&str]) -> Result<String, String> {
        self.verb_on(&self.data(), arguments).await
    }

    /// The same on another folder.
    ///
    /// # Errors
    /// When it fails: what it complains of.
    pub async fn verb_on(&self, data: &Path, arguments: &[&str]) -> Result<String, String> {
        let mut command = tokio::process::Command::from(host());
        command.args(arguments);
        command.arg("--data").arg(data);
        command.env("BESEDA_DIST", dist());
        let runs_a_relay = !matches!(arguments, ["backup" | "compact", ..]);
        if runs_a_relay && self.form.bundle == Bundle::Testing {
            command.arg("--testing");
        }
        let done = timeout(DEADLINE, command.output()).await;
        let done = done.expect("it ends").expect("the host is there");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        match done.status.success() {
            true => Ok(text(&done.stdout)),
            false => Err(text(&done.stderr)),
        }
    }

    /// A second host on the folder of this one; it has its own port.
    pub fn second_host(&self) -> Process {
        start_host(self.form, self.folder.path(), port::free())
    }

    async fn is_listening(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).await.is_ok()
    }

    async fn ready(&mut self) {
        let ready = format!("listening on {}", self.origin());
        let host = &mut self.host;
        until_within(START_DEADLINE, "the host to listen", || {
            let log = host.log();
            assert!(host.is_alive(), "the host ended:\n{log}");
            let found = log.contains(&ready).then_some(());
            async move { found }
        })
        .await;
    }
}

impl Stack {
    /// The relay's public origin, where the console is too.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The origin of the demo site: another site to a browser.
    pub fn demo_origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A page of the demo site.
    pub fn page(&self, name: &str) -> String {
        format!("{}/demo/{name}", self.demo_origin())
    }

    /// Puts a page on the demo site, with the site's snippet in the place of `SNIPPET`:
    /// its address.
    ///
    /// # Panics
    /// When it can't be written.
    pub fn put_page(&self, name: &str, html: &str) -> String {
        self.put(name, &html.replace("SNIPPET", &self.snippet()));
        self.page(name)
    }

    /// Puts a file of a package that pages are made with beside them.
    ///
    /// # Panics
    /// When it is not there or can't be written.
    pub fn put_library(&self, name: &str, file: &str) {
        let text = fs::read_to_string(page_module(file));
        self.put(
            name,
            &text.unwrap_or_else(|error| panic!("{file}: {error}")),
        );
    }

    fn put(&self, name: &str, text: &str) {
        let file = self.folder.path().join("site").join(name);
        fs::write(file, text).expect("the folder is ours");
    }

    /// The site's script element.
    pub fn snippet(&self) -> String {
        format!(
            "<script async crossorigin src=\"{}/w/{}.js\"></script>",
            self.origin(),
            self.key
        )
    }

    /// Where both listen.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host and workerd.
    pub fn family(&self) -> Family {
        Family(self.host.group())
    }

    /// The site's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The relay's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("relay")
    }

    /// What host and workerd have printed since the last start.
    pub fn log(&self) -> String {
        self.host.log()
    }

    /// A caller of the routes, on behalf of the demo site's pages.
    pub fn http(&self) -> Http {
        Http::new(self.origin(), self.demo_origin())
    }

    /// The host's own way in.
    pub fn door(&self) -> Door {
        Door::of(&self.data())
    }

    /// Anna, who answers (in the demo center also its owner).
    pub fn anna(&self) -> SignIn {
        seed::account(&self.seed, "Anna")
    }

    /// Boris, another operator.
    pub fn boris(&self) -> SignIn {
        seed::account(&self.seed, "Boris")
    }

    /// Olga, the owner.
    pub fn owner(&self) -> SignIn {
        seed::account(&self.seed, "Olga")
    }

    /// The path of the owner's invitation, as the host has printed it.
    ///
    /// # Panics
    /// When it prints none.
    pub async fn invitation(&self) -> String {
        until("an invitation", || async {
            let log = self.log();
            let path = &log[log.find("/join/")?..];
            let (path, _) = path.split_once(char::is_whitespace)?;
            Some(path.to_owned())
        })
        .await
    }

    /// Bytes in all files of the data folder.
    pub fn bytes_on_disk(&self) -> u64 {
        let sizes = self
            .files()
            .into_iter()
            .filter_map(|file| fs::metadata(file).ok());
        sizes.map(|metadata| metadata.len()).sum()
    }

    /// All files of the data folder.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut folders = vec![self.data()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            for path in entries.map(|entry| entry.path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false => drop(found.insert(path)),
                }
            }
        }
        found
    }
}

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a crate of the workspace lies in it")
}

/// A file of a package that other people's pages are made with.
fn page_module(file: &str) -> PathBuf {
    place("BESEDA_PAGE_MODULES", || workspace().join("target/pages")).join(file)
}

/// What is served: bundles and assets.
pub fn dist() -> PathBuf {
    place("BESEDA_DIST", || workspace().join("target/dist"))
}

/// The host's program, which must find workerd.
pub fn host() -> Command {
    let binary = place("BESEDA_HOST", || {
        workspace().join("target/release/beseda-host")
    });
    let mut command = Command::new(binary);
    command.env("BESEDA_WORKERD", workerd());
    command
}

/// The same program with fewer file descriptors.
fn limited(program: &Command, descriptors: u64) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -n {descriptors}; exec \"$0\" \"$@\""));
    command.arg(program.get_program());
    let set = program.get_envs();
    command.envs(set.filter_map(|(name, value)| Some((name, value?))));
    command
}

fn start_host(form: Form, folder: &Path, port: u16) -> Process {
    let mut command = match form.descriptors_max {
        None => host(),
        Some(most) => limited(&host(), most),
    };
    command
        .arg("serve")
        .args(["--port", &port.to_string()])
        .arg("--data")
        .arg(folder.join("relay"))
        .arg("--dist")
        .arg(dist());
    if form.bundle == Bundle::Testing {
        command.arg("--testing");
    }
    if form.is_proxied {
        command.args(["--trusted-proxy", "127.0.0.1"]);
    }
    if form.has_pages {
        command.arg("--demo-site").arg(folder.join("site"));
    }
    Process::start(&mut command)
}

/// A file of a tool from npm.
pub fn node_module(file: &str) -> PathBuf {
    let modules = place("BESEDA_NODE_MODULES", || {
        let home = std::env::home_dir().unwrap_or_default();
        home.join(".cache/beseda/tools/node_modules")
    });
    modules.join(file)
}

fn workerd() -> PathBuf {
    place("BESEDA_WORKERD", || node_module(".bin/workerd"))
}

/// A path out of the environment, or where tooling puts it.
pub(crate) fn place(name: &str, default: impl FnOnce() -> PathBuf) -> PathBuf {
    std::env::var_os(name).map_or_else(default, PathBuf::from)
}
