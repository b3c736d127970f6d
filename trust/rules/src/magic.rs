//! The magic number (R1).

/// `floor(sqrt(factor × x))`, in integers; the factor is 2 by default.
pub fn magic(x: u32, factor: u32) -> u32 {
    let root = (u64::from(x) * u64::from(factor)).isqrt();
    u32::try_from(root).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seeds_own_examples_hold() {
        let examples = [(0, 0), (1, 1), (2, 2), (10, 4), (100, 14)];
        for (x, y) in examples {
            assert_eq!(magic(x, 2), y, "{x}");
        }
    }

    #[test]
    fn it_is_exact_at_every_square_and_never_falls() {
        for y in 1..2000_u32 {
            let least = (y * y).div_ceil(2);
            assert_eq!(magic(least, 2), y);
            assert_eq!(magic(least - 1, 2), y - 1);
        }
        assert_eq!(magic(u32::MAX, 2), 92_681);
        assert_eq!(magic(u32::MAX, u32::MAX), u32::MAX);
    }
}
