use serde_json::{Value, json};

use super::*;
use crate::{
    input::{Content, Event, Membership},
    journal::NewRow,
};

fn selves() -> Selves {
    Selves {
        bot: UserId::new("@bot:home"),
        prefix: "_secta_".to_owned(),
        server: "home".to_owned(),
    }
}

fn row(source: &str, body: Vec<u8>) -> Row {
    let new = NewRow {
        source: source.to_owned(),
        external_id: "$x".to_owned(),
        room: Some("!r".to_owned()),
        at_ms: 7,
        body,
        sealed: false,
    };
    Row {
        seq: 1,
        new,
        context: None,
        erased: false,
    }
}

fn event(kind: &str, content: Value) -> Value {
    json!({ "event_id": "$x", "room_id": "!r", "sender": "@a:home", "type": kind, "content": content })
}

fn read_event(event: &Value) -> Event {
    match read(&row("matrix", event.to_string().into_bytes()), &selves()).map(|input| input.what) {
        Ok(What::Event(event)) => event,
        other => panic!("{other:?}"),
    }
}

fn content(kind: &str, of: Value) -> Content {
    read_event(&event(kind, of)).content
}

#[test]
fn an_event_without_its_fields_is_malformed_with_a_reason() {
    for field in ["event_id", "room_id", "sender", "type"] {
        for wrong in [Value::Null, json!(5), json!("")] {
            let mut event = event(
                "m.room.message",
                json!({ "msgtype": "m.text", "body": "тайна" }),
            );
            event[field] = wrong.clone();
            let result = read(&row("matrix", event.to_string().into_bytes()), &selves());
            if field == "type" && wrong == "" {
                continue;
            }
            let reason = result.expect_err(field).to_string();
            assert!(
                reason.contains(field) && !reason.contains("тайна"),
                "{reason}"
            );
        }
    }
    assert_eq!(
        read(&row("matrix", b"{".to_vec()), &selves()).unwrap_err(),
        Malformed::NotJson
    );
    assert_eq!(
        read(&row("timer", b"{}".to_vec()), &selves()).unwrap_err(),
        Malformed::Shape("timer")
    );
}

#[test]
fn content_of_wrong_types_is_something_else_or_a_spoiled_answer() {
    for kind in [
        "m.room.message",
        "m.reaction",
        "m.room.redaction",
        "m.poll.response",
        "m.poll.end",
        "m.room.encrypted",
    ] {
        for wrong in [
            Value::Null,
            json!(1),
            json!([]),
            json!({ "body": 1, "msgtype": [], "m.relates_to": "x" }),
        ] {
            assert_eq!(
                content(kind, wrong),
                Content::Other {
                    kind: kind.to_owned()
                }
            );
        }
    }
    let relates = json!({ "rel_type": "m.reference", "event_id": "$p" });
    for answers in [json!(1), json!([1]), json!(["a", null])] {
        let response = content(
            "m.poll.response",
            json!({ "m.relates_to": relates, "m.selections": answers }),
        );
        assert!(matches!(
            response,
            Content::PollResponse { answers: None, .. }
        ));
    }
}

#[test]
fn polls_are_read_in_both_forms() {
    let relates = json!({ "rel_type": "m.reference", "event_id": "$p" });
    let unstable = "org.matrix.msc3381.poll.response";
    let forms = [
        (
            "m.poll.response",
            json!({ "m.relates_to": relates, "m.selections": ["a"] }),
        ),
        (
            unstable,
            json!({ "m.relates_to": relates, unstable: { "answers": ["a"] } }),
        ),
    ];
    for (kind, form) in forms {
        let Content::PollResponse { poll, answers } = content(kind, form) else {
            panic!("{kind}")
        };
        assert_eq!((poll.as_str(), answers), ("$p", Some(vec!["a".to_owned()])));
    }
}

#[test]
fn replies_lose_what_they_quote_and_threads_their_fallback() {
    let reply = json!({
        "msgtype": "m.text", "body": "> <@b:home> !голосуем\n> ещё\n\n!помощь", "format": "org.matrix.custom.html",
        "formatted_body": "<mx-reply><blockquote>x</blockquote></mx-reply>!помощь",
        "m.relates_to": { "m.in_reply_to": { "event_id": "$b" } },
    });
    let event = read_event(&event("m.room.message", reply));
    let Content::Message(message) = event.content else {
        panic!()
    };
    assert_eq!(
        (message.body.as_str(), message.html.as_deref()),
        ("!помощь", Some("!помощь"))
    );
    assert_eq!(event.reply_to.unwrap().as_str(), "$b");

    let thread = json!({ "msgtype": "m.text", "body": "x", "m.relates_to": {
        "rel_type": "m.thread", "event_id": "$t", "is_falling_back": true, "m.in_reply_to": { "event_id": "$b" } } });
    let event = read_event(&self::event("m.room.message", thread));
    assert_eq!(
        (event.thread.unwrap().as_str(), event.reply_to),
        ("$t", None)
    );
}

