//! The bot's cryptographic identity: its device is signed by its owner, so that no client shows a red shield, and
//! a recovery key brings all of it back when the databases are lost.

use matrix_sdk::{Client, encryption::recovery::RecoveryState};

use super::{Settings, call_error};
use crate::{CallError, live::device::Home};

/// Makes or recovers the identity, the backup and the recovery key.
pub(super) async fn settle(client: &Client, settings: &Settings) -> Result<(), CallError> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    if !is_signed(client).await {
        identify(client, settings).await?;
    }
    let recovery = encryption.recovery();
    if Home::recovery_key(settings).is_some() || recovery.state() == RecoveryState::Enabled {
        return Ok(());
    }
    let enable = recovery.enable();
    let enabled = match &settings.recovery_passphrase {
        Some(passphrase) => enable.with_passphrase(passphrase).await,
        None => enable.await,
    };
    let key = enabled.map_err(|error| CallError::NotYet(format!("the recovery key: {error}")))?;
    Home::keep_recovery_key(settings, &key)
        .map_err(|error| CallError::NotYet(format!("cannot keep the recovery key: {error}")))
}

async fn is_signed(client: &Client) -> bool {
    let complete = client
        .encryption()
        .cross_signing_status()
        .await
        .is_some_and(|status| status.is_complete());
    complete
        && matches!(client.encryption().get_own_device().await, Ok(Some(device)) if device.is_cross_signed_by_owner())
}

async fn identify(client: &Client, settings: &Settings) -> Result<(), CallError> {
    let encryption = client.encryption();
    encryption
        .bootstrap_cross_signing_if_needed(None)
        .await
        .map_err(|error| call_error(&error))?;
    let complete = encryption
        .cross_signing_status()
        .await
        .is_some_and(|status| status.is_complete());
    if complete {
        if let Ok(Some(device)) = encryption.get_own_device().await
            && !device.is_cross_signed_by_owner()
        {
            device
                .verify()
                .await
                .map_err(|error| CallError::NotYet(error.to_string()))?;
        }
        return Ok(());
    }
    // The identity is of an earlier device.
    let secrets = [
        Home::recovery_key(settings),
        settings.recovery_passphrase.clone(),
    ];
    for secret in secrets.into_iter().flatten() {
        match encryption.recovery().recover(&secret).await {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!(%error, "the recovery key does not open the bot's identity")
            }
        }
    }
    renew(client).await
}

/// Without the recovery key, the identity is made anew; where the homeserver does not allow it, the device works
/// on, unsigned.
async fn renew(client: &Client) -> Result<(), CallError> {
    match client.encryption().recovery().reset_identity().await {
        Ok(None) => {
            tracing::warn!("the bot's cryptographic identity is lost and was made anew");
        }
        Ok(Some(handle)) => {
            handle.cancel().await;
            tracing::error!(
                "the bot's cryptographic identity is lost: clients will show its device as unsigned"
            );
        }
        Err(error) => {
            tracing::error!(%error, "the bot's cryptographic identity is lost and cannot be made anew")
        }
    }
    Ok(())
}
