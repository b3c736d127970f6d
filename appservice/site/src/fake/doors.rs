//! Who comes in, what they do, what they find.

use std::{net::IpAddr, sync::Arc};

use async_trait::async_trait;
use axum::http::HeaderMap;
use secta_bot_kit::{
    Lang, UserId,
    web::{Answer, Deed, Form},
};
use secta_record::RecordId;

use super::{CODE, COUNTRY, Fake, PHRASE, held};
use crate::{
    model::{Found, FoundPages, Hit, Listing, Session},
    ports::{
        Accounts, Borders, Desk, Entrance, File, Files, Finder, Library, Made, PortError,
        Wiki as _, Withheld,
    },
};

/// How many pages stand above what else is found.
const ABOVE: usize = 3;

#[async_trait]
impl Desk for Fake {
    async fn file(&self, id: &str, form: Form) -> Result<Option<Answer>, PortError> {
        let known = held(&self.filed).get(id).map(|(_, answer)| answer.clone());
        if let (None, Deed::Wiki(deed)) = (&known, &form.deed) {
            // What a form makes is named after its row, and a row is not called as its form.
            let row = format!("row of {id}");
            let answer = self.does(&row, form.by.as_str(), deed);
            held(&self.filed).insert(id.to_owned(), (form, answer.clone()));
            return Ok(Some(answer));
        }
        let mut filed = held(&self.filed);
        let number = filed.len() + 1;
        let (_, answer) = filed.entry(id.to_owned()).or_insert_with(|| {
            let plain = format!("done as number {number}");
            let answer = Answer {
                done: true,
                html: plain.clone(),
                plain,
                item: None,
            };
            (form, answer)
        });
        Ok(Some(answer.clone()))
    }
}

#[async_trait]
impl Accounts for Fake {
    fn session(&self, secret: &str) -> Result<Option<Session>, PortError> {
        Ok(held(&self.sessions).get(secret).cloned())
    }

    async fn ask_code(
        &self,
        _community: &RecordId,
        user: &str,
        _lang: Lang,
        _peer: &str,
    ) -> Result<Entrance, PortError> {
        Ok(match user {
            "@flood:x" => Entrance::TooOften(60),
            user => Entrance::Begun(format!("attempt of {user}")),
        })
    }

    fn enter_code(&self, attempt: &str, code: &str, _agent: &str) -> Result<Entrance, PortError> {
        let user = attempt.strip_prefix("attempt of ").filter(|_| code == CODE);
        Ok(match user {
            Some(user) => Entrance::Begun(Fake::session(self, user)),
            None => Entrance::Wrong,
        })
    }

    async fn make(
        &self,
        _community: &RecordId,
        name: &str,
        _lang: Lang,
        _agent: &str,
        _peer: &str,
    ) -> Result<Made, PortError> {
        let account = UserId::new(format!("@secta_w_{name}:x"));
        Ok(Made::Welcome {
            secret: Fake::session(self, account.as_str()),
            phrase: PHRASE.to_owned(),
            account,
        })
    }

    fn enter_phrase(&self, phrase: &str, _agent: &str, _peer: &str) -> Result<Entrance, PortError> {
        Ok(match phrase {
            PHRASE => Entrance::Begun(Fake::session(self, "@secta_w_guest:x")),
            _ => Entrance::Wrong,
        })
    }

    fn passkey_wanted(&self, _session: &Session) -> Result<String, PortError> {
        Ok("{}".to_owned())
    }

    fn passkey_made(&self, _session: &Session, _given: &str) -> Result<bool, PortError> {
        Ok(false)
    }

    fn passkey_asked(&self, _peer: &str) -> Result<(String, String), PortError> {
        Ok(("attempt".to_owned(), "{}".to_owned()))
    }

    fn enter_passkey(
        &self,
        _attempt: &str,
        _given: &str,
        _agent: &str,
    ) -> Result<Entrance, PortError> {
        Ok(Entrance::Wrong)
    }

    fn sessions(&self, account: &UserId) -> Result<Vec<Session>, PortError> {
        let sessions = held(&self.sessions);
        let own = sessions.values().filter(|one| one.account == *account);
        Ok(own.cloned().collect())
    }

    fn end(&self, account: &UserId, session: Option<&str>) -> Result<(), PortError> {
        let ends = |one: &Session| {
            one.account == *account && session.is_none_or(|session| one.id == session)
        };
        held(&self.sessions).retain(|_, one| !ends(one));
        Ok(())
    }
}

#[async_trait]
impl Finder for Fake {
    async fn find(
        &self,
        community: &RecordId,
        _account: Option<&UserId>,
        query: &str,
        skip: usize,
        take: usize,
    ) -> Result<Found, PortError> {
        if let Some(words) = query.strip_suffix(" тип:страница") {
            let mut pages = self.found(community, words, skip + take)?;
            pages.pages.drain(..skip.min(pages.pages.len()));
            return Ok(Found {
                total: pages.total,
                pages,
                ..Found::default()
            });
        }
        let mut all = Library::listed(self, community, &Listing::Newest, None, 1_000)?.items;
        let comments = Library::listed(self, community, &Listing::Comments, None, 1_000)?;
        all.extend(comments.items);
        let hits: Vec<Hit> = all
            .iter()
            .filter_map(|item| {
                let text = &item.content.as_ref()?.text;
                let (before, behind) = text.split_once(query)?;
                Some(Hit {
                    item: Some(item.item),
                    root: item.root,
                    author: item.author.as_str().to_owned(),
                    time_ms: item.time_ms,
                    room: "Поток".to_owned(),
                    link: "https://matrix.to/#/!stream:x/$event?via=x".to_owned(),
                    snippet: vec![
                        (false, before.to_owned()),
                        (true, query.to_owned()),
                        (false, behind.to_owned()),
                    ],
                })
            })
            .collect();
        let above = match skip {
            0 => self.found(community, query, ABOVE)?,
            _ => FoundPages::default(),
        };
        Ok(Found {
            total: hits.len() as u64,
            hits: hits.into_iter().skip(skip).take(take).collect(),
            instead: None,
            pages: above,
        })
    }
}

#[async_trait]
impl Files for Fake {
    async fn file(&self, _mxc: &str, _max_bytes: u64) -> Result<Option<File>, PortError> {
        Ok(None)
    }
}

impl Borders for Fake {
    fn reader(&self, peer: IpAddr, _headers: &HeaderMap) -> IpAddr {
        peer
    }

    fn country(&self, _peer: IpAddr, headers: &HeaderMap) -> Option<String> {
        let country = headers.get(COUNTRY)?.to_str().ok()?;
        Some(country.to_owned())
    }

    fn withheld(&self) -> Arc<Vec<Withheld>> {
        Arc::new(held(&self.withheld).clone())
    }
}
