//! Tables.

use comrak::{
    Node,
    nodes::{NodeValue, TableAlignment},
};

use super::page::Page;

/// Begins a row, and what it is the first of.
pub(super) fn enter_row(page: &mut Page<'_>, node: Node<'_>, header: bool) {
    let first = node
        .previous_sibling()
        .is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    if header {
        page.html.open("thead", "");
    } else if first {
        page.html.open("tbody", "");
    }
    page.html.open("tr", "");
}

/// Ends a table.
pub(super) fn leave_table(page: &mut Page<'_>) {
    if page.html.innermost() == Some("tbody") {
        page.html.close("tbody");
    }
    page.html.close("table");
    page.html.close("div");
}

/// What a cell is.
pub(super) fn cell_tag(node: Node<'_>) -> &'static str {
    let row = node.parent();
    match row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true))) {
        true => "th",
        false => "td",
    }
}

/// Begins a cell.
pub(super) fn enter_cell(page: &mut Page<'_>, node: Node<'_>) {
    let align = match alignment(page, node) {
        TableAlignment::None => "",
        TableAlignment::Left => " align=\"left\"",
        TableAlignment::Center => " align=\"center\"",
        TableAlignment::Right => " align=\"right\"",
    };
    page.html.open(cell_tag(node), align);
}

/// How a cell is aligned; its column is counted along the row.
fn alignment(page: &mut Page<'_>, node: Node<'_>) -> TableAlignment {
    page.column = match node.previous_sibling() {
        None => 0,
        Some(_) => page.column + 1,
    };
    let table = node.parent().and_then(|row| row.parent());
    table
        .and_then(|table| match &table.data().value {
            NodeValue::Table(table) => table.alignments.get(page.column).copied(),
            // Rows stand in tables alone.
            _ => None,
        })
        .unwrap_or(TableAlignment::None)
}
