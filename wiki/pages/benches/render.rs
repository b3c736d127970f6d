//! How long a page of 50 KB takes, and whether texts that parsers are slow at take twice as long when twice as long.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

#[path = "../src/markdown/render/worst.rs"]
mod worst;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use secta_wiki::{
    markdown::{FileFacts, Library, Place, Rendered, Urls, Words, links, render},
    title::Title,
};

struct Wiki;

impl Library for Wiki {
    fn exists(&self, title: &Title) -> bool {
        !title.name().len().is_multiple_of(3)
    }

    fn text(&self, _: &Title) -> Option<Arc<str>> {
        Some(Arc::from("# Раздел\nтекст"))
    }

    fn file(&self, _: &Title) -> Option<FileFacts> {
        Some(FileFacts { picture: true })
    }
}

impl Urls for Wiki {
    fn page(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn missing(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn file(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn edit_section(&self, number: usize) -> Option<String> {
        Some(format!("?section={number}"))
    }
}

const PART: &str = "## Раздел о воде\n\nВода на **Арракисе** дороже [[Пряность|пряности]], а [[Фримены]] берегут её \
    *каждую* каплю[^1]. См. [карту](https://example.org/map) и `код`.\n\n- первый пункт\n- второй, со [[Ссылка|ссылкой]]\n\
    \n| имя | дом |\n|-----|-----|\n| Пол | Атрейдес |\n| Фейд | Харконнен |\n\n> Страх убивает разум.\n\n\
    ```rust\nfn main() {\n    println!(\"вода\");\n}\n```\n\n";

fn shown(text: &str) -> Rendered {
    let place = Place {
        title: &Title::parse("Страница").expect("a title"),
        library: &Wiki,
        urls: &Wiki,
        words: &Words::default(),
        lowered: 1,
    };
    render(text, &place)
}

/// The middle of several runs, in milliseconds.
fn measured(runs: usize, work: impl Fn()) -> f64 {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[runs / 2].as_secs_f64() * 100_000.0).round() / 100.0
}

fn main() {
    let text = PART.repeat(50 * 1024 / PART.len() + 1) + "[^1]: Книга первая.\n";
    println!(
        "{} bytes of text, {} of HTML",
        text.len(),
        shown(&text).html.len()
    );
    let render_ms = measured(51, || drop(shown(&text)));
    let links_ms = measured(51, || drop(links(&text)));
    let (mut slowest, mut steepest) = (0.0_f64, 0.0_f64);
    for ((name, half), (_, whole)) in worst::worst(100 * 1024)
        .iter()
        .zip(&worst::worst(200 * 1024))
    {
        let half = measured(3, || drop(shown(half)));
        let whole = measured(3, || drop(shown(whole)));
        let growth = whole / half.max(0.5);
        println!("{name}: {half} ms for 100 KB, {whole} ms for 200 KB, {growth:.1} times");
        slowest = slowest.max(whole);
        steepest = steepest.max(growth);
    }
    println!(
        "{{\"wiki_render_50kb_ms\":{render_ms},\"wiki_links_50kb_ms\":{links_ms},\
         \"wiki_render_worst_200kb_ms\":{slowest},\"wiki_render_worst_growth\":{steepest:.2}}}"
    );
}
