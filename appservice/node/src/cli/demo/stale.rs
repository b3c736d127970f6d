//! Processes of an earlier demo that was killed before it could stop them.

use std::{fs, path::Path, time::Duration};

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

use super::{facts::Pids, layout::Layout};

/// Stops what an earlier demo left running: a process that it noted, whose command line names this data folder.
pub(super) async fn stop(layout: &Layout) {
    let root = &layout.root;
    let noted = fs::read(layout.pids()).ok();
    let noted = noted.and_then(|text| serde_json::from_slice::<Pids>(&text).ok());
    let pids = noted.unwrap_or_default();
    for pid in [pids.secta, pids.homeserver].into_iter().flatten() {
        if is_ours(pid, root) {
            end(pid, root).await;
        }
    }
}

fn is_ours(pid: u32, root: &Path) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains(&root.display().to_string())
}

async fn end(pid: u32, root: &Path) {
    let Some(handle) = Pid::from_raw(pid.cast_signed()) else {
        return;
    };
    for (signal, patience) in [(Signal::TERM, 10), (Signal::KILL, 5)] {
        // It may be gone already.
        let _ = kill_process(handle, signal);
        let until = Instant::now() + Duration::from_secs(patience);
        while is_ours(pid, root) && Instant::now() < until {
            sleep(Duration::from_millis(50)).await;
        }
    }
}
