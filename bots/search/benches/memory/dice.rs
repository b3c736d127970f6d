//! Numbers that look random and are the same every time.

/// SplitMix64.
pub struct Dice(u64);

impl Dice {
    /// The n-th dice of a kind.
    pub fn of(kind: u64, n: u64) -> Self {
        let mut dice = Self(kind.wrapping_mul(0xD1B5_4A32_D192_ED03) ^ n);
        // Neighbours are not to resemble each other.
        Self(dice.next())
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From zero on, below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * bound as u128;
        usize::try_from(wide >> 64).expect("it is below the bound")
    }

    /// From a number up to another.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Whether it happens, in so many of a thousand cases.
    pub fn per_mille(&mut self, cases: usize) -> bool {
        self.below(1_000) < cases
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Ranks by the law of Zipf and Mandelbrot, by Vose's alias method.
pub struct Zipf {
    /// What of a rank's share is its own, and whose the rest is.
    shares: Vec<(f32, u32)>,
}

impl Zipf {
    /// Weights `1 / (rank + shift) ^ exponent`.
    pub fn new(count: usize, exponent: f64, shift: f64) -> Self {
        let weight = |rank: usize| (rank as f64 + 1.0 + shift).powf(-exponent);
        let sum: f64 = (0..count).map(weight).sum();
        let mut rest: Vec<f64> = (0..count)
            .map(|rank| weight(rank) / sum * count as f64)
            .collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|rank| rest[*rank] < 1.0);
        let mut shares: Vec<(f32, u32)> = (0..count).map(|rank| (1.0, rank as u32)).collect();
        while let (Some(less), Some(more)) = (small.pop(), large.last().copied()) {
            shares[less] = (rest[less] as f32, more as u32);
            rest[more] -= 1.0 - rest[less];
            if rest[more] < 1.0 {
                small.extend(large.pop());
            }
        }
        Self { shares }
    }

    pub fn draw(&self, dice: &mut Dice) -> usize {
        let rank = dice.below(self.shares.len());
        let (own, other) = self.shares[rank];
        let part = (dice.next() >> 40) as f32 / (1_u32 << 24) as f32;
        if part < own { rank } else { other as usize }
    }
}
