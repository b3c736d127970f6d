//! Passkeys: added by whoever is signed in, and enough to sign in with. What is under way is kept in memory: a restart
//! ends it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use secta_bot_kit::UserId;
use secta_site::{model::Session, ports::Entrance};
use secta_store::accounts::{Hash, passkeys::Passkey};
use url::Url;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, PublicKeyCredentialDescriptor, RpId,
        auth::AuthenticationVerificationOptions,
        register::{
            CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
            USER_HANDLE_MAX_LEN, UserHandle64, Username,
        },
    },
    response::{
        AuthTransports, CredentialId,
        register::{CompressedPubKey, DynamicState, StaticState},
    },
};

use super::{AccountError, SiteAccounts, limits, secrets};

/// How long a ceremony may take, in milliseconds: as long as the browser is told.
const PATIENCE_MS: i64 = 5 * 60 * 1000;
/// The most ceremonies that are under way at a time.
const UNDER_WAY_MAX: usize = 10_000;
/// The longest answer of a browser, in bytes.
const GIVEN_MAX: usize = 64 * 1024;
/// What is known of how keys are reached: nothing.
const NO_TRANSPORTS: u8 = 0;
/// How long what changes of a passkey is, in bytes.
const STATE_BYTES: usize = 7;

/// A public key as it is kept.
type Key = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// Whom passkeys are for: the site's domain and origin.
pub(super) struct Party {
    id: RpId,
    origin: String,
}

impl Party {
    /// Of a site's address; nothing where it has no domain, for which there are no passkeys.
    pub(super) fn of(base: &Url) -> Option<Self> {
        let domain = base.domain()?.to_owned();
        let id = RpId::Domain(AsciiDomain::try_from(domain).ok()?);
        let origin = base.origin().ascii_serialization();
        Some(Self { id, origin })
    }
}

/// What is under way, each with the time when it began, in milliseconds since 1970.
#[derive(Default)]
pub(super) struct UnderWay {
    made: Mutex<BTreeMap<String, (i64, RegistrationServerState<USER_HANDLE_MAX_LEN>)>>,
    asked: Mutex<BTreeMap<Hash, (i64, DiscoverableAuthenticationServerState)>>,
}

/// Notes what is under way, in the place of what is over.
fn note<K: Ord, V>(all: &Mutex<BTreeMap<K, (i64, V)>>, key: K, value: V, now_ms: i64) {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= UNDER_WAY_MAX {
        all.retain(|_, (began_ms, _)| now_ms.saturating_sub(*began_ms) < PATIENCE_MS);
    }
    if all.len() < UNDER_WAY_MAX {
        all.insert(key, (now_ms, value));
    }
}

/// Takes what is under way: it is finished once.
fn take<K: Ord, V>(all: &Mutex<BTreeMap<K, (i64, V)>>, key: &K, now_ms: i64) -> Option<V> {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let (began_ms, value) = all.remove(key)?;
    (now_ms.saturating_sub(began_ms) < PATIENCE_MS).then_some(value)
}

impl SiteAccounts {
    fn party(&self) -> Result<&Party, AccountError> {
        self.party.as_ref().ok_or(AccountError::NoDomain)
    }

    /// Begins to add a passkey.
    pub(super) fn want_passkey(&self, session: &Session) -> Result<String, AccountError> {
        let party = self.party()?;
        let known = self.register.passkeys(&session.account)?;
        let known = known.into_iter().filter_map(|passkey| {
            let id = CredentialId::decode(passkey.id).ok()?;
            let transports = AuthTransports::decode(NO_TRANSPORTS).ok()?;
            Some(PublicKeyCredentialDescriptor { id, transports })
        });
        let name = self.register.name_of(&session.account)?;
        let handle = handle(&session.account);
        let user = PublicKeyCredentialUserEntity {
            name: Username::try_from(session.account.as_str())
                .or_else(|_| Username::try_from("secta"))
                .map_err(|error| AccountError::Passkey(error.to_string()))?,
            id: &handle,
            display_name: name.and_then(|name| Nickname::try_from(name).ok()),
        };
        let mut options =
            PublicKeyCredentialCreationOptions::passkey(&party.id, user, known.collect());
        // Not every device knows how to protect a key further, and those that don't would make none.
        options.extensions.cred_protect = CredProtect::None;
        let begun = options.start_ceremony();
        let (server, client) = begun.map_err(|error| AccountError::Passkey(error.to_string()))?;
        let now_ms = self.clock.now_ms();
        note(&self.under_way.made, session.id.clone(), server, now_ms);
        Ok(serde_json::to_string(&client)?)
    }

