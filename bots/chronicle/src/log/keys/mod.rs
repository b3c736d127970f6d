//! Keys of logs and of witnesses: [signed notes](https://c2sp.org/signed-note), each kind of signature with a key of its own.

mod public;
mod signer;

pub use self::{
    public::{KeyFault, LogKey, WitnessKey},
    signer::{LogSigner, WitnessSigner},
};
