//! The accounts and the rooms: each step looks first, so that a second start changes nothing.

use anyhow::{Context, bail};
use secta_bot_kit::Lang;
use serde_json::{Value, json};

use super::{
    api::{Api, ApiError},
    facts::Rooms,
    layout::SERVER_NAME,
    memory::{Account, Memory},
    wait,
};
use crate::phrases::say;

/// The device by which the demo acts for an account.
const DEVICE: &str = "DEMO";

/// Makes the accounts, or logs in to them; each has its name.
pub(super) async fn accounts(api: &Api, memory: &mut Memory) -> anyhow::Result<()> {
    for index in 0..memory.accounts.len() {
        let token = token(api, &memory.accounts[index], &memory.shared_secret).await?;
        let account = &mut memory.accounts[index];
        if account.token.as_ref() != Some(&token) {
            account.token = Some(token.clone());
            memory.save()?;
        }
        name(api, &memory.accounts[index], &token).await?;
    }
    Ok(())
}

async fn token(api: &Api, account: &Account, shared_secret: &str) -> Result<String, ApiError> {
    if let Some(token) = &account.token {
        match api
            .get(Some(token), &["client", "v3", "account", "whoami"])
            .await
        {
            Ok(_) => return Ok(token.clone()),
            Err(ApiError::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    match login(api, account).await {
        Err(ApiError::Refused { .. }) => {
            api.register(shared_secret, &account.localpart, &account.password)
                .await?;
            login(api, account).await
        }
        done => done,
    }
}

async fn login(api: &Api, account: &Account) -> Result<String, ApiError> {
    let body = json!({
        "type": "m.login.password",
        "identifier": { "type": "m.id.user", "user": account.localpart },
        "password": account.password,
        "device_id": DEVICE,
        "initial_device_display_name": "secta demo",
    });
    let answer = api.post(None, &["client", "v3", "login"], body).await?;
    Ok(answer["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

async fn name(api: &Api, account: &Account, token: &str) -> Result<(), ApiError> {
    let user = account.user_id();
    let path = ["client", "v3", "profile", user.as_str(), "displayname"];
    let found = api.get(Some(token), &path).await.unwrap_or_default();
    if found["displayname"] == account.name.as_str() {
        return Ok(());
    }
    api.put(Some(token), &path, json!({ "displayname": account.name }))
        .await
        .map(drop)
}

/// Makes the space and the square, and brings everybody in.
pub(super) async fn rooms(
    api: &Api,
    memory: &Memory,
    bot: &str,
    lang: Lang,
) -> anyhow::Result<Rooms> {
    let mut members = Vec::new();
    for account in &memory.accounts {
        members.push((
            account.user_id(),
            account
                .token
                .as_deref()
                .context("an account without a token")?,
        ));
    }
    let (owner, others) = members.split_first().context("no accounts")?;
    let space = room(api, owner.1, "secta", space_wanted()).await?;
    let square = room(api, owner.1, "square", square_wanted(&space)).await?;
    adopt(api, owner.1, &space, &square).await?;
    for room in [&space, &square] {
        for (user, token) in others {
            if membership(api, owner.1, room, user).await?.as_deref() != Some("join") {
                api.post(Some(token), &["client", "v3", "join", room], json!({}))
                    .await?;
            }
        }
    }
    bring_bot(api, owner.1, &square, bot, lang).await?;
    Ok(Rooms { square, space })
}

fn space_wanted() -> Value {
    json!({
        "name": "Секта",
        "topic": "Сообщество, которое управляет собой само",
        "room_alias_name": "secta",
        "preset": "public_chat",
        "creation_content": { "type": "m.space" },
    })
}

fn square_wanted(space: &str) -> Value {
    json!({
        "name": "Площадь",
        "topic": "Свободный разговор",
        "room_alias_name": "square",
        "preset": "public_chat",
        "initial_state": [{
            "type": "m.space.parent",
            "state_key": space,
            "content": { "via": [SERVER_NAME], "canonical": true },
        }],
    })
}

/// The room of an alias; made where there is none.
async fn room(api: &Api, token: &str, alias: &str, wanted: Value) -> Result<String, ApiError> {
    let full = format!("#{alias}:{SERVER_NAME}");
    let found = match api
        .get(Some(token), &["client", "v3", "directory", "room", &full])
        .await
    {
        Err(error) if error.is("M_NOT_FOUND") => {
            api.post(Some(token), &["client", "v3", "createRoom"], wanted)
                .await?
        }
        found => found?,
    };
    Ok(found["room_id"].as_str().unwrap_or_default().to_owned())
}

async fn adopt(api: &Api, token: &str, space: &str, square: &str) -> Result<(), ApiError> {
    let path = [
        "client",
        "v3",
        "rooms",
        space,
        "state",
        "m.space.child",
        square,
    ];
    match api.get(Some(token), &path).await {
        Err(error) if error.is("M_NOT_FOUND") => api
            .put(
                Some(token),
                &path,
                json!({ "via": [SERVER_NAME], "suggested": true }),
            )
            .await
            .map(drop),
        found => found.map(drop),
    }
}

async fn membership(
    api: &Api,
    token: &str,
    room: &str,
    user: &str,
) -> Result<Option<String>, ApiError> {
    let path = [
        "client",
        "v3",
        "rooms",
        room,
        "state",
        "m.room.member",
        user,
    ];
    match api.get(Some(token), &path).await {
        Err(error) if error.is("M_NOT_FOUND") => Ok(None),
        found => Ok(found?["membership"].as_str().map(str::to_owned)),
    }
}

/// Invites the bot, which comes by itself.
async fn bring_bot(
    api: &Api,
    token: &str,
    square: &str,
    bot: &str,
    lang: Lang,
) -> anyhow::Result<()> {
    match membership(api, token, square, bot).await?.as_deref() {
        Some("join") => return Ok(()),
        Some("invite") => {}
        _ => drop(
            api.post(
                Some(token),
                &["client", "v3", "rooms", square, "invite"],
                json!({ "user_id": bot }),
            )
            .await?,
        ),
    }
    let joined = || async {
        let found = membership(api, token, square, bot).await;
        matches!(found, Ok(Some(membership)) if membership == "join")
    };
    if wait::until(60, joined).await {
        Ok(())
    } else {
        bail!(say(lang, "demo-bot-absent", &[("bot", bot)]))
    }
}
