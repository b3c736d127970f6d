//! Communities, their rules and figures.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Community {
    /// Its id; its first sixteen digits do in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The language of its common rooms.
    pub lang: String,
    /// The stream's Matrix room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_room: Option<String>,
    /// Its page on the site.
    pub page: String,
}

/// The communities of a node, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Communities {
    /// The communities.
    pub communities: Vec<Community>,
}

/// The rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rules {
    /// The version of the policy.
    pub version: u32,
    /// How many trusted members are active (R1).
    pub x: u32,
    /// The magic number of the trusted (R1).
    pub magic: u32,
    /// Every number that the community decides on, by its name.
    #[schema(value_type = Object)]
    pub policy: serde_json::Value,
    /// How it all works, in words: plain paragraphs.
    pub words: Vec<String>,
}

/// A day, by the community's own records alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatisticsDay {
    /// Days since 1970-01-01 (UTC).
    pub day: i32,
    /// Posts published.
    pub posts: u32,
    /// Comments published.
    pub comments: u32,
    /// Opinions given.
    pub votes: u32,
    /// Members who did something in the thirty days up to this one.
    pub active: u32,
    /// The trusted among them.
    pub trusted: u32,
    /// The magic number of the trusted at the end of the day.
    pub magic: u32,
}

/// A community in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Statistics {
    /// Its days, in order.
    pub days: Vec<StatisticsDay>,
}

/// A supertag (R12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Supertag {
    /// Its name.
    pub name: String,
    /// What belongs under it.
    pub definition: String,
    /// Other names for it.
    pub synonyms: Vec<String>,
}

/// How a plain tag is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tag {
    /// The tag.
    pub tag: String,
    /// How many published posts carry it.
    pub posts: u64,
}

/// The tags of a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tags {
    /// The supertags.
    pub supertags: Vec<Supertag>,
    /// The plain tags, the most used first.
    pub tags: Vec<Tag>,
}
