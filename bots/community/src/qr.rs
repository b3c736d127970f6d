//! A wallet's address as a QR code.

use qrcode::{Color, EcLevel, QrCode};
use secta_bot_kit::{File, Image, words::Text};

/// The pixels of a module: with as many, each is one byte of an image of two colours.
const MODULE_PX: usize = 8;
/// The modules of the quiet zone on each side.
const QUIET: usize = 4;

/// An image of the code that pays to an address; `None` for an unknown currency, or more than a code can hold.
pub fn image(currency: &str, address: &str, caption: Text) -> Option<Image> {
    let (side_px, bytes) = png(&uri(currency, address)?)?;
    Some(Image {
        file: File::new("image/png", bytes)?,
        name: format!("{}.png", currency.to_lowercase()),
        caption,
        width_px: side_px,
        height_px: side_px,
    })
}

/// The address as a wallet reads it.
fn uri(currency: &str, address: &str) -> Option<String> {
    let scheme = match currency {
        "BTC" => "bitcoin",
        "XMR" => "monero",
        "ETH" => "ethereum",
        _ => return None,
    };
    Some(format!("{scheme}:{address}"))
}

/// The code of a text: its side in pixels, and the PNG.
fn png(text: &str) -> Option<(u32, Vec<u8>)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let modules = code.width() + 2 * QUIET;
    let side_px = u32::try_from(modules * MODULE_PX).ok()?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side_px, side_px);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels(&code, modules)).ok()?;
    writer.finish().ok()?;
    Some((side_px, bytes))
}

/// The rows of the image, eight pixels a byte.
fn pixels(code: &QrCode, modules: usize) -> Vec<u8> {
    let colors = code.to_colors();
    let blank = || std::iter::repeat_n(0xff, modules * MODULE_PX * QUIET);
    let quiet = [0xff; QUIET];
    let row = |row: &[Color]| {
        let dark = row.iter().map(|color| color.select(0x00, 0xff));
        let row: Vec<u8> = quiet.into_iter().chain(dark).chain(quiet).collect();
        row.repeat(MODULE_PX)
    };
    let rows = colors.chunks(code.width()).flat_map(row);
    blank().chain(rows).chain(blank()).collect()
}

/// What the code in an image says.
#[cfg(test)]
pub(crate) fn decoded(png: &[u8]) -> String {
    let decoder = png::Decoder::new(std::io::Cursor::new(png));
    let mut reader = decoder.read_info().expect("a PNG");
    let mut rows = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut rows).expect("an image");
    let (side, line) = (info.width as usize, info.line_size);
    let lit = |x: usize, y: usize| rows[y * line + x / 8] >> (7 - x % 8) & 1 == 1;
    let grey = |x, y| if lit(x, y) { 255 } else { 0 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a code that can be read").1
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONERO: &str = "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A";

    #[test]
    fn the_code_of_an_address_reads_as_its_payment_uri() {
        for (currency, address, expected) in [
            ("BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin:1A1z"),
            (
                "ETH",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "ethereum:0x5aAeb",
            ),
            ("XMR", MONERO, "monero:44AFF"),
        ] {
            let image = image(currency, address, Text::default()).expect("an image");
            let said = decoded(image.file.bytes());
            assert!(
                said.starts_with(expected) && said.ends_with(address),
                "{said}"
            );
            assert!(image.file.bytes().len() < 4096);
        }
    }

    #[test]
    fn the_longest_address_has_a_code_and_an_unknown_currency_none() {
        assert!(image("XMR", &"8".repeat(120), Text::default()).is_some());
        assert_eq!(image("DOGE", MONERO, Text::default()), None);
        assert_eq!(image("XMR", &"8".repeat(10_000), Text::default()), None);
    }
}
