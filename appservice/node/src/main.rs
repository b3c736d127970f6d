//! The program: see [`secta::cli`].

use std::process::ExitCode;

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
