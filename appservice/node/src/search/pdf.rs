//! `secta read-pdf`: reads a PDF from standard input and writes its text, within limits of time and memory.

use std::io::{Read, Write};

use rustix::process::{Resource, Rlimit, setrlimit};

/// How much memory a PDF may take, in bytes.
const MEMORY: u64 = 512 * 1024 * 1024;

/// How long it may take, in seconds of the processor.
const SECONDS: u64 = 15;

/// Reads it.
///
/// # Errors
///
/// When it is no PDF, or takes too much.
pub fn run() -> anyhow::Result<()> {
    let limit = |most| Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(Resource::Data, limit(MEMORY))?;
    setrlimit(Resource::Cpu, limit(SECONDS))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let text = pdf_extract::extract_text_from_mem(&bytes)?;
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}
