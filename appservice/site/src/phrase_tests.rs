use secta_bot_kit::words::check_part;

#[test]
fn the_phrases_are_complete_in_both_languages_and_none_is_wasted() {
    let mut sources = Vec::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("templates")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            match ending {
                None => folders.push(path),
                Some("rs" | "html") => {
                    sources.push(std::fs::read_to_string(path).expect("a text"));
                }
                Some(_) => {}
            }
        }
    }
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    check_part("site", crate::phrases, &sources);
}
