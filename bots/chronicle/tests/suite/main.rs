//! The log as its users, its witnesses and its enemies see it.

mod auditing;
mod crashes;
mod failing;
mod following;
mod growing;
mod hostile;
mod interop;
mod killed;
mod making;
mod proofs;
mod serving;
mod subtrees;
mod vectors;
mod verifying;
mod witnessing;
