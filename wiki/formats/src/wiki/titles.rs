//! A title for what is called by a path or calls itself somehow.

use secta_wiki::title::{Language, MAX_LETTERS, Namespace, Title, TitleFault};

/// A title for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The title.
    pub title: Title,
    /// Whether it had to be made because the name is none.
    pub made: bool,
}

/// A title below another one; categories and what is common to communities stay where they are.
///
/// # Errors
///
/// Why that is none.
pub fn below(below: Option<&Title>, title: Title) -> Result<Named, TitleFault> {
    let made = false;
    let namespace = title.namespace();
    match (below, namespace) {
        (Some(above), Namespace::Page) => {
            let name = format!("{}/{}", above.name(), title.name());
            let title = Title::new(above.namespace(), &name)?;
            Ok(Named { title, made })
        }
        (Some(above), Namespace::File) => {
            let name = format!("{}/{}", above.name(), title.name());
            let title = Title::new(namespace, &name)?;
            Ok(Named { title, made })
        }
        (Some(_), Namespace::Commons | Namespace::Category) | (None, _) => {
            Ok(Named { title, made })
        }
    }
}

/// The title of a note without one, by its path.
///
/// # Errors
///
/// Why none can be made.
pub fn of_path(above: Option<&Title>, path: &str) -> Result<Named, TitleFault> {
    let name = match path.rsplit_once('.') {
        Some((name, ending)) if ending.eq_ignore_ascii_case("md") => name,
        Some(_) | None => path,
    };
    for namespace in [Namespace::Commons, Namespace::Category] {
        for language in [Language::Russian, Language::English] {
            let folder = namespace
                .prefix(language)
                .map(|prefix| format!("{prefix}/"));
            if let Some(name) = folder.and_then(|folder| name.strip_prefix(&folder)) {
                return of_name(above, namespace, name);
            }
        }
    }
    of_name(above, Namespace::Page, name)
}

/// The title that a note gives itself.
///
/// # Errors
///
/// Why none can be made.
pub fn of_text(above: Option<&Title>, text: &str) -> Result<Named, TitleFault> {
    match Title::parse(text) {
        Ok(title) if title.namespace() != Namespace::File => below(above, title),
        Ok(_) | Err(_) => of_name(above, Namespace::Page, text),
    }
}

/// A title of a namespace; one is made where the name is none.
///
/// # Errors
///
/// Why none can be made.
pub fn of_name(
    above: Option<&Title>,
    namespace: Namespace,
    name: &str,
) -> Result<Named, TitleFault> {
    let direct = Title::new(namespace, name).and_then(|title| below(above, title));
    direct.or_else(|fault| {
        let room = above.map_or(0, |above| above.name().chars().count() + 1);
        let made = fitting(name, MAX_LETTERS.saturating_sub(room));
        let title = Title::new(namespace, &made).map_err(|_| fault.clone())?;
        let title = below(above, title).map_err(|_| fault)?.title;
        Ok(Named { title, made: true })
    })
}

/// A name without what no title has.
fn fitting(name: &str, letters: usize) -> String {
    let parts = name.split('/').map(|part| {
        let part: String = part
            .chars()
            .map(|c| if is_kept(c) { ' ' } else { c })
            .collect();
        let part = part.replace(':', " -");
        let part = parted(part.split_whitespace().collect::<Vec<_>>().join(" ").trim());
        if part.trim_matches('.').is_empty() {
            return "-".to_owned();
        }
        part
    });
    let whole: Vec<String> = parts.collect();
    let cut: String = whole.join("/").chars().take(letters).collect();
    cut.trim_end_matches(['/', ' ']).to_owned()
}

fn is_kept(c: char) -> bool {
    c.is_control() || "[]|#<>{}\\^".contains(c) || crate::names::is_invisible(c) || c == '\u{2800}'
}

/// A hyphen wherever a word goes over into another alphabet.
fn parted(name: &str) -> String {
    let (mut out, mut last) = (String::new(), None);
    for c in name.chars() {
        let alphabet = alphabet(c);
        if alphabet.is_some() && last.is_some() && alphabet != last {
            out.push('-');
        }
        last = match c.is_alphanumeric() {
            true => alphabet.or(last),
            false => None,
        };
        out.push(c);
    }
    out
}

fn alphabet(c: char) -> Option<u8> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(0),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(1),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' => Some(2),
        // Other alphabets are not taken for one another.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_title_gets_one_that_would_do() {
        for (path, wanted, made) in [
            ("а/Чай.md", "а/Чай", false),
            ("Категория/Книги.md", "Категория:Книги", false),
            ("Commons/Устав.MD", "Общее:Устав", false),
            ("план [1].md", "план 1", true),
            ("USBшный шнур.md", "USB-шный шнур", true),
            ("Файл: опись.md", "Файл - опись", true),
            ("a\u{202e}b.md", "a b", true),
            ("c#/#.md", "c/-", true),
        ] {
            let named = of_path(None, path).expect(path);
            assert_eq!(
                (named.title.to_string().as_str(), named.made),
                (wanted, made)
            );
        }
        let long = of_path(None, &format!("{}.md", "я".repeat(300))).expect("a title");
        assert_eq!(long.title.name().chars().count(), 120);
    }

    #[test]
    fn pages_may_be_put_below_another() {
        let above: Title = "Сад".parse().expect("a title");
        let named = |path| of_path(Some(&above), path).expect(path).title.to_string();
        assert_eq!(named("Чай.md"), "Сад/Чай");
        assert_eq!(named("Категория/Книги.md"), "Категория:Книги");
        let long = of_path(Some(&above), &format!("{}.md", "я".repeat(118))).expect("a title");
        assert_eq!((long.title.name().chars().count(), long.made), (120, true));
    }
}
