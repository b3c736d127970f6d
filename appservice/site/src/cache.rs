//! Pages that are the same for everybody who is not signed in, kept while nothing has changed.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, OnceLock, PoisonError},
};

use axum::body::Bytes;

/// How long a page is good although nothing was published: the magic number falls with time alone, in milliseconds.
const GOOD_MS: i64 = 60_000;

/// A page as it is sent.
#[derive(Debug)]
pub(crate) struct Kept {
    pub content_type: &'static str,
    pub etag: String,
    pub body: Bytes,
    packed: OnceLock<Bytes>,
    version: u64,
    made_ms: i64,
}

impl Kept {
    pub fn new(content_type: &'static str, body: Bytes, version: u64, made_ms: i64) -> Self {
        let etag = format!("\"{}\"", &blake3::hash(&body).to_hex()[..32]);
        Self {
            content_type,
            etag,
            body,
            packed: OnceLock::new(),
            version,
            made_ms,
        }
    }

    /// The same with gzip, made once.
    pub fn packed(&self) -> Bytes {
        self.packed.get_or_init(|| pack(&self.body)).clone()
    }
}

/// A text with gzip.
fn pack(body: &[u8]) -> Bytes {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // A vector takes everything.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default().into()
}

/// The pages, by what they were asked with.
pub(crate) struct Cache {
    most_bytes: usize,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    pages: BTreeMap<String, std::sync::Arc<Kept>>,
    /// In the order in which they came.
    order: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    pub fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            held: Mutex::default(),
        }
    }

    /// A page that is still good.
    pub fn get(&self, key: &str, version: u64, now_ms: i64) -> Option<std::sync::Arc<Kept>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = held.pages.get(key)?;
        let good = kept.version == version && now_ms.saturating_sub(kept.made_ms) < GOOD_MS;
        good.then(|| kept.clone())
    }

    /// Keeps a page; the oldest go where they take too much.
    pub fn put(&self, key: String, kept: std::sync::Arc<Kept>) {
        let size = |kept: &Kept| kept.body.len() + kept.body.len() / 3 + 200;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += size(&kept);
        match held.pages.insert(key.clone(), kept) {
            Some(old) => held.bytes = held.bytes.saturating_sub(size(&old)),
            None => held.order.push_back(key),
        }
        while held.bytes > self.most_bytes {
            let Some(oldest) = held.order.pop_front() else {
                return;
            };
            if let Some(old) = held.pages.remove(&oldest) {
                held.bytes = held.bytes.saturating_sub(size(&old));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn page(text: &str, version: u64, made_ms: i64) -> Arc<Kept> {
        let body = Bytes::from(text.to_owned());
        Arc::new(Kept::new("text/html", body, version, made_ms))
    }

    #[test]
    fn a_page_is_good_until_something_changes_or_a_minute_is_over() {
        let cache = Cache::new(10_000);
        cache.put("/".to_owned(), page("one", 1, 1_000));
        assert!(cache.get("/", 1, 1_000).is_some());
        assert!(cache.get("/", 2, 1_000).is_none());
        assert!(cache.get("/", 1, 1_000 + GOOD_MS).is_none());
        assert!(cache.get("/other", 1, 1_000).is_none());
    }

    #[test]
    fn the_oldest_make_room() {
        let cache = Cache::new(2_000);
        for number in 0..10 {
            cache.put(format!("/{number}"), page(&"x".repeat(300), 1, 0));
        }
        assert!(cache.get("/0", 1, 0).is_none());
        assert!(cache.get("/9", 1, 0).is_some());
        let held = cache.held.lock().expect("a lock");
        assert!(held.bytes <= 2_000 && held.pages.len() == held.order.len());
    }

    #[test]
    fn a_packed_page_is_the_same_page() {
        use std::io::Read as _;
        let kept = page(&"тихо ".repeat(500), 1, 0);
        let mut text = String::new();
        let packed = kept.packed();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_string(&mut text)
            .expect("gzip");
        assert_eq!(text.as_bytes(), &kept.body[..]);
        assert!(packed.len() < kept.body.len());
    }
}
