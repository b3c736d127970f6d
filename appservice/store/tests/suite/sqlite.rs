//! What concerns the file of SQLite, and the URL.

use std::{os::unix::fs::PermissionsExt, path::Path};

use secta_store::StoreError;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    making::{batch, ids},
    place::Place,
};

#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    let place = Place::sqlite();
    let store = place.open().await;
    store.append(batch(&["a"])).await.expect("appended");
    let url = place.url().expect("a URL");
    let path = url.trim_start_matches("sqlite:");
    for file in [
        path.to_owned(),
        format!("{path}-wal"),
        format!("{path}-shm"),
    ] {
        let mode = Path::new(&file)
            .metadata()
            .expect("the file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    for place in [Place::sqlite(), Place::postgres()] {
        place.open().await.close().await;
        let url = place.url().expect("a URL");
        let text = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                    SELECT 999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::new().filename(url.trim_start_matches("sqlite:"));
            let mut conn = SqliteConnection::connect_with(&options)
                .await
                .expect("a connection");
            sqlx::query(text).execute(&mut conn).await.expect("written");
            conn.close().await.expect("closed");
        } else {
            let mut conn = sqlx::PgConnection::connect(&url)
                .await
                .expect("a connection");
            sqlx::query(text).execute(&mut conn).await.expect("written");
        }
        let refused = secta_store::open(&url).await.err();
        assert!(
            matches!(&refused, Some(StoreError::Newer(what)) if what.contains("999")),
            "{refused:?}"
        );
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
    assert!(matches!(nowhere, Some(StoreError::Database(_))));
}

#[tokio::test]
async fn a_reader_does_not_stop_the_writer() {
    let place = Place::sqlite();
    let store = place.open().await;
    store.append(batch(&["a"])).await.expect("appended");
    let url = place.url().expect("a URL");
    let options = SqliteConnectOptions::new()
        .filename(url.trim_start_matches("sqlite:"))
        .read_only(true);
    let mut reader = SqliteConnection::connect_with(&options)
        .await
        .expect("a connection");
    let mut reading = reader.begin().await.expect("a transaction");
    let count = "SELECT count(*) FROM journal";
    let before: i64 = sqlx::query_scalar(count)
        .fetch_one(&mut *reading)
        .await
        .expect("a count");
    store
        .append(batch(&["b"]))
        .await
        .expect("appended beside the reader");
    let after: i64 = sqlx::query_scalar(count)
        .fetch_one(&mut *reading)
        .await
        .expect("a count");
    assert_eq!((before, after), (1, 1));
    assert_eq!(ids(&*store).await, ["a", "b"]);
}
