//! A wallet's address as a QR code.

use qrcode::{EcLevel, QrCode, render::svg};
use secta_record::act::Currency;

/// The scheme of a currency's addresses.
pub(crate) fn scheme(currency: Currency) -> &'static str {
    match currency {
        Currency::Btc => "bitcoin",
        Currency::Xmr => "monero",
        Currency::Eth => "ethereum",
    }
}

/// The name of a currency.
pub(crate) fn name(currency: Currency) -> &'static str {
    match currency {
        Currency::Btc => "BTC",
        Currency::Xmr => "XMR",
        Currency::Eth => "ETH",
    }
}

/// The code that pays to an address, as an SVG document; nothing for more than a code can hold.
pub(crate) fn svg(currency: Currency, address: &str) -> Option<String> {
    let uri = format!("{}:{address}", scheme(currency));
    let code = QrCode::with_error_correction_level(uri, EcLevel::M).ok()?;
    let mut image = code.render::<svg::Color<'_>>();
    Some(image.min_dimensions(240, 240).build())
}
