//! Opening a vault, or making one.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use gix::Repository;

use super::{
    Vault, VaultSettings, branch, error::VaultError, files, objects, operations::Operations,
};

const CONFIG: &str = "[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = false
\tlogallrefupdates = false
\tsymlinks = false
\tautocrlf = false
\tquotepath = false
";

impl Vault {
    /// Opens the vault in a folder; makes one where there is none.
    ///
    /// What a killed process left is cleared up: locks, unfinished files, a folder behind its branch.
    ///
    /// # Errors
    ///
    /// [`VaultError::Busy`] while another process holds it; a repository on another branch; a disk that fails.
    pub fn open(settings: VaultSettings) -> Result<Self, VaultError> {
        branch::check_name(&settings.branch)?;
        files::make_folder(&settings.root)?;
        let lock = lock(&settings.root)?;
        if fs::symlink_metadata(settings.root.join(".git")).is_err() {
            create(&settings)?;
        }
        files::remove_if_there(&settings.root.join(files::TEMPORARY))?;
        let repository = open(&settings.root)?;
        branch::sweep(&repository, &settings.branch)?;
        check_branch(&repository, &settings.branch)?;
        objects::sweep(&repository)?;
        let vault = Self {
            settings,
            repository,
            lock,
            operations: Operations::default(),
            summaries: Default::default(),
        };
        files::make_folder(&vault.own_folder())?;
        vault.settle()?;
        Ok(vault)
    }
}

/// The lock lies in the folder, not in the repository, which may have to be made.
fn lock(root: &Path) -> Result<File, VaultError> {
    let path = root.join(".secta-lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(VaultError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VaultError::Busy),
        Err(TryLockError::Error(error)) => Err(VaultError::io(path)(error)),
    }
}

/// A repository made beside its place and moved there whole.
fn create(settings: &VaultSettings) -> Result<(), VaultError> {
    let unfinished = settings.root.join(".secta-new");
    if fs::symlink_metadata(&unfinished).is_ok() {
        fs::remove_dir_all(&unfinished).map_err(VaultError::io(&unfinished))?;
    }
    for folder in [
        "objects/info",
        "objects/pack",
        "refs/heads",
        "refs/tags",
        "info",
    ] {
        files::make_folder(&unfinished.join(folder))?;
    }
    let head = format!("ref: {}\n", branch::full_name(&settings.branch));
    files::write_new(&unfinished.join("HEAD"), head.as_bytes())?;
    files::write_new(&unfinished.join("config"), CONFIG.as_bytes())?;
    let exclude = b".secta-*\n.obsidian/workspace*.json\n.trash/\n";
    files::write_new(&unfinished.join("info/exclude"), exclude)?;
    let place = settings.root.join(".git");
    fs::rename(&unfinished, &place).map_err(VaultError::io(&place))?;
    files::sync_folder(&settings.root)
}

/// The repository of a folder, whatever the machine's own settings say.
pub(crate) fn open(root: &Path) -> Result<Repository, VaultError> {
    let options = gix::open::Options::isolated()
        .with(gix::sec::Trust::Full)
        .open_path_as_is(true);
    let folder: PathBuf = root.join(".git");
    let repository = gix::open_opts(folder, options).map_err(VaultError::repository)?;
    if repository.object_hash() != gix::hash::Kind::Sha1 {
        return Err(VaultError::repository("not one with SHA-1 ids"));
    }
    Ok(repository)
}

fn check_branch(repository: &Repository, wanted: &str) -> Result<(), VaultError> {
    let head = repository.head_name().map_err(VaultError::repository)?;
    let found = head.map_or_else(|| "no branch".to_owned(), |name| name.shorten().to_string());
    if found == wanted {
        return Ok(());
    }
    Err(VaultError::Branch {
        found,
        wanted: wanted.to_owned(),
    })
}
