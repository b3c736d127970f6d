//! The rules as stories: what was done, what is asked, what comes of it.

mod kit;

mod activity;
mod appeals;
mod attacks;
mod audits;
mod cases;
mod chronicle;
mod comments;
mod exclusion;
mod invitations;
mod items;
mod posts;
mod properties;
mod record;
mod supertags;
mod twilight;
mod votes;
mod wiki;