    /// Adds a passkey; whether it was good.
    pub(super) fn keep_passkey(
        &self,
        session: &Session,
        given: &str,
    ) -> Result<bool, AccountError> {
        let party = self.party()?;
        let now_ms = self.clock.now_ms();
        let Some(begun) = take(&self.under_way.made, &session.id, now_ms) else {
            return Ok(false);
        };
        let read = Some(given).filter(|given| given.len() <= GIVEN_MAX);
        let Some(given) = read.and_then(|it| Registration::from_json_relaxed(it.as_bytes()).ok())
        else {
            return Ok(false);
        };
        let origins = [party.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            // Some keys tell more than they are asked for.
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let verified = match begun.verify(&party.id, &given, &options) {
            Ok(verified) => verified,
            Err(error) => {
                tracing::debug!(%error, "a passkey is not good");
                return Ok(false);
            }
        };
        let passkey = Passkey {
            id: verified.id().as_ref().to_vec(),
            account: session.account.clone(),
            key: infallible(verified.static_state().encode()),
            state: infallible(verified.dynamic_state().encode()).to_vec(),
        };
        Ok(self.register.add_passkey(&passkey, now_ms)?)
    }

    /// Begins to sign in with a passkey.
    pub(super) fn ask_passkey(&self, peer: &str) -> Result<(String, String), AccountError> {
        let party = self.party()?;
        let now_ms = self.clock.now_ms();
        let of_peer = limits::PASSKEYS_OF_PEER;
        if let Err(wait_s) = self.limits.take(of_peer, peer, now_ms) {
            return Err(AccountError::TooOften(wait_s));
        }
        let options = DiscoverableCredentialRequestOptions::passkey(&party.id);
        let begun = options.start_ceremony();
        let (server, client) = begun.map_err(|error| AccountError::Passkey(error.to_string()))?;
        let secret = secrets::secret()?;
        note(
            &self.under_way.asked,
            secrets::hash(&secret),
            server,
            now_ms,
        );
        Ok((secret, serde_json::to_string(&client)?))
    }

    /// Signs in with a passkey.
    pub(super) fn take_passkey(
        &self,
        attempt: &str,
        given: &str,
        agent: &str,
    ) -> Result<Entrance, AccountError> {
        let party = self.party()?;
        let now_ms = self.clock.now_ms();
        let hash = secrets::hash(attempt);
        let Some(begun) = take(&self.under_way.asked, &hash, now_ms) else {
            return Ok(Entrance::Wrong);
        };
        let read = Some(given).filter(|given| given.len() <= GIVEN_MAX);
        let given = read.and_then(|given| {
            DiscoverableAuthentication64::from_json_relaxed(given.as_bytes()).ok()
        });
        let Some(given) = given else {
            return Ok(Entrance::Wrong);
        };
        let Some(passkey) = self.register.passkey(given.raw_id().as_ref())? else {
            return Ok(Entrance::Wrong);
        };
        let Some(state) = proven(party, begun, &given, &passkey) else {
            return Ok(Entrance::Wrong);
        };
        self.register.use_passkey(&passkey.id, &state, now_ms)?;
        Ok(Entrance::Begun(self.begin(&passkey.account, agent)?))
    }
}

/// What changes of a passkey, once it has proven that it is there.
fn proven(
    party: &Party,
    begun: DiscoverableAuthenticationServerState,
    given: &DiscoverableAuthentication64,
    passkey: &Passkey,
) -> Option<[u8; STATE_BYTES]> {
    let handle = handle(&passkey.account);
    let id = CredentialId::<&[u8]>::decode(passkey.id.as_slice()).ok()?;
    let key = StaticState::<Key>::decode(passkey.key.as_slice()).ok()?;
    let state = passkey.state.as_slice().try_into().ok()?;
    let state = DynamicState::decode(state).ok()?;
    let mut known = AuthenticatedCredential::new(id, &handle, key, state).ok()?;
    let origins = [party.origin.as_str()];
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    match begun.verify(&party.id, given, &mut known, &options) {
        Ok(_) => Some(infallible(known.dynamic_state().encode())),
        Err(error) => {
            tracing::debug!(%error, "a passkey does not prove itself");
            None
        }
    }
}

/// What an account is called towards keys: a hash, of which nothing can be told.
fn handle(account: &UserId) -> UserHandle64 {
    let mut bytes = [0; USER_HANDLE_MAX_LEN];
    let mut hasher = blake3::Hasher::new_derive_key("net.secta site passkey handle 1");
    hasher.update(account.as_str().as_bytes());
    hasher.finalize_xof().fill(&mut bytes);
    infallible(UserHandle64::decode(bytes))
}

fn infallible<T>(result: Result<T, std::convert::Infallible>) -> T {
    match result {
        Ok(value) => value,
    }
}
