//! What is measured: times, memory, and the room on the disk.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rustix::time::{ClockId, clock_gettime};

/// How long something takes, and what of that its thread is at work: others on the machine disturb that less.
pub struct Watch(Instant, Duration);

impl Watch {
    pub fn begin() -> Self {
        Self(Instant::now(), on_processor())
    }

    fn end(&self) -> (Duration, Duration) {
        (self.0.elapsed(), on_processor().saturating_sub(self.1))
    }
}

fn on_processor() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime)
        .try_into()
        .expect("it has begun")
}

/// How long each of many things took.
#[derive(Default)]
pub struct Times {
    passed: Vec<Duration>,
    worked: Vec<Duration>,
}

impl Times {
    /// Of what has been watched, until now.
    pub fn add(&mut self, watch: &Watch) {
        let (passed, worked) = watch.end();
        self.passed.push(passed);
        self.worked.push(worked);
    }

    /// Of what happened elsewhere.
    pub fn add_passed(&mut self, time: Duration) {
        self.passed.push(time);
    }

    pub fn len(&self) -> usize {
        self.passed.len()
    }

    /// A part, in hundredths, in milliseconds.
    pub fn at_ms(&self, part: usize) -> f64 {
        at_ms(&self.passed, part)
    }

    /// The same of what the thread was at work.
    pub fn worked_at_ms(&self, part: usize) -> f64 {
        at_ms(&self.worked, part)
    }

    /// For people.
    pub fn told(&self) -> String {
        let [p50, p90, p99, most] = [50, 90, 99, 100].map(|part| self.at_ms(part));
        let count = self.len();
        let told = format!(
            "p50 {p50:.2} ms, p90 {p90:.2} ms, p99 {p99:.2} ms, max {most:.2} ms of {count}"
        );
        if self.worked.is_empty() {
            return told;
        }
        let [p50, p99] = [50, 99].map(|part| self.worked_at_ms(part));
        format!("{told}; at work p50 {p50:.2} ms, p99 {p99:.2} ms")
    }
}

fn at_ms(times: &[Duration], part: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let time = times.get(times.len().saturating_sub(1) * part / 100);
    time.copied().unwrap_or_default().as_secs_f64() * 1_000.0
}

/// What this process has used of the processors: a figure that others on the machine disturb less than the time does.
pub fn worked() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    // Linux tells hundredths of a second, whatever its own clock.
    Duration::from_millis(ticks * 10)
}

/// To so many decimal places.
pub fn round(figure: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (figure * scale).round() / scale
}

/// Bytes of all files of a folder, and of those below it.
pub fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => size_of(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}

/// Bytes of a folder's files by the end of their names, in MB, for people.
pub fn parts_of(folder: &Path) -> String {
    let mut parts = BTreeMap::<String, u64>::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let end = entry
            .path()
            .extension()
            .map(|end| end.display().to_string());
        let size = entry.metadata().map_or(0, |data| data.len());
        *parts.entry(end.unwrap_or_default()).or_default() += size;
    }
    let told = parts
        .iter()
        .map(|(end, size)| format!("{end} {:.1}", *size as f64 / 1e6));
    told.collect::<Vec<_>>().join(", ")
}

/// How much more memory this process comes to hold.
pub struct Peak {
    resident_before: i64,
    /// Without what is mapped from files.
    own_before: i64,
    own: Arc<AtomicI64>,
    over: Arc<AtomicBool>,
    watcher: JoinHandle<()>,
}

impl Peak {
    /// Begins to watch: the greatest size so far is forgotten.
    pub fn begin() -> Self {
        std::fs::write("/proc/self/clear_refs", "5").expect("the peak is forgotten");
        let own = Arc::new(AtomicI64::new(0));
        let over = Arc::new(AtomicBool::new(false));
        let (most, done) = (Arc::clone(&own), Arc::clone(&over));
        let watcher = std::thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                most.fetch_max(kib("RssAnon:"), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Self {
            resident_before: kib("VmRSS:"),
            own_before: kib("RssAnon:"),
            own,
            over,
            watcher,
        }
    }

    /// The growth in MiB: of all, and of what is not mapped from files.
    pub fn end(self) -> (i64, i64) {
        self.over.store(true, Ordering::Relaxed);
        self.watcher.join().expect("it watched");
        let resident = kib("VmHWM:") - self.resident_before;
        let own = self.own.load(Ordering::Relaxed) - self.own_before;
        (resident / 1024, own / 1024)
    }
}

/// A line of what the kernel tells about this process, in KiB.
fn kib(name: &str) -> i64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or(0)
}
