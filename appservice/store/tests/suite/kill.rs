//! A process that is killed while it appends: what was acknowledged is there.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use tokio::task::JoinSet;

use crate::{
    making::{batch, ids},
    place::Place,
};

const URL: &str = "SECTA_STORE_TEST_URL";
const RUN: &str = "SECTA_STORE_TEST_RUN";
const WRITTEN: &str = "written ";

#[tokio::test]
async fn a_killed_process_has_lost_nothing_on_sqlite() {
    kill_and_look(Place::sqlite()).await;
}

#[tokio::test]
async fn a_killed_process_has_lost_nothing_on_postgres() {
    kill_and_look(Place::postgres()).await;
}

async fn kill_and_look(place: Place) {
    let url = place.url().expect("a URL");
    let mut acknowledged = Vec::new();
    for run in 0..4 {
        acknowledged.extend(append_and_die(&url, run));
        let store = place.open().await;
        let found = ids(&*store).await;
        for id in &acknowledged {
            assert!(found.contains(id), "{id} was acknowledged and is lost");
        }
        store.close().await;
    }
}

/// Lets a child append until it has acknowledged some rows, and kills it; returns all it acknowledged.
fn append_and_die(url: &str, run: usize) -> Vec<String> {
    let mut child = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "kill::child", "--ignored", "--nocapture"])
        .env(URL, url)
        .env(RUN, run.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acknowledged = Vec::new();
    let mut take = |line: std::io::Result<String>| {
        let line = line.unwrap_or_default();
        acknowledged.extend(line.strip_prefix(WRITTEN).map(str::to_owned));
        acknowledged.len()
    };
    while take(lines.next().expect("the child goes on until it is killed")) < 150 + run * 31 {}
    child.kill().expect("killed");
    for line in lines {
        take(line);
    }
    child.wait().expect("it is gone");
    acknowledged
}

/// Not a test: what the killed process does.
#[test]
#[ignore = "the tests beside it run it in a process of its own"]
fn child() {
    let (Ok(url), Ok(run)) = (env::var(URL), env::var(RUN)) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = secta_store::open(&url).await.expect("it opens");
        let mut tasks = JoinSet::new();
        for task in 0..4 {
            let (store, run) = (store.clone(), run.clone());
            tasks.spawn(async move {
                for turn in 0.. {
                    let id = format!("{run}/{task}/{turn}");
                    store.append(batch(&[&id])).await.expect("appended");
                    let line = format!("{WRITTEN}{id}\n");
                    std::io::stdout()
                        .lock()
                        .write_all(line.as_bytes())
                        .expect("told");
                }
            });
        }
        tasks.join_all().await;
    });
}
