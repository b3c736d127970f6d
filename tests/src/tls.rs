//! Certificates for federation on loopback.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{place, process};

/// A self-signed certificate for `localhost`, with its key.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate's PEM file.
    pub certificate: PathBuf,
    /// The key's PEM file.
    pub key: PathBuf,
}

impl Certificate {
    /// Makes one in a directory, with the tool that comes with Dendrite.
    pub fn make(directory: &Path) -> Self {
        let made = Self {
            certificate: directory.join("tls.crt"),
            key: directory.join("tls.key"),
        };
        let mut command = Command::new(place::tool("bin/generate-keys"));
        command
            .arg("-tls-cert")
            .arg(&made.certificate)
            .arg("-tls-key")
            .arg(&made.key);
        command.args(["-keysize", "2048", "-server", "localhost"]);
        process::run("generate-keys", &mut command);
        made
    }
}
