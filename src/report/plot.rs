//! A plot of two numbers that grow over time, as a document of SVG that needs
//! nothing else.
//!
//! Each number has a panel and a scale of its own, one above the other over the
//! same time: a mark more and a finding more are both seen, however far the
//! numbers are apart.

use std::fmt::Write as _;

/// The plot's size, in pixels.
const SIZE: (f64, f64) = (800.0, 400.0);
/// Where the panels begin and end from left to right.
const ACROSS: (f64, f64) = (60.0, 760.0);
/// Where each panel begins and ends from top to bottom.
const DOWN: [(f64, f64); 2] = [(62.0, 182.0), (222.0, 342.0)];
const COLOURS: [&str; 2] = ["#1f6fb4", "#c2410c"];

/// What is plotted.
pub(super) struct Plot {
    /// What stands above it.
    pub title: String,
    /// The last second.
    pub end: f64,
    /// What each number is, and its points: a second, and the number from there
    /// on. The first panel is the upper one.
    pub panels: [(String, Vec<(f64, f64)>); 2],
}

impl Plot {
    pub(super) fn svg(&self) -> String {
        let (width, height) = SIZE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" \
             font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#333\">\n\
             <title>{title}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
            title = escaped(&self.title)
        );
        let title = escaped(&cut(&self.title, 95));
        text(&mut svg, (ACROSS.0, 24.0), "font-size=\"15\"", &title);
        let (unit, name) = unit(self.end);
        let end = (self.end / unit).max(0.0);
        for (index, (name, points)) in self.panels.iter().enumerate() {
            let points = points.iter().map(|&(seconds, n)| (seconds / unit, n));
            let panel = Panel {
                down: DOWN[index],
                // The panels have the time in common.
                tells_time: index + 1 == DOWN.len(),
                end: if end > 0.0 { end } else { 1.0 },
                most: points.clone().map(|point| point.1).fold(1.0, f64::max),
            };
            panel.draw(&mut svg, name, COLOURS[index], &points.collect::<Vec<_>>());
        }
        let middle = (ACROSS.0 + ACROSS.1) / 2.0;
        let label = format!("time in {name}");
        text(&mut svg, (middle, 386.0), "text-anchor=\"middle\"", &label);
        svg += "</svg>\n";
        svg
    }
}

/// One number, over the time.
struct Panel {
    down: (f64, f64),
    /// Whether the numbers of the time stand under it.
    tells_time: bool,
    /// The end of the time, in the unit that is shown.
    end: f64,
    /// The largest number.
    most: f64,
}

impl Panel {
    fn x(&self, time: f64) -> f64 {
        let share = (time / self.end).clamp(0.0, 1.0);
        ACROSS.0 + (ACROSS.1 - ACROSS.0) * share
    }

    fn y(&self, number: f64) -> f64 {
        self.down.1 - (self.down.1 - self.down.0) * number / self.most
    }

    fn draw(&self, svg: &mut String, name: &str, colour: &str, points: &[(f64, f64)]) {
        let (left, right) = ACROSS;
        let (top, bottom) = self.down;
        let bold = format!("fill=\"{colour}\" font-weight=\"600\"");
        text(svg, (left, top - 10.0), &bold, &escaped(name));
        // What is counted has no halves.
        let whole = |number: &f64| number.fract() == 0.0;
        for number in ticks(self.most, 4).into_iter().filter(whole) {
            let y = self.y(number);
            line(svg, (left, y), (right, y), "#ddd");
            let at = (left - 8.0, y + 4.5);
            text(svg, at, "text-anchor=\"end\"", &number.to_string());
        }
        for time in ticks(self.end, 8) {
            let x = self.x(time);
            line(svg, (x, bottom), (x, bottom + 5.0), "#333");
            if self.tells_time {
                // To so many digits a sum of tenths is what it should be.
                let label = (time * 1e6).round() / 1e6;
                let at = (x, bottom + 18.0);
                text(svg, at, "text-anchor=\"middle\"", &label.to_string());
            }
        }
        line(svg, (left, bottom), (right, bottom), "#333");
        line(svg, (left, top), (left, bottom), "#333");

        // A number stays what it is until it changes.
        let mut path = format!("M{:.1} {:.1}", left, bottom);
        let (mut last, mut now) = ((left, bottom), 0.0);
        for &(time, number) in points {
            now = number;
            let at = (self.x(time), self.y(number));
            if at.1 != last.1 {
                let _ = write!(path, " H{:.1} V{:.1}", at.0, at.1);
                last = at;
            }
        }
        let _ = writeln!(
            svg,
            "<path d=\"{path} H{right:.1}\" fill=\"none\" stroke=\"{colour}\" \
             stroke-width=\"2\" stroke-linejoin=\"round\"/>"
        );
        let at = (right + 6.0, last.1 + 4.5);
        text(svg, at, &bold, &now.to_string());
    }
}

/// What the time is shown in: how many seconds, and the name.
fn unit(seconds: f64) -> (f64, &'static str) {
    if seconds < 180.0 {
        (1.0, "seconds")
    } else if seconds < 3.0 * 3_600.0 {
        (60.0, "minutes")
    } else if seconds < 4.0 * 86_400.0 {
        (3_600.0, "hours")
    } else {
        (86_400.0, "days")
    }
}

/// Round numbers from 0 up to `most`, about so many.
fn ticks(most: f64, count: u32) -> Vec<f64> {
    let rough = most / f64::from(count);
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    let step = steps.into_iter().find(|&step| step >= rough * 0.999);
    let step = step.unwrap_or(most);
    let number = |index: u32| f64::from(index) * step;
    (0..=2 * count)
        .map(number)
        .take_while(|&tick| tick <= most * 1.000_001)
        .collect()
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64), colour: &str) {
    let ((x1, y1), (x2, y2)) = (from, to);
    let _ = writeln!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\"/>"
    );
}

fn text(svg: &mut String, at: (f64, f64), style: &str, words: &str) {
    let (x, y) = at;
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" {style}>{words}</text>"
    );
}

/// The text, with an ellipsis in place of its beginning if it is long: the end
/// says more.
fn cut(text: &str, most: usize) -> String {
    let long = text.chars().count();
    if long <= most {
        return text.to_owned();
    }
    let end: String = text.chars().skip(long - most + 1).collect();
    format!("…{end}")
}

fn escaped(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(19.0, 4), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(1.0, 4), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(8.0, 8).len(), 9);
        for most in [
            0.001, 0.3, 1.0, 2.0, 3.0, 7.0, 10.0, 99.0, 100.0, 12_345.0, 1e18,
        ] {
            for count in [4, 8] {
                let ticks = ticks(most, count);
                assert!((2..=9).contains(&ticks.len()), "{most}: {ticks:?}");
            }
        }
    }

    #[test]
    fn nothing_is_plotted_as_nothing() {
        let panel = || (String::new(), Vec::new());
        let plot = Plot {
            title: "<a & \"b\">".to_owned(),
            end: 0.0,
            panels: [panel(), panel()],
        };
        let svg = plot.svg();
        assert!(svg.contains("&lt;a &amp; &quot;b&quot;&gt;"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
