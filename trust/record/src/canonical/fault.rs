//! Where bytes leave the canonical form, and how.

/// What is wrong, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at byte {at}: {flaw}")]
pub struct Fault {
    /// The place, counted in bytes from 0.
    pub at: usize,
    /// What is wrong there.
    pub flaw: Flaw,
}

/// How bytes differ from canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The text ends inside a value.
    #[error("ends too early")]
    Ends,
    /// Something stands after the value.
    #[error("something follows the value")]
    Trailing,
    /// A byte that cannot stand there.
    #[error("unexpected byte 0x{0:02x}")]
    Unexpected(u8),
    /// The bytes are not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// White space between tokens.
    #[error("white space")]
    Space,
    /// A key that does not follow the one before it in the order of UTF-16 code units.
    #[error("the key {0:?} is out of order")]
    KeyOrder(String),
    /// A key that stands twice in one object.
    #[error("the key {0:?} stands twice")]
    DuplicateKey(String),
    /// An escape that is unknown or has a shorter form.
    #[error("not the shortest escape")]
    Escape,
    /// A control character that is not escaped.
    #[error("an unescaped control character")]
    Control,
    /// A number with a sign, a zero, a fraction or an exponent that an integer does not need.
    #[error("not an integer in its shortest form")]
    Number,
    /// An integer beyond [`super::MAX_INTEGER`].
    #[error("an integer beyond ±(2^53 − 1)")]
    TooLarge,
    /// Arrays and objects stand deeper in one another than [`super::MAX_DEPTH`].
    #[error("nested too deep")]
    TooDeep,
}
