//! What was written from one wiki and is read into another gives the same pages.

use std::{collections::BTreeMap, fs, path::Path};

use proptest::{prelude::*, sample::select};
use secta_wiki::{PageId, RevisionId, revision::Attachment, title::Title};

use super::{
    drafts::{Drafts, What, Wish, drafts},
    folder::Folder,
    outward::{self, Out},
    page::{Page, Shown},
};

pub(super) fn title(text: &str) -> Title {
    text.parse().expect(text)
}

pub(super) fn page(name: &str, text: &str) -> Page {
    Page {
        title: title(name),
        revisions: vec![RevisionId([7; 32])],
        author: Some(("Анна".to_owned(), "@anna:x".to_owned())),
        time_ms: Some(1_795_300_000_000),
        shown: Shown::Text(text.to_owned()),
    }
}

fn picture(name: &str, mime: &str, text: &str) -> Page {
    let file = Attachment {
        name: name.to_owned(),
        content_type: mime.to_owned(),
        bytes: 3,
        blake3: *blake3::hash(b"png").as_bytes(),
        text: text.to_owned(),
    };
    Page {
        shown: Shown::File(file),
        ..page(name, "")
    }
}

fn lay(root: &Path, pages: &[Page], moved: &[(Title, Title)]) {
    for (path, out) in outward::files(pages, moved) {
        let place = root.join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        let bytes = match out {
            Out::Note(text) => text.into_bytes(),
            Out::File(_) => b"png".to_vec(),
        };
        fs::write(place, bytes).expect("a file");
    }
}

pub(super) fn read(root: &Path) -> Drafts {
    let wish = Wish {
        below: None,
        file_max: 10 << 20,
    };
    drafts(&Folder::read(root).expect("a folder"), wish)
}

/// Pages by their ids, as far as a wiki would tell them apart.
fn come(found: &Drafts) -> BTreeMap<PageId, (String, String)> {
    let told = found.pages.iter().map(|draft| {
        let said = match &draft.what {
            What::Text(text) => text.clone(),
            What::File { mime, text, .. } => format!("file {mime:?} {text}"),
            What::Moved(to) => format!("moved {to}"),
        };
        (draft.title.page_id(), (draft.title.to_string(), said))
    });
    told.collect()
}

#[test]
fn a_wiki_comes_back_with_its_files_its_categories_and_what_was_renamed() {
    let place = tempfile::tempdir().expect("a folder");
    let pages = [
        page(
            "Дюна: роман",
            "О [[Арракис]] и [[Старое имя]] [[Категория:Книги]]\n",
        ),
        page("дюна/роман", "![[кот.png|200]] ![[Файл:к?т.png]] [[роман]]"),
        page(
            "роман",
            "---\ntags: [проза]\n---\n[[Дюна: роман#Конец|конец]]\n\n",
        ),
        page(
            "Категория:Книги",
            "[сад](дюна/роман.md) и [вон](https://x.example/а.md)",
        ),
        page(
            "Общее:Устав",
            "| [[Дюна: роман]] |\n|-|\n| `[[Дюна: роман]]` |",
        ),
        page("a.md", "---\ntitle: моё\n---\n"),
        picture("Файл:кот.png", "image/png", ""),
        picture("Файл:к?т.png", "image/png", "Кот в [[роман|романе]]"),
        picture("Файл:без/имени", "text/x-odd", ""),
    ];
    let moved = [(title("Старое имя"), title("Дюна: роман"))];
    lay(place.path(), &pages, &moved);
    let found = read(place.path());
    assert_eq!(found.skipped, []);
    assert_eq!(found.renamed, []);
    let came = come(&found);
    for page in &pages {
        let (name, said) = &came[&page.title.page_id()];
        assert_eq!(name, &page.title.to_string());
        match page.file() {
            None => assert_eq!(said, page.text()),
            Some(file) => assert!(said.ends_with(&format!(" {}", file.text)), "{said}"),
        }
    }
    assert_eq!(came[&title("старое имя").page_id()].1, "moved Дюна: роман");
    assert_eq!(came.len(), pages.len() + 1);
    let odd = came[&title("Файл:без/имени").page_id()].1.clone();
    assert!(odd.contains("text/x-odd"), "{odd}");
    let seen = found.pages.iter().filter(|draft| !draft.seen.is_empty());
    assert_eq!(
        seen.count(),
        8,
        "a note tells which revisions it was written from"
    );
}

fn some_title() -> impl Strategy<Value = String> {
    let part = || {
        select(vec![
            "Чай",
            "чай: мята",
            "б",
            "Ёж",
            "кот?",
            "CON",
            "Книги",
            "a.md",
            "...",
            "к \"т\"",
        ])
    };
    let prefix = select(vec!["", "", "", "Категория:", "Общее:", "чай/", "б/"]);
    (prefix, part()).prop_map(|(prefix, part)| format!("{prefix}{part}"))
}

fn some_text() -> impl Strategy<Value = String> {
    let link = (
        some_title(),
        select(vec!["", "#Раз", "|имя", "#Раз|имя", "|Чай", "|300"]),
    )
        .prop_map(|(title, rest)| format!("[[{title}{rest}]]"))
        .boxed();
    let piece = prop_oneof![
        4 => link.clone(),
        1 => link.clone().prop_map(|link| format!("!{link}")),
        1 => link.prop_map(|link| format!("\n\n| {link} |\n|-|\n\n")),
        1 => some_title().prop_map(|title| format!("[x](<{title}.md>)")),
        1 => select(vec![" слова ", "\n", "\n\n---\n", "`", "```\n", "---\ntags: [Книги, x]\n---\n", "\\", "|", "[[", "]]", "\r\n", "&#91;"])
            .prop_map(str::to_owned),
        1 => "[a-zа-я \\[\\]|#!`\\\\]{0,8}",
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_wiki_comes_back_letter_by_letter(
        told in prop::collection::btree_map(some_title(), some_text(), 1..8),
        other in some_title(),
    ) {
        let mut pages: BTreeMap<PageId, Page> = BTreeMap::new();
        for (name, text) in &told {
            let page = page(name, text);
            pages.entry(page.title.page_id()).or_insert(page);
        }
        let pages: Vec<Page> = pages.into_values().collect();
        let from = title(&other);
        let is_there = pages.iter().any(|page| page.title.page_id() == from.page_id());
        let moved: Vec<_> = Some((from, pages[0].title.clone())).filter(|_| !is_there).into_iter().collect();
        let mut folder = Folder::default();
        for (path, out) in outward::files(&pages, &moved) {
            prop_assert!(crate::vault::path::check(&path).is_ok(), "{path}");
            if let Out::Note(text) = out {
                folder.notes.insert(path, text);
            }
        }
        let wish = Wish { below: None, file_max: 1 };
        let found = drafts(&folder, wish);
        let came = come(&found);
        for page in pages.iter().filter(|page| !page.text().trim().is_empty()) {
            prop_assert_eq!(&came[&page.title.page_id()], &(page.title.to_string(), page.text().to_owned()));
        }
        for (from, to) in &moved {
            if !pages[0].text().trim().is_empty() {
                prop_assert_eq!(&came[&from.page_id()].1, &format!("moved {to}"));
            }
        }
    }
}
