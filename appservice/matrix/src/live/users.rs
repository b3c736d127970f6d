//! The service's users: registered on demand, with name and picture.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use secta_bot_kit::{RoomId, UserId, journal::Done};
use serde_json::{Value, json};

use super::{Live, http::Call};
use crate::CallError;

/// How many puppets are remembered.
const REMEMBERED: usize = 10_000;

type Profile = (Option<String>, Option<String>);

/// The puppets that exist, with the profiles they were given.
#[derive(Default)]
pub(super) struct Puppets(Mutex<BTreeMap<UserId, Profile>>);

impl Puppets {
    fn has(&self, user: &UserId, profile: &Profile) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(user)
            == Some(profile)
    }

    fn remember(&self, user: &UserId, profile: Profile) {
        let mut puppets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if puppets.len() >= REMEMBERED {
            puppets.clear();
        }
        puppets.insert(user.clone(), profile);
    }
}

impl Live {
    /// Registers a user of the namespace, unless it is there.
    pub(super) async fn register(&self, user: &UserId) -> Result<(), CallError> {
        let body = json!({
            "type": "m.login.application_service",
            "username": user.localpart(),
            "inhibit_login": true,
        });
        match self.http.call(Call::post(&["v3", "register"], body)).await {
            Ok(_) => Ok(()),
            Err(CallError::Refused { code, .. }) if code == "M_USER_IN_USE" => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Gives a user its name and picture, where they differ. `None` leaves what is there.
    pub(super) async fn set_profile(
        &self,
        user: &UserId,
        display_name: Option<&str>,
        avatar_url: Option<&str>,
    ) -> Result<(), CallError> {
        let wanted = [("displayname", display_name), ("avatar_url", avatar_url)];
        if wanted.iter().all(|(_, value)| value.is_none()) {
            return Ok(());
        }
        let profile = self
            .http
            .look(Call::get(&["v3", "profile", user.as_str()]).by(user))
            .await?;
        for (field, value) in wanted {
            let Some(value) = value else { continue };
            let current = profile
                .as_ref()
                .and_then(|profile| profile.get(field)?.as_str());
            if current != Some(value) {
                let body = json!({ field: value });
                self.http
                    .call(Call::put(&["v3", "profile", user.as_str(), field], body).by(user))
                    .await?;
            }
        }
        Ok(())
    }

    /// A puppet exists, has its profile and is in the room.
    pub(super) async fn puppet(
        &self,
        user: &UserId,
        display_name: Option<&str>,
        avatar_url: Option<&str>,
        room: Option<&RoomId>,
    ) -> Result<Done, CallError> {
        if !self.is_own(user.as_str()) {
            let message = "a puppet is a user of the service's namespace".to_owned();
            return Err(CallError::Refused {
                code: "SECTA_NAMESPACE".to_owned(),
                message,
            });
        }
        let profile = (
            display_name.map(str::to_owned),
            avatar_url.map(str::to_owned),
        );
        if !self.puppets.has(user, &profile) {
            self.register(user).await?;
            self.set_profile(user, display_name, avatar_url).await?;
            self.make_device(user).await?;
            self.puppets.remember(user, profile);
        }
        let Some(room) = room else {
            return Ok(Done::default());
        };
        match self.membership(room, user).await?.as_deref() {
            Some("join") => return Ok(Done::default()),
            Some("invite") => {}
            Some(_) | None => drop(self.invite_unasked(room, user).await?),
        }
        self.join(user, room, &[]).await
    }

    /// Makes a device for a puppet, so that the homeserver remembers its transaction ids. Dendrite knows no such
    /// call and needs none.
    pub(super) async fn make_device(&self, user: &UserId) -> Result<(), CallError> {
        let path = ["v3", "devices", self.settings.device_id.as_str()];
        let body: Value = json!({ "display_name": "secta" });
        match self.http.call(Call::put(&path, body).by(user)).await {
            Ok(_) | Err(CallError::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Replaces a device that somebody removed. That of the bot takes its time.
    pub(super) async fn replace_device(&self, user: &UserId) -> Result<(), CallError> {
        if *user != self.bot {
            return self.make_device(user).await;
        }
        // An encrypting device notices by itself, in its sync.
        if !self.settings.encryption {
            self.lose_device().await;
        }
        Err(CallError::NotYet("a new device of the bot".to_owned()))
    }
}
