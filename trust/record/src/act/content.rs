//! Posts and comments.

use serde::{Deserialize, Serialize};

use super::{Body, ItemId, Reference};

/// What an item says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The plain text.
    pub text: String,
    /// The formatted text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Images and files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// The language, as a BCP 47 tag, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// An image or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Where the homeserver keeps it: an `mxc://` address.
    pub mxc: String,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// The BLAKE3 of what is in it, hexadecimal, where the node has read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blake3: Option<String>,
}

/// A post (R3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its id.
    pub item: ItemId,
    /// What it says; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// None to three supertags, by their names (R12).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supertags: Vec<String>,
    /// Any number of plain tags, folded to one spelling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl Body for Post {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|item| Self {
            item: ItemId(*item),
            content: None,
            supertags: Vec::new(),
            tags: Vec::new(),
        })
    }

    fn is_withheld(&self) -> bool {
        self.content.is_none()
    }

    fn lacks_content(&self) -> Option<ItemId> {
        self.content.is_none().then_some(self.item)
    }

    fn fill(&mut self, content: Content) {
        self.content = Some(content);
    }
}

/// A comment in a post's thread (R5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub item: ItemId,
    /// The post that the thread belongs to.
    pub root: ItemId,
    /// The post or comment that it answers.
    pub parent: ItemId,
    /// What it says; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

impl Body for Comment {
    /// The item, its root, and its parent where that is another one: references name nothing twice.
    fn references(&self) -> Vec<Reference> {
        let mut references = vec![self.item.0, self.root.0];
        if self.parent != self.root {
            references.push(self.parent.0);
        }
        references
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        let mut references = references.iter().copied().map(ItemId);
        let (item, root) = (references.next()?, references.next()?);
        Some(Self {
            item,
            root,
            parent: references.next().unwrap_or(root),
            content: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.content.is_none()
    }

    fn lacks_content(&self) -> Option<ItemId> {
        self.content.is_none().then_some(self.item)
    }

    fn fill(&mut self, content: Content) {
        self.content = Some(content);
    }
}

/// Another content for a published item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The item.
    pub item: ItemId,
    /// What it says from now on; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

impl Body for Edit {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|item| Self {
            item: ItemId(*item),
            content: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.content.is_none()
    }

    fn lacks_content(&self) -> Option<ItemId> {
        self.content.is_none().then_some(self.item)
    }

    fn fill(&mut self, content: Content) {
        self.content = Some(content);
    }
}

/// An author takes back their own item (R15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The item.
    pub item: ItemId,
}

impl Body for Withdraw {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}
