//! What is fuzzed, and tested without a fuzzer too: whatever the bytes are, nothing panics, and what is taken
//! is exactly what would be written.

use secta_record::{
    Chains, Lines, canonical, read_line, verify, verify_all, verify_stream, write_line,
};

/// Reads bytes in every way.
pub fn run(data: &[u8]) {
    if let Ok(value) = canonical::read(data) {
        assert_eq!(canonical::write(&value).unwrap().as_bytes(), data);
    }
    if let Ok(record) = read_line(data) {
        assert_eq!(write_line(&record).as_bytes(), data);
        assert_eq!(
            vec![verify(record.clone())],
            verify_all(vec![record.clone()])
        );
        assert_eq!(record.clone().without_body().id(), record.id());
    }
    let count = Lines::new(data).filter(Result::is_ok).count() as u64;
    if let Ok(verified) = verify_stream(data, &mut Chains::any(), drop) {
        assert_eq!(verified, count);
    }
}