#[test]
fn edits_carry_the_new_text_and_long_texts_are_cut() {
    let edit = json!({ "msgtype": "m.text", "body": "* я", "m.new_content": { "msgtype": "m.text", "body": "я".repeat(40_000) },
        "m.relates_to": { "rel_type": "m.replace", "event_id": "$o" } });
    let event = read_event(&event("m.room.message", edit));
    assert_eq!(event.subject().as_str(), "$o");
    let Content::Message(message) = event.content else {
        panic!()
    };
    assert_eq!(message.body.len(), TEXT_MAX);
}

#[test]
fn redactions_members_and_ciphertexts_are_told_apart() {
    let mut redaction = event("m.room.redaction", json!({ "redacts": "$inner" }));
    assert_eq!(
        read_event(&redaction).content,
        Content::Redaction {
            target: crate::EventId::new("$inner")
        }
    );
    redaction["redacts"] = json!("$outer");
    assert_eq!(
        read_event(&redaction).content,
        Content::Redaction {
            target: crate::EventId::new("$outer")
        }
    );

    let mut member = event(
        "m.room.member",
        json!({ "membership": "invite", "is_direct": true }),
    );
    member["state_key"] = json!("@bot:home");
    let Content::Member(member) = read_event(&member).content else {
        panic!()
    };
    assert_eq!(
        (member.membership, member.direct),
        (Membership::Invite, true)
    );

    let sealed =
        json!({ "algorithm": "m.megolm.v1.aes-sha2", "session_id": "s", "ciphertext": "c" });
    let event = read_event(&event("m.room.encrypted", sealed));
    assert!(event.encrypted && matches!(event.content, Content::Ciphertext { .. }));
}

#[test]
fn own_users_are_known_and_strangers_of_the_same_name_are_not() {
    let owns = |user: &str| selves().owns(&UserId::new(user));
    assert!(owns("@bot:home") && owns("@_secta_anna:home"));
    assert!(!owns("@_secta_anna:away") && !owns("@anna:home") && !owns("@bot:away"));
    let native = |user: &str| selves().is_native(&UserId::new(user));
    assert!(native(selves().native("masha_1").as_str()));
    for other in [
        "@bot:home",
        "@_secta_c_1:home",
        "@_secta_w_:home",
        "@_secta_w_masha:away",
        "@w_masha:home",
    ] {
        assert!(!native(other), "{other}");
    }
}

#[test]
fn an_image_brings_its_address_and_its_caption_apart_from_its_name() {
    let image = json!({
        "msgtype": "m.image", "body": "Моё дерево", "filename": "tree.png", "url": "mxc://home/tree",
        "info": { "mimetype": "image/png", "size": 7 },
    });
    let Content::Message(message) = content("m.room.message", image.clone()) else {
        panic!("a message");
    };
    let media = message.media.expect("an image");
    assert_eq!((media.name.as_str(), media.captioned), ("tree.png", true));
    assert_eq!((media.mime.as_str(), media.size_bytes), ("image/png", 7));
    for wrong in [
        json!("https://evil/x"),
        json!(5),
        json!("mxc://a b"),
        Value::Null,
    ] {
        let mut image = image.clone();
        image["url"] = wrong;
        let Content::Message(message) = content("m.room.message", image) else {
            panic!("a message");
        };
        assert_eq!(message.media, None);
    }
}

#[test]
fn a_file_of_an_encrypted_message_brings_what_opens_it() {
    let sealed = json!({
        "msgtype": "m.file", "body": "план.txt",
        "file": {
            "v": "v2", "url": "mxc://home/noise",
            "key": { "kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": "a2V5" },
            "iv": "aXY", "hashes": { "sha256": "aGFzaA" },
        },
        "info": { "mimetype": "text/plain", "size": 7 },
    });
    let media = |content: Value| {
        let Content::Message(message) = self::content("m.room.message", content) else {
            panic!("a message");
        };
        message.media
    };
    let found = media(sealed.clone()).expect("a file");
    assert_eq!((found.name.as_str(), found.size_bytes), ("план.txt", 7));
    assert_eq!(found.source.url, "mxc://home/noise");
    let key = found.source.key.expect("a key");
    assert_eq!(
        (key.k.as_str(), key.iv.as_str(), key.sha256.as_str()),
        ("a2V5", "aXY", "aGFzaA")
    );
    for (path, wrong) in [
        ("/file/v", json!("v3")),
        ("/file/url", json!("https://evil/x")),
        ("/file/key/k", Value::Null),
        ("/file/iv", json!("x".repeat(65))),
        ("/file/hashes", json!(5)),
    ] {
        let mut content = sealed.clone();
        *content.pointer_mut(path).expect(path) = wrong;
        assert_eq!(media(content), None, "{path}");
    }
}

#[test]
fn only_the_service_says_what_its_events_are_about() {
    let said = json!({ "msgtype": "m.notice", "body": "x", "net.secta.about": "item/1" });
    let mut event = event("m.room.message", said);
    assert_eq!(read_event(&event).about, None);
    event["sender"] = json!("@_secta_c_1:home");
    assert_eq!(read_event(&event).about.as_deref(), Some("item/1"));
}
