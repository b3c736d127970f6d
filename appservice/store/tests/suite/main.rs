//! One suite for every store: in memory, over SQLite, over PostgreSQL.

mod cases;
mod cluster;
mod facts;
mod kill;
mod making;
mod outbox;
mod place;
mod processes;
mod property;
mod sqlite;
mod timers;

/// Runs the cases of a module on every store.
#[macro_export]
macro_rules! on_every_store {
    ($($name:ident)*) => {
        mod in_memory {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::place::Place::memory()).await;
            })*
        }
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::place::Place::sqlite()).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::place::Place::postgres()).await;
            })*
        }
    };
}
