//! `secta client wiki import`

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use secta_bot_kit::Lang;
use secta_record::act;
use secta_site::api::{
    FILE_MAX,
    types::{WikiChange, WikiEdit, WikiFile},
};
use secta_wiki::{revision::MAX_COMMENT_LETTERS, title::Title};
use secta_wiki_formats::wiki::{
    drafts::{Draft, Drafts, What, Wish, drafts},
    folder::{self, Folder, Skip},
    page::mime,
    plan::{Stands, Step},
};

use super::{
    ask,
    summary::{Fate, Summary},
    there,
};
use crate::{
    cli::client::{In, site::Place},
    phrases::say,
};

/// A folder that becomes pages.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: In,
    /// The folder: a note `A/B.md` is the page «A/B», if it does not call itself otherwise
    folder: PathBuf,
    /// Puts the pages below this one
    #[arg(long, value_name = "TITLE")]
    prefix: Option<String>,
    /// What is said of the changes
    #[arg(long, default_value = "", value_name = "TEXT")]
    comment: String,
    /// Tells what would be written, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Makes pages of a folder. What says the same already is not written, so what was broken off is gone on with.
///
/// # Errors
///
/// When the folder cannot be read, or the site does not answer.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.place, lang).await?;
    ensure!(
        args.dry_run || place.site.has_session(),
        say(lang, "client-sign-in", &[])
    );
    let fits = args.comment.chars().count() <= MAX_COMMENT_LETTERS;
    let max = MAX_COMMENT_LETTERS.to_string();
    ensure!(fits, say(lang, "client-wiki-comment", &[("max", &max)]));
    let below = args.prefix.as_deref().map(Title::parse).transpose()?;
    let root = args.folder.clone();
    let found = tokio::task::spawn_blocking(move || read(&root, below.as_ref())).await??;
    let known = there::known(&place, found.pages.len()).await?;
    let importing = Importing {
        place: &place,
        root: &args.folder,
        dry: args.dry_run,
    };
    let pages = found.pages.clone();
    let fates = ask::many(pages, async |draft| {
        let page = draft.title.page_id();
        let is_new = known.as_ref().is_some_and(|known| !known.contains(&page));
        let path = draft.path.clone();
        Ok((path, importing.fate(draft, is_new).await?))
    });
    let mut summary = Summary::begin(&found, lang);
    for (path, fate) in fates.await? {
        summary.take(path, fate);
    }
    summary.end(&place, &args.comment, args.dry_run).await
}

fn read(root: &Path, below: Option<&Title>) -> anyhow::Result<Drafts> {
    let folder = Folder::read(root).with_context(|| root.display().to_string())?;
    let file_max = FILE_MAX as u64;
    Ok(drafts(&folder, Wish { below, file_max }))
}

struct Importing<'a> {
    place: &'a Place,
    root: &'a Path,
    dry: bool,
}

impl Importing<'_> {
    async fn fate(&self, mut draft: Draft, is_new: bool) -> anyhow::Result<Fate> {
        let (new, bytes) = match self.stands(&draft).await? {
            Ok(read) => read,
            Err(why) => return Ok(Fate::Skipped(why)),
        };
        let step = match is_new {
            true => Step::Write(Vec::new()),
            false => there::decided(self.place, &mut draft, &new).await?,
        };
        let parents = match step {
            Step::Same => return Ok(Fate::Same),
            Step::InTheWay => return Ok(Fate::InTheWay),
            Step::Write(parents) => parents,
        };
        Ok(Fate::Edit(Box::new(WikiEdit {
            title: draft.title.to_string(),
            parents: parents.iter().map(|id| act::RevisionId(id.0)).collect(),
            change: self.change(draft.what, bytes).await?,
        })))
    }

    /// What a draft is to become; of a file with what is in it.
    async fn stands(&self, draft: &Draft) -> anyhow::Result<Result<(Stands, Vec<u8>), Skip>> {
        Ok(match &draft.what {
            What::Text(text) => Ok((Stands::Text(text.clone()), Vec::new())),
            What::Moved(to) => Ok((Stands::Moved(to.clone()), Vec::new())),
            What::File { path, text, .. } => {
                let place = self.root.join(path);
                let read = move || folder::bytes(&place, FILE_MAX as u64);
                let bytes = tokio::task::spawn_blocking(read).await?;
                bytes.map(|bytes| {
                    let hash = *blake3::hash(&bytes).as_bytes();
                    (Stands::File(hash, text.clone()), bytes)
                })
            }
        })
    }

    async fn change(&self, what: What, bytes: Vec<u8>) -> anyhow::Result<WikiChange> {
        Ok(match what {
            What::Text(text) => WikiChange::Text(text),
            What::Moved(to) => WikiChange::Moved(to.to_string()),
            What::File {
                path,
                mime: said,
                text,
            } => {
                let mime = said.unwrap_or_else(|| mime(&path).to_owned());
                let file = match self.dry {
                    true => WikiFile {
                        url: String::new(),
                        mime,
                        size_bytes: bytes.len() as u64,
                        blake3: blake3::hash(&bytes).to_hex().to_string(),
                    },
                    false => ask::give(self.place, &mime, bytes).await?,
                };
                WikiChange::File { file, text }
            }
        })
    }
}
