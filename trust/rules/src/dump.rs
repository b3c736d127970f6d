//! A state as ordered lines, to compare two of them: by names and ids, whatever numbers they have inside.

use std::fmt::{self, Write};

use secta_record::act::ItemId;

use crate::state::{Case, Electorate, Except, Item, ItemNo, Person, RiseBy, State};

/// How much of a state to write out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// What follows of the public record alone.
    Public,
    /// That, and what is technical.
    Whole,
}

/// A hash that is written to.
struct Hashed(blake3::Hasher);

impl Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

impl State {
    /// BLAKE3 of [`State::dump`].
    pub fn digest(&self, view: View) -> [u8; 32] {
        let mut hashed = Hashed(blake3::Hasher::new());
        // Hashing doesn't fail.
        let _ = self.write(view, &mut hashed);
        *hashed.0.finalize().as_bytes()
    }

    /// The state as ordered lines.
    pub fn dump(&self, view: View) -> String {
        let mut text = String::new();
        // Writing to a string doesn't fail.
        let _ = self.write(view, &mut text);
        text
    }

    fn write(&self, view: View, out: &mut impl Write) -> fmt::Result {
        self.write_community(out)?;
        self.write_accounts(out)?;
        self.write_items(out)?;
        self.write_disputes(out)?;
        self.write_proposals(out)?;
        self.write_wiki(out)?;
        match view {
            View::Public => Ok(()),
            View::Whole => self.write_twilight(out),
        }
    }

    fn write_wiki(&self, out: &mut impl Write) -> fmt::Result {
        for (id, page) in &self.public.wiki.pages {
            writeln!(out, "page {id} {:?} {:?}", page.heads, page.rank)?;
        }
        for (id, revision) in &self.public.wiki.revisions {
            let author = self.public.name(revision.author);
            writeln!(out, "revision {id} {author} {}", revision.hidden)?;
        }
        Ok(())
    }

    fn write_community(&self, out: &mut impl Write) -> fmt::Result {
        let clock_ms = self.public.clock_ms();
        let x = |electorate| {
            self.public
                .people
                .x(electorate, Except::default(), clock_ms)
        };
        if let Some(community) = &self.public.community {
            let (name, service) = (&community.name, &community.service);
            let founder = self.public.name(community.founder);
            let founded_ms = community.founded_ms;
            writeln!(
                out,
                "community {name:?} {founder} {service} {founded_ms} {clock_ms}"
            )?;
        }
        let trusted = x(Electorate::Trusted);
        writeln!(
            out,
            "active {} {trusted} {}",
            x(Electorate::Members),
            x(Electorate::Jurors)
        )?;
        let policies = self.public.policies.iter();
        policies
            .into_iter()
            .try_for_each(|policy| writeln!(out, "policy {}", policy.to_value()))
    }

    fn write_accounts(&self, out: &mut impl Write) -> fmt::Result {
        let all = self.public.people.all();
        let mut public: Vec<_> = all.filter(|(_, _, person)| person.public).collect();
        public.sort_by(|a, b| a.1.cmp(b.1));
        for (_, name, person) in public {
            write!(out, "account {name} ")?;
            self.write_person(person, out)?;
        }
        Ok(())
    }

    fn write_person(&self, person: &Person, out: &mut impl Write) -> fmt::Result {
        let Person {
            rank,
            excluded,
            muted_until_ms,
            strikes,
            invitations,
            index,
            last_ms,
            joined_ms,
            described,
            ..
        } = person;
        let rose = person.rose.as_ref().map(|rise| match rise.by {
            RiseBy::Item(item) => (rise.time_ms, item.to_string()),
            RiseBy::Invitation(by) => (rise.time_ms, self.public.name(by).to_string()),
        });
        let invited = person
            .invited
            .map(|(by, time_ms)| (self.public.name(by), time_ms));
        write!(
            out,
            "{rank:?} {excluded} {muted_until_ms} {strikes} {invitations} {index} "
        )?;
        writeln!(
            out,
            "{last_ms:?} {joined_ms:?} {described} {rose:?} {invited:?}"
        )
    }

