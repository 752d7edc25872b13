//! The kinds of structure that can be checked, a folder for each.
//!
//! A kind is a trait for its adapters, a block for each of its ops, and a model. It
//! gives the run (`check`) a [`Blueprint`](crate::structure::Blueprint) for each of
//! its subjects, and nothing else of it is known there.

pub mod map;

use crate::vocabulary::Vocabulary;

/// The vocabularies, a kind's each.
pub(crate) const VOCABULARIES: [&Vocabulary; 1] = [&crate::kinds::map::rows::MAP];
