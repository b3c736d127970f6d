//! The program: see [`secta::cli`].

use std::process::ExitCode;

/// Most of what the node does is small texts that come and go: a third of the driver's time went into the system's
/// allocator, which kept, besides, what a burst of events had taken. How it is set stands in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
