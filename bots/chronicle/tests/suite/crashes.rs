//! Whenever the process or the machine dies, the last checkpoint is whole and the log goes on.

use std::sync::OnceLock;

use secta_bot_chronicle::log::{
    AppendFault, Hash, Log, Memory, SignedCheckpoint, Witness, audit_folder, follow,
};

use crate::{
    failing::{Chance, Failing},
    making::{NOW_S, entries, entry, key, log_of, signer, stored, witness_signer},
};

/// The batches of the story: within a tile, filling it, over several, and after a full one.
const SIZES: [u64; 6] = [3, 256, 300, 1100, 1280, 1290];

/// Appends the batches as far as the disk goes; gives the last checkpoint that was acknowledged.
fn write(disk: &mut Failing) -> Option<SignedCheckpoint> {
    let mut log = Log::open(disk, signer()).ok()?;
    for size in SIZES {
        let start = log.size();
        if log.append(start, &entries(start, size)).is_err() {
            break;
        }
    }
    Some(log.checkpoint().clone())
}

/// Opens what a death left, sees that nothing acknowledged is gone, and appends other batches to the same end.
fn go_on(left: Memory, acknowledged: Option<&SignedCheckpoint>, place: &str) {
    if acknowledged.is_some() {
        follow(&left, &key(), acknowledged).expect(place);
        audit_folder(&left, &key(), &[]).expect(place);
    }
    let mut log = Log::open(left, signer()).expect(place);
    let size = acknowledged.map_or(0, SignedCheckpoint::size);
    assert!(log.size() >= size && (log.size() == 0 || SIZES.contains(&log.size())));
    for until in [600, 1295] {
        let start = size.min(until);
        log.append(start, &entries(start, until)).expect(place);
    }
    static WHOLE: OnceLock<Hash> = OnceLock::new();
    let whole = WHOLE.get_or_init(|| log_of(1295).checkpoint().root());
    assert_eq!(&log.checkpoint().root(), whole, "{place}");
    let (_, extras) = audit_folder(log.disk(), &key(), &[]).expect(place);
    assert_eq!(extras.beyond, 0, "{place}");
}

/// Lets the disk fail at every step in turn.
fn at_every_step(files: &Memory, mut story: impl FnMut(Failing, usize)) -> usize {
    for steps in 1.. {
        let mut trial = Failing::after(steps, files);
        write(&mut trial);
        if !trial.has_failed() {
            return steps;
        }
        story(Failing::after(steps, files), steps);
    }
    unreachable!("a story has an end")
}

#[test]
fn a_killed_process_loses_nothing_that_was_acknowledged() {
    let steps = at_every_step(&Memory::default(), |mut disk, step| {
        let acknowledged = write(&mut disk);
        go_on(
            disk.killed(),
            acknowledged.as_ref(),
            &format!("step {step}"),
        );
    });
    assert!(steps > 100, "{steps}");
}

#[test]
fn a_machine_without_power_loses_nothing_that_was_acknowledged() {
    at_every_step(&Memory::default(), |mut disk, step| {
        let acknowledged = write(&mut disk);
        for seed in 0..4 {
            let left = disk.without_power(&mut Chance(seed));
            let place = format!("step {step}, seed {seed}");
            go_on(left, acknowledged.as_ref(), &place);
        }
    });
}

#[test]
fn a_batch_that_was_cut_off_may_be_replaced_by_another() {
    let begun = log_of(3).close();
    at_every_step(&begun, |mut disk, step| {
        let acknowledged = write(&mut disk).map_or(3, |checkpoint| checkpoint.size());
        let mut log = Log::open(disk.killed(), signer()).unwrap();
        let others = log.size()..1400;
        let others: Vec<Vec<u8>> = others.map(|index| entry(index + 1_000_000)).collect();
        let start = log.size();
        assert!(start >= acknowledged);
        for (at, other) in (start..).step_by(97).zip(others.chunks(97)) {
            log.append(at, other).unwrap();
        }
        audit_folder(log.disk(), &key(), &[]).unwrap_or_else(|fault| panic!("{step}: {fault}"));
    });
}

#[test]
fn a_log_whose_disk_failed_asks_it_what_holds_before_it_goes_on() {
    for steps in 1.. {
        let mut log = Log::open(Failing::after(usize::MAX, &log_of(3).close()), signer()).unwrap();
        log.append(3, &entries(3, 250)).unwrap();
        let fuse = log.disk().fuse();
        fuse.set(steps);
        let failed = log.append(250, &entries(250, 300)).is_err();
        assert_eq!(log.checkpoint().size(), if failed { 250 } else { 300 });
        fuse.set(usize::MAX);
        let seen = stored(log.disk());
        // The batch may be in the log by now. Then it stays; if it is not, another may take its place.
        match log.append(250, &[b"another"]) {
            Err(AppendFault::Differs { index: 250 }) => assert_eq!(log.size(), 300),
            other => assert_eq!(other.unwrap().size(), 251),
        }
        let size = log.size();
        log.append(size, &entries(size, 400)).unwrap();
        follow(log.disk(), &key(), Some(&seen)).unwrap();
        audit_folder(log.disk(), &key(), &[]).unwrap();
        if !failed {
            return assert!(steps > 20, "{steps}");
        }
    }
}

#[test]
fn a_witness_remembers_all_that_it_has_signed() {
    let first = log_of(10).request(0).unwrap();
    let second = log_of(20).request(10).unwrap();
    for steps in 1..30 {
        let mut disk = Failing::after(steps, &Memory::default());
        let mut signed = 0;
        if let Ok(mut witness) = Witness::open(&mut disk, witness_signer(1), [key()]) {
            for (request, size) in [(&first, 10), (&second, 20)] {
                if witness.add_checkpoint(request, NOW_S).is_ok() {
                    signed = size;
                }
            }
        }
        for seed in 0..8 {
            let left = disk.without_power(&mut Chance(seed));
            let witness = Witness::open(left, witness_signer(1), [key()]).unwrap();
            let kept = witness.disk().files.iter().next();
            let kept = kept.map_or(0, |(_, bytes)| {
                let kept = SignedCheckpoint::open(bytes, &key()).unwrap();
                assert_eq!(kept.others(), 1);
                kept.size()
            });
            assert!(kept >= signed, "step {steps}, seed {seed}");
        }
    }
}

#[test]
fn the_stored_checkpoint_is_the_one_that_is_shown() {
    let log = log_of(40);
    assert_eq!(stored(log.disk()).to_bytes(), log.checkpoint().to_bytes());
}
