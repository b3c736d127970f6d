//! Two texts side by side, line by line.

use secta_wiki::diff::{Hunk, Kind, Line, Piece};

/// Lines that belong together.
pub(crate) type Rows = Vec<Row>;

/// A line of one text beside one of the other.
pub(crate) struct Row {
    /// Whether both are the same.
    pub same: bool,
    pub before: Option<Cell>,
    pub after: Option<Cell>,
}

/// A line with its number.
pub(crate) struct Cell {
    pub number: usize,
    /// Its words, and whether they changed.
    pub pieces: Vec<(bool, String)>,
}

/// The lines of a hunk: what was removed stands beside what was added.
pub(crate) fn rows(hunk: &Hunk) -> Rows {
    let mut rows = Rows::new();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for line in &hunk.lines {
        match line.kind {
            Kind::Removed => removed.push(cell(line, line.before)),
            Kind::Added => added.push(cell(line, line.after)),
            Kind::Same => {
                pair(&mut rows, &mut removed, &mut added);
                rows.push(Row {
                    same: true,
                    before: Some(cell(line, line.before)),
                    after: Some(cell(line, line.after)),
                });
            }
        }
    }
    pair(&mut rows, &mut removed, &mut added);
    rows
}

fn pair(rows: &mut Rows, removed: &mut Vec<Cell>, added: &mut Vec<Cell>) {
    let (mut before, mut after) = (removed.drain(..), added.drain(..));
    loop {
        let (before, after) = (before.next(), after.next());
        if before.is_none() && after.is_none() {
            return;
        }
        rows.push(Row {
            same: false,
            before,
            after,
        });
    }
}

fn cell(line: &Line, number: Option<usize>) -> Cell {
    let piece = |piece: &Piece| {
        let text = piece.text.trim_end_matches('\n');
        (piece.changed, text.to_owned())
    };
    Cell {
        number: number.unwrap_or(0),
        pieces: line.pieces.iter().map(piece).collect(),
    }
}
