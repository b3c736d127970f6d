//! A real homeserver.
