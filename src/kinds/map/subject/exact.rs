//! Iterators that say how many items are left, held to that.
//!
//! `ExactSizeIterator` promises more than any iterator does: `len` is right at
//! every step, and `size_hint` is no estimate. Not every map's iterators
//! implement it, and an adapter need not know which do:
//! [`exact!`](crate::exact!) finds out where the iterator's type is known.

use crate::probe::note_broken_promise;

/// Watches an iterator that implements `ExactSizeIterator`; hands any other on
/// as it is.
///
/// ```
/// use map_oracle::subject::walk;
///
/// let row = [3, 5, 8];
/// let mut sum = 0;
/// walk(map_oracle::exact!(row.iter()), true, |number| sum += number);
/// assert_eq!(sum, 16);
/// ```
///
/// What is wrong is noted and told by the check, as for [`walk`](super::walk).
#[macro_export]
macro_rules! exact {
    ($iter:expr) => {
        $crate::exact!($iter, true)
    };
    // Whether what it says of its length is to be right.
    //
    // What the iterator borrows of a guard that was made on the way lives as long
    // as the whole expression.
    ($iter:expr, $hints:expr) => {
        match $iter {
            iter => {
                #[allow(
                    unused_imports,
                    reason = "an iterator that is exact has the method without it"
                )]
                use $crate::subject::AnySize as _;
                let len = $crate::subject::Sizes(&iter).len_of();
                $crate::subject::Exact::new(iter, len, $hints)
            }
        }
    };
}

/// Has a method for exact iterators, and by [`AnySize`] one of the same name for
/// all others. The compiler takes the first one where it can.
#[doc(hidden)]
#[derive(Debug)]
pub struct Sizes<'i, I>(pub &'i I);

impl<I: ExactSizeIterator> Sizes<'_, I> {
    #[must_use]
    pub fn len_of(&self) -> Option<fn(&I) -> usize> {
        Some(I::len)
    }
}

#[doc(hidden)]
pub trait AnySize<I> {
    fn len_of(&self) -> Option<fn(&I) -> usize> {
        None
    }
}

impl<I> AnySize<I> for Sizes<'_, I> {}

/// What [`exact!`](crate::exact!) makes of an iterator.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Exact<I> {
    iter: I,
    len: Option<fn(&I) -> usize>,
    /// How many items must be left.
    left: usize,
    /// Whether it promises anything of its length.
    hints: bool,
}

impl<I: Iterator> Exact<I> {
    pub fn new(iter: I, len: Option<fn(&I) -> usize>, hints: bool) -> Self {
        let len = len.filter(|_| hints);
        let left = len.map_or(0, |len| len(&iter));
        let exact = Exact {
            iter,
            len,
            left,
            hints,
        };
        exact.ask();
        exact
    }

    fn ask(&self) {
        let Some(len) = self.len else { return };
        let (len, hint, left) = (len(&self.iter), self.iter.size_hint(), self.left);
        if len != left || hint != (left, Some(left)) {
            note_broken_promise(format!(
                "{left} items are left; len says {len}, and size_hint {hint:?}"
            ));
        }
    }

    fn took(&mut self, item: Option<I::Item>) -> Option<I::Item> {
        if self.len.is_some() {
            match (&item, self.left.checked_sub(1)) {
                (None, None) => {}
                (Some(_), Some(left)) => self.left = left,
                (Some(_), None) => note_broken_promise("len was 0, and an item came".to_owned()),
                (None, Some(_)) => {
                    note_broken_promise(format!("len was {}, and none came", self.left));
                }
            }
            self.ask();
        }
        item
    }
}

impl<I: Iterator> Iterator for Exact<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let item = self.iter.next();
        self.took(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.hints {
            self.iter.size_hint()
        } else {
            (0, None)
        }
    }

    fn fold<B, F: FnMut(B, I::Item) -> B>(self, init: B, mut f: F) -> B {
        let mut came = 0;
        let folded = self.iter.fold(init, |folded, item| {
            came += 1;
            f(folded, item)
        });
        if self.len.is_some() && came != self.left {
            let left = self.left;
            note_broken_promise(format!("len was {left}, and fold was given {came} items"));
        }
        folded
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for Exact<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        let item = self.iter.next_back();
        self.took(item)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_finds_out_which_iterators_are_exact() {
        assert!(exact!([1, 2].iter()).len.is_some());
        assert!(exact!([1, 2].iter().filter(|_| true)).len.is_none());
    }
}
