//! Reading and verifying a whole export, record by record, with little memory.

use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

use crate::{
    chain::{ChainFault, Chains},
    lines::{LineError, MAX_LINE_BYTES, read_line},
    record::Record,
    verify::{Forged, GROUP, Verified, verify_all},
};

/// A group is verified when its lines are this long together, however few they are.
const GROUP_BYTES: usize = 8 * 1024 * 1024;

/// What is wrong with an export, and in which line.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct StreamFault {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The export ends before the line does.
    #[error("the end of the line is missing")]
    CutShort,
    /// It holds no record.
    #[error(transparent)]
    Line(#[from] LineError),
    /// A signature is wrong.
    #[error(transparent)]
    Forged(#[from] Forged),
    /// The record does not continue its chain.
    #[error(transparent)]
    Chain(#[from] Box<ChainFault>),
}

/// The records of an export that has the right form, with the number of their line; signatures and chains are not looked at.
/// A line that holds no record is a fault, and the next line follows it; after [`Problem::Io`] and [`Problem::CutShort`]
/// nothing follows.
pub struct Lines<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
    /// Whether the rest of a line that is too long is to be passed over.
    inside: bool,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads records from here.
    pub fn new(input: R) -> Self {
        Self {
            input,
            line: 0,
            buffer: Vec::new(),
            inside: false,
            done: false,
        }
    }

    /// The length of the line that was read last, in bytes.
    fn length(&self) -> usize {
        self.buffer.len()
    }

    fn read(&mut self) -> Result<Option<Record>, Problem> {
        if std::mem::take(&mut self.inside) {
            self.input.skip_until(b'\n')?;
        }
        self.buffer.clear();
        let most = MAX_LINE_BYTES as u64 + 1;
        let input = self.input.by_ref();
        input.take(most).read_until(b'\n', &mut self.buffer)?;
        match self.buffer.split_last() {
            None => Ok(None),
            Some((b'\n', line)) => Ok(Some(read_line(line)?)),
            Some(_) if self.buffer.len() > MAX_LINE_BYTES => {
                self.inside = true;
                Err(LineError::TooLong.into())
            }
            Some(_) => Err(Problem::CutShort),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<(u64, Record), StreamFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.line += 1;
        let line = self.line;
        let read = self.read().transpose();
        self.done = matches!(read, None | Some(Err(Problem::Io(_) | Problem::CutShort)));
        let read = read?.map(|record| (line, record));
        Some(read.map_err(|problem| StreamFault { line, problem }))
    }
}

/// Verifies an export: form, bodies, signatures, chains. Every record that is right is given to `take`, in order.
/// Gives the number of records.
///
/// # Errors
///
/// The first line that is wrong; the records before it were taken.
pub fn verify_stream<R: BufRead>(
    input: R,
    chains: &mut Chains,
    mut take: impl FnMut(Verified),
) -> Result<u64, StreamFault> {
    let mut count = 0;
    let fault = examine_stream(input, |line, verdict| {
        match verdict.and_then(|record| append(record, chains)) {
            Ok(record) => take(record),
            Err(problem) => return ControlFlow::Break(StreamFault { line, problem }),
        }
        count += 1;
        ControlFlow::Continue(())
    });
    fault.map_or(Ok(count), Err)
}

/// Looks at every line of an export: form, body, signatures, and not at the chains. `take` is given the verdict on each
/// line, in order, and may break off; gives what it broke off with.
pub fn examine_stream<R: BufRead, B>(
    input: R,
    mut take: impl FnMut(u64, Result<Verified, Problem>) -> ControlFlow<B>,
) -> Option<B> {
    let mut lines = Lines::new(input);
    loop {
        let (group, fault) = next_group(&mut lines);
        let last = group.is_empty() && fault.is_none();
        let fault = fault.map(|fault| (fault.line, Err(fault.problem)));
        for (line, verdict) in verdicts(group).chain(fault) {
            if let ControlFlow::Break(end) = take(line, verdict) {
                return Some(end);
            }
        }
        if last {
            return None;
        }
    }
}

/// The next records to verify together, and the fault that ended them.
fn next_group<R: BufRead>(lines: &mut Lines<R>) -> (Vec<(u64, Record)>, Option<StreamFault>) {
    let (mut group, mut bytes) = (Vec::new(), 0);
    while group.len() < GROUP && bytes < GROUP_BYTES {
        match lines.next() {
            Some(Ok(record)) => group.push(record),
            Some(Err(fault)) => return (group, Some(fault)),
            None => break,
        }
        bytes += lines.length();
    }
    (group, None)
}

fn verdicts(group: Vec<(u64, Record)>) -> impl Iterator<Item = (u64, Result<Verified, Problem>)> {
    let (numbers, records): (Vec<_>, Vec<_>) = group.into_iter().unzip();
    let verdicts = verify_all(records).into_iter();
    numbers
        .into_iter()
        .zip(verdicts.map(|verdict| verdict.map_err(Problem::from)))
}

fn append(record: Verified, chains: &mut Chains) -> Result<Verified, Problem> {
    chains.append(&record).map_err(Box::new)?;
    Ok(record)
}
