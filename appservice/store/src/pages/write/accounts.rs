//! What accounts say of themselves.

use rusqlite::params;
use secta_record::act::{AccountId, Currency, Media, Profile, Wallet};

use super::{Carrier, Pen};
use crate::pages::PagesError;

impl Pen<'_> {
    pub(super) fn profile(
        &mut self,
        account: &AccountId,
        profile: &Profile,
    ) -> Result<(), PagesError> {
        let account = self.account(account)?;
        let text = "INSERT INTO personas (community, account, name, avatar, about) VALUES (?1, ?2, ?3, ?4, ?5) \
                    ON CONFLICT DO UPDATE SET name = ?3, avatar = ?4, about = ?5";
        let Profile {
            display_name,
            avatar,
            about,
        } = profile;
        let values = params![self.community, account, display_name, avatar, about];
        self.run(text, values)?;
        self.drop_carried(Carrier::Persona, account)?;
        let pictures: Vec<Media> = avatar.iter().map(|mxc| picture(mxc)).collect();
        self.carry(Carrier::Persona, account, &pictures)
    }

    /// A name for somebody who has given themselves none.
    pub(super) fn known_as(&mut self, account: &AccountId, name: &str) -> rusqlite::Result<()> {
        let account = self.account(account)?;
        let text = "INSERT INTO personas (community, account, name) VALUES (?1, ?2, ?3) \
                    ON CONFLICT DO UPDATE SET name = coalesce(name, ?3)";
        self.run(text, params![self.community, account, name])?;
        Ok(())
    }

    pub(super) fn wallet(&mut self, account: &AccountId, wallet: &Wallet) -> rusqlite::Result<()> {
        let Some(currency) = wallet.currency.map(code) else {
            return Ok(());
        };
        let account = self.account(account)?;
        let of = params![self.community, account, currency];
        let text = "DELETE FROM wallets WHERE community = ?1 AND account = ?2 AND currency = ?3";
        self.run(text, of)?;
        if let Some(address) = &wallet.address {
            let text = "INSERT INTO wallets (community, account, currency, address) VALUES (?1, ?2, ?3, ?4)";
            self.run(text, params![self.community, account, currency, address])?;
        }
        Ok(())
    }
}

/// Somebody's picture: nothing is said of it but where it is.
fn picture(mxc: &str) -> Media {
    Media {
        mxc: mxc.to_owned(),
        name: String::new(),
        mime: String::new(),
        size_bytes: 0,
        blake3: None,
    }
}

fn code(currency: Currency) -> &'static str {
    match currency {
        Currency::Btc => "btc",
        Currency::Xmr => "xmr",
        Currency::Eth => "eth",
    }
}

pub(in crate::pages) fn of_code(code: &str) -> Option<Currency> {
    let all = [Currency::Btc, Currency::Xmr, Currency::Eth];
    all.into_iter()
        .find(|currency| self::code(*currency) == code)
}
