//! Two texts side by side, shortened where they are equal.
//!
//! What a map should show and what it shows may be two lists of thousands of
//! entries that differ in one. Cut at some length, both would look the same. So
//! what is left out comes from the beginning and the end that they share, and
//! only then from a difference that is itself too long.

/// So many equal characters stand before and after a difference.
const CONTEXT: usize = 40;
/// A word that is no longer is not cut in two.
const WORD: usize = 12;
/// Fewer equal characters than this are not left out: the words in their place
/// are as long.
const FEWEST: usize = 40;

/// Both texts with no more than about `most` characters each, so that their
/// difference can be seen. Texts that are no longer stay as they are.
#[must_use]
pub fn contrast(expected: &str, got: &str, most: usize) -> (String, String) {
    let [left, right] = [expected, got].map(|text| text.chars().collect::<Vec<char>>());
    if left.len() <= most && right.len() <= most {
        return (expected.to_owned(), got.to_owned());
    }
    let same = |(a, b): &(&char, &char)| a == b;
    let start = left.iter().zip(&right).take_while(same).count();
    let (left_rest, right_rest) = (left[start..].iter().rev(), right[start..].iter().rev());
    let end = left_rest.zip(right_rest).take_while(same).count();
    let shorten = |text: &[char]| {
        let differs = &text[start..text.len() - end];
        let differs = text_of(differs, most, Cut::End);
        let before = text_of(&text[..start], CONTEXT, Cut::Start);
        let after = text_of(&text[text.len() - end..], CONTEXT, Cut::Equal);
        before + &differs + &after
    };
    (shorten(&left), shorten(&right))
}

/// Where a text is cut.
#[derive(Clone, Copy, PartialEq)]
enum Cut {
    /// At its start, which is equal in the other text.
    Start,
    /// At its end, which differs from that of the other text.
    End,
    /// At its end, which is equal in the other text.
    Equal,
}

fn text_of(text: &[char], most: usize, cut: Cut) -> String {
    let out = text.len().saturating_sub(most);
    if out < FEWEST {
        return text.iter().collect();
    }
    // Half a number would be taken for another one.
    let is_space = |&c: &char| c == ' ';
    match cut {
        Cut::Start => {
            let within = text[out..].iter().take(WORD).position(is_space);
            let out = out + within.map_or(0, |space| space + 1);
            let kept: String = text[out..].iter().collect();
            format!("... {out} equal characters ... {kept}")
        }
        Cut::End | Cut::Equal => {
            let within = text[..most].iter().rev().take(WORD).position(is_space);
            let kept = most - within.unwrap_or(0);
            let out = text.len() - kept;
            let kept: String = text[..kept].iter().collect();
            let what = if cut == Cut::End { "more" } else { "equal" };
            format!("{} ... {out} {what} characters ...", kept.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(numbers: impl Iterator<Item = u32>) -> String {
        format!("{:?}", numbers.collect::<Vec<u32>>())
    }

    #[test]
    fn texts_that_fit_stay_as_they_are() {
        let told = contrast("[1, 2]", "[1, 3]", 600);
        assert_eq!(told, ("[1, 2]".to_owned(), "[1, 3]".to_owned()));
    }

    #[test]
    fn what_is_equal_is_left_out_and_what_differs_is_not() {
        let expected = list(0..5_000);
        let got = list((0..5_000).filter(|&n| n != 2_500));
        let (expected, got) = contrast(&expected, &got, 200);
        assert_eq!(
            expected,
            "... 13855 equal characters ... 2494, 2495, 2496, 2497, 2498, 2499, 2500, 2501, \
             2502, 2503, 2504, 2505, 2506, 2507, ... 14951 equal characters ..."
        );
        assert!(got.contains("2499, 2501"), "{got}");
        assert!(expected.len() < 300 && got.len() < 300);
    }

    #[test]
    fn a_long_difference_is_cut_behind_its_beginning() {
        let (expected, got) = contrast(&list(0..900), "None", 100);
        assert!(expected.starts_with("[0, 1, 2"), "{expected}");
        assert!(expected.ends_with(" more characters ..."), "{expected}");
        assert_eq!(got, "None");
    }

    #[test]
    fn a_text_may_end_where_the_other_goes_on() {
        let whole = "é".repeat(1_000);
        let (expected, got) = contrast(&whole, &whole[..whole.len() - 4], 100);
        assert_eq!(expected.chars().filter(|&c| c == 'é').count(), CONTEXT + 2);
        assert_eq!(got.chars().filter(|&c| c == 'é').count(), CONTEXT);
    }
}
