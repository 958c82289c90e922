//! [`Val`]: what digits and number words add up to, exact as long as that is possible.

/// A number on its way to becoming a [`Number`](crate::Number).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Val {
    /// `digits` × 10^`exp`, so that "4.8 million" is not 4799999.999.
    Exact { digits: u64, exp: i16 },
    /// A fraction, or what came of one.
    Real(f64),
    /// Too large or too long to hold without error.
    Unreadable,
}

/// More significant digits than these do not survive a double.
const MOST_DIGITS: usize = 18;
/// A power of ten beyond which no text means a quantity.
const MOST_EXP: i16 = 40;

impl Val {
    pub(super) fn int(digits: u64) -> Self {
        Self::Exact { digits, exp: 0 }
    }

    /// Reads `whole` and `fraction`, both digits alone.
    pub(super) fn decimal(
        whole: impl Iterator<Item = u8>,
        fraction: impl Iterator<Item = u8>,
    ) -> Self {
        let (mut digits, mut exp, mut seen) = (0u64, 0i16, 0usize);
        let mut push = |byte: u8, seen: &mut usize| -> bool {
            *seen += usize::from(*seen > 0 || byte != b'0');
            if *seen > MOST_DIGITS {
                return false;
            }
            digits = digits * 10 + u64::from(byte - b'0');
            true
        };
        for byte in whole {
            if !push(byte, &mut seen) {
                return Self::Unreadable;
            }
        }
        for byte in fraction {
            if exp <= -MOST_EXP || !push(byte, &mut seen) {
                return Self::Unreadable;
            }
            exp -= 1;
        }
        Self::Exact { digits, exp }
    }

    /// Times 10^`power`.
    pub(super) fn tens(self, power: i16) -> Self {
        match self {
            Self::Exact { digits, exp } if exp + power <= MOST_EXP => {
                Self::Exact { digits, exp: exp + power }
            }
            Self::Real(value) => Self::real(value * 10f64.powi(i32::from(power))),
            _ => Self::Unreadable,
        }
    }

    /// Times a whole number.
    pub(super) fn times(self, factor: u64) -> Self {
        match self {
            Self::Exact { digits, exp } => digits
                .checked_mul(factor)
                .map_or(Self::Unreadable, |digits| Self::Exact { digits, exp }),
            Self::Real(value) => Self::real(value * factor as f64),
            Self::Unreadable => self,
        }
    }

    /// To the power of `power`.
    pub(super) fn power(self, power: i16) -> Self {
        self.get().map_or(Self::Unreadable, |value| Self::real(value.powi(i32::from(power))))
    }

    /// The sum; exact where both are and it fits.
    pub(super) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact { digits: a, exp: e }, Self::Exact { digits: b, exp: f }) => {
                let low = e.min(f);
                let lift = |n: u64, by: i16| {
                    u32::try_from(by)
                        .ok()
                        .and_then(|by| 10u64.checked_pow(by))
                        .and_then(|p| n.checked_mul(p))
                };
                match (lift(a, e - low), lift(b, f - low)) {
                    (Some(a), Some(b)) => a
                        .checked_add(b)
                        .map_or(Self::Unreadable, |digits| Self::Exact { digits, exp: low }),
                    _ => Self::Unreadable,
                }
            }
            _ => match (self.get(), other.get()) {
                (Some(a), Some(b)) => Self::real(a + b),
                _ => Self::Unreadable,
            },
        }
    }

    /// `part` / `whole`; unreadable where the whole is nothing.
    pub(super) fn ratio(part: Self, whole: Self) -> Self {
        match (part.get(), whole.get()) {
            (Some(part), Some(whole)) if whole != 0.0 => Self::real(part / whole),
            _ => Self::Unreadable,
        }
    }

    /// The same below zero.
    pub(super) fn negative(self) -> Self {
        self.get().map_or(Self::Unreadable, |value| Self::Real(-value))
    }

    /// The nearest double, unless unreadable.
    pub(super) fn get(self) -> Option<f64> {
        match self {
            // Two exact doubles divide or multiply to the nearest double.
            Self::Exact { digits, exp } if exp < 0 => {
                Some(digits as f64 / 10f64.powi(-i32::from(exp)))
            }
            Self::Exact { digits, exp } => Some(digits as f64 * 10f64.powi(i32::from(exp))),
            Self::Real(value) => Some(value),
            Self::Unreadable => None,
        }
    }

    /// A whole number that fits, such as a year or a day of a month.
    pub(super) fn whole(self) -> Option<u64> {
        match self {
            Self::Exact { digits, exp: 0 } => Some(digits),
            Self::Exact { digits, exp } if exp > 0 => {
                10u64.checked_pow(u32::from(exp.unsigned_abs())).and_then(|p| digits.checked_mul(p))
            }
            _ => None,
        }
    }

    fn real(value: f64) -> Self {
        if value.is_finite() { Self::Real(value) } else { Self::Unreadable }
    }
}
