//! Passkeys: an authenticator that stands in the browser and says yes.

use serde_json::json;

use super::driver::Tab;

impl Tab {
    /// Gives the browser an authenticator that keeps passkeys and knows its owner; tells its id.
    pub async fn add_authenticator(&self) -> String {
        let kind = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        let id = self.post("webauthn/authenticator", &kind).await;
        id.as_str().expect("an authenticator has an id").to_owned()
    }

    /// How many passkeys an authenticator keeps.
    pub async fn passkeys(&self, authenticator: &str) -> usize {
        let path = format!("webauthn/authenticator/{authenticator}/credentials");
        let keys = self.get(&path).await;
        keys.as_array().map_or(0, Vec::len)
    }
}
