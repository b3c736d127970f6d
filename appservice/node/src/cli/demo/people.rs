//! The accounts: each step looks first, so that a second start changes nothing.

use futures_util::future::try_join_all;
use serde_json::json;

use super::{
    api::{Api, ApiError},
    memory::{Account, Memory},
};

/// The device by which the demo acts for an account.
const DEVICE: &str = "DEMO";

/// Makes the accounts, or logs in to them; each has its name.
pub(super) async fn accounts(api: &Api, memory: &mut Memory) -> anyhow::Result<()> {
    let secret = &memory.shared_secret;
    let ready = memory.accounts.iter().map(|account| async move {
        let token = token(api, account, secret).await?;
        name(api, account, &token).await?;
        Ok::<_, ApiError>(token)
    });
    let tokens = try_join_all(ready).await?;
    for (account, token) in memory.accounts.iter_mut().zip(tokens) {
        account.token = Some(token);
    }
    memory.save()
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
            let (user, password) = (&account.localpart, &account.password);
            match api.register(shared_secret, user, password).await {
                Err(error) if !error.is("M_USER_IN_USE") => Err(error),
                // It is there where an earlier call was not answered.
                Ok(()) | Err(_) => login(api, account).await,
            }
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
    api.put(token, &path, json!({ "displayname": account.name }))
        .await
        .map(drop)
}
