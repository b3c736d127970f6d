//! Signed public facts (rule R13): what a record is, what it is called, who signed it, and where it stands in a node's log.
//! Nothing here touches a clock, randomness, a file or the network, and nothing that is read can make it panic.
//!
//! A [`Record`] is an [`Envelope`] in canonical JSON, the node's [`Signature`] of it, and a [`Body`] that stands beside
//! it: the envelope holds only the body's hash, so a body can be withheld or withdrawn (rule R15) and the
//! signatures still verify. The whole format is in `docs/record.md`, with test vectors in `vectors/`.
//!
//! - [`canonical`]: the one form of JSON that is signed, and the reader that takes nothing else.
//! - [`envelope`], [`body`], [`record`]: the parts and the whole; [`author`]: what an author signs.
//! - [`draft`]: from an act to a signed record; [`verify`](mod@verify): whether signatures are right, alone or by the thousand.
//! - [`chain`]: the logs, in which every record names the one before it.
//! - [`lines`], [`stream`]: exports, written and verified.
//! - [`act`]: what the bodies of the kinds say.
//!
//! The order of trust is in the types: bytes become a [`Record`] (of the right form), a [`Record`] becomes
//! [`Verified`] (rightly signed), and only what is [`Verified`] can be appended to [`Chains`] (rightly placed).
//!
//! # To add a kind
//!
//! 1. Choose its name, `[a-z_]{1,32}`, and write its body's struct in [`act`] with the sentence that says when it is recorded.
//! 2. Name it in the enum of acts. Nothing in the envelope, the chains or the exports changes: a kind is a text to them,
//!    and a program that does not know it keeps it, verifies it and passes it on.
//! 3. Add a vector (`vectors/`, see `tests/suite/vectors.rs`) if its body needs more than the others' fields.
//!
//! # Example
//!
//! ```
//! use secta_record::{Body, Chains, Draft, Head, Signer, verify_stream, write_line};
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let node = Signer::from_secret(&[7; 32]);
//! let author = "@anna:example.org".to_owned();
//!
//! let founded = Draft {
//!     author: author.clone(),
//!     time_ms: 1_700_000_000_000,
//!     ..Draft::new(None, "found", Body::new(json!({"name": "Поляна"}))?)
//! };
//! let founding = founded.sign(&node, None)?;
//!
//! let voted = Draft {
//!     author,
//!     time_ms: 1_700_000_060_000,
//!     ..Draft::new(Some(founding.id()), "vote", Body::new(json!({"opinion": "support"}))?)
//! };
//! let vote = voted.sign(&node, Some(Head::of(&founding)))?;
//!
//! let export = format!("{}\n{}\n", write_line(&founding), write_line(&vote));
//! let mut chains = Chains::of(founding.id());
//! let count = verify_stream(export.as_bytes(), &mut chains, |record| println!("{}", record.id()))?;
//! assert_eq!(count, 2);
//!
//! let fault = verify_stream(export.replace("support", "opposes").as_bytes(), &mut Chains::any(), |_| {});
//! assert!(fault.unwrap_err().to_string().starts_with("line 2: "));
//! # Ok(())
//! # }
//! ```

pub mod act;
pub mod author;
pub mod body;
pub mod canonical;
pub mod chain;
pub mod draft;
pub mod envelope;
pub mod hex;
pub mod ids;
pub mod keys;
pub mod lines;
pub mod record;
pub mod stream;
pub mod verify;

pub use body::{Body, BodyError, MAX_BODY_BYTES};
pub use chain::{Chain, ChainFault, ChainFlaw, ChainId, Chains, Head};
pub use draft::{Draft, DraftError};
pub use envelope::{COMMUNITY_LOG, Envelope, EnvelopeError, Evidence};
pub use ids::{BodyHash, RecordId, Reference};
pub use keys::{PublicKey, Signature, Signer};
pub use lines::{LineError, join_line, read_line, write_line};
pub use record::{Record, RecordError};
pub use stream::{Lines, Problem, StreamFault, examine_stream, verify_stream};
pub use verify::{Forged, Verified, Whose, verify, verify_all};
