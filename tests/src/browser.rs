//! Browsers: what people see and do on the site, in a real Chromium that Debian's `chromedriver` drives.
//!
//! - [`Browser`]: the driver; [`View`]: how one looks at pages: the window, the language, with scripts or without.
//! - [`Tab`]: a window with a profile of its own: going, finding by visible words, filling in, waiting. Its parts:
//!   `act` finds and does, `look` tells what is seen, `net` what was asked for, `keys` holds passkeys, `axe` judges.
//!
//! Nothing leaves loopback: every other name is unknown to the browser.

mod act;
mod axe;
mod driver;
mod keys;
mod look;
mod net;
#[cfg(test)]
mod tests;
mod view;

pub use driver::{Browser, Tab};
pub use look::Cookie;
pub use net::Asked;
pub use view::View;
