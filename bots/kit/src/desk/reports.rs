use super::{
    Desk,
    rate::{Bucket, Rate, Spent},
    room::Room,
    visit::Visit,
};
use crate::{
    args,
    effect::{Effect, Planned, SendEvent},
    ids::RoomId,
    journal::{EffectResult, Outcome, Seq},
    lane::DESK,
    state::{Scope, State},
    words::{Answering, Text, Words, notice, tidy},
};

const REPORT: &str = "report";
/// The admin room hears no more than this: the rest is in the log and the metrics.
const RATE: Rate = Rate {
    per_minute: 6,
    burst: 20,
};

impl Visit<'_, '_> {
    /// Tells the admin room that an effect was refused for good. What it said stays out of it.
    pub(super) fn report_refused(&mut self, outcome: &Outcome) {
        let (Some(admin), EffectResult::Refused { code, .. }) =
            (self.desk.policy.admin_room.clone(), &outcome.result)
        else {
            return;
        };
        // An event that cannot be decrypted is answered where it stands; a report about reports goes nowhere.
        if outcome.bot == DESK && matches!(outcome.tag.as_str(), REPORT | "decrypt") {
            return;
        }
        let scope = Scope::room(&admin);
        let now = self.input.at_ms;
        let mut bucket = self
            .ctx
            .get(&scope, "reports")
            .unwrap_or_else(|| Bucket::full(RATE, now));
        let spent = bucket.spend(RATE, now);
        if spent != Spent::Silent {
            self.ctx.put(&scope, "reports", &bucket);
        }
        if spent == Spent::Yes {
            let room = Scope::new(outcome.scope.clone()).as_room();
            let args = args![
                "key" => outcome.key.as_str(), "bot" => outcome.bot.as_str(), "tag" => tidy(&outcome.tag, 40),
                "code" => tidy(code, 60), "room" => room.map_or_else(|| "—".to_owned(), |room| room.to_string()),
            ];
            let text = self
                .ctx
                .words()
                .text(self.desk.default_lang(), "desk-refused", &args);
            let send = report(&admin, &text, Room::load(self.ctx, &admin).encrypted);
            self.ctx.plan(&scope, REPORT, send);
        }
    }
}

impl Desk {
    /// The notice that a row was parked. The reason stays in the log: it may quote the row.
    pub(crate) fn parked(
        &self,
        seq: Seq,
        consumer: &str,
        words: &Words,
        state: Option<&State>,
    ) -> Option<Planned> {
        let admin = self.policy.admin_room.as_ref()?;
        let scope = Scope::room(admin);
        let known = state.filter(|state| state.is_loaded(DESK, &scope));
        let room: Option<Room> = known.and_then(|state| state.get(DESK, &scope, "room"));
        let text = words.text(
            self.policy.default_lang,
            "desk-parked",
            &args!["seq" => seq, "bot" => consumer],
        );
        Some(Planned {
            key: format!("{seq}.{consumer}.parked"),
            bot: DESK.to_owned(),
            scope,
            tag: REPORT.to_owned(),
            effect: report(admin, &text, room.is_some_and(|room| room.encrypted)),
        })
    }
}

fn report(admin: &RoomId, text: &Text, encrypted: bool) -> Effect {
    Effect::Send(SendEvent {
        room: admin.clone(),
        sender: None,
        kind: "m.room.message".to_owned(),
        content: notice(text, &Answering::default()),
        encrypted,
    })
}
