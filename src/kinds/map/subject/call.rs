//! How a word of [`subject!`](crate::subject!) calls the map: the method of its own
//! name, a method of another name, or a closure.
//!
//! What is called answers in the place of an argument of a function, so that guards
//! that it made on its way live until the answer was read, and so that the compiler
//! shows the adapter's own words where an answer is of the wrong type.

/// `BEFORE(ANSWER AFTER)`, where the answer is that of a method or of a closure.
///
/// `WORD: METHOD(ARGS) on MAP, [ACCESS], [HOW], {BEFORE} {AFTER}`: `HOW` is what the
/// adapter says in parentheses; `ACCESS` is `&` or `&mut`, or nothing for a map that
/// is used up.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($word:ident: $default:ident($($arg:ident),*) on $map:expr, $access:tt, [],
        {$($before:tt)*} {$($after:tt)*}) => {
        $($before)*($map.$default($($arg),*) $($after)*)
    };
    ($word:ident: $default:ident($($arg:ident),*) on $map:expr, $access:tt, [$method:ident],
        {$($before:tt)*} {$($after:tt)*}) => {
        $($before)*($map.$method($($arg),*) $($after)*)
    };
    ($word:ident: $default:ident() on $map:expr, [$($access:tt)*],
        [|$m:pat_param| $body:expr], {$($before:tt)*} {$($after:tt)*}) => {{
        let $m = $($access)* $map;
        $($before)*($body $($after)*)
    }};
    ($word:ident: $default:ident($one:ident) on $map:expr, [$($access:tt)*],
        [|$m:pat_param, $a:pat_param| $body:expr], {$($before:tt)*} {$($after:tt)*}) => {{
        let $m = $($access)* $map;
        let $a = $one;
        $($before)*($body $($after)*)
    }};
    ($word:ident: $default:ident($one:ident, $two:ident) on $map:expr, [$($access:tt)*],
        [|$m:pat_param, $a:pat_param, $b:pat_param| $body:expr],
        {$($before:tt)*} {$($after:tt)*}) => {{
        let $m = $($access)* $map;
        let ($a, $b) = ($one, $two);
        $($before)*($body $($after)*)
    }};
    ($word:ident: $default:ident($one:ident, $two:ident, $three:ident) on $map:expr,
        [$($access:tt)*],
        [|$m:pat_param, $a:pat_param, $b:pat_param, $c:pat_param| $body:expr],
        {$($before:tt)*} {$($after:tt)*}) => {{
        let $m = $($access)* $map;
        let ($a, $b, $c) = ($one, $two, $three);
        $($before)*($body $($after)*)
    }};
    ($word:ident: $default:ident($($arg:ident),*) on $map:expr, $access:tt, [$($how:tt)*],
        {$($before:tt)*} {$($after:tt)*}) => {
        compile_error!(concat!(
            "`", stringify!($word), "` wants the name of a method, or a closure `|map",
            $(", ", stringify!($arg),)*
            "| ..`; it was given `", stringify!($($how)*), "`"
        ))
    };
}

/// As [`call!`](crate::call!), of a method that shows something. After it may come
/// another closure, which makes of one item what is to be shown. `SHOW` is the
/// function that takes the item and `THEN`.
#[doc(hidden)]
#[macro_export]
macro_rules! call_showing {
    ($word:ident: $default:ident $args:tt on $map:expr, $access:tt,
        [$method:ident, |$item:pat_param| $shown:expr],
        {$($before:tt)*} {$($after:tt)*} $show:ident $then:expr) => {
        $crate::call! { $word: $default $args on $map, $access, [$method],
            {$($before)*}
            {$($after)*, |$item| $crate::subject::$show::<Self::Key, Self::Value, _, _>($shown, $then)}
        }
    };
    ($word:ident: $default:ident $args:tt on $map:expr, $access:tt,
        [|$($m:pat_param),+| $body:expr, |$item:pat_param| $shown:expr],
        {$($before:tt)*} {$($after:tt)*} $show:ident $then:expr) => {
        $crate::call! { $word: $default $args on $map, $access, [|$($m),+| $body],
            {$($before)*}
            {$($after)*, |$item| $crate::subject::$show::<Self::Key, Self::Value, _, _>($shown, $then)}
        }
    };
    ($word:ident: $default:ident $args:tt on $map:expr, $access:tt, $how:tt,
        {$($before:tt)*} {$($after:tt)*} $show:ident $then:expr) => {
        $crate::call! { $word: $default $args on $map, $access, $how,
            {$($before)*}
            {$($after)*, |item| $crate::subject::$show::<Self::Key, Self::Value, _, _>(item, $then)}
        }
    };
}

/// A function of an iterator, which is held to what the map promises of it.
#[doc(hidden)]
#[macro_export]
macro_rules! held_to {
    ($function:ident($iter:expr $(, $($rest:tt)*)?)) => {
        $crate::subject::$function(
            $crate::exact!($iter, Self::SUPPORT.size_hints)
            $(, $($rest)*)?
        )
    };
}

/// Makes [`held_to!`](crate::held_to!) of one function each, since a word's answer is
/// put in parentheses behind it.
#[doc(hidden)]
#[macro_export]
macro_rules! walk_held {
    ($($args:tt)*) => { $crate::held_to!(walk($($args)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! walk_ends_held {
    ($($args:tt)*) => { $crate::held_to!(walk_ends($($args)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! walk_clone_held {
    ($($args:tt)*) => { $crate::held_to!(walk_clone($($args)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! take_held {
    ($($args:tt)*) => { $crate::held_to!(take_some($($args)*)) };
}
