//! The log as the libraries of the Go checksum database see it, and as this crate does: the same verdicts.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use secta_bot_chronicle::log::{
    Folder, Log, ReadOnly, SignedCheckpoint, audit, audit_folder, follow, read,
};
use tempfile::TempDir;

use crate::making::{cosigned, entries, key, log_of, other_log_of, signer};

/// The Go program, built once. Without Go there is no verdict, and the tests fail.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop");
        let built = Command::new("go")
            .args(["build", "-mod=readonly", "-buildvcs=false", "-o"])
            .arg(&target)
            .arg(".")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop"))
            .output()
            .expect("Go is installed");
        assert!(built.status.success(), "go build: {}", said(&built));
        target
    })
}

fn said(output: &Output) -> String {
    let streams = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&streams).into_owned()
}

/// A log in a folder, with a checkpoint that was seen of it.
struct Case {
    place: TempDir,
}

impl Case {
    /// A log that grew by these sizes; the checkpoint of the first is the one that was seen.
    fn grown(sizes: &[u64]) -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(place.path().join("log")).expect("it opens");
        let mut log = Log::open(folder, signer()).expect("it opens");
        for size in sizes {
            let start = log.size();
            log.append(start, &entries(start, *size)).expect("a batch");
            if log.size() == sizes[0] {
                fs::write(place.path().join("seen"), log.checkpoint().to_bytes()).expect("a file");
            }
        }
        Self { place }
    }

    fn folder(&self) -> PathBuf {
        self.place.path().join("log")
    }

    fn seen(&self) -> PathBuf {
        self.place.path().join("seen")
    }

    /// Puts another checkpoint in the place of the log's, or of the one that was seen.
    fn put(&self, at: &Path, checkpoint: &SignedCheckpoint) {
        fs::write(at, checkpoint.to_bytes()).expect("a file");
    }

    fn run_go(&self, base: &OsStr) -> Output {
        Command::new(program())
            .arg(base)
            .arg(key().to_string())
            .arg(self.seen())
            .output()
            .expect("the program runs")
    }

    /// What Go says.
    fn go(&self) -> Result<String, String> {
        let output = self.run_go(self.folder().as_os_str());
        let said = said(&output);
        if output.status.success() {
            Ok(said)
        } else {
            Err(said)
        }
    }

    /// What this crate says.
    fn here(&self) -> Result<(), String> {
        let files = ReadOnly::open(self.folder());
        let seen = fs::read(self.seen()).expect("a file");
        let seen = SignedCheckpoint::open(&seen, &key()).map_err(|fault| fault.to_string())?;
        follow(&files, &key(), Some(&seen)).map_err(|fault| fault.to_string())?;
        audit(&files, &key(), &[]).map_err(|fault| fault.to_string())?;
        Ok(())
    }

    fn is_accepted(&self) {
        assert_eq!(self.here(), Ok(()));
        let said = self.go();
        assert!(
            said.as_ref()
                .is_ok_and(|said| said.starts_with("accepted: ")),
            "{said:?}"
        );
    }

    fn is_refused(&self, by_go: &str, here: &str) {
        let said = self.here().expect_err("a refusal");
        assert!(said.contains(here), "here: {said}");
        let said = self.go().expect_err("a refusal");
        assert!(
            said.starts_with("refused: ") && said.contains(by_go),
            "Go: {said}"
        );
    }
}

#[test]
fn go_accepts_the_log() {
    for sizes in [
        &[1, 2][..],
        &[200, 256],
        &[256, 257, 512],
        &[300, 700, 1500],
        &[255, 70_000],
    ] {
        Case::grown(sizes).is_accepted();
    }
}

#[test]
fn go_accepts_a_cosigned_log() {
    let case = Case::grown(&[300]);
    let mut log = log_of(300);
    cosigned(&mut log, [1, 2]);
    case.put(&case.seen(), log.checkpoint());
    assert!(case.go().is_ok());
    case.put(&case.folder().join("checkpoint"), log.checkpoint());
    assert!(case.go().is_ok());
}

/// Serves a log over HTTP, one request a connection; gives its URL.
fn serve(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let files = ReadOnly::open(folder);
        for mut stream in listener.incoming().flatten() {
            let mut line = String::new();
            let mut reader = BufReader::new(&mut stream);
            reader.read_line(&mut line).expect("a request");
            while reader
                .by_ref()
                .lines()
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            let path = line
                .split(' ')
                .nth(1)
                .unwrap_or_default()
                .trim_start_matches('/');
            let (status, body) = match read(&files, &key(), path) {
                Ok(Some(body)) => ("200 OK", body),
                Ok(None) => ("404 Not Found", Vec::new()),
                Err(fault) => panic!("{path}: {fault}"),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream
                .write_all(&[head.as_bytes(), &body].concat())
                .expect("an answer");
        }
    });
    format!("http://{address}")
}

#[test]
fn go_accepts_a_log_that_is_served() {
    let case = Case::grown(&[300, 700, 1500]);
    let url = serve(case.folder());
    let output = case.run_go(url.as_ref());
    assert!(output.status.success(), "{}", said(&output));
    // It is served by the paths of its tiles; by any other path there is nothing.
    let output = case.run_go(format!("{url}/tile").as_ref());
    assert!(!output.status.success());
}

#[test]
fn go_and_this_crate_find_a_changed_byte() {
    for path in [
        "tile/0/000",
        "tile/0/002",
        "tile/0/005.p/220",
        "tile/1/000.p/5",
        "tile/entries/000",
        "tile/entries/003",
        "tile/entries/005.p/220",
        "checkpoint",
    ] {
        let case = Case::grown(&[300, 700, 1500]);
        let file = case.folder().join(path);
        let mut bytes = fs::read(&file).expect("a file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, bytes).expect("a file");
        case.is_refused("", "");
        let folder = Folder::open(case.folder()).expect("it opens");
        let fault = audit_folder(&folder, &key(), &[]).expect_err("a fault");
        assert!(fault.to_string().starts_with(path), "{path}: {fault}");
    }
}

#[test]
fn go_and_this_crate_find_a_rewound_checkpoint() {
    let case = Case::grown(&[700, 1500]);
    case.put(&case.folder().join("checkpoint"), log_of(699).checkpoint());
    case.is_refused("rewound from 700 to 699", "it had 700 entries and has 699");
}

#[test]
fn go_and_this_crate_find_a_split_view() {
    for size in [400, 1500] {
        let case = Case::grown(&[700, 1500]);
        case.put(&case.seen(), other_log_of(size).checkpoint());
        case.is_refused("split view", "a split view");
    }
}
