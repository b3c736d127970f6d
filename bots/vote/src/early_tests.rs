//! What happens between a question and the homeserver's word that the poll is there: told without a front desk, so
//! that outcomes come when the test says.

use std::sync::Arc;

use proptest::prelude::*;
use secta_bot_kit::{
    Bot, Effect, NewRow, Place, Planned, RoomId, Row, State, TimerChange, UserId,
    desk::{Desk, DeskPolicy},
    journal::{Done, EffectResult, Outcome, source},
    lane::{Decision, Lane},
    lang::Lang,
    read::Selves,
    testkit::load_nothing,
    when::{DAY_MS, HOUR_MS},
};
use serde_json::{Value, json};

use crate::{NAME, Vote};

const NOW_MS: i64 = 1_795_165_200_000;
const TEA: &str = "!голосуем Чай? | да | нет, срок: 2 часа";

struct Node {
    lane: Lane,
    state: State,
    seq: i64,
    now_ms: i64,
    timers: Vec<TimerChange>,
}

impl Node {
    fn new() -> Self {
        let selves = Selves {
            bot: UserId::new("@bot:t"),
            prefix: "_s_".to_owned(),
            server: "t".to_owned(),
        };
        let desk = Desk::new(DeskPolicy::default(), selves.clone());
        let bots: Vec<Arc<dyn Bot>> = vec![Arc::new(Vote::default())];
        let lane = Lane::new(selves, desk, &bots, |name| name == NAME);
        Self {
            lane,
            state: State::default(),
            seq: 0,
            now_ms: NOW_MS,
            timers: Vec::new(),
        }
    }

    fn row(&mut self, source: &str, body: &Value) -> Vec<Planned> {
        self.seq += 1;
        let place = Place {
            room: RoomId::new("!r"),
            encrypted: false,
            direct: false,
            people: 3,
            moderates: false,
            lang: Lang::Ru,
            lang_chosen: false,
        };
        let new = NewRow {
            source: source.to_owned(),
            external_id: format!("{}", self.seq),
            room: Some("!r".to_owned()),
            at_ms: self.now_ms,
            body: body.to_string().into_bytes(),
            sealed: false,
        };
        let context = json!({ "place": place, "run": true }).to_string();
        let row = Row {
            seq: self.seq,
            new,
            context: Some(context),
            erased: false,
        };
        let input = self.lane.read(&row).expect("a row that can be read");
        let decision: Decision = self.lane.decide(input, &mut self.state, load_nothing);
        assert!(decision.parked.is_empty(), "{:?}", decision.parked);
        self.timers
            .extend(decision.timers.into_iter().map(|(_, change)| change));
        decision.effects
    }

    fn event(&mut self, id: &str, sender: &str, kind: &str, content: Value) -> Vec<Planned> {
        let now_ms = self.now_ms;
        self.row(
            source::MATRIX,
            &json!({
                "event_id": id, "room_id": "!r", "sender": sender, "type": kind,
                "origin_server_ts": now_ms, "content": content, "redacts": content.get("redacts"),
            }),
        )
    }

    fn asks(&mut self) -> Planned {
        let content = json!({ "msgtype": "m.text", "body": TEA });
        let effects = self.event("$ask", "@alice:t", "m.room.message", content);
        assert_eq!(effects.len(), 1, "{effects:#?}");
        effects[0].clone()
    }

    fn votes(&mut self, id: &str, who: &str, poll: &str, answer: &str) -> Vec<Planned> {
        self.event(id, who, "m.poll.response", json!({
            "m.selections": [answer], "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
        }))
    }

    fn outcome(&mut self, planned: &Planned, result: EffectResult) -> Vec<Planned> {
        let outcome = Outcome {
            key: planned.key.clone(),
            bot: planned.bot.clone(),
            scope: planned.scope.as_str().to_owned(),
            tag: planned.tag.clone(),
            result,
        };
        self.row(source::OUTBOX, &json!(outcome))
    }

    fn posted(&mut self, planned: &Planned) -> Vec<Planned> {
        let done = Done {
            event_id: Some("$poll".to_owned()),
            data: None,
        };
        self.outcome(planned, EffectResult::Done(done))
    }

    fn fires(&mut self, due_ms: i64) -> Vec<Planned> {
        self.row(source::TIMER, &json!({
            "bot": "vote", "name": "poll/1", "scope": "room/!r", "due_ms": due_ms, "late": false, "payload": null,
        }))
    }