    fn write_items(&self, out: &mut impl Write) -> fmt::Result {
        let mut all: Vec<(ItemNo, &ItemId, &Item)> = self.public.items.all().collect();
        all.sort_by_key(|(_, id, _)| **id);
        for (number, id, item) in all {
            let author = self.public.name(item.author);
            let root = item.root.and_then(|root| self.public.items.id(root));
            let tags = self.tags_of(id);
            let Item {
                time_ms,
                published_ms,
                hidden,
                withdrawn,
                edited_ms,
                spent,
                tally,
                ..
            } = item;
            write!(
                out,
                "item {id} {author} {time_ms} {root:?} {published_ms:?} {hidden} "
            )?;
            writeln!(out, "{withdrawn} {edited_ms:?} {spent} {tally:?} {tags:?}")?;
            if let Some(decisions) = self.public.items.decisions(number) {
                writeln!(out, " {decisions:?}")?;
            }
            for vote in self.votes(id) {
                writeln!(out, " {vote:?}")?;
            }
        }
        Ok(())
    }

    fn write_disputes(&self, out: &mut impl Write) -> fmt::Result {
        for (id, case) in &self.public.disputes.cases {
            write!(out, "case {id} ")?;
            self.write_case(case, out)?;
        }
        for (id, appeal) in &self.public.disputes.appeals {
            let account = self.public.name(appeal.account);
            let votes = appeal.votes.iter();
            let mut votes: Vec<_> = votes
                .map(|(it, vote)| (self.public.name(*it), vote))
                .collect();
            votes.sort_by(|a, b| a.0.cmp(&b.0));
            let (opened_ms, verdict) = (appeal.opened_ms, &appeal.verdict);
            writeln!(
                out,
                "appeal {id} {account} {opened_ms} {verdict:?} {:?} {votes:?}",
                appeal.cases
            )?;
        }
        let files = self.public.disputes.files.iter();
        let mut files: Vec<_> = files
            .map(|(it, file)| (self.public.name(*it), file))
            .collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        for (account, file) in files {
            writeln!(out, "file {account} {file:?}")?;
        }
        self.public
            .log
            .iter()
            .try_for_each(|line| writeln!(out, "log {line:?}"))
    }

    fn write_case(&self, case: &Case, out: &mut impl Write) -> fmt::Result {
        let (account, by) = (
            self.public.name(case.account),
            self.public.name(case.opened_by),
        );
        let votes = case.votes.iter();
        let mut votes: Vec<_> = votes
            .map(|((measure, voter), vote)| (measure, self.public.name(*voter), vote))
            .collect();
        votes.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let Case {
            item,
            opened_ms,
            due_ms,
            policy,
            silenced,
            excluded,
            closed_ms,
            overturned,
            ..
        } = case;
        write!(
            out,
            "{item} {account} {by} {opened_ms} {due_ms} {policy} {silenced:?} "
        )?;
        writeln!(out, "{excluded:?} {closed_ms:?} {overturned} {votes:?}")
    }

    fn write_proposals(&self, out: &mut impl Write) -> fmt::Result {
        for (id, proposal) in &self.public.proposals.all {
            let by = self.public.name(proposal.by);
            let votes = self.sorted(proposal.votes.keys().copied());
            let (opened_ms, outcome) = (proposal.opened_ms, &proposal.outcome);
            let matter = &proposal.matter;
            writeln!(
                out,
                "proposal {id} {by} {opened_ms} {outcome:?} {matter:?} {votes:?}"
            )?;
        }
        let due = self.public.due.iter();
        due.into_iter()
            .try_for_each(|due| writeln!(out, "due {due:?}"))
    }

    fn write_twilight(&self, out: &mut impl Write) -> fmt::Result {
        for (item, candidate) in self.twilight.all() {
            let votes = candidate.votes.values();
            let mut votes: Vec<_> = votes.collect();
            votes.sort_by(|a, b| a.voter.cmp(&b.voter));
            let (author, time_ms) = (&candidate.author_id, candidate.time_ms);
            let (draft, tally) = (&candidate.draft, candidate.tally);
            writeln!(
                out,
                "waits {item} {author} {time_ms} {draft:?} {tally:?} {votes:?}"
            )?;
        }
        for (case, voter, measure) in &self.twilight.intents {
            writeln!(
                out,
                "intends {case} {} {measure:?}",
                self.public.name(*voter)
            )?;
        }
        let mutes = self
            .twilight
            .mutes()
            .map(|(until_ms, it)| (until_ms, self.public.name(it)));
        let mut mutes: Vec<_> = mutes.collect();
        mutes.sort_unstable();
        writeln!(out, "mutes {mutes:?} {}", self.twilight.clock_ms)
    }
}
