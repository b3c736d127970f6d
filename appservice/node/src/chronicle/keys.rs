//! The names under which this node signs, and its keys: all of them follow from the node's key.

use secta_bot_chronicle::log::{KeyFault, LogKey, LogSigner, WitnessKey, WitnessSigner};
use secta_record::RecordId;

use crate::{config::Config, seal::Sealer};

/// What the keys of logs and of the witness are derived for.
const LOG: &str = "net.secta chronicle log key 1";
const WITNESS: &str = "net.secta chronicle witness key 1";

/// Signs for this node.
#[derive(Clone)]
pub struct Keys {
    server: String,
    sealer: Sealer,
}

impl Keys {
    /// Keys under a server's name.
    ///
    /// # Errors
    ///
    /// When the name cannot stand in a signature line.
    pub fn new(server: &str, sealer: Sealer) -> Result<Self, KeyFault> {
        let keys = Self {
            server: server.to_owned(),
            sealer,
        };
        keys.witness().map(|_| keys)
    }

    /// Those of a configured node.
    ///
    /// # Errors
    ///
    /// As [`Keys::new`].
    pub fn of(config: &Config, sealer: &Sealer) -> Result<Self, KeyFault> {
        Self::new(&config.homeserver.server_name, sealer.clone())
    }

    /// What a community's log is called.
    pub fn origin(&self, community: &RecordId) -> String {
        format!("{}/chronicle/{community}", self.server)
    }

    /// Signs the checkpoints of a community's log.
    ///
    /// # Errors
    ///
    /// As [`Keys::new`], so never.
    pub fn log(&self, community: &RecordId) -> Result<LogSigner, KeyFault> {
        let origin = self.origin(community);
        LogSigner::new(&origin, &self.secret(LOG, &origin))
    }

    /// Signs what this node has seen of other logs.
    ///
    /// # Errors
    ///
    /// As [`Keys::new`], so never.
    pub fn witness(&self) -> Result<WitnessSigner, KeyFault> {
        let name = format!("{}/witness", self.server);
        WitnessSigner::new(&name, &self.secret(WITNESS, &name))
    }

    /// The key that verifies a community's log.
    ///
    /// # Panics
    ///
    /// Never: the server's name was tried when these were made.
    pub fn log_key(&self, community: &RecordId) -> LogKey {
        let signer = self.log(community);
        signer.expect("the server's name was tried").key()
    }

    /// The key that verifies this node's cosignatures.
    ///
    /// # Panics
    ///
    /// Never: the server's name was tried when these were made.
    pub fn witness_key(&self) -> WitnessKey {
        let signer = self.witness();
        signer.expect("the server's name was tried").key()
    }

    /// A secret for one purpose and one name.
    fn secret(&self, purpose: &str, name: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.sealer.subkey(purpose), name.as_bytes()).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(secret: u8, server: &str) -> Keys {
        Keys::new(server, Sealer::new(&[secret; 32])).expect("a name")
    }

    #[test]
    fn each_log_and_the_witness_have_keys_of_their_own() {
        let (one, other) = (RecordId([1; 32]), RecordId([2; 32]));
        let ours = keys(7, "example.org");
        let bytes = [
            *ours.log_key(&one).as_bytes(),
            *ours.log_key(&other).as_bytes(),
            *ours.witness_key().as_bytes(),
            *keys(8, "example.org").log_key(&one).as_bytes(),
            *keys(7, "example.net").log_key(&one).as_bytes(),
        ];
        for (number, key) in bytes.iter().enumerate() {
            assert!(!bytes[..number].contains(key), "{number}");
        }
        assert_eq!(ours.log_key(&one), keys(7, "example.org").log_key(&one));
    }

    #[test]
    fn their_names_say_whose_they_are() {
        let keys = keys(7, "example.org:8448");
        let community = RecordId([0xab; 32]);
        let origin = format!("example.org:8448/chronicle/{}", "ab".repeat(32));
        assert_eq!(keys.log_key(&community).name(), origin);
        assert_eq!(keys.witness_key().name(), "example.org:8448/witness");
    }
}
