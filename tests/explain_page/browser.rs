//! A browser without a window, driven through its WebDriver: as much of the
//! protocol as the tests of a page need.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

/// Says, where it is set, that the tests must not do without a browser.
const INSIST: &str = "MAP_ORACLE_BROWSER";

/// One at a time: what is measured must not be disturbed.
static TURN: Mutex<()> = Mutex::new(());

/// A session with Chromium. It ends when this is dropped.
pub struct Browser {
    driver: Child,
    /// The session's address.
    session: String,
    agent: ureq::Agent,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Whether the tests run: if there is a browser, or if they must.
    pub fn is_wanted() -> bool {
        let answers = Command::new("chromedriver")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let there = answers.is_ok_and(|status| status.success());
        let insists = std::env::var_os(INSIST).is_some();
        if !there && !insists {
            println!(
                "no chromedriver: the tests of the page are left out ({INSIST}=1 insists on them)"
            );
        }
        there || insists
    }

    /// Starts Chromium with a window of this size.
    ///
    /// # Panics
    ///
    /// If there is none, or it does not start.
    pub fn start(width: u32, height: u32, scheme: &str) -> Browser {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let spawned = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = spawned.unwrap_or_else(|error| {
            panic!(
                "chromedriver: {error}. Install the packages chromium and chromium-driver, as \
                 Debian calls them, or leave out the tests of the page"
            )
        });
        let output = driver.stdout.take().expect("is piped");
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver tells its port");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)));
        let mut browser = Browser {
            driver,
            session: format!("http://127.0.0.1:{port}/session"),
            agent: config.build().into(),
            _turn: turn,
        };
        // Without a sandbox it runs as root too; the page is our own. Nothing
        // but the page is to be fetched.
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            &format!("--window-size={width},{height}"),
            &format!(
                "--blink-settings=preferredColorScheme={}",
                u8::from(scheme != "dark")
            ),
        ];
        let made = browser.post(
            "",
            json!({ "capabilities": { "alwaysMatch": {
                "goog:chromeOptions": { "args": args },
                "goog:loggingPrefs": { "browser": "ALL" },
            }}}),
        );
        let id = made["sessionId"].as_str().expect("a session");
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    fn call(&self, outcome: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Json {
        let mut response = outcome.expect("chromedriver answers");
        let body = response.body_mut().with_config().limit(1 << 28);
        let text = body.read_to_string().expect("is text");
        let mut answer: Json = serde_json::from_str(&text).expect("is JSON");
        let value = answer["value"].take();
        assert!(value["error"].is_null(), "{value:#}");
        value
    }

    fn post(&self, path: &str, body: Json) -> Json {
        let request = self.agent.post(format!("{}{path}", self.session));
        let request = request.header("content-type", "application/json");
        self.call(request.send(body.to_string()))
    }

    fn get(&self, path: &str) -> Json {
        let request = self.agent.get(format!("{}{path}", self.session));
        self.call(request.call())
    }

    /// Opens a file, `fragment` after its address; tells how long that took.
    pub fn open(&self, page: &Path, fragment: &str) -> Duration {
        // Or else a mere change of the fragment would load nothing.
        self.post("/url", json!({ "url": "about:blank" }));
        let url = format!("file://{}{fragment}", page.display());
        let start = Instant::now();
        self.post("/url", json!({ "url": url }));
        start.elapsed()
    }

    /// Gives the page a window of this size, also one that is narrower than
    /// Chromium's own windows can be.
    pub fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.post("/goog/cdp/execute", command);
    }

    /// What the body of a function gives back.
    pub fn eval(&self, script: &str) -> Json {
        self.post("/execute/sync", json!({ "script": script, "args": [] }))
    }

    /// The text of what a selector finds first.
    pub fn text(&self, selector: &str) -> String {
        let text = self.eval(&format!(
            "return document.querySelector({}).innerText.trim()",
            json!(selector)
        ));
        text.as_str().expect("is text").to_owned()
    }

    /// Presses keys one after another: signs, or names as of `KeyboardEvent`.
    pub fn press(&self, keys: &[&str]) {
        let code = |key: &&str| {
            match *key {
                "Escape" => "\u{e00c}",
                "PageUp" => "\u{e00e}",
                "PageDown" => "\u{e00f}",
                "End" => "\u{e010}",
                "Home" => "\u{e011}",
                "ArrowLeft" => "\u{e012}",
                "ArrowRight" => "\u{e014}",
                "Tab" => "\u{e004}",
                sign => sign,
            }
            .to_owned()
        };
        let strokes = keys.iter().map(code);
        let actions: Vec<Json> = strokes
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] }));
    }

    /// Clicks the middle of what a selector finds first.
    pub fn click(&self, selector: &str) {
        let found = self.post(
            "/element",
            json!({ "using": "css selector", "value": selector }),
        );
        let id = found.as_object().and_then(|found| found.values().next());
        let id = id.and_then(Json::as_str).expect("an element").to_owned();
        self.post(&format!("/element/{id}/click"), json!({}));
    }

    /// The window as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.get("/screenshot");
        base64(picture.as_str().expect("is text"))
    }

    /// What the page complained of.
    pub fn complaints(&self) -> Vec<Json> {
        let log = self.post("/se/log", json!({ "type": "browser" }));
        log.as_array().expect("a list").clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closes Chromium; whatever comes of it, the driver ends.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut have) = (Vec::new(), 0_u32, 0);
    for sign in text.bytes().filter(|&sign| sign != b'=') {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(six);
        have += 6;
        if have >= 8 {
            have -= 8;
            bytes.push((bits >> have) as u8);
        }
    }
    bytes
}
