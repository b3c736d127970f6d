//! What records and contents are called: 32 bytes of BLAKE3, written as 64 lower-case hexadecimal digits.

use crate::hex::hex_bytes;

hex_bytes! {
    /// A record's name: BLAKE3 of the bytes that its node signed. The signature is no part of it,
    /// so the name is known before signing and a second signature does not make a second record.
    RecordId, 32
}

hex_bytes! {
    /// BLAKE3 of a body's canonical JSON.
    BodyHash, 32
}

hex_bytes! {
    /// What an act is about: a record, or a thing that acts are about and that has a name of its own
    /// (an item, a case, an appeal).
    Reference, 32
}

impl From<RecordId> for Reference {
    fn from(id: RecordId) -> Self {
        Self(id.0)
    }
}
