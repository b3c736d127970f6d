//! Names as numbers: a number is given at first sight and stays.

use std::{borrow::Borrow, hash::Hash};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lookup::Lookup;

/// Names by number and numbers by name.
#[derive(Clone, Debug)]
pub(crate) struct Names<N> {
    names: Vec<N>,
    numbers: Lookup<N, u32>,
}

impl<N> Default for Names<N> {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            numbers: Lookup::default(),
        }
    }
}

impl<N: Clone + Eq + Hash> Names<N> {
    /// A name's number, if it has one.
    pub fn number<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<u32>
    where
        N: Borrow<Q>,
    {
        self.numbers.get(name).copied()
    }

    /// A name's number, given now where it has none.
    pub fn intern(&mut self, name: &N) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // Four thousand million names don't fit into the memory of any machine that runs this.
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.numbers.insert(name.clone(), number);
        number
    }

    /// A number's name.
    pub fn name(&self, number: u32) -> Option<&N> {
        self.names.get(usize::try_from(number).ok()?)
    }

    /// Every name with its number, in the order of first sight.
    pub fn all(&self) -> impl Iterator<Item = (u32, &N)> {
        (0..).zip(&self.names)
    }
}

impl<N: Serialize> Serialize for Names<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.names.serialize(serializer)
    }
}

impl<'de, N: Deserialize<'de> + Clone + Eq + Hash> Deserialize<'de> for Names<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<N>::deserialize(deserializer)?;
        let mut numbers = Lookup::default();
        for (number, name) in (0..).zip(&names) {
            numbers.insert(name.clone(), number);
        }
        Ok(Self { names, numbers })
    }
}
