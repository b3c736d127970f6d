//! What goes on beside the calls: the bot is made as soon as the homeserver answers, and its device syncs.

use std::{
    sync::{PoisonError, Weak},
    time::Duration,
};

use tokio::{select, time::sleep};

use super::{Live, crypto::Bells, device::Home, tether};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Runs until the homeserver is let go of.
pub(super) async fn run(live: Weak<Live>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let Some(strong) = live.upgrade() else { return };
        let ready = strong.ready().await;
        let bells = Bells {
            keys: strong.keys.clone(),
            invited: strong.invited.clone(),
            line: strong.line(),
        };
        let http = strong.http.clone();
        let registration_id = strong.settings.registration_id.clone();
        drop(strong);
        match ready {
            Ok(ready) => {
                pause = FIRST_PAUSE;
                let Some(crypto) = ready.crypto else { return };
                let held = async {
                    tether::hold(&http, &registration_id, |holds| crypto.may_rest(holds)).await;
                    std::future::pending().await
                };
                select! {
                    () = crypto.run(&bells) => {}
                    () = held => {}
                }
                let Some(strong) = live.upgrade() else { return };
                strong.lose_device().await;
            }
            Err(error) => {
                tracing::warn!(%error, "the bot cannot be made yet");
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

impl Live {
    /// The homeserver has ended the device's session: its keys are put aside, and the next call makes a new one.
    pub(super) async fn lose_device(&self) {
        let mut stores = self.preparing.lock().await;
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = None;
        *stores = None;
        if let Err(error) = Home::of(&self.settings).put_aside() {
            tracing::error!(%error, "cannot put the lost device aside");
        }
    }
}
