//! `secta wiki space new`, `secta wiki space members`, `secta wiki space add`, `secta wiki space remove`

use anyhow::bail;
use secta_bot_kit::Lang;
use secta_wiki_spaces::{MemberId, entry::Entry, key::Member, space::Founding};

use super::{
    Of, copies, home,
    net::{At, Keeper},
    open::Opened,
    wish::Wish,
};
use crate::{cli::telling::Telling, phrases::say};

/// What is done with spaces.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// Founds a space
    New(NewArgs),
    /// Lists the members of a space
    Members(Of),
    /// Adds a member: at the next `sync` a new key is made for all
    Add(AddArgs),
    /// Removes a member: at the next `sync` a new key is made for the others
    Remove(RemoveArgs),
}

/// A space that is founded.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NewArgs {
    /// Its name, which its members alone can read
    name: String,
    #[command(flatten)]
    at: At,
    /// How the members call you
    #[arg(long = "as", value_name = "NAME")]
    me: String,
}

/// Who is added.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct AddArgs {
    #[command(flatten)]
    of: Of,
    /// What `secta wiki key show` prints for them
    key: Member,
    /// How the members call them
    #[arg(long, value_name = "NAME")]
    name: String,
    /// They do not read what was written before
    #[arg(long)]
    without_history: bool,
}

/// Who is removed.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RemoveArgs {
    #[command(flatten)]
    of: Of,
    /// The public part of their key, its id, or their name
    #[arg(value_name = "KEY")]
    member: String,
}

/// Does what is asked.
///
/// # Errors
///
/// Why it could not be done.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::New(args) => new(&args, lang).await,
        Command::Members(of) => members(&of, lang),
        Command::Add(args) => add(args, lang),
        Command::Remove(args) => remove(&args, lang),
    }
}

async fn new(args: &NewArgs, lang: Lang) -> anyhow::Result<()> {
    let key = home::key(lang)?;
    let keeper = Keeper::at(&args.at, lang).await?;
    let founding = Founding {
        name: args.name.clone(),
        founder: args.me.clone(),
    };
    let entry = founding.entry(&key, &home::seed()?)?;
    let id = Entry::read(&entry)?.space;
    // Kept first: a space of which nobody has a copy would be of no use.
    copies::copy(&id, &keeper, std::slice::from_ref(&entry))?;
    keeper.found(&entry).await?;
    let mut told = Telling::new(lang);
    let name = [("name", args.name.clone()), ("space", id.to_string())];
    told.line(0, "wiki-founded", &name);
    print!("{}", told.end());
    Ok(())
}

fn members(of: &Of, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(of, lang)?;
    let mut told = Telling::new(lang);
    for (member, name) in opened.space.members() {
        let args = [
            ("name", name.unwrap_or("?").to_owned()),
            ("id", member.id().to_string().chars().take(16).collect()),
            ("key", member.to_string()),
        ];
        told.line(0, "wiki-member", &args);
    }
    for (_, wish) in opened.replica.wishes()? {
        let (phrase, who) = match serde_json::from_str(&wish)? {
            Wish::Add { name, .. } => ("wiki-will-add", name),
            Wish::Remove { member } => ("wiki-will-remove", named(&opened, &member)),
        };
        told.line(0, phrase, &[("name", who)]);
    }
    print!("{}", told.end());
    Ok(())
}

fn add(args: AddArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.of, lang)?;
    let wish = Wish::Add {
        member: args.key.to_string(),
        name: args.name.clone(),
        history: !args.without_history,
    };
    // What cannot be is said now, not at the next sync.
    wish.entry(&opened.space, &home::seed()?)?;
    opened.replica.add_wish(&serde_json::to_string(&wish)?)?;
    let id = opened.space.id().to_string();
    let site = opened.replica.setting("site")?.unwrap_or_default();
    let told = [("name", &*args.name), ("space", &id), ("site", &site)];
    println!("{}", say(lang, "wiki-added", &told));
    Ok(())
}

fn remove(args: &RemoveArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.of, lang)?;
    let member = meant(&opened, &args.member)?;
    let wish = Wish::Remove { member };
    wish.entry(&opened.space, &home::seed()?)?;
    opened.replica.add_wish(&serde_json::to_string(&wish)?)?;
    let name = named(&opened, &member);
    println!("{}", say(lang, "wiki-removed", &[("name", &name)]));
    Ok(())
}

/// The member of a public part, an id's beginning, or a name.
fn meant(opened: &Opened, given: &str) -> anyhow::Result<MemberId> {
    let key: Option<Member> = given.parse().ok();
    let all = opened.space.members();
    let mut found = all.iter().filter(|(member, name)| {
        let by_id = given.len() >= 8 && member.id().to_string().starts_with(given);
        key == Some(*member) || by_id || *name == Some(given)
    });
    match (found.next(), found.next()) {
        (Some((member, _)), None) => Ok(member.id()),
        (Some(_), Some(_)) => bail!(say(opened.lang, "wiki-which-member", &[("name", given)])),
        (None, _) => bail!(say(opened.lang, "wiki-no-member", &[("name", given)])),
    }
}

fn named(opened: &Opened, member: &MemberId) -> String {
    let name = opened.space.name_of(member);
    name.map_or_else(|| member.to_string(), str::to_owned)
}