    /// What is remembered under these keys.
    fn remembered(&self, prefix: &str) -> usize {
        self.state
            .range::<Value>(
                NAME,
                &secta_bot_kit::Scope::room(&RoomId::new("!r")),
                prefix,
            )
            .len()
    }

    fn is_empty(&self) {
        for prefix in [
            "poll/",
            "vote/",
            "at/",
            "early/",
            "early-end/",
            "doomed/",
            "gone/",
        ] {
            assert_eq!(self.remembered(prefix), 0, "{prefix}");
        }
    }
}

fn kinds(effects: &[Planned]) -> Vec<&str> {
    effects
        .iter()
        .map(|planned| match &planned.effect {
            Effect::Send(send) => send.kind.as_str(),
            Effect::Redact { .. } => "redact",
            _ => "other",
        })
        .collect()
}

fn text(effects: &[Planned]) -> String {
    let bodies = effects.iter().filter_map(|planned| match &planned.effect {
        Effect::Send(send) => send.content["body"].as_str(),
        _ => None,
    });
    bodies.collect::<Vec<_>>().join("\n")
}

const ENDED: [&str; 2] = ["org.matrix.msc3381.poll.end", "m.room.message"];

#[test]
fn answers_that_come_before_the_polls_id_is_known_count() {
    let mut node = Node::new();
    let start = node.asks();
    assert!(node.votes("$v1", "@alice:t", "$poll", "1").is_empty());
    node.votes("$v2", "@bob:t", "$poll", "1");
    node.votes("$v3", "@carol:t", "$other", "2");
    node.votes("$v4", "@carol:t", "$poll", "2");
    node.event(
        "$red",
        "@bob:t",
        "m.room.redaction",
        json!({ "redacts": "$v2" }),
    );
    assert!(node.posted(&start).is_empty());
    assert_eq!(
        (node.remembered("early/"), node.remembered("vote/")),
        (0, 2)
    );
    node.now_ms += 2 * HOUR_MS;
    let effects = node.fires(NOW_MS + 2 * HOUR_MS);
    assert_eq!(kinds(&effects), ENDED);
    assert!(
        text(&effects).contains("Ничья") && text(&effects).contains("Проголосовали 2 из 3"),
        "{}",
        text(&effects)
    );
    node.is_empty();
}

#[test]
fn answers_to_nobodys_poll_are_not_kept() {
    let mut node = Node::new();
    node.votes("$v1", "@alice:t", "$poll", "1");
    node.is_empty();
    let start = node.asks();
    node.posted(&start);
    node.votes("$v2", "@alice:t", "$other", "1");
    assert_eq!(
        (node.remembered("early/"), node.remembered("vote/")),
        (0, 0)
    );
}

#[test]
fn what_waits_for_a_polls_id_is_bounded() {
    let mut node = Node::new();
    let start = node.asks();
    for n in 0..1010 {
        node.votes(&format!("$v{n}"), &format!("@u{n}:t"), "$poll", "1");
    }
    assert_eq!(node.remembered("early/"), 1000);
    node.posted(&start);
    assert_eq!(
        (node.remembered("early/"), node.remembered("vote/")),
        (0, 1000)
    );
}

#[test]
fn a_deadline_before_the_poll_is_there_ends_it_when_it_comes() {
    let mut node = Node::new();
    let start = node.asks();
    node.now_ms += 2 * HOUR_MS;
    assert!(node.fires(NOW_MS + 2 * HOUR_MS).is_empty());
    node.now_ms += HOUR_MS;
    assert_eq!(kinds(&node.posted(&start)), ["org.matrix.msc3381.poll.end"]);
    node.now_ms += 10_000;
    let effects = node.fires(node.now_ms);
    assert_eq!(kinds(&effects), ["m.room.message"]);
    assert!(
        text(&effects).contains("Итоги опоздали: срок вышел раньше на 1 час"),
        "{}",
        text(&effects)
    );
    node.is_empty();
}

