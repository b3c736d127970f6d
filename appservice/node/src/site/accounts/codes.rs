//! Signing in with a code that comes in the porch.

use secta_bot_kit::{
    Lang, UserId,
    web::{Deed, Form},
};
use secta_record::RecordId;
use secta_site::ports::Entrance;
use secta_store::accounts::attempts::{Attempt, Patience};

use super::{AccountError, SiteAccounts, limits, secrets};

/// How long a code holds, in milliseconds.
const VALID_MS: i64 = 10 * 60 * 1000;
/// How many codes may be tried in one attempt.
const TRIES: u32 = 5;
/// The longest Matrix id, in bytes.
const ID_MAX: usize = 255;

/// Who asks for a code, for whom.
pub(super) struct Asking<'a> {
    pub(super) community: &'a RecordId,
    pub(super) user: &'a str,
    pub(super) lang: Lang,
    pub(super) peer: &'a str,
}

impl SiteAccounts {
    /// Has a code sent, and notes the attempt; the same is done whoever is named.
    pub(super) async fn send_code(&self, asking: Asking<'_>) -> Result<Entrance, AccountError> {
        let now_ms = self.clock.now_ms();
        let user = self.user(asking.user);
        let name = user.as_ref().map_or("", UserId::as_str);
        let of_peer = limits::CODES_OF_PEER;
        let of_account = limits::CODES_OF_ACCOUNT;
        let counted = self.limits.take(of_peer, asking.peer, now_ms);
        if let Err(wait_s) = counted.and_then(|()| self.limits.take(of_account, name, now_ms)) {
            return Ok(Entrance::TooOften(wait_s));
        }
        let (secret, code) = (secrets::secret()?, secrets::code()?);
        let attempt = Attempt {
            account: user.clone().unwrap_or_else(|| UserId::new("")),
            code: secrets::code_hash(&secret, &code),
        };
        let patience = Patience {
            until_ms: now_ms.saturating_add(VALID_MS),
            tries: TRIES,
        };
        self.register
            .attempt(&secrets::hash(&secret), &attempt, patience)?;
        if let Some(by) = user {
            let form = Form {
                community: *asking.community,
                by,
                lang: asking.lang,
                deed: Deed::Code {
                    code,
                    valid_ms: VALID_MS,
                },
            };
            self.desk.leave(&secrets::name::<16>()?, &form).await?;
        }
        Ok(Entrance::Begun(secret))
    }

    /// Signs in with a code. Whoever is signed in by it gets a secret that nobody had before.
    pub(super) fn take_code(
        &self,
        attempt: &str,
        code: &str,
        agent: &str,
    ) -> Result<Entrance, AccountError> {
        let hash = secrets::hash(attempt);
        let Some(known) = self.register.try_once(&hash, self.clock.now_ms())? else {
            return Ok(Entrance::Wrong);
        };
        let right = secrets::is_same(&known.code, &secrets::code_hash(attempt, code));
        // Nobody was sent a code whose name was none.
        if !right || known.account.as_str().is_empty() || !self.register.spend(&hash)? {
            return Ok(Entrance::Wrong);
        }
        Ok(Entrance::Begun(self.begin(&known.account, agent)?))
    }

    /// The user that somebody types: `@anna:home`, `anna:home` or, of the own homeserver, `anna`.
    fn user(&self, typed: &str) -> Option<UserId> {
        let typed = typed.trim();
        let bare = typed.strip_prefix('@').unwrap_or(typed);
        let (local, server) = bare
            .split_once(':')
            .unwrap_or((bare, self.selves.server.as_str()));
        let user = format!("@{local}:{server}");
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"'/@".contains(c);
        let well = user.len() <= ID_MAX
            && !local.is_empty()
            && !server.is_empty()
            && bare.chars().all(plain);
        well.then(|| UserId::new(user))
    }
}
