use axum::{Json, Router, routing::get};
use secta_bot_kit::Lang;
use secta_rules::Audit;
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

use super::{
    agree::{self, Agreement, Difference},
    fetch,
    node::Node,
    report::Report,
};
use crate::public::town::{Town, serve, store};

fn audit(export: &str) -> Audit {
    let mut audit = Audit::default();
    audit.read(export.as_bytes()).expect("it can be read");
    audit
}

fn node(base: Url) -> Node {
    Node::new(base).expect("a client")
}

/// How an export of a town compares with a node that keeps another form of it.
async fn compared(ours: &Town, theirs: &Town) -> Agreement {
    let node = node(serve(store(&[theirs]).await).await);
    let mut all = agree::compare(&mut audit(&ours.export()), &node)
        .await
        .expect("an answer");
    all.remove(&ours.id()).expect("it was compared")
}

fn older_and_newer() -> (Town, Town) {
    let (older, mut newer) = (Town::of(1, "Чай"), Town::of(1, "Чай"));
    newer.support("@ann:x", 2);
    (older, newer)
}

#[tokio::test]
async fn a_node_is_verified_from_what_it_shows() {
    let (mut town, other) = (Town::of(1, "Чай"), Town::of(2, "Кофе"));
    town.support("@ann:x", 2);
    let node = node(serve(store(&[&town, &other]).await).await);
    let mut audit = Audit::default();
    fetch(&node, &mut audit).await.expect("it answers");
    let lines = town.export().lines().count() + other.export().lines().count();
    assert_eq!((audit.fault_count(), audit.lines()), (0, lines as u64));
    let mut report = Report::of(&audit);
    report.compared(agree::compare(&mut audit, &node).await.expect("an answer"));
    assert!(report.is_good());
    let text = report.text(Lang::En);
    for words in ["GOOD", "Чай", "trusted: 2", "@bob:x: active", "✓ Кофе"] {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    assert_eq!(report.json()["ok"], true);
}

#[tokio::test]
async fn an_export_agrees_with_its_node_and_with_one_that_has_gone_on() {
    let (older, newer) = older_and_newer();
    assert_eq!(compared(&newer, &newer).await, Agreement::Same);
    let records = (newer.export().lines().count() - older.export().lines().count()) as u64;
    assert!(records > 0);
    assert_eq!(compared(&older, &newer).await, Agreement::Ahead { records });
    let behind = Agreement::Differs(Difference::Behind { records });
    assert_eq!(compared(&newer, &older).await, behind);
}

#[tokio::test]
async fn another_history_and_an_unknown_community_are_told() {
    let (older, newer) = older_and_newer();
    let mut other = older_and_newer().0;
    other.post("@ann:x", 3);
    let parted = |agreement| {
        matches!(
            agreement,
            Agreement::Differs(Difference::OtherRecord { .. })
        )
    };
    assert!(parted(compared(&other, &newer).await));
    assert!(parted(compared(&newer, &other).await));
    let node = node(serve(store(&[&Town::of(2, "Кофе")]).await).await);
    let mut audit = audit(&older.export());
    let all = agree::compare(&mut audit, &node).await.expect("an answer");
    let all: Vec<_> = all.into_values().collect();
    assert!(
        all.contains(&Agreement::Differs(Difference::Unknown)),
        "{all:?}"
    );
    let name = Some("Кофе".to_owned());
    assert!(all.contains(&Agreement::OnlyThere { name }), "{all:?}");
}

#[tokio::test]
async fn what_is_not_whole_is_not_compared() {
    let (older, newer) = older_and_newer();
    let export = newer.export();
    let holed: String = export
        .lines()
        .enumerate()
        .filter(|(number, _)| *number != 1)
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let node = node(serve(store(&[&older]).await).await);
    let mut audit = audit(&holed);
    let mut report = Report::of(&audit);
    report.compared(agree::compare(&mut audit, &node).await.expect("an answer"));
    assert!(!report.is_good());
    let text = report.text(Lang::Ru);
    assert!(
        text.contains("НЕВЕРНО") && text.contains("нет номеров с 1 по 1"),
        "{text}"
    );
    assert_eq!(report.json()["faults"][0]["kind"], "missing");
}

#[tokio::test]
async fn a_node_that_decides_otherwise_is_shown_where() {
    let town = Town::of(1, "Чай");
    let last = town.export();
    let last = secta_record::read_line(last.lines().last().expect("a line").as_bytes());
    let last = last.expect("a record");
    let told = json!({ "communities": [{
        "id": town.id(), "name": "Чай", "state": "00",
        "head": { "seq": last.envelope().seq, "id": last.id() },
    }] });
    let tag = format!("\"{}\"", last.id());
    let state = move || async move { ([("etag", tag)], "community \"Кофе\"\n") };
    let path = format!("/_secta/v1/communities/{}/state", town.id());
    let routes = Router::new()
        .route("/_secta/v1/communities", get(|| async { Json(told) }))
        .route(&path, get(state));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let node = node(Url::parse(&format!("http://{address}")).expect("a URL"));
    let mut audit = audit(&town.export());
    let mut report = Report::of(&audit);
    report.compared(agree::compare(&mut audit, &node).await.expect("an answer"));
    let text = report.text(Lang::En);
    assert!(
        text.contains("line 1 of the state") && text.contains("there «community \"Кофе\"»"),
        "{text}"
    );
    assert!(!report.is_good());
}

#[test]
fn a_strangers_name_moves_no_cursor() {
    let town = Town::of(1, "Чай\u{1b}[2J\u{202e}");
    let text = Report::of(&audit(&town.export())).text(Lang::En);
    assert!(
        text.contains("Чай") && !text.contains(['\u{1b}', '\u{202e}']),
        "{text}"
    );
}
