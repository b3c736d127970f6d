//! What commands are answered with: confirmations, and everything that can be asked (R14).

pub mod log;
pub mod people;
pub mod policy;
pub mod why;

use secta_bot_kit::{Ctx, args, grammar::Command, ids::permalink, input::Event, words::Text};
use secta_rules::Ask;

use crate::{
    Settings,
    asked::{Asked, Via},
    commands,
    memory::{self, Hall, Role},
    propose,
    scene::{Scene, user},
    tags,
};

/// A command has done what it asked for: its answer, where nothing else tells.
pub fn done(scene: &mut Scene<'_, '_>, asked: &Asked, event: &Event) {
    if asked.via != Via::Command {
        return;
    }
    let lang = scene.ctx.lang();
    let text = match &asked.ask {
        Ask::Withdraw { item } if scene.rules.draft(item).is_none() => {
            scene.text(lang, "community-withdraw-done", args![])
        }
        Ask::Invite { account } => {
            let who = scene.name_of(&user(account));
            scene.text(lang, "community-invite-done", args!["who" => who])
        }
        Ask::ProposeSupertag { .. } => scene.text(lang, "community-supertag-done", args![]),
        Ask::ProposePolicy { .. } => policy::proposed(scene),
        Ask::Profile(_) => scene.text(lang, "community-profile-done", args![]),
        Ask::Wallet(wallet) if wallet.address.is_some() => {
            scene.text(lang, "community-wallet-added", args![])
        }
        Ask::Wallet(_) => scene.text(lang, "community-wallet-removed", args![]),
        _ => return,
    };
    scene.ctx.reply(event, &text);
}

/// The commands that [`asked::of_command`](crate::asked::of_command) doesn't read.
pub fn command(scene: &mut Scene<'_, '_>, command: &Command) {
    match command.id {
        commands::RANK => people::rank(scene, command),
        commands::WHY => why::why(scene, command),
        commands::CASES => log::cases(scene, command),
        commands::LOG => log::log(scene, command),
        commands::RULES => policy::rules(scene, command),
        commands::PROPOSE => propose::run(scene, command),
        commands::TAGS => tags::list(scene, command),
        commands::FEED => tags::feed(scene, command),
        commands::PROFILE => people::profile(scene, command),
        commands::WALLET => people::wallets(scene, command),
        commands::THANKS => people::thanks(scene, command),
        // The registry hands over declared commands alone, and the rest ask for acts.
        other => debug_assert!(false, "nobody handles {other}"),
    }
}

/// `!общины`: the communities of this node.
pub fn communities(settings: &Settings, event: &Event, ctx: &mut Ctx<'_>) {
    let all: Vec<_> = ctx.communities().iter().map(|(id, _)| *id).collect();
    let halls = all
        .iter()
        .filter_map(|id| ctx.get::<Hall>(&memory::community(id), "hall"));
    let lines: Vec<Text> = halls
        .filter_map(|hall| {
            let space = hall.rooms.get(&Role::Space).filter(|_| hall.ready)?;
            let link = permalink(space, None, &settings.selves.server);
            Some(ctx.say(
                "community-list-line",
                args!["name" => hall.name.as_str(), "link" => link],
            ))
        })
        .collect();
    let text = if lines.is_empty() {
        ctx.say("community-list-none", args![])
    } else {
        Text::lines([
            ctx.say("community-list", args!["n" => lines.len()]),
            Text::list(lines),
        ])
    };
    ctx.reply(event, &text);
}
