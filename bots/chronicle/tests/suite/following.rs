//! A log that was seen before must continue.

use secta_bot_chronicle::log::{FollowFault, Memory, follow};

use crate::making::{grown, key, log_of, other_log_of};

#[test]
fn a_log_that_only_grew_is_followed() {
    let mut log = log_of(0);
    let mut seen = follow(log.disk(), &key(), None).unwrap();
    for size in [1, 2, 255, 256, 257, 600, 1024] {
        log = grown(log.close(), &[size]);
        seen = follow(log.disk(), &key(), Some(&seen)).unwrap();
        assert_eq!(seen.size(), size);
        follow(log.disk(), &key(), Some(&seen)).unwrap();
    }
}

#[test]
fn a_rewound_log_is_found() {
    let seen = log_of(300).checkpoint().clone();
    let fault = follow(log_of(299).disk(), &key(), Some(&seen)).unwrap_err();
    assert!(matches!(
        fault,
        FollowFault::Rewound {
            seen: 300,
            found: 299
        }
    ));
    let fault = follow(log_of(0).disk(), &key(), Some(&seen)).unwrap_err();
    assert!(matches!(fault, FollowFault::Rewound { .. }));
}

#[test]
fn a_split_view_is_found() {
    let seen = log_of(300).checkpoint().clone();
    for size in [300, 301, 900] {
        let fault = follow(other_log_of(size).disk(), &key(), Some(&seen)).unwrap_err();
        assert!(
            matches!(fault, FollowFault::Split { seen: 300, .. }),
            "{fault}"
        );
    }
}

#[test]
fn tiles_that_do_not_lead_to_the_checkpoint_are_found() {
    let seen = log_of(300).checkpoint().clone();
    let mut disk = grown(Memory::default(), &[700]).close();
    disk.files.get_mut("tile/1/000.p/2").unwrap()[3] ^= 1;
    let fault = follow(&disk, &key(), Some(&seen)).unwrap_err();
    assert!(matches!(fault, FollowFault::Damaged), "{fault}");
}
