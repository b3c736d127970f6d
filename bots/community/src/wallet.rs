//! Wallets: addresses whose checksums are right.

use secta_record::act::{Currency, Wallet};
use sha3::{Digest, Keccak256};

/// What `!кошелёк` says: an address to publish or remove; nothing where it only asks.
///
/// # Errors
///
/// The phrase that says what is wrong.
pub fn read(args: &str) -> Result<Option<Wallet>, &'static str> {
    let mut words = args.split_whitespace();
    let Some(verb) = words.next() else {
        return Ok(None);
    };
    let verb = secta_bot_kit::grammar::fold(verb);
    let adds = match verb.as_str() {
        "добавить" | "add" => true,
        "удалить" | "убрать" | "remove" | "delete" => false,
        _ => return Err("community-wallet-form"),
    };
    let currency = words
        .next()
        .and_then(currency)
        .ok_or("community-wallet-form")?;
    let address = words.next().map(str::to_owned);
    if !adds {
        return Ok(Some(Wallet {
            currency: Some(currency),
            address: None,
        }));
    }
    let address = address.ok_or("community-wallet-form")?;
    if !is_sound(currency, &address) {
        return Err("community-wallet-checksum");
    }
    Ok(Some(Wallet {
        currency: Some(currency),
        address: Some(address),
    }))
}

fn currency(word: &str) -> Option<Currency> {
    match word.to_ascii_lowercase().as_str() {
        "btc" => Some(Currency::Btc),
        "xmr" => Some(Currency::Xmr),
        "eth" => Some(Currency::Eth),
        _ => None,
    }
}

/// Whether an address is of a sound length, and valid.
pub fn is_sound(currency: Currency, address: &str) -> bool {
    address.len() <= 120 && is_valid(currency, address)
}

/// Whether an address is one of the currency's main network, with its checksum.
pub fn is_valid(currency: Currency, address: &str) -> bool {
    match currency {
        Currency::Btc => is_base58_bitcoin(address) || is_segwit(address),
        Currency::Xmr => is_monero(address),
        Currency::Eth => is_ether(address),
    }
}

fn is_base58_bitcoin(address: &str) -> bool {
    let bytes = bs58::decode(address)
        .with_check(None)
        .into_vec()
        .unwrap_or_default();
    bytes.len() == 21 && matches!(bytes.first(), Some(0 | 5))
}

fn is_segwit(address: &str) -> bool {
    bech32::segwit::decode(address).is_ok_and(|(hrp, _, _)| hrp == bech32::hrp::BC)
}

/// A standard address, a subaddress, or one with a payment id.
fn is_monero(address: &str) -> bool {
    // The decoder counts on there being a checksum.
    if !matches!(address.len(), 95 | 106) || !address.is_ascii() {
        return false;
    }
    let bytes = base58_monero::decode_check(address).unwrap_or_default();
    match bytes.first() {
        Some(18 | 42) => bytes.len() == 65,
        Some(19) => bytes.len() == 73,
        Some(_) | None => false,
    }
}

/// EIP-55: the capital letters are the checksum; an address without any has none.
fn is_ether(address: &str) -> bool {
    let Some(digits) = address
        .strip_prefix("0x")
        .filter(|digits| digits.len() == 40)
    else {
        return false;
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let hash = Keccak256::digest(digits.to_ascii_lowercase().as_bytes());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.bytes().zip(nibbles).all(|(digit, nibble)| {
        digit.is_ascii_digit() || digit.is_ascii_uppercase() == (nibble >= 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_their_checksums_are_taken() {
        for (currency, address) in [
            (Currency::Btc, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
            (Currency::Btc, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
            (Currency::Btc, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            (
                Currency::Btc,
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            ),
            (Currency::Eth, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (
                Currency::Xmr,
                "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
            ),
        ] {
            assert!(is_valid(currency, address), "{address}");
        }
    }

    #[test]
    fn a_slip_of_one_letter_is_refused() {
        for (currency, address) in [
            (Currency::Btc, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
            (Currency::Btc, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
            (Currency::Btc, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"),
            (Currency::Eth, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed"),
            (Currency::Eth, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            (
                Currency::Xmr,
                "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
            ),
            (Currency::Xmr, ""),
        ] {
            assert!(!is_valid(currency, address), "{address}");
        }
    }
}
