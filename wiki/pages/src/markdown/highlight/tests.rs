use proptest::prelude::*;

use super::*;

const NAMES: [&str; 22] = [
    "rust",
    "python",
    "ts",
    "cpp",
    "java",
    "go",
    "zig",
    "php",
    "ruby",
    "perl",
    "lua",
    "haskell",
    "nix",
    "bash",
    "powershell",
    "sql",
    "json",
    "yaml",
    "css",
    "html",
    "diff",
    "makefile",
];

/// The text of painted code.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (number, part) in html.split('<').enumerate() {
        let shown = match number {
            0 => part,
            _ => part.split_once('>').expect("a tag ends").1,
        };
        text.push_str(shown);
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn words_strings_numbers_and_comments_are_told_apart() {
    assert_eq!(
        html("fn a<'x>() { 'b'; 1.5e-3 } // \"с\"", "Rust").expect("known"),
        "<span class=\"k\">fn </span>a&lt;&#39;x&gt;() { <span class=\"s\">&#39;b&#39;</span>; \
         <span class=\"n\">1.5e-3 </span>} <span class=\"c\">// &quot;с&quot;</span>"
    );
    assert_eq!(
        html("SELECT 'a' FROM b", "sql").expect("known"),
        "<span class=\"k\">SELECT </span><span class=\"s\">&#39;a&#39; </span><span class=\"k\">FROM </span>b"
    );
    assert_eq!(
        html("<a href='x'>y</a>", "html").expect("known"),
        "&lt;<span class=\"k\">a </span><span class=\"m\">href</span>=<span class=\"s\">&#39;x&#39;</span>&gt;y\
         &lt;/<span class=\"k\">a</span>&gt;"
    );
    assert_eq!(
        html("key: true # x", "yaml").expect("known"),
        "<span class=\"m\">key</span>: <span class=\"n\">true </span><span class=\"c\"># x</span>"
    );
}

#[test]
fn unknown_languages_and_long_code_stay_plain() {
    assert_eq!(html("a", "brainfuck"), None);
    assert_eq!(html("a", ""), None);
    assert_eq!(html(&"a".repeat(MAX_BYTES + 1), "rust"), None);
}

proptest! {
    #[test]
    fn colours_change_no_letter(code in "(\\PC|[\"'`\\\\\n</>*#@-]|/\\*|\"\"\"){0,80}") {
        for name in NAMES {
            let painted = html(&code, name).expect("known");
            prop_assert_eq!(text(&painted), &code[..], "{}", name);
        }
    }
}
