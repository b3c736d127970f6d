//! Exchanging a vault with its remote, and telling in the room what others changed there.

use secta_bot_kit::{
    Ctx, Effect, Lang, RoomId, args,
    effect::ViewAct,
    input::Fired,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice, tidy},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    NAME, Settings,
    act::{Act, Came, Synced, Trouble, VaultId},
    memory::{self, Vault},
};

/// The tag of an exchange.
pub const SYNCING: &str = "sync";

/// After something was saved it is pushed so soon, in milliseconds.
const SOON_MS: i64 = 2_000;

/// How many changes are told one by one.
const TOLD: usize = 8;

/// Something was saved: the vault is exchanged soon, and from now on again and again.
pub fn begin(id: &VaultId, room: &RoomId, ctx: &mut Ctx<'_>) {
    let scope = memory::vault(&id.folder);
    let vault: Vault = ctx.get(&scope, "vault").unwrap_or_else(|| Vault {
        id: id.clone(),
        room: room.clone(),
        told: None,
    });
    ctx.put(&scope, "vault", &vault);
    let due_ms = ctx.now_ms().saturating_add(SOON_MS);
    ctx.set_timer(&timer(id), &scope, due_ms, json!(null));
}

fn timer(id: &VaultId) -> String {
    format!("sync/{}", id.folder)
}

/// The time has come.
pub fn fired(settings: &Settings, fired: &Fired, ctx: &mut Ctx<'_>) {
    let Some(vault) = ctx.get::<Vault>(&fired.scope, "vault") else {
        return;
    };
    if !settings.exchanges(&vault.id) {
        return;
    }
    let act = Act::Sync {
        vault: vault.id.clone(),
    };
    let effect = Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: vault.id.folder.clone(),
        ask: serde_json::to_value(&act).unwrap_or_default(),
    });
    ctx.plan(&fired.scope, SYNCING, effect);
}

/// It was exchanged: what others changed is told, and trouble once.
pub fn done(settings: &Settings, outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = secta_bot_kit::Scope::new(outcome.scope.clone());
    let Some(mut vault) = ctx.get::<Vault>(&scope, "vault") else {
        return;
    };
    let synced = match &outcome.result {
        EffectResult::Done(done) => done
            .data
            .as_ref()
            .and_then(|data| Came::deserialize(data).ok()),
        EffectResult::Refused { message, .. } => Some(Came::Synced(Synced {
            trouble: Some(Trouble::Failed(message.clone())),
            ..Synced::default()
        })),
    };
    let Some(Came::Synced(synced)) = synced else {
        return;
    };
    let new_trouble = synced.trouble != vault.told && synced.trouble.is_some();
    let changed = [&synced.conflicts, &synced.hidden];
    let news = !synced.files.is_empty() || changed.iter().any(|paths| !paths.is_empty());
    if news || new_trouble {
        let text = told(&synced, new_trouble, (&vault.id.folder, settings.lang), ctx);
        let content = notice(&text, &Answering::default());
        ctx.send(&vault.room, "m.room.message", content, "told");
    }
    vault.told = synced.trouble;
    ctx.put(&scope, "vault", &vault);
    let due_ms = ctx.now_ms().saturating_add(settings.every_ms);
    ctx.set_timer(&timer(&vault.id), &scope, due_ms, json!(null));
}

fn told(synced: &Synced, trouble: bool, (vault, lang): (&str, Lang), ctx: &Ctx<'_>) -> Text {
    let say = |id: &str, args| ctx.words().text(lang, id, &args);
    let mut lines = Vec::new();
    if synced.count > 0 {
        let who = tidy(&synced.authors.join(", "), 200);
        lines.push(say(
            "archive-changed",
            args!["who" => who, "n" => synced.count],
        ));
        let files = synced.files.iter().take(TOLD).map(|file| {
            let args = args![
                "path" => tidy(&file.path, 120),
                "added" => file.added,
                "removed" => file.removed,
            ];
            let id = match file.what {
                '+' => "archive-file-new",
                '-' => "archive-file-gone",
                _ => "archive-file-changed",
            };
            say(id, args)
        });
        lines.push(Text::list(files));
    }
    if !synced.hidden.is_empty() {
        lines.push(say("archive-hidden", args![]));
        lines.push(listed(&synced.hidden));
    }
    if !synced.conflicts.is_empty() {
        lines.push(say(
            "archive-conflicts",
            args!["n" => synced.conflicts.len()],
        ));
        lines.push(listed(&synced.conflicts));
    }
    if let Some(trouble) = synced.trouble.as_ref().filter(|_| trouble) {
        lines.push(match trouble {
            Trouble::Rewound => say("archive-rewound", args!["vault" => vault]),
            Trouble::Unrelated => say("archive-unrelated", args![]),
            Trouble::Refused(path) => say("archive-refused", args!["path" => tidy(path, 120)]),
            Trouble::Failed(why) => say("archive-unreachable", args!["why" => tidy(why, 200)]),
        });
    }
    Text::lines(lines)
}

fn listed(paths: &[String]) -> Text {
    let paths = paths.iter().take(TOLD);
    Text::list(paths.map(|path| Text::verbatim(&tidy(path, 120))))
}
