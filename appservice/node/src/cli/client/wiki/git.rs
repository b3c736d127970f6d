//! `secta client wiki export --git`: one commit for each revision.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use blake3::Hash;
use secta_bot_kit::Lang;
use secta_site::api::types::{WikiFile, WikiKind, WikiRevision};
use secta_wiki::{RevisionId, revision::Revision};
use secta_wiki_formats::wiki::{
    past::{Past, Words},
    repository::Repository,
};

use super::{ask, export::hex};
use crate::{cli::client::site::Place, phrases::say};

/// Writes the commits that are not there yet.
///
/// # Errors
///
/// When the site does not answer, or `git` fails.
pub(super) async fn run(place: &Place, folder: &Path) -> anyhow::Result<ExitCode> {
    let lang = place.site.lang;
    let root = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let repository = Repository::open(&root)?;
        let (done, files) = (repository.done()?, repository.files()?);
        anyhow::Ok((repository, done, files))
    });
    let (repository, done, there) = opened.await??;
    let mut all = ask::revisions(place, None).await?;
    all.reverse();
    let (known, new): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| is_done(one, &done));
    let count = new.len();
    let names = names(known.iter().chain(&new));
    let touched: BTreeSet<String> = new.iter().map(|one| one.page.clone()).collect();
    let known = told(place, known, |one| {
        one.kind == WikiKind::Moved || touched.contains(&one.page)
    });
    let known = as_revisions(&known.await?)?;
    let new = told(place, new, |_| true).await?;
    let scratch = Scratch::bring(place, folder, &new).await?;
    let mut new = as_revisions(&new)?;
    new.sort_by_key(Revision::order);
    let mut past = Past::new(words(lang), names);
    let shown = tokio::task::spawn_blocking(move || {
        past.go_on(&there);
        past.known(known);
        if !new.is_empty() {
            repository
                .write(|out| past.write(new, out, &mut |file| scratch.bytes(&file.blake3)))?;
        }
        anyhow::Ok(repository.show()?)
    });
    let phrase = match shown.await?? {
        true => "client-wiki-committed",
        false => "client-wiki-committed-beside",
    };
    let (count, folder) = (count.to_string(), folder.display().to_string());
    let told = [("count", &*count), ("folder", &*folder)];
    println!("{}", say(lang, phrase, &told));
    Ok(ExitCode::SUCCESS)
}

fn is_done(one: &WikiRevision, done: &BTreeSet<RevisionId>) -> bool {
    one.id
        .parse()
        .is_ok_and(|id: RevisionId| done.contains(&id))
}

fn words(lang: Lang) -> Words {
    Words {
        deleted: say(lang, "client-wiki-git-deleted", &[]),
        hidden: say(lang, "client-wiki-git-hidden", &[]),
    }
}

fn names<'r>(all: impl Iterator<Item = &'r WikiRevision>) -> BTreeMap<String, String> {
    let named = all.filter_map(|one| Some((one.author.id.clone(), one.author.name.clone()?)));
    named.collect()
}

/// Revisions, with what those say of which it is wanted.
async fn told(
    place: &Place,
    all: Vec<WikiRevision>,
    wanted: impl Fn(&WikiRevision) -> bool,
) -> anyhow::Result<Vec<WikiRevision>> {
    ask::many(all, async |mut one| {
        if wanted(&one)
            && let Some(said) = ask::revision(place, &one.id.parse()?).await?
        {
            one = said;
        }
        Ok(one)
    })
    .await
}

fn as_revisions(all: &[WikiRevision]) -> anyhow::Result<Vec<Revision>> {
    all.iter().map(ask::as_revision).collect()
}

/// Files on their way into the repository, in a folder of it.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Brings the files that revisions show; those that nobody has any more are left out.
    async fn bring(place: &Place, root: &Path, revisions: &[WikiRevision]) -> anyhow::Result<Self> {
        let folder = root.join(".git/secta-files");
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let scratch = Self { folder };
        let files: BTreeMap<&str, &WikiFile> = revisions
            .iter()
            .filter_map(|one| one.file.as_ref())
            .map(|file| (file.blake3.as_str(), file))
            .collect();
        for (hash, file) in files {
            let hash: Hash = hash.parse()?;
            let path = scratch.path(hash.as_bytes());
            if fs::symlink_metadata(&path).is_ok() {
                continue;
            }
            match ask::bytes(place, file).await {
                Ok(bytes) => fs::write(&path, bytes).with_context(|| path.display().to_string())?,
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(scratch)
    }

    fn path(&self, hash: &[u8; 32]) -> PathBuf {
        self.folder.join(hex(hash))
    }

    /// What is in a file: looked at once more, as a killed export may have left half of it.
    fn bytes(&self, hash: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(hash)) {
            Ok(bytes) if blake3::hash(&bytes).as_bytes() == hash => Ok(Some(bytes)),
            Ok(_) => {
                fs::remove_file(self.path(hash))?;
                Err(io::ErrorKind::InvalidData.into())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn is_gone(error: &anyhow::Error) -> bool {
    let status = error
        .downcast_ref::<reqwest::Error>()
        .and_then(reqwest::Error::status);
    status.is_some_and(|status| status.is_client_error())
}
