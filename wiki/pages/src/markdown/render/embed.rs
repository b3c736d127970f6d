//! Pages and sections shown within a page.

use super::{
    Fault, MAX_EMBEDDED_BYTES, MAX_EMBEDS, MAX_EMBEDS_DEEP,
    page::{Page, Shown},
    text::escape,
};
use crate::{
    markdown::{anchor::anchor, sections, target::Target},
    title::Title,
};

impl Page<'_> {
    /// Shows a page or a section of it, or tells why it is not shown.
    pub(super) fn embed(&mut self, shown: &Shown<'_>, title: &Title, heading: Option<&str>) {
        let in_paragraph = self.html.innermost() == Some("p");
        if in_paragraph {
            self.html.close_paragraph();
        }
        if let Err(fault) = self.try_embed(shown, title, heading) {
            let words = self.place.words;
            self.note(match fault {
                Fault::Loop(_) => &words.embed_loop,
                Fault::Deep(_) => &words.embed_deep,
                Fault::ManyEmbeds => &words.embed_many,
                Fault::NoSection(_, _) => &words.section_missing,
                Fault::Title { .. } | Fault::Long => &words.too_long,
            });
            self.fault(fault);
        }
        if in_paragraph {
            self.html.open("p", "");
        }
    }

    fn try_embed(
        &mut self,
        shown: &Shown<'_>,
        title: &Title,
        heading: Option<&str>,
    ) -> Result<(), Fault> {
        let step = (title.page_id(), heading.map(anchor));
        if shown.way.contains(&step) {
            return Err(Fault::Loop(title.clone()));
        }
        if shown.way.len() > MAX_EMBEDS_DEEP {
            return Err(Fault::Deep(title.clone()));
        }
        if self.embeds >= MAX_EMBEDS || self.embedded_bytes > MAX_EMBEDDED_BYTES {
            return Err(Fault::ManyEmbeds);
        }
        self.embeds += 1;
        let Some(text) = self.place.library.text(title) else {
            self.missing_embed(title);
            return Ok(());
        };
        self.embedded_bytes += text.len();
        let part = match heading {
            Some(heading) => section(&text, heading)
                .ok_or_else(|| Fault::NoSection(title.clone(), heading.to_owned()))?,
            None => text.to_string(),
        };
        let mut way = shown.way.clone();
        way.push(step);
        let target = Target::Page(title.clone(), heading.map(str::to_owned));
        self.html.open("div", " class=\"embed\"");
        self.html.open("p", " class=\"source\"");
        self.link_to(&target, shown, &title.to_string());
        self.html.close("p");
        self.show(title, &part, way);
        self.html.close("div");
        Ok(())
    }

    fn missing_embed(&mut self, title: &Title) {
        let attributes = self.missing_attributes(title);
        let name = escape(&title.to_string());
        self.html.open("p", "");
        self.html.whole(&format!("<a{attributes}>{name}</a>"));
        self.html.close("p");
    }
}

/// The section of a text that a heading begins.
fn section(text: &str, heading: &str) -> Option<String> {
    let wanted = anchor(heading);
    sections::sections(text)
        .into_iter()
        .find(|section| section.heading.anchor == wanted)
        .map(|section| text[section.bytes].to_owned())
}
