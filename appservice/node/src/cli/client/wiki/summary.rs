//! What came of an import: what is told of it on the way, and how it ends.

use std::process::ExitCode;

use secta_bot_kit::Lang;
use secta_site::api::types::WikiEdit;
use secta_wiki_formats::wiki::{drafts::Drafts, folder::Skip};

use super::{
    send::{self, Edit},
    told,
};
use crate::{
    cli::client::{show, site::Place},
    phrases::say,
};

/// What becomes of a draft.
pub(super) enum Fate {
    Same,
    Edit(Box<WikiEdit>),
    Skipped(Skip),
    InTheWay,
}

/// What came of an import.
pub(super) struct Summary {
    lang: Lang,
    same: usize,
    edits: Vec<Edit>,
    faults: usize,
}

impl Summary {
    /// Tells what is said before anything is asked of the site.
    pub fn begin(drafts: &Drafts, lang: Lang) -> Self {
        let mut summary = Self {
            lang,
            same: 0,
            edits: Vec::new(),
            faults: 0,
        };
        for (path, why) in &drafts.skipped {
            summary.skip(path, why);
        }
        for (path, title) in &drafts.renamed {
            summary.say("client-wiki-renamed", path, &show::line(&title.to_string()));
        }
        for (path, odd) in &drafts.odd {
            summary.say("client-wiki-note", path, &told::odd(*odd, lang));
        }
        if drafts.unshown > 0 {
            let count = drafts.unshown.to_string();
            eprintln!("{}", say(lang, "client-wiki-unshown", &[("count", &count)]));
        }
        summary
    }

    fn say(&self, id: &str, path: &str, value: &str) {
        let args = [("path", &*show::line(path)), ("value", value)];
        eprintln!("{}", say(self.lang, id, &args));
    }

    fn skip(&mut self, path: &str, why: &Skip) {
        self.faults += usize::from(why.is_fault());
        self.say("client-wiki-skipped", path, &told::skip(why, self.lang));
    }

    /// Takes what becomes of a draft.
    pub fn take(&mut self, path: String, fate: Fate) {
        match fate {
            Fate::Same => self.same += 1,
            Fate::Edit(edit) => self.edits.push((path, *edit)),
            Fate::Skipped(why) => self.skip(&path, &why),
            Fate::InTheWay => {
                let why = say(self.lang, "client-wiki-in-the-way", &[]);
                self.say("client-wiki-note", &path, &why);
            }
        }
    }

    /// Sends what is to be sent, and tells what came of it all.
    ///
    /// # Errors
    ///
    /// When the site does not answer.
    pub async fn end(
        mut self,
        place: &Place,
        comment: &str,
        dry: bool,
    ) -> anyhow::Result<ExitCode> {
        let edits = std::mem::take(&mut self.edits);
        if dry {
            for (_, edit) in &edits {
                println!("{}", show::line(&edit.title));
            }
            self.count("client-wiki-would", edits.len());
            return Ok(self.code());
        }
        let came = send::send(place, edits, comment).await?;
        for (path, said) in &came.refused {
            self.faults += 1;
            self.say("client-wiki-skipped", path, &show::line(said));
        }
        self.count("client-wiki-imported", came.written);
        Ok(self.code())
    }

    fn count(&self, id: &str, written: usize) {
        let counts = [written, self.same, self.faults].map(|count| count.to_string());
        let args = [
            ("written", counts[0].as_str()),
            ("same", &counts[1]),
            ("skipped", &counts[2]),
        ];
        println!("{}", say(self.lang, id, &args));
    }

    fn code(&self) -> ExitCode {
        match self.faults {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}
