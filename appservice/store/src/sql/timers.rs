//! Timers: set, moved and taken away by steps, fired once.

use std::collections::HashSet;

use crate::{
    Step, StoreError, Timer, outcome,
    sql::{
        db::{Bulk, Conn, Value},
        snapshot::TOUCH_TIMERS,
    },
};

const FIRE: Bulk = Bulk {
    text: "UPDATE timers SET fired = 1 FROM (VALUES {rows}) AS v \
           WHERE timers.bot = v.column1 AND timers.name = v.column2 AND timers.due_ms = v.column3 \
           AND timers.fired = 0 RETURNING timers.bot, timers.name, timers.due_ms",
    columns: 3,
};

const HANDLED: Bulk = Bulk {
    text: "DELETE FROM timers WHERE (bot, name, due_ms) IN (VALUES {rows})",
    columns: 3,
};

const CANCEL: Bulk = Bulk {
    text: "DELETE FROM timers WHERE (bot, name) IN (VALUES {rows})",
    columns: 2,
};

const SET: Bulk = Bulk {
    text: "INSERT INTO timers (bot, name, scope, due_ms, payload) VALUES {rows} \
           ON CONFLICT (bot, name) DO UPDATE SET scope = excluded.scope, due_ms = excluded.due_ms, \
           payload = excluded.payload, fired = 0",
    columns: 5,
};

/// Which timer, set for when.
pub type Id = (String, String, i64);

/// The id of a timer.
pub fn id(timer: &Timer) -> Id {
    (timer.bot.clone(), timer.name.clone(), timer.due_ms)
}

/// Marks timers as fired; returns those that were still there, set for the same time and not fired.
pub async fn fire(conn: &mut Conn, timers: &[&Timer]) -> Result<HashSet<Id>, StoreError> {
    let values: Vec<Value<'_>> = timers
        .iter()
        .flat_map(|timer| due(&timer.bot, &timer.name, timer.due_ms))
        .collect();
    let fired = conn.query_bulk(&FIRE, &values).await?;
    let ids = fired
        .iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?, row.int(2)?)));
    ids.collect()
}

fn due<'a>(bot: &'a str, name: &'a str, due_ms: i64) -> [Value<'a>; 3] {
    [Value::Text(bot), Value::Text(name), Value::Int(due_ms)]
}

/// What a step does to timers: those handled go, unless they were set anew; then the changes.
pub async fn change(conn: &mut Conn, step: &Step) -> Result<(), StoreError> {
    let handled: Vec<Value<'_>> = step
        .fired
        .iter()
        .flat_map(|(bot, name, due_ms)| due(bot, name, *due_ms))
        .collect();
    conn.run_bulk(&HANDLED, &handled).await?;
    let mut touched: Vec<Value<'_>> = step
        .fired
        .iter()
        .flat_map(|(bot, name, _)| [Value::Text(bot), Value::Text(name)])
        .collect();

    let changes = outcome::timers(&step.timers);
    let mut cancelled = Vec::new();
    let mut set = Vec::new();
    for ((bot, name), timer) in &changes {
        let named = [Value::Text(bot), Value::Text(name)];
        touched.extend(named);
        match timer {
            None => cancelled.extend(named),
            Some(timer) => {
                set.extend(named);
                set.push(Value::Text(timer.scope.as_str()));
                set.push(Value::Int(timer.due_ms));
                set.push(Value::Text(&timer.payload));
            }
        }
    }
    conn.run_bulk(&CANCEL, &cancelled).await?;
    conn.run_bulk(&SET, &set).await?;
    conn.run_bulk(&TOUCH_TIMERS, &touched).await?;
    Ok(())
}
