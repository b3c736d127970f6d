//! The program: see [`secta::cli`].

use std::process::ExitCode;

/// Most of what the node does is small texts that come and go: a third of the driver's time went into the system's
/// allocator. It is built without huge pages (`no_thp`): they made the driver no faster, and took 20 MB of an idle node.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One TLS library in the whole process; whoever comes second is refused, so this is the first thing done.
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        eprintln!("secta: a TLS library is installed already");
        return ExitCode::FAILURE;
    }
    secta::cli::main()
}
