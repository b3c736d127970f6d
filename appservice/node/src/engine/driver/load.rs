//! What a driver reads before it decides: rows, and what the bots remember.

use std::collections::BTreeMap;

use secta_bot_kit::{Input, Row, Scope, lane::DESK, read::Malformed};
use secta_store::StoreError;

use super::{BATCH, Driver, StepError};

impl Driver {
    /// A process without the front desk takes only rows on which the desk has said its word.
    pub(super) async fn keep_behind_desk(&self, rows: &mut Vec<Row>) -> Result<(), StoreError> {
        let desk = self
            .parts
            .store
            .positions(&[DESK])
            .await?
            .get(DESK)
            .copied()
            .unwrap_or(0);
        rows.retain(|row| row.seq <= desk);
        // The desk's word may have been written between the two looks: read the rows again, they are few.
        if let (Some(first), Some(last)) = (
            rows.first().map(|row| row.seq),
            rows.last().map(|row| row.seq),
        ) {
            *rows = self
                .parts
                .store
                .read(
                    first - 1,
                    usize::try_from(last - first + 1).unwrap_or(BATCH),
                )
                .await?;
        }
        Ok(())
    }

    pub(super) fn read(&self, mut row: Row) -> (Row, Result<Input, Malformed>) {
        if row.new.sealed && !row.erased {
            match self.parts.sealer.open(&row.new.body) {
                Ok(body) => row.new.body = body,
                Err(error) => return (row, Err(Malformed::new(error.to_string()))),
            }
        }
        let input = self.lane.read(&row);
        (row, input)
    }

    pub(super) async fn load_likely(
        &mut self,
        inputs: &[(Row, Result<Input, Malformed>)],
    ) -> Result<(), StepError> {
        let likely = inputs
            .iter()
            .filter_map(|(_, input)| input.as_ref().ok())
            .flat_map(|input| self.lane.scopes(input, &self.state))
            .filter(|(bot, scope)| !self.state.is_loaded(bot, scope));
        let likely = likely.collect();
        self.load(likely).await
    }

    pub(super) async fn load(
        &mut self,
        mut wanted: Vec<(&'static str, Scope)>,
    ) -> Result<(), StepError> {
        wanted.sort();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for value in self.parts.store.scopes(&wanted).await? {
            let json = if value.sealed {
                self.parts.sealer.open(&value.value)?
            } else {
                value.value
            };
            found
                .entry((value.bot, value.scope))
                .or_default()
                .push((value.key, serde_json::from_slice(&json)?));
        }
        for (bot, scope) in wanted {
            let values = found
                .remove(&(bot.to_owned(), scope.clone()))
                .unwrap_or_default();
            self.state.load(bot, &scope, values);
        }
        Ok(())
    }
}
