//! The steps of the onboarding quest.

use serde::{Deserialize, Serialize};

/// A step that a newcomer is asked to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestStep {
    /// Accept the community's principles.
    AcceptPrinciples,
    /// Introduce yourself.
    Introduce,
    /// Choose a language.
    ChooseLanguage,
    /// Read a post.
    ReadPost,
    /// Make a first post.
    FirstPost,
    /// Make a first comment.
    FirstComment,
}

impl QuestStep {
    /// Every step.
    pub const ALL: [Self; 6] = [
        Self::AcceptPrinciples,
        Self::Introduce,
        Self::ChooseLanguage,
        Self::ReadPost,
        Self::FirstPost,
        Self::FirstComment,
    ];

    /// The step's name in a policy.
    pub fn name(self) -> &'static str {
        match self {
            Self::AcceptPrinciples => "accept_principles",
            Self::Introduce => "introduce",
            Self::ChooseLanguage => "choose_language",
            Self::ReadPost => "read_post",
            Self::FirstPost => "first_post",
            Self::FirstComment => "first_comment",
        }
    }

    pub(super) fn default_quest() -> Vec<Self> {
        vec![
            Self::AcceptPrinciples,
            Self::Introduce,
            Self::ReadPost,
            Self::FirstPost,
        ]
    }
}
