//! From where readers come, and what is withheld there: a file that an operator under a legal order writes with
//! `secta site withhold`, and that is read again whenever it changes.

use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::http::{HeaderMap, HeaderName};
use maxminddb::{Reader, geoip2};
use secta_record::{RecordId, act::ItemId};
use secta_site::ports::{Borders, Withheld};
use serde::{Deserialize, Serialize};

use crate::config;

/// The file's name in the data directory.
pub const FILE: &str = "withheld.json";

/// An order, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The community.
    pub community: RecordId,
    /// The item.
    pub item: ItemId,
    /// The countries, as ISO 3166-1 codes of two capital letters.
    pub countries: Vec<String>,
    /// Who demands it: an address.
    pub authority: String,
    /// What the operator says of it.
    #[serde(default)]
    pub reason: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
    /// Until when it was, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
}

/// Why the orders, or the file of countries, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BorderError {
    /// The disk.
    #[error("{0}: {1}")]
    Disk(PathBuf, io::Error),
    /// The file is no list of orders.
    #[error("{0}: {1}")]
    Shape(PathBuf, serde_json::Error),
    /// The file of countries is none.
    #[error("{0}: {1}")]
    Countries(PathBuf, maxminddb::MaxMindDbError),
}

/// Reads the orders; none where there is no file.
///
/// # Errors
///
/// When the file is there and cannot be read.
pub fn read(path: &Path) -> Result<Vec<Order>, BorderError> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text)
            .map_err(|error| BorderError::Shape(path.to_owned(), error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(BorderError::Disk(path.to_owned(), error)),
    }
}

/// The node's borders.
pub struct Frontier {
    file: PathBuf,
    proxies: Vec<IpAddr>,
    header: Option<HeaderName>,
    countries: Option<Reader<Vec<u8>>>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    written: Option<SystemTime>,
    orders: Arc<Vec<Withheld>>,
}

impl Frontier {
    /// As the configuration says.
    ///
    /// # Errors
    ///
    /// When the orders or the file of countries are there and cannot be read.
    pub fn of(config: &config::Config) -> Result<Self, BorderError> {
        let site = &config.site;
        let file = config.data_dir.join(FILE);
        read(&file)?;
        let countries = match &site.country_file {
            Some(path) => {
                let reader = Reader::open_readfile(path);
                Some(reader.map_err(|error| BorderError::Countries(path.clone(), error))?)
            }
            None => None,
        };
        let header = site.country_header.as_deref();
        Ok(Self {
            file,
            proxies: site.proxies.clone(),
            header: header.and_then(|name| HeaderName::try_from(name).ok()),
            countries,
            held: Mutex::default(),
        })
    }

    fn trusts(&self, peer: IpAddr) -> bool {
        self.proxies.contains(&peer.to_canonical())
    }
}

impl Borders for Frontier {
    fn reader(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let said = headers.get_all("x-forwarded-for").into_iter().next_back();
        let said = said.and_then(|value| value.to_str().ok());
        // What the nearest proxy has seen stands last; what stands before it anybody may have written.
        let last = said.and_then(|said| said.rsplit(',').next()?.trim().parse().ok());
        last.filter(|_| self.trusts(peer)).unwrap_or(peer)
    }

    fn country(&self, peer: IpAddr, headers: &HeaderMap) -> Option<String> {
        if let Some(name) = self.header.as_ref().filter(|_| self.trusts(peer)) {
            let said = headers.get(name)?.to_str().ok()?.trim();
            let sound = said.len() == 2 && said.bytes().all(|byte| byte.is_ascii_alphabetic());
            return sound.then(|| said.to_ascii_uppercase());
        }
        let reader = self.reader(peer, headers);
        let found = self.countries.as_ref()?.lookup(reader).ok()?;
        let country: geoip2::Country<'_> = found.decode().ok()??;
        country.country.iso_code.map(str::to_owned)
    }

    fn withheld(&self) -> Arc<Vec<Withheld>> {
        let written = fs::metadata(&self.file)
            .and_then(|file| file.modified())
            .ok();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.written != written {
            match read(&self.file) {
                Ok(orders) => {
                    held.orders = Arc::new(orders.into_iter().map(withheld).collect());
                    held.written = written;
                }
                Err(error) => tracing::error!(%error, "what is withheld cannot be read"),
            }
        }
        Arc::clone(&held.orders)
    }
}

fn withheld(order: Order) -> Withheld {
    Withheld {
        community: order.community,
        item: order.item,
        countries: order.countries,
        authority: order.authority,
        reason: order.reason,
        since_ms: order.since_ms,
        until_ms: order.until_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frontier(folder: &Path) -> Frontier {
        Frontier {
            file: folder.join(FILE),
            proxies: vec!["127.0.0.1".parse().expect("an address")],
            header: Some(HeaderName::from_static("x-country")),
            countries: None,
            held: Mutex::default(),
        }
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let value = value.parse().expect("a header");
            (HeaderName::from_static(name), value)
        });
        pairs.collect()
    }

    #[test]
    fn only_a_proxy_tells_where_somebody_comes_from() {
        let folder = tempfile::tempdir().expect("a folder");
        let frontier = frontier(folder.path());
        let (proxy, other): (IpAddr, IpAddr) = (
            "127.0.0.1".parse().expect("an address"),
            "10.0.0.7".parse().expect("an address"),
        );
        let said = headers(&[
            ("x-forwarded-for", "6.6.6.6, 203.0.113.9"),
            ("x-country", "ru"),
        ]);
        assert_eq!(frontier.reader(proxy, &said).to_string(), "203.0.113.9");
        assert_eq!(frontier.reader(other, &said), other);
        assert_eq!(frontier.country(proxy, &said).as_deref(), Some("RU"));
        assert_eq!(frontier.country(other, &said), None);
        let nonsense = headers(&[("x-country", "r2")]);
        assert_eq!(frontier.country(proxy, &nonsense), None);
    }

    #[test]
    fn what_is_withheld_is_read_again_when_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let frontier = frontier(folder.path());
        assert!(frontier.withheld().is_empty());
        let order = Order {
            community: RecordId([1; 32]),
            item: ItemId([2; 32]),
            countries: vec!["RU".to_owned()],
            authority: "https://court.example".to_owned(),
            reason: String::new(),
            since_ms: 5,
            until_ms: None,
        };
        let text = serde_json::to_vec(&[order]).expect("JSON");
        fs::write(folder.path().join(FILE), text).expect("written");
        assert_eq!(frontier.withheld().len(), 1);
        // A file that is half written changes nothing.
        let past = SystemTime::UNIX_EPOCH;
        fs::write(folder.path().join(FILE), "[{").expect("written");
        let file = fs::File::open(folder.path().join(FILE)).expect("a file");
        file.set_modified(past).expect("a time");
        assert_eq!(frontier.withheld().len(), 1);
    }
}
