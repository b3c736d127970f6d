//! Logs, keys and witnesses for the stories.

use secta_bot_chronicle::log::{
    AppendFault, Log, LogKey, LogSigner, Memory, SignedCheckpoint, Source, Witness, WitnessKey,
    WitnessSigner,
};

/// The origin of the log in the stories.
pub const ORIGIN: &str = "example.org/chronicle";

/// When the stories happen.
pub const NOW_S: u64 = 1_700_000_000;

/// The log's signer.
pub fn signer() -> LogSigner {
    LogSigner::new(ORIGIN, &[7; 32]).expect("a good origin")
}

/// The log's key.
pub fn key() -> LogKey {
    signer().key()
}

/// The entry that stands at an index.
pub fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// The entries from one index until before another.
pub fn entries(from: u64, until: u64) -> Vec<Vec<u8>> {
    (from..until).map(entry).collect()
}

/// A log of so many entries, appended at once.
pub fn log_of(size: u64) -> Log<Memory> {
    grown(Memory::default(), &[size])
}

/// A log that grows to these sizes, one batch each.
pub fn grown(disk: Memory, sizes: &[u64]) -> Log<Memory> {
    let mut log = Log::open(disk, signer()).expect("the log opens");
    for size in sizes {
        let start = log.size();
        let batch = entries(start, *size);
        log.append(start, &batch).expect("the batch is appended");
    }
    log
}

/// A log of other entries under the same key: what a lying log shows to others.
pub fn other_log_of(size: u64) -> Log<Memory> {
    let mut log = Log::open(Memory::default(), signer()).expect("the log opens");
    let batch: Vec<Vec<u8>> = entries(0, size).into_iter().rev().collect();
    log.append(0, &batch).expect("the batch is appended");
    log
}

/// The checkpoint that is stored there.
pub fn stored(disk: &impl Source) -> SignedCheckpoint {
    let bytes = disk.read("checkpoint").expect("a disk that reads");
    SignedCheckpoint::open(&bytes.expect("a checkpoint"), &key()).expect("a whole checkpoint")
}

/// The signer of a witness.
pub fn witness_signer(number: u8) -> WitnessSigner {
    let name = format!("witness.example/w{number}");
    WitnessSigner::new(&name, &[100 + number; 32]).expect("a good name")
}

/// A witness of the log of the stories that has seen nothing yet.
pub fn witness(number: u8) -> Witness<Memory> {
    Witness::open(Memory::default(), witness_signer(number), [key()]).expect("it opens")
}

/// Lets witnesses cosign a log.
pub fn cosigned(log: &mut Log<Memory>, numbers: impl IntoIterator<Item = u8>) {
    for number in numbers {
        let mut witness = witness(number);
        let request = log.request(0).expect("a request");
        let answer = witness.add_checkpoint(&request, NOW_S);
        attach(log, &answer.expect("a cosignature"), &[witness.key()]).expect("it is attached");
    }
}

/// Attaches an answer to the log as it is.
pub fn attach(
    log: &mut Log<Memory>,
    answer: &[u8],
    witnesses: &[WitnessKey],
) -> Result<SignedCheckpoint, AppendFault> {
    let asked = log.checkpoint().clone();
    log.attach(&asked, answer, witnesses)
}
