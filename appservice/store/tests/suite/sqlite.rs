//! What concerns the file of SQLite, and the URL.

use std::{os::unix::fs::PermissionsExt, path::Path, time::Duration};

use rusqlite::Connection;
use secta_store::{Step, StoreError, StoredFact, StoredKept};
use sqlx::Connection as _;

use crate::{
    making::{batch, ids, item, moved, quiet, record},
    place::Place,
};

#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    let place = Place::sqlite();
    let url = place.url().expect("a URL");
    let store = secta_store::open_as(&url, &["gateway"]).await;
    let store = store.expect("it opens");
    store.append(batch(&["a"])).await.expect("appended");
    let path = path(&place);
    for kind in ["", "-wal", "-shm", ".lock"] {
        let file = format!("{path}{kind}");
        let mode = Path::new(&file)
            .metadata()
            .expect("the file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn what_is_in_the_log_goes_into_the_file_while_it_is_open() {
    let place = Place::sqlite();
    let store = place.open().await;
    let path = path(&place).to_owned();
    let size = || Path::new(&path).metadata().map_or(0, |file| file.len());
    let before = size();
    store.append(batch(&["a"])).await.expect("appended");
    let long = "x".repeat(100_000);
    store
        .append(batch(&[long.as_str()]))
        .await
        .expect("appended");
    let grown = async {
        while size() < before + 100_000 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(30), grown).await;
    done.expect("the file has grown");
    store.close().await;
}

#[tokio::test]
async fn a_sqlite_database_of_a_newer_program_is_left_alone() {
    let place = Place::sqlite();
    place.open().await.close().await;
    let conn = Connection::open(path(&place)).expect("a connection");
    conn.execute_batch("PRAGMA user_version = 999")
        .expect("written");
    drop(conn);
    is_left_alone(place).await;
}

#[tokio::test]
async fn a_postgres_database_of_a_newer_program_is_left_alone() {
    let place = Place::postgres();
    place.open().await.close().await;
    let text = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                SELECT 999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    let mut conn = sqlx::PgConnection::connect(&place.url().expect("a URL"))
        .await
        .expect("a connection");
    sqlx::query(text).execute(&mut conn).await.expect("written");
    is_left_alone(place).await;
}

async fn is_left_alone(place: Place) {
    let refused = secta_store::open(&place.url().expect("a URL")).await.err();
    assert!(
        matches!(&refused, Some(StoreError::Newer(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_store_opened_to_read_sees_what_is_written_and_writes_nothing() {
    for place in [Place::sqlite(), Place::postgres()] {
        let url = place.url().expect("a URL");
        let store = place.open().await;
        let reading = secta_store::open_to_read(&url).await.expect("it opens");
        assert_eq!(reading.tag(), store.tag());
        store.append(batch(&["a"])).await.expect("appended");
        assert_eq!(ids(&*reading).await, ["a"]);
        let refused = reading.append(batch(&["b"])).await.err();
        assert!(matches!(refused, Some(StoreError::Closed)), "{refused:?}");
        store.close().await;
        assert_eq!(ids(&*reading).await, ["a"]);
        reading.close().await;
        let again = secta_store::open_to_read(&url).await.expect("it opens");
        assert_eq!(ids(&*again).await, ["a"], "with nobody writing");
    }
}

#[tokio::test]
async fn only_a_database_of_this_version_is_opened_to_read() {
    let place = Place::sqlite();
    let url = place.url().expect("a URL");
    let absent = secta_store::open_to_read(&url).await.err();
    assert!(absent.is_some() && !Path::new(&path(&place)).exists());
    place.open().await.close().await;
    for version in [1, 999] {
        let conn = Connection::open(path(&place)).expect("a connection");
        conn.pragma_update(None, "user_version", version)
            .expect("written");
        drop(conn);
        let refused = secta_store::open_to_read(&url).await.err();
        let told = match version {
            1 => matches!(refused, Some(StoreError::Older)),
            _ => matches!(refused, Some(StoreError::Newer(_))),
        };
        assert!(told, "{version}: {refused:?}");
    }
}

#[tokio::test]
async fn another_kind_of_url_is_refused() {
    for url in ["mysql://x", "secta.db", ""] {
        assert!(
            matches!(secta_store::open(url).await.err(), Some(StoreError::Url(_))),
            "{url}"
        );
    }
    let nowhere = secta_store::open("sqlite:/nowhere/at/all/secta.db")
        .await
        .err();
    assert!(matches!(nowhere, Some(StoreError::File(..))));
}

#[tokio::test]
async fn a_reader_does_not_stop_the_writer() {
    let place = Place::sqlite();
    let store = place.open().await;
    store.append(batch(&["a"])).await.expect("appended");
    let mut reader = Connection::open(path(&place)).expect("a connection");
    let reading = reader.transaction().expect("a transaction");
    let count = || {
        let count = "SELECT count(*) FROM journal";
        reading.query_row(count, [], |row| row.get::<_, i64>(0))
    };
    let before = count().expect("a count");
    store
        .append(batch(&["b"]))
        .await
        .expect("appended beside the reader");
    let after = count().expect("a count");
    assert_eq!((before, after), (1, 1));
    assert_eq!(ids(&*store).await, ["a", "b"]);
}

#[tokio::test]
async fn nothing_of_what_was_settled_or_withheld_is_left_in_the_file() {
    let place = Place::sqlite();
    let store = place.open().await;
    let words = "words that go ".repeat(1_000);
    let mut post = record("c", 0, Some("post"));
    if let StoredKept::Record(record) = &mut post.kept {
        record.body = Some(words.clone());
    }
    let value = words.into_bytes();
    let draft = StoredFact {
        kept: StoredKept::Quiet { value },
        ..quiet("c", 1, Some("draft"))
    };
    let step = Step {
        facts: vec![post, draft],
        erased: vec![("matrix".to_owned(), "nobody".to_owned(), Vec::new())],
        ..moved("vote", 0, 1)
    };
    store.commit(step).await.expect("written, with a snapshot");
    store.close().await;
    let found = || {
        let file = std::fs::read(path(&place)).expect("the file");
        file.windows(14).any(|window| window == b"words that go ")
    };
    assert!(found());
    let store = place.open().await;
    let step = Step {
        settled: vec![item("c", "draft")],
        withheld: vec![item("c", "post")],
        ..moved("vote", 1, 2)
    };
    store.commit(step).await.expect("gone");
    store.close().await;
    assert!(!found());
}

fn path(place: &Place) -> String {
    let url = place.url().expect("a URL");
    url.trim_start_matches("sqlite:").to_owned()
}

#[tokio::test]
async fn the_records_of_a_kind_are_found_by_their_index() {
    let place = Place::sqlite();
    place.open().await.close().await;
    let conn = Connection::open(path(&place)).expect("a connection");
    let text = "EXPLAIN QUERY PLAN SELECT id, kind, envelope, signature, body FROM records \
                WHERE community = ?1 AND kind = ?2 AND place > ?3 ORDER BY place LIMIT ?4";
    let plan: String = conn
        .query_row(text, ("a", "enter", 0, 9), |row| row.get(3))
        .expect("a plan");
    assert!(
        plan.contains("USING INDEX records_by_kind (community=? AND kind=? AND place>?)"),
        "{plan}"
    );
}
