use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ed25519_dalek::{Signer, SigningKey};
use secta_bot_kit::UserId;
use secta_site::{
    model::Session,
    ports::{Accounts, Entrance, Made},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    codes::begun,
    town::{ORIGIN, Town},
};

const DOMAIN: &str = "polyana.example";
const PRESENT_AND_VERIFIED: u8 = 0b101;
const WITH_KEY: u8 = 0b100_0000;

/// An authenticator in software.
struct Key {
    id: [u8; 16],
    key: SigningKey,
    handle: Vec<u8>,
    counter: u32,
}

impl Key {
    fn new(n: u8) -> Self {
        Self {
            id: [n; 16],
            key: SigningKey::from_bytes(&[n; 32]),
            handle: Vec::new(),
            counter: 0,
        }
    }

    fn data(&mut self, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let mut data = Sha256::digest(DOMAIN).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
        let challenge = options["challenge"].as_str().expect("a challenge");
        let client = format!(
            r#"{{"type":"webauthn.{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#
        );
        client.into_bytes()
    }

    /// What a browser gives for a new key.
    fn made(&mut self, options: &Value, origin: &str) -> String {
        let handle = options["user"]["id"].as_str().expect("a handle");
        self.handle = BASE64.decode(handle).expect("base64");
        let mut data = self.data(PRESENT_AND_VERIFIED | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend([0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32]);
        data.extend(self.key.verifying_key().as_bytes());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(&data);
        let id = BASE64.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64.encode(Self::client("create", options, origin)),
                "attestationObject": BASE64.encode(object), "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// What a browser gives for a key that is there.
    fn proven(&mut self, options: &Value, origin: &str) -> String {
        let data = self.data(PRESENT_AND_VERIFIED);
        let client = Self::client("get", options, origin);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let id = BASE64.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64.encode(client), "authenticatorData": BASE64.encode(data),
                "signature": BASE64.encode(self.key.sign(&signed).to_bytes()),
                "userHandle": BASE64.encode(&self.handle),
            },
        })
        .to_string()
    }
}

/// The options of a ceremony, under whatever name they stand.
fn options(json: &str) -> Value {
    let value: Value = serde_json::from_str(json).expect("JSON");
    value.get("publicKey").cloned().unwrap_or(value)
}

async fn signed_in(town: &Town, name: &str) -> Session {
    let Made::Welcome { secret, .. } = town.makes(name, name).await else {
        panic!("it does");
    };
    let session = town.accounts.session(&secret).expect("an answer");
    session.expect("a session")
}

impl Town {
    fn adds(&self, session: &Session, key: &mut Key) -> bool {
        let wanted = self.accounts.passkey_wanted(session).expect("options");
        let given = key.made(&options(&wanted), ORIGIN);
        self.accounts
            .passkey_made(session, &given)
            .expect("an answer")
    }

    fn enters_with(&self, key: &mut Key, origin: &str) -> Entrance {
        let (attempt, asked) = self.accounts.passkey_asked("peer").expect("options");
        let given = key.proven(&options(&asked), origin);
        let entered = self.accounts.enter_passkey(&attempt, &given, "Safari");
        entered.expect("an answer")
    }

    fn account_of(&self, secret: &str) -> UserId {
        let session = self.accounts.session(secret).expect("an answer");
        session.expect("a session").account
    }
}

#[tokio::test]
async fn a_passkey_is_added_and_opens_its_account_again_and_again() {
    let mut town = Town::founded().await;
    let session = signed_in(&town, "Маша").await;
    let mut key = Key::new(1);
    assert!(town.adds(&session, &mut key));
    for _ in 0..2 {
        town.restart();
        let secret = begun(town.enters_with(&mut key, ORIGIN));
        assert_eq!(town.account_of(&secret), session.account);
    }
    assert!(!town.adds(&session, &mut key), "it is known already");
}

#[tokio::test]
async fn what_does_not_prove_itself_opens_nothing() {
    let town = Town::founded().await;
    let session = signed_in(&town, "Маша").await;
    let mut key = Key::new(1);
    assert!(town.adds(&session, &mut key));
    assert_eq!(
        town.enters_with(&mut key, "https://evil.example"),
        Entrance::Wrong
    );
    let mut unknown = Key::new(2);
    unknown.handle.clone_from(&key.handle);
    assert_eq!(town.enters_with(&mut unknown, ORIGIN), Entrance::Wrong);
    let mut forged = Key::new(2);
    (forged.id, forged.counter) = (key.id, 10);
    forged.handle.clone_from(&key.handle);
    assert_eq!(town.enters_with(&mut forged, ORIGIN), Entrance::Wrong);
    let mut copied = Key::new(1);
    copied.handle.clone_from(&key.handle);
    begun(town.enters_with(&mut key, ORIGIN));
    assert_eq!(
        town.enters_with(&mut copied, ORIGIN),
        Entrance::Wrong,
        "an old counter"
    );
    let other = signed_in(&town, "Даша").await;
    let mut stolen = Key::new(1);
    assert!(!town.adds(&other, &mut stolen));
}

#[tokio::test]
async fn a_ceremony_is_finished_once_and_in_time() {
    let town = Town::founded().await;
    let session = signed_in(&town, "Маша").await;
    let mut key = Key::new(1);
    assert!(town.adds(&session, &mut key));
    let (attempt, asked) = town.accounts.passkey_asked("peer").expect("options");
    let given = key.proven(&options(&asked), ORIGIN);
    let entered = |attempt: &str| {
        let entered = town.accounts.enter_passkey(attempt, &given, "Safari");
        entered.expect("an answer")
    };
    assert_eq!(entered("chosen"), Entrance::Wrong);
    assert_ne!(begun(entered(&attempt)), attempt);
    assert_eq!(entered(&attempt), Entrance::Wrong);
    let (late, asked) = town.accounts.passkey_asked("peer").expect("options");
    let given = key.proven(&options(&asked), ORIGIN);
    town.later(5 * 60 * 1000);
    let entered = town.accounts.enter_passkey(&late, &given, "Safari");
    assert_eq!(entered.expect("an answer"), Entrance::Wrong);
}

#[tokio::test]
async fn nonsense_is_no_passkey() {
    let town = Town::founded().await;
    let session = signed_in(&town, "Маша").await;
    let huge = "x".repeat(1_000_000);
    for nonsense in ["", "{}", "null", "[]", r#"{"id":"AA"}"#, &huge] {
        town.accounts.passkey_wanted(&session).expect("options");
        let made = town.accounts.passkey_made(&session, nonsense);
        assert!(!made.expect("an answer"));
        let (attempt, _) = town.accounts.passkey_asked("peer").expect("options");
        let entered = town.accounts.enter_passkey(&attempt, nonsense, "");
        assert_eq!(entered.expect("an answer"), Entrance::Wrong);
    }
    let given = Key::new(1).made(
        &json!({ "user": { "id": "AA" }, "challenge": "AA" }),
        ORIGIN,
    );
    let made = town.accounts.passkey_made(&session, &given);
    assert!(!made.expect("an answer"), "nobody has asked for it");
}
