//! Whether an export is what it says (R13): every line is read, every signature verified, every chain followed, and the
//! rules are replayed.
//!
//! A fault is named and the audit goes on as far as is sound. After a record that is missing, out of place or wrong, the
//! rest of its chain is followed, and its community's state stays what it was before: what comes later may hang on
//! what is not there. A record that is repeated, and an act that the rules don't justify, change nothing, and the
//! replay goes on without them. A withheld body is no fault.
//!
//! What is remembered is the state and 32 bytes a record.

mod fault;
mod track;

use std::{
    collections::BTreeMap,
    io::{self, BufRead},
    ops::ControlFlow,
};

use secta_record::{
    COMMUNITY_LOG, ChainId, Head, LineError, Problem, PublicKey, RecordError, RecordId, Verified,
    examine_stream,
};

use crate::{fact::Fact, state::State};
use track::Track;

pub use fault::{Fault, Flaw, Place};

/// How many faults are named; the others are only counted.
const MOST_NAMED: usize = 1_000;

/// What was found in an export. It may be read in pieces, each of whole lines.
#[derive(Debug, Default)]
pub struct Audit {
    lines: u64,
    communities: BTreeMap<RecordId, Audited>,
    named: Vec<Fault>,
    unnamed: u64,
}

/// A community as its export tells it.
#[derive(Debug, Default)]
pub struct Audited {
    /// Who signs what the rules know: the node of the founding record.
    node: Option<PublicKey>,
    state: State,
    chains: BTreeMap<(PublicKey, String), Track>,
    kinds: BTreeMap<String, u64>,
    withheld: u64,
}

/// A chain as far as an export has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainView {
    /// Its node.
    pub node: PublicKey,
    /// Its log.
    pub log: String,
    /// How many of its records are there.
    pub records: u64,
    /// The last of them.
    pub head: Option<Head>,
    /// The last record up to which nothing is missing or out of place.
    pub followed: Option<Head>,
}

impl Audit {
    /// Reads lines of an export, after those that were read before.
    ///
    /// # Errors
    ///
    /// When the input cannot be read; what is wrong with the lines is among the [faults](Self::faults).
    pub fn read<R: BufRead>(&mut self, input: R) -> io::Result<()> {
        let before = self.lines;
        let end = examine_stream(input, |line, verdict| {
            self.lines = before + line;
            match verdict {
                Ok(record) => self.take(&record),
                Err(Problem::Io(error)) => return ControlFlow::Break(error),
                Err(Problem::CutShort) => self.fault(None, None, Flaw::CutShort),
                Err(Problem::Line(error)) => self.fault(id_of(&error), None, error.into()),
                Err(Problem::Forged(forged)) => {
                    self.fault(Some(forged.id), None, Flaw::Forged(forged.whose));
                }
                Err(Problem::Chain(fault)) => self.fault(Some(fault.id), None, fault.flaw.into()),
            }
            ControlFlow::Continue(())
        });
        end.map_or(Ok(()), Err)
    }

    /// How many lines were read.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// The communities, by their ids.
    pub fn communities(&self) -> &BTreeMap<RecordId, Audited> {
        &self.communities
    }

