//! Charts as SVG within the page: no script, no outside resource; the numbers stand beside them in a table.

use std::fmt::Write as _;

use super::Safe;

const WIDTH: u32 = 640;
const HEIGHT: u32 = 160;
const LEFT: u32 = 36;
const BELOW: u32 = 18;

/// A line over days.
pub(crate) struct Line<'a> {
    /// What it shows, for those who don't see it.
    pub title: &'a str,
    pub values: &'a [u32],
    /// What stands below its first and its last value.
    pub ends: (String, String),
}

/// The chart of a line.
pub(crate) fn line(line: &Line<'_>) -> Safe {
    let most = ceiling(line.values.iter().copied().max().unwrap_or(0));
    let last = u32::try_from(line.values.len().saturating_sub(1)).unwrap_or(0);
    let (wide, high) = (WIDTH - LEFT, HEIGHT - BELOW - 8);
    let x =
        |place: u32| f64::from(LEFT) + f64::from(wide) * f64::from(place) / f64::from(last.max(1));
    let y = |value: u32| 8.0 + f64::from(high) * (1.0 - f64::from(value) / f64::from(most));
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        super::safe::escape(line.title)
    );
    for mark in [0, most / 2, most] {
        let at = y(mark);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{mark}</text>",
            LEFT - 6,
            at + 4.0
        );
    }
    let mut points = String::new();
    for (place, value) in (0..).zip(line.values) {
        let _ = write!(points, "{:.1},{:.1} ", x(place), y(*value));
    }
    let floor = y(0);
    let _ = write!(
        svg,
        "<polygon points=\"{:.1},{floor:.1} {points}{:.1},{floor:.1}\"/><polyline points=\"{}\"/>",
        x(0),
        x(last),
        points.trim_end()
    );
    if let Some(value) = line.values.last() {
        let _ = write!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
            x(last),
            y(*value)
        );
    }
    let (first, end) = &line.ends;
    let _ = write!(
        svg,
        "<text x=\"{LEFT}\" y=\"{HEIGHT}\">{}</text>\
         <text x=\"{WIDTH}\" y=\"{HEIGHT}\" text-anchor=\"end\">{}</text></svg>",
        super::safe::escape(first),
        super::safe::escape(end)
    );
    Safe(svg)
}

/// The least even round number that is not below.
fn ceiling(most: u32) -> u32 {
    let mut step = 2_u32;
    loop {
        for factor in [1, 2, 3, 5] {
            let round = step.saturating_mul(factor);
            if round >= most {
                return round;
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_hold_every_value() {
        let of = [0, 1, 3, 5, 7, 11, 61, 101, 4_000_000_000].map(ceiling);
        assert_eq!(of, [2, 2, 4, 6, 10, 20, 100, 200, 4_000_000_000]);
    }

    #[test]
    fn a_chart_of_nothing_is_a_chart() {
        let ends = (String::new(), String::new());
        for values in [&[][..], &[0], &[u32::MAX, 0]] {
            let ends = ends.clone();
            let svg = line(&Line {
                title: "\"<",
                values,
                ends,
            })
            .0;
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && !svg.contains("NaN"));
        }
    }
}
