//! The names of the fields, as the types declare them, and the nearest of them to a typo.

use confique::{
    Config as _,
    meta::{FieldKind, Meta},
};

use super::Config;

/// A field that is a value.
pub(super) struct Leaf {
    /// `homeserver.url`.
    pub path: String,
    /// `SECTA_HOMESERVER_URL`.
    pub env: &'static str,
}

/// All fields that are values.
pub(super) fn leaves() -> Vec<Leaf> {
    let mut leaves = Vec::new();
    collect(&Config::META, "", &mut leaves);
    leaves
}

fn collect(meta: &Meta, prefix: &str, leaves: &mut Vec<Leaf>) {
    for field in meta.fields {
        let path = join(prefix, field.name);
        match field.kind {
            FieldKind::Leaf { env, .. } => leaves.push(Leaf {
                path,
                env: env.unwrap_or_default(),
            }),
            FieldKind::Nested { meta } => collect(meta, &path, leaves),
        }
    }
}

/// `a.b`, or `b` at the top.
pub(super) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

/// The candidate nearest to a name, where one is near.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let lower = name.to_lowercase();
    candidates
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_settable_by_the_environment_variable_of_its_path() {
        for leaf in leaves() {
            assert_eq!(
                leaf.env,
                format!("SECTA_{}", leaf.path.replace('.', "_").to_uppercase())
            );
        }
    }

    #[test]
    fn every_field_is_documented() {
        fn check(meta: &Meta) {
            for field in meta.fields {
                assert!(!field.doc.is_empty(), "{}", field.name);
                if let FieldKind::Nested { meta } = field.kind {
                    check(meta);
                }
            }
        }
        check(&Config::META);
    }

    #[test]
    fn a_far_name_has_no_nearest() {
        assert_eq!(
            nearest("homesrever", ["homeserver", "rooms"].into_iter()).as_deref(),
            Some("homeserver")
        );
        assert_eq!(nearest("zebra", ["homeserver", "rooms"].into_iter()), None);
    }
}
