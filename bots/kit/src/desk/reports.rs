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
const BUCKET: &str = "reports";
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
            .get(&scope, BUCKET)
            .unwrap_or_else(|| Bucket::full(RATE, now));
        let spent = bucket.spend(RATE, now);
        if spent != Spent::Silent {
            self.ctx.put(&scope, BUCKET, &bucket);
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
    /// The scope in which it is counted what the admin room is told, where there is one.
    pub(crate) fn reporting(&self) -> Option<Scope> {
        self.policy.admin_room.as_ref().map(Scope::room)
    }

    /// The notice that a row was parked, unless the admin room has heard enough. The reason stays in the log: it may
    /// quote the row. A process without the front desk counts nothing.
    pub(crate) fn parked(
        &self,
        parking: Parking<'_>,
        words: &Words,
        state: Option<&mut State>,
    ) -> Option<Planned> {
        let Parking {
            seq,
            at_ms,
            consumer,
        } = parking;
        let admin = self.policy.admin_room.as_ref()?;
        let scope = Scope::room(admin);
        let known = state.filter(|state| state.is_loaded(DESK, &scope));
        let room: Option<Room> = known
            .as_ref()
            .and_then(|state| state.get(DESK, &scope, "room"));
        if let Some(state) = known
            && spend(state, &scope, at_ms) != Spent::Yes
        {
            return None;
        }
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

/// A row that was parked.
#[derive(Clone, Copy)]
pub(crate) struct Parking<'a> {
    pub(crate) seq: Seq,
    /// When the journal took it, in milliseconds since 1970.
    pub(crate) at_ms: i64,
    pub(crate) consumer: &'a str,
}

fn spend(state: &mut State, scope: &Scope, at_ms: i64) -> Spent {
    let bucket = state.get(DESK, scope, BUCKET);
    let mut bucket = bucket.unwrap_or_else(|| Bucket::full(RATE, at_ms));
    let spent = bucket.spend(RATE, at_ms);
    if spent != Spent::Silent {
        let address = (DESK.to_owned(), scope.clone(), BUCKET.to_owned());
        state.set(address, serde_json::to_value(&bucket).ok(), false);
    }
    spent
}

fn report(admin: &RoomId, text: &Text, encrypted: bool) -> Effect {
    Effect::Send(SendEvent {
        room: admin.clone(),
        sender: None,
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content: notice(text, &Answering::default()),
        encrypted,
        compose: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{desk::DeskPolicy, ids::UserId, read::Selves};

    #[test]
    fn a_flood_of_parked_rows_is_not_a_flood_of_reports() {
        let policy = DeskPolicy {
            admin_room: Some(RoomId::new("!admin")),
            ..DeskPolicy::default()
        };
        let selves = Selves {
            bot: UserId::new("@secta:t"),
            prefix: "_secta_".to_owned(),
            server: "t".to_owned(),
        };
        let desk = Desk::new(policy, selves);
        let words = Words::new(&[]);
        let mut state = State::default();
        let scope = desk.reporting().expect("there is an admin room");
        state.load(DESK, &scope, []);
        let mut told = |at_ms: i64| {
            let parked = (1..=100).filter_map(|seq| {
                let parking = Parking {
                    seq,
                    at_ms,
                    consumer: "vote",
                };
                desk.parked(parking, &words, Some(&mut state))
            });
            parked.count()
        };
        assert_eq!(told(1_000), 20);
        assert_eq!(told(61_000), 6);
    }
}
