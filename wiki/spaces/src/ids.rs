//! What spaces, entries and members are called: 32 bytes, written as 64 lower-case hexadecimal digits.

use secta_wiki::id;
pub use secta_wiki::ids::NotHex;

id! {
    /// A space's name: that of the entry that founded it.
    SpaceId
}

id! {
    /// An entry's name: the hash of its bytes.
    EntryId
}

id! {
    /// A member's name: the key with which their signatures are verified.
    MemberId
}

impl EntryId {
    /// What stands where there is no entry before.
    pub const NONE: Self = Self([0; 32]);
}