    /// What is wrong, in the order of lines: the first thousand.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.named.clone();
        faults.extend(self.missing());
        faults.sort_by_key(|fault| fault.line);
        faults.truncate(MOST_NAMED);
        faults
    }

    /// How many faults there are.
    pub fn fault_count(&self) -> u64 {
        self.named.len() as u64 + self.unnamed + self.missing().count() as u64
    }

    /// The numbers that are in no line.
    fn missing(&self) -> impl Iterator<Item = Fault> {
        let all = self.communities.iter();
        let chains = all.flat_map(|(id, audited)| audited.chains.iter().map(|chain| (*id, chain)));
        chains.flat_map(|(community, ((node, log), track))| {
            let gaps = track.gaps().into_iter();
            gaps.map(move |gap| Fault {
                line: gap.line,
                id: None,
                place: Some(Place {
                    chain: ChainId {
                        community,
                        node: *node,
                        log: log.clone(),
                    },
                    seq: gap.from,
                }),
                flaw: Flaw::Missing {
                    from: gap.from,
                    to: gap.to,
                },
            })
        })
    }

    fn take(&mut self, record: &Verified) {
        let community = record.community();
        let place = || Place {
            chain: ChainId::of(record),
            seq: record.envelope().seq,
        };
        let founds = record.envelope().community.is_none();
        if !founds && !self.communities.contains_key(&community) {
            self.fault(Some(record.id()), Some(place()), Flaw::UnknownCommunity);
        }
        let audited = self.communities.entry(community).or_default();
        if let Err(flaw) = audited.take(self.lines, record) {
            self.fault(Some(record.id()), Some(place()), flaw);
        }
    }

    fn fault(&mut self, id: Option<RecordId>, place: Option<Place>, flaw: Flaw) {
        if self.named.len() == MOST_NAMED {
            self.unnamed += 1;
            return;
        }
        self.named.push(Fault {
            line: self.lines,
            id,
            place,
            flaw,
        });
    }
}

/// The record that a line holds, where that much can be read.
fn id_of(error: &LineError) -> Option<RecordId> {
    match error {
        LineError::Record(RecordError::OtherBody { id, .. }) => Some(*id),
        LineError::TooLong
        | LineError::Fault(_)
        | LineError::Signature(_)
        | LineError::Body(_)
        | LineError::Record(_) => None,
    }
}

impl Audited {
    /// What the rules make of the records: of all of them, or of those before the first that is missing or out of
    /// place.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The node that founded it; `None` where the founding record is not there.
    pub fn node(&self) -> Option<PublicKey> {
        self.node
    }

    /// How many records of each kind there are.
    pub fn kinds(&self) -> &BTreeMap<String, u64> {
        &self.kinds
    }

    /// How many bodies are withheld (R15).
    pub fn withheld(&self) -> u64 {
        self.withheld
    }

    /// Its chains.
    pub fn chains(&self) -> impl Iterator<Item = ChainView> {
        let all = self.chains.iter();
        all.map(|((node, log), track)| ChainView {
            node: *node,
            log: log.clone(),
            records: track.records(),
            head: track.head(),
            followed: track.followed(),
        })
    }

    /// The last record up to which the rules were replayed.
    pub fn replayed(&self) -> Option<Head> {
        self.chain_of_rules()?.followed()
    }

    /// The id of a record of the log that the rules fold.
    pub fn id_at(&self, seq: u64) -> Option<RecordId> {
        self.chain_of_rules()?.id_at(seq)
    }

    fn chain_of_rules(&self) -> Option<&Track> {
        self.chains.get(&(self.node?, COMMUNITY_LOG.to_owned()))
    }

    fn take(&mut self, line: u64, record: &Verified) -> Result<(), Flaw> {
        let envelope = record.envelope();
        if envelope.community.is_none() {
            self.node.get_or_insert(envelope.node);
        }
        let of_rules = envelope.log == COMMUNITY_LOG;
        if let Some(expected) = self.node.filter(|node| of_rules && *node != envelope.node) {
            return Err(Flaw::ForeignNode { expected });
        }
        let chain = (envelope.node, envelope.log.clone());
        let track = self.chains.entry(chain).or_default();
        track.take(line, record)?;
        *self.kinds.entry(envelope.kind.clone()).or_default() += 1;
        self.withheld += u64::from(record.body().is_none());
        if of_rules && self.node.is_some() && track.is_whole() {
            self.replay(record)?;
        }
        Ok(())
    }

    fn replay(&mut self, record: &Verified) -> Result<(), Flaw> {
        if let Some(fact) = Fact::of_record(record)? {
            self.state.apply(&fact)?;
        }
        Ok(())
    }
}
