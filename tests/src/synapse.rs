//! A real Synapse on SQLite.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    homeserver::{Address, Options},
    place,
    process::Process,
    tls::Certificate,
    wait,
};

/// A running Synapse, with open registration and without rate limits.
pub struct Synapse {
    directory: TempDir,
    address: Address,
    process: Process,
}

impl Synapse {
    /// Starts one and waits until it answers.
    pub async fn start(options: Options) -> Self {
        let directory = place::directory("synapse");
        configure(directory.path(), &options);
        let process = launch(directory.path());
        let mut synapse = Self {
            directory,
            address: options.address,
            process,
        };
        synapse.until_ready().await;
        synapse
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
        self.process = launch(self.directory.path());
        self.until_ready().await;
    }

    async fn until_ready(&mut self) {
        let url = format!("{}/health", self.address.url());
        self.process.assert_running();
        wait::until_ok("Synapse to be healthy", &url, wait::START).await;
        self.process.assert_running();
    }
}

fn launch(directory: &Path) -> Process {
    let mut command = Command::new(place::tool("synapse-venv/bin/python"));
    command.current_dir(directory).args([
        "-m",
        "synapse.app.homeserver",
        "--config-path",
        "homeserver.yaml",
    ]);
    Process::start("Synapse", &mut command, &directory.join("synapse.log"))
}

/// JSON is YAML: the configuration needs no other writer.
fn configure(directory: &Path, options: &Options) {
    let address = &options.address;
    let mut config = json!({
        "server_name": address.server_name,
        "public_baseurl": address.url(),
        "pid_file": directory.join("synapse.pid"),
        "media_store_path": directory.join("media"),
        "signing_key_path": directory.join("signing.key"),
        "log_config": directory.join("log.yaml"),
        "database": { "name": "sqlite3", "args": { "database": directory.join("homeserver.sqlite") } },
        "listeners": [listener(address.port, false)],
        "report_stats": false,
        "trusted_key_servers": [],
        "macaroon_secret_key": "only-for-tests",
        "form_secret": "only-for-tests",
        "enable_registration": true,
        "enable_registration_without_verification": true,
        "bcrypt_rounds": 4,
        "presence": { "enabled": false },
        "filter_timeline_limit": 5000,
        "app_service_config_files": options.registrations,
    });
    for limit in [
        "rc_message",
        "rc_registration",
        "rc_joins_per_room",
        "rc_admin_redaction",
        "rc_key_requests",
    ] {
        config[limit] = unlimited();
    }
    for (group, names) in [
        ("rc_login", &["address", "account", "failed_attempts"][..]),
        ("rc_joins", &["local", "remote"]),
        ("rc_invites", &["per_room", "per_user", "per_issuer"]),
    ] {
        config[group] = names
            .iter()
            .map(|name| ((*name).to_owned(), unlimited()))
            .collect();
    }
    if let Some(port) = address.federation {
        let tls = Certificate::make(directory);
        config["tls_certificate_path"] = json!(tls.certificate);
        config["tls_private_key_path"] = json!(tls.key);
        config["federation_verify_certificates"] = json!(false);
        config["ip_range_blacklist"] = json!([]);
        config["federation_ip_range_blacklist"] = json!([]);
        if let Some(listeners) = config["listeners"].as_array_mut() {
            listeners.push(listener(port, true));
        }
    }
    write(directory, "homeserver.yaml", &config);
    write(directory, "log.yaml", &log_config());
    // An ed25519 seed of 32 bytes; the last of its 43 characters carries no spare bits.
    let seed: String = (0..42)
        .map(|_| char::from(rand::random_range(b'a'..=b'z')))
        .collect();
    fs::write(
        directory.join("signing.key"),
        format!("ed25519 a_test {seed}A\n"),
    )
    .expect("a key can be written");
}

fn listener(port: u16, tls: bool) -> Value {
    json!({
        "port": port, "type": "http", "tls": tls, "bind_addresses": ["127.0.0.1"], "x_forwarded": false,
        "resources": [{ "names": ["client", "federation"], "compress": false }],
    })
}

fn unlimited() -> Value {
    json!({ "per_second": 1_000_000, "burst_count": 1_000_000 })
}

fn log_config() -> Value {
    json!({
        "version": 1,
        "formatters": { "plain": { "format": "%(asctime)s %(levelname)s %(name)s %(message)s" } },
        "handlers": { "console": { "class": "logging.StreamHandler", "formatter": "plain" } },
        "root": { "level": "WARNING", "handlers": ["console"] },
        "disable_existing_loggers": false,
    })
}

fn write(directory: &Path, name: &str, config: &Value) {
    fs::write(directory.join(name), config.to_string()).expect("a configuration can be written");
}
