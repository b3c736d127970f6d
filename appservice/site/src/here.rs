//! Where somebody is on the site, and what they may see there.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{FromRequestParts, Path, RawQuery},
    http::{StatusCode, request::Parts},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use secta_bot_kit::{
    Lang,
    words::{Args, Text},
};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId, Rank},
};
use secta_rules::State;
use subtle::ConstantTimeEq as _;

use crate::{
    answer::Fault,
    links,
    model::{Community, Session},
    ports::{PortError, Rules},
    site::Site,
    visit::Visit,
};

/// The longest query that is read, in bytes.
const QUERY_MAX: usize = 4_000;

/// A place on the site, for one visit.
#[derive(Clone)]
pub(crate) struct Here {
    pub site: Arc<Site>,
    pub visit: Visit,
    /// The path and the query, as they were asked.
    pub asked: String,
    pub now_ms: i64,
    path: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    community: Option<Community>,
}

impl FromRequestParts<Arc<Site>> for Here {
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let path: Path<BTreeMap<String, String>> = Path::from_request_parts(parts, site)
            .await
            .map_err(|_| StatusCode::NOT_FOUND)?;
        let RawQuery(query) = RawQuery::from_request_parts(parts, site)
            .await
            .unwrap_or(RawQuery(None));
        let query = query.filter(|query| query.len() <= QUERY_MAX);
        let query = query.unwrap_or_default();
        let visit = Visit::of(parts, site).map_err(unable)?;
        let asked = parts.uri.path_and_query();
        let community = match path.get("c") {
            Some(key) => Some(find(site, key).map_err(unable)?),
            None => None,
        };
        Ok(Self {
            site: Arc::clone(site),
            visit,
            asked: asked.map(ToString::to_string).unwrap_or_default(),
            now_ms: site.now_ms(),
            path: path.0,
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            community: community.flatten(),
        })
    }
}

fn unable(error: PortError) -> StatusCode {
    tracing::error!(%error, "the site cannot answer");
    StatusCode::SERVICE_UNAVAILABLE
}

/// The community whose id begins with these digits.
pub(crate) fn find(site: &Site, key: &str) -> Result<Option<Community>, PortError> {
    if key.len() < links::COMMUNITY_DIGITS {
        return Ok(None);
    }
    let all = site.ports.library.communities()?;
    let mut named = all
        .into_iter()
        .filter(|community| community.id.to_string().starts_with(key));
    Ok(named.next())
}

impl Here {
    /// The same place seen as that of a community.
    pub fn within(&self, community: Community) -> Self {
        Self {
            community: Some(community),
            ..self.clone()
        }
    }

    /// The community.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where there is none.
    pub fn community(&self) -> Result<&Community, Fault> {
        self.community.as_ref().ok_or(Fault::Missing)
    }

    /// The community, where one is looked at.
    pub fn maybe_community(&self) -> Option<&Community> {
        self.community.as_ref()
    }

    /// What the rules make of it.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where there is none.
    pub fn rules(&self) -> Result<Arc<Rules>, Fault> {
        let id = self.community()?.id;
        self.site.ports.library.rules(&id).ok_or(Fault::Missing)
    }

    /// A part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// A part of the path that is the id of an item, a case, an appeal or a proposal.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where it is none.
    pub fn id(&self, name: &str) -> Result<ItemId, Fault> {
        self.part(name).parse().map_err(|_| Fault::Missing)
    }

    /// A value of the query.
    pub fn asks(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Who is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.visit.session.as_ref()
    }

    /// Who is signed in.
    ///
    /// # Errors
    ///
    /// [`Fault::Stranger`] where nobody is.
    pub fn signed_in(&self) -> Result<&Session, Fault> {
        self.session().ok_or(Fault::Stranger)
    }

    /// The account of who is signed in.
    pub fn account(&self) -> Option<AccountId> {
        self.session()
            .map(|session| AccountId::new(session.account.as_str()))
    }

    /// The rank of who is signed in, by the rules as they are now; a ghost where nobody is.
    pub fn rank(&self, rules: &State) -> Rank {
        let account = self.account();
        let active = account.filter(|account| {
            rules.standing(account, self.now_ms) != secta_rules::query::Standing::Excluded
        });
        active.map_or(Rank::Ghost, |account| rules.rank(&account))
    }

    /// Goes on only for the trusted.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] for everybody else: they learn nothing of what there is.
    pub fn trusted(&self) -> Result<(), Fault> {
        let rules = self.rules()?;
        let rank = self.rank(&rules.read());
        (rank == Rank::Trusted).then_some(()).ok_or(Fault::Missing)
    }

    /// The visitor's language.
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// A phrase in the visitor's language.
    pub fn say(&self, id: &str, args: Args) -> Text {
        self.site.words.text(self.lang(), id, &args)
    }

    /// The address of a page of this community; of the site where there is none.
    pub fn link(&self, path: &str) -> String {
        match (&self.community, path) {
            (Some(community), "") => links::community(&community.id),
            (Some(community), path) => links::within(&community.id, path),
            (None, path) => format!("/{path}"),
        }
    }

    /// A token for the forms of one page: random, and bound to the session. Empty where nobody is signed in.
    pub fn token(&self) -> String {
        let Some(session) = self.session() else {
            return String::new();
        };
        let nonce: [u8; 16] = rand::random();
        let nonce = BASE64_URL_SAFE_NO_PAD.encode(nonce);
        let seal = seal(session, &nonce);
        format!("{nonce}.{seal}")
    }

    /// The random part of a token that this session's page has given out.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] for any other.
    pub fn redeem<'t>(&self, token: &'t str) -> Result<&'t str, Fault> {
        let session = self.signed_in()?;
        let (nonce, given) = token.split_once('.').ok_or(Fault::Malformed)?;
        let right: bool = seal(session, nonce)
            .as_bytes()
            .ct_eq(given.as_bytes())
            .into();
        right.then_some(nonce).ok_or(Fault::Malformed)
    }

    /// The version of what this place shows.
    pub fn version(&self) -> u64 {
        let library = &self.site.ports.library;
        match &self.community {
            Some(community) => library.version(&community.id),
            None => *library.changes().borrow(),
        }
    }

    /// The community's id.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where there is none.
    pub fn community_id(&self) -> Result<RecordId, Fault> {
        Ok(self.community()?.id)
    }
}

fn seal(session: &Session, nonce: &str) -> String {
    let hash = blake3::keyed_hash(&session.csrf, nonce.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(&hash.as_bytes()[..16])
}
