//! A real Dendrite on SQLite.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    homeserver::{Address, Options},
    place,
    process::{self, Process},
    tls::Certificate,
    wait,
};

/// A running Dendrite, with open registration and without rate limits.
pub struct Dendrite {
    directory: TempDir,
    address: Address,
    process: Process,
}

impl Dendrite {
    /// Starts one and waits until it answers.
    pub async fn start(options: Options) -> Self {
        let directory = place::directory("dendrite");
        configure(directory.path(), &options);
        let process = launch(directory.path(), &options.address);
        let mut dendrite = Self {
            directory,
            address: options.address,
            process,
        };
        dendrite.until_ready().await;
        dendrite
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Kills it with SIGKILL.
    pub fn kill9(&mut self) {
        self.process.kill9();
    }

    /// Starts it again, on the same data and ports.
    pub async fn restart(&mut self) {
        self.process.kill9();
        self.process = launch(self.directory.path(), &self.address);
        self.until_ready().await;
    }

    async fn until_ready(&mut self) {
        let url = format!("{}/_matrix/client/versions", self.address.url());
        self.process.assert_running();
        wait::until_ok("Dendrite to answer", &url, wait::START).await;
        self.process.assert_running();
    }
}

fn launch(directory: &Path, address: &Address) -> Process {
    let mut command = Command::new(place::tool("bin/dendrite"));
    command.current_dir(directory).args([
        "-config",
        "dendrite.yaml",
        "-really-enable-open-registration",
    ]);
    command
        .arg("-http-bind-address")
        .arg(format!("127.0.0.1:{}", address.port));
    if let Some(port) = address.federation {
        command
            .arg("-https-bind-address")
            .arg(format!("127.0.0.1:{port}"));
        command
            .arg("-tls-cert")
            .arg(directory.join("tls.crt"))
            .arg("-tls-key")
            .arg(directory.join("tls.key"));
    }
    Process::start("Dendrite", &mut command, &directory.join("dendrite.log"))
}

fn configure(directory: &Path, options: &Options) {
    let key = directory.join("matrix_key.pem");
    let mut keys = Command::new(place::tool("bin/generate-keys"));
    process::run("generate-keys", keys.arg("-private-key").arg(&key));
    if options.address.federation.is_some() {
        Certificate::make(directory);
    }
    let config = config(directory, options, &key);
    // JSON is YAML: the configuration needs no other writer.
    fs::write(directory.join("dendrite.yaml"), config.to_string())
        .expect("a configuration can be written");
}

fn config(directory: &Path, options: &Options, key: &Path) -> Value {
    let database = |part: &str| json!({ "connection_string": format!("file:{}/{part}.db", directory.display()) });
    json!({
        "version": 2,
        "global": {
            "server_name": options.address.server_name,
            "private_key": key,
            "jetstream": { "storage_path": directory.join("jetstream") },
            "presence": { "enable_inbound": false, "enable_outbound": false },
        },
        "app_service_api": { "config_files": options.registrations },
        "client_api": {
            "registration_disabled": false,
            "registration_shared_secret": "only-for-tests",
            "rate_limiting": { "enabled": false },
        },
        "federation_api": {
            "database": database("federation"),
            "disable_tls_validation": true,
            "key_perspectives": [],
            "deny_networks": [],
            "allow_networks": ["0.0.0.0/0"],
        },
        "key_server": { "database": database("keys") },
        "media_api": { "database": database("media"), "base_path": directory.join("media") },
        "room_server": { "database": database("rooms") },
        "sync_api": { "database": database("sync") },
        "user_api": { "bcrypt_cost": 4, "account_database": database("users"), "device_database": database("devices") },
        "relay_api": { "database": database("relay") },
        "mscs": { "database": database("mscs") },
        "logging": [{ "type": "std", "level": "warn" }],
    })
}
