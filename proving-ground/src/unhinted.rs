//! Iterators without their `size_hint`.
//!
//! Some crates' hints are plainly off. Each iteration of theirs would be found,
//! and nothing else.

/// An iterator that promises nothing of its length.
#[derive(Clone, Debug)]
pub struct Unhinted<I>(pub I);

impl<I: Iterator> Iterator for Unhinted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for Unhinted<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        self.0.next_back()
    }
}
