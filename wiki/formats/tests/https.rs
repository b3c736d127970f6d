//! An exchange over TLS, with a certificate authority of one's own: a server of this test around Git's `http-backend`.

mod common;

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
};

use common::{AT_MS, Place, save};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use secta_wiki_formats::{
    sync::{Outcome, Push, Remote, SyncError, SyncSettings, Token},
    vault::Vault,
};

/// `bot:s3cret`, as it is sent.
const LOGIN: &str = "Basic Ym90OnMzY3JldA==";

/// A server of the place's repositories; it ends with the process.
struct Server {
    url: String,
    settings: SyncSettings,
}

impl Server {
    fn of(place: &Place) -> Self {
        let ca = authority(place.path(), "ca");
        certificate(place.path());
        let config = Arc::new(config(place.path()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let root = place.path().to_owned();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, root) = (Arc::clone(&config), root.clone());
                thread::spawn(move || answer(stream.unwrap(), config, &root));
            }
        });
        Self {
            url: format!("https://localhost:{port}/remote.git"),
            settings: SyncSettings {
                ca: Some(ca),
                ..SyncSettings::default()
            },
        }
    }

    fn remote(&self, token: &str) -> Remote {
        let remote = Remote::new(&self.url, "main").unwrap();
        remote.with_token("bot", Token::new(token)).unwrap()
    }

    fn sync(&self, vault: &mut Vault) -> Outcome {
        let remote = self.remote("s3cret");
        vault.sync(&remote, &self.settings, AT_MS).unwrap()
    }
}

fn openssl(folder: &Path, args: &str) {
    let output = Command::new("openssl")
        .current_dir(folder)
        .args(args.split_whitespace())
        .output()
        .expect("this test needs openssl: apt-get install -y openssl");
    assert!(output.status.success(), "openssl {args}: {output:?}");
}

const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

/// A certificate authority; gives the file of its certificate.
fn authority(folder: &Path, name: &str) -> PathBuf {
    let file = format!("{name}.crt");
    openssl(
        folder,
        &format!("req -x509 {KEY} -days 2 -subj /CN={name} -keyout {name}.key -out {file}"),
    );
    folder.join(file)
}

/// A certificate for `localhost`, by the authority `ca`.
fn certificate(folder: &Path) {
    fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(
        folder,
        &format!("req {KEY} -subj /CN=localhost -keyout tls.key -out tls.csr"),
    );
    openssl(
        folder,
        "x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out tls.crt",
    );
}

fn config(folder: &Path) -> ServerConfig {
    let chain = CertificateDer::from_pem_file(folder.join("tls.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("tls.key")).unwrap();
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap()
}

struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// Reads a request; `None` where the client does not trust the certificate.
fn read(stream: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length");
    let length = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        target,
        headers,
        body,
    })
}

fn answer(stream: impl Read + Write, config: Arc<ServerConfig>, root: &Path) {
    let connection = ServerConnection::new(config).unwrap();
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let Some(request) = read(&mut stream) else {
        return;
    };
    let known = request.headers.get("authorization").map(String::as_str) == Some(LOGIN);
    let answer = if known {
        backend(&request, root)
    } else {
        b"Status: 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\n\r\n".to_vec()
    };
    let stream = stream.get_mut();
    stream.write_all(&http(&answer)).unwrap();
    stream.conn.send_close_notify();
    stream.flush().unwrap();
}

/// What a program says to its web server, as the server says it.
fn http(answer: &[u8]) -> Vec<u8> {
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let (head, body) = (str::from_utf8(&answer[..end]).unwrap(), &answer[end + 4..]);
    let status = head.lines().find_map(|line| line.strip_prefix("Status: "));
    let mut said = format!("HTTP/1.1 {}\r\n", status.unwrap_or("200 OK"));
    for line in head.lines().filter(|line| !line.starts_with("Status: ")) {
        said.push_str(&format!("{line}\r\n"));
    }
    let length = body.len();
    said.push_str(&format!(
        "Content-Length: {length}\r\nConnection: close\r\n\r\n"
    ));
    [said.as_bytes(), body].concat()
}

fn backend(request: &Request, root: &Path) -> Vec<u8> {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let header = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
    let mut command = Command::new("git");
    command.arg("http-backend");
    for (name, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null".to_owned()),
        ("GIT_HTTP_EXPORT_ALL", "1".to_owned()),
        ("GIT_PROJECT_ROOT", root.to_str().unwrap().to_owned()),
        ("REMOTE_USER", "bot".to_owned()),
        ("REQUEST_METHOD", request.method.clone()),
        ("PATH_INFO", path.to_owned()),
        ("QUERY_STRING", query.to_owned()),
        ("CONTENT_TYPE", header("content-type")),
        ("CONTENT_LENGTH", request.body.len().to_string()),
        ("HTTP_CONTENT_ENCODING", header("content-encoding")),
        ("GIT_PROTOCOL", header("git-protocol")),
    ] {
        command.env(name, value);
    }
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&request.body)
        .unwrap();
    child.wait_with_output().unwrap().stdout
}

#[test]
fn a_vault_is_exchanged_over_tls() {
    let place = Place::new();
    let server = Server::of(&place);
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    match server.sync(&mut vault) {
        Outcome::Synced(report) => assert!(matches!(report.push, Push::Done), "{report:?}"),
        other => panic!("{other:?}"),
    }
    let member = place.member("vera");
    assert_eq!(member.read("a.md"), "раз\n");
    member.write("b.md", "два\n");
    member.commit("Второе");
    member.push();
    match server.sync(&mut vault) {
        Outcome::Synced(report) => assert_eq!(report.files.len(), 1, "{report:?}"),
        other => panic!("{other:?}"),
    }
    place.assert_sound();
}

#[test]
fn a_server_that_the_authority_does_not_know_is_given_nothing() {
    let place = Place::new();
    let mut server = Server::of(&place);
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    for ca in [Some(authority(place.path(), "other")), None] {
        server.settings.ca = ca;
        let error = vault
            .sync(&server.remote("s3cret"), &server.settings, AT_MS)
            .unwrap_err();
        assert!(matches!(error, SyncError::HostKey(_)), "{error}");
    }
    assert_eq!(common::git(&place.bare(), &["for-each-ref"]), "");
}

#[test]
fn a_wrong_token_is_told() {
    let place = Place::new();
    let server = Server::of(&place);
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    let error = vault
        .sync(&server.remote("other"), &server.settings, AT_MS)
        .unwrap_err();
    assert!(matches!(error, SyncError::Denied(_)), "{error}");
}
