//! A remote over ssh: a server of our own on this machine, with keys of its own.

#![allow(
    clippy::disallowed_types,
    reason = "the test asks whether its server listens"
)]

mod common;

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use common::{AT_MS, Place, save, synced};
use secta_wiki_formats::sync::{HostKeys, Push, Remote, SyncError, SyncSettings};

struct Server {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Server {
    fn start(place: &Place) -> Self {
        let folder = place.path().join("ssh");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        for key in ["host", "member", "stranger"] {
            keygen(&folder.join(key));
        }
        fs::copy(folder.join("member.pub"), folder.join("authorized")).unwrap();
        let port = free_port();
        write_known_hosts(&folder, port);
        let child = Command::new(sshd())
            .args(["-D", "-e", "-f", "/dev/null", "-p", &port.to_string()])
            .args([
                "-o",
                "ListenAddress=127.0.0.1",
                "-o",
                "UsePAM=no",
                "-o",
                "StrictModes=no",
            ])
            .args([
                "-o",
                "PasswordAuthentication=no",
                "-o",
                "PermitRootLogin=yes",
                "-o",
                "PidFile=none",
            ])
            .arg("-h")
            .arg(folder.join("host"))
            .arg("-o")
            .arg(format!(
                "AuthorizedKeysFile={}",
                folder.join("authorized").display()
            ))
            .stderr(Stdio::from(fs::File::create(folder.join("log")).unwrap()))
            .spawn()
            .unwrap();
        let server = Self {
            child,
            port,
            folder,
        };
        server.wait();
        server
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "a server takes its time to start"
    )]
    fn wait(&self) {
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!(
            "sshd does not answer: {}",
            fs::read_to_string(self.folder.join("log")).unwrap()
        );
    }

    fn remote(&self, place: &Place, key: &str, known: &str) -> Remote {
        let user =
            String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        let url = format!(
            "ssh://{}@127.0.0.1:{}{}",
            user.trim(),
            self.port,
            place.bare().display()
        );
        Remote::new(&url, "main").unwrap().with_ssh(
            Some(self.folder.join(key)),
            HostKeys::Known(self.folder.join(known)),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn sshd() -> PathBuf {
    ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"]
        .into_iter()
        .map(PathBuf::from)
        .find(|path| path.exists())
        .expect("this test needs a server for ssh: apt-get install -y openssh-server")
}

fn keygen(file: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(file)
        .status()
        .expect("this test needs ssh-keygen: apt-get install -y openssh-client");
    assert!(made.success());
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn write_known_hosts(folder: &Path, port: u16) {
    for (file, key) in [("known", "host.pub"), ("wrong", "stranger.pub")] {
        let key = fs::read_to_string(folder.join(key)).unwrap();
        fs::write(folder.join(file), format!("[127.0.0.1]:{port} {key}")).unwrap();
    }
}

#[test]
fn notes_go_over_ssh_and_whoever_is_not_who_they_say_gets_nothing() {
    let place = Place::new();
    // sshd wants this folder, which only a running system makes.
    let _ = fs::create_dir_all("/run/sshd");
    let server = Server::start(&place);
    let mut vault = place.vault();
    save(&mut vault, "1", "Заметка.md", "раз\n");

    let stranger = server.remote(&place, "stranger", "known");
    let error = vault
        .sync(&stranger, &SyncSettings::default(), AT_MS)
        .unwrap_err();
    assert!(matches!(error, SyncError::Denied(_)), "{error}");

    let impostor = server.remote(&place, "member", "wrong");
    let error = vault
        .sync(&impostor, &SyncSettings::default(), AT_MS)
        .unwrap_err();
    assert!(matches!(error, SyncError::HostKey(_)), "{error}");

    let remote = server.remote(&place, "member", "known");
    assert!(matches!(synced(&mut vault, &remote).push, Push::Done));
    let member = place.member("peter");
    member.write("Заметка.md", "раз\nдва\n");
    member.commit("Дописано");
    member.push();
    let report = synced(&mut vault, &remote);
    assert_eq!(
        (report.files.len(), report.authors),
        (1, vec!["peter".to_owned()])
    );

    let first = remote.clone().with_ssh(
        Some(server.folder.join("member")),
        HostKeys::FirstMeeting(server.folder.join("met")),
    );
    synced(&mut vault, &first);
    assert!(server.folder.join("met").exists());
    place.assert_sound();

    drop(server);
    let error = vault
        .sync(&remote, &SyncSettings::default(), AT_MS)
        .unwrap_err();
    assert!(
        matches!(error, SyncError::Unreachable(_)) && error.passes(),
        "{error}"
    );
}
