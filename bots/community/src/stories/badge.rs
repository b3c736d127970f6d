use std::sync::Arc;

use secta_bot_kit::{Bot, Ctx, Input, Lang, What, grammar::CommandSpec, input::Content};
use secta_rules::{Ask, Command};

use super::world::World;
use crate::scene::account;

/// Gives the sign of joining to whoever says a word.
struct Giver;

impl Bot for Giver {
    fn name(&self) -> &'static str {
        "giver"
    }

    fn phrases(&self, _: Lang) -> &'static str {
        ""
    }

    fn commands(&self) -> Vec<CommandSpec> {
        Vec::new()
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        let (What::Event(event), Some((id, rules))) =
            (&input.what, ctx.communities().iter().next())
        else {
            return;
        };
        let said = matches!(&event.content, Content::Message(said) if said.body == "знак");
        if let Some(by) = rules.service().cloned().filter(|_| said) {
            let account = account(&event.sender);
            let ask = Ask::Join { account };
            let facts = rules.decide(&Command { by, ask }, ctx.now_ms());
            ctx.enact(*id, facts.expect("it is allowed"));
        }
    }
}

#[test]
fn the_sign_of_joining_is_a_badge_in_the_profile() {
    let mut world = World::founded_beside(Arc::new(Giver));
    let porch = world.comes("boris");
    let profile = |world: &mut World, text: &str| {
        world.story.sent();
        world.story.says(&porch, "boris", text);
        world.story.answer()
    };
    let before = profile(&mut world, "!профиль");
    assert!(!before.contains("Знак вступления"), "{before}");
    world.story.says(&porch, "boris", "знак");
    let after = profile(&mut world, "!профиль");
    assert!(after.contains("🏅 Знак вступления: "), "{after}");
    let english = profile(&mut world, "!profile @boris:home");
    assert!(english.contains("🏅 Sign of joining: "), "{english}");
    let other = profile(&mut world, "!профиль @anna:home");
    assert!(!other.contains("Знак вступления"), "{other}");
    world.story.check();
}