#[test]
fn an_end_before_the_poll_is_there_ends_it_when_it_comes() {
    for in_client in [true, false] {
        let mut node = Node::new();
        let start = node.asks();
        if in_client {
            let relates =
                json!({ "m.relates_to": { "rel_type": "m.reference", "event_id": "$poll" } });
            node.event("$x1", "@bob:t", "m.poll.end", relates.clone());
            assert!(
                node.event("$x2", "@alice:t", "m.poll.end", relates)
                    .is_empty()
            );
        } else {
            let content = json!({ "msgtype": "m.text", "body": "!итоги" });
            let effects = node.event("$x", "@alice:t", "m.room.message", content);
            assert!(text(&effects).contains("подвожу итоги"));
        }
        node.now_ms += HOUR_MS;
        assert_eq!(
            kinds(&node.posted(&start)),
            ENDED,
            "in the client: {in_client}"
        );
        node.is_empty();
    }
}

#[test]
fn a_question_withdrawn_before_the_poll_is_there_takes_the_poll_away_when_it_comes() {
    let mut node = Node::new();
    let start = node.asks();
    let effects = node.event(
        "$red",
        "@alice:t",
        "m.room.redaction",
        json!({ "redacts": "$ask" }),
    );
    assert!(text(&effects).contains("Голосование отменено"));
    assert_eq!(kinds(&node.posted(&start)), ["redact"]);
    node.is_empty();
}

#[test]
fn a_refused_poll_takes_its_timer_and_early_answers_with_it() {
    let mut node = Node::new();
    let start = node.asks();
    node.votes("$v1", "@bob:t", "$poll", "1");
    let refused = EffectResult::Refused {
        code: "M_FORBIDDEN".to_owned(),
        message: "no power".to_owned(),
    };
    let effects = node.outcome(&start, refused);
    assert!(text(&effects).contains("no power"));
    assert!(matches!(node.timers.last(), Some(TimerChange::Cancel { name }) if name == "poll/1"));
    node.is_empty();
    // The word that it was refused is refused too.
    let refused = EffectResult::Refused {
        code: "M_FORBIDDEN".to_owned(),
        message: String::new(),
    };
    assert!(node.outcome(&effects[0], refused).is_empty());
    assert!(node.fires(NOW_MS + 2 * HOUR_MS).is_empty());
}

#[test]
fn a_replayed_answer_and_a_stale_timer_change_nothing() {
    let mut node = Node::new();
    let start = node.asks();
    node.posted(&start);
    node.posted(&start);
    for _ in 0..3 {
        node.votes("$v1", "@bob:t", "$poll", "1");
    }
    assert_eq!(node.remembered("vote/"), 1);
    node.now_ms += 3 * HOUR_MS;
    assert_eq!(
        kinds(&node.fires(NOW_MS + 2 * HOUR_MS)),
        ["org.matrix.msc3381.poll.end"]
    );
    assert!(
        node.fires(NOW_MS + 2 * HOUR_MS).is_empty(),
        "the wait is not over"
    );
    node.now_ms += DAY_MS;
    assert_eq!(kinds(&node.fires(node.now_ms)), ["m.room.message"]);
    assert!(node.fires(node.now_ms).is_empty());
    node.is_empty();
}

/// An answer of one of three voters, some seconds in, and whether it is redacted afterwards.
type Act = (u8, i64, u8, bool);

fn told(acts: &[Act], withdrawn: bool, twice: bool) -> String {
    let mut node = Node::new();
    let start = node.asks();
    node.posted(&start);
    for (n, (voter, sent_s, answer, redacted)) in acts.iter().enumerate() {
        if *redacted && !withdrawn {
            continue;
        }
        node.now_ms = NOW_MS + sent_s * 1000;
        for _ in 0..=u8::from(twice) {
            node.votes(
                &format!("$v{n}"),
                &format!("@u{voter}:t"),
                "$poll",
                &answer.to_string(),
            );
        }
        if *redacted {
            node.event(
                &format!("$r{n}"),
                "@mod:t",
                "m.room.redaction",
                json!({ "redacts": format!("$v{n}") }),
            );
        }
    }
    node.now_ms = NOW_MS + 2 * HOUR_MS;
    let told = text(&node.fires(NOW_MS + 2 * HOUR_MS));
    node.is_empty();
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_redacted_answer_was_never_given_and_a_replayed_one_is_one(
        acts in prop::collection::vec((0_u8..3, 0_i64..60, 0_u8..4, any::<bool>()), 0..14),
    ) {
        let never_given = told(&acts, false, false);
        prop_assert_eq!(&told(&acts, true, false), &never_given);
        prop_assert_eq!(&told(&acts, true, true), &never_given);
    }
}
