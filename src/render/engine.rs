//! The one engine for what is written in words: pages, letters and messages are templates (`render/templates`, `schemas/letters`) that
//! users and translators can read, filled in by [minijinja](https://docs.rs/minijinja). Whatever a placeholder stands for is text and is
//! escaped as the format asks; only `|safe` lets marks through.

use anyhow::Context;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::text::plain;
use super::unmarked::escaped;
use crate::text::{Language, lower_first};

/// What a placeholder's text is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// A page.
    Html,
    /// Text with Markdown's marks.
    Markdown,
    /// The text of a document of Word.
    Word,
}

impl Markup {
    fn escaped(self, text: &str) -> String {
        match self {
            Self::Html => html(text),
            Self::Markdown => escaped(text),
            Self::Word => word(text),
        }
    }
}

/// The engine for a format, without templates. A name that a template has and we do not is refused: nothing goes out with a hole in it.
/// `say(vi, en)` is the one of two texts that the language asks for.
pub fn environment<'a>(markup: Markup, language: Language) -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // What macros give back is taken for escaped only where something is.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(move |out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => Ok(out.write_str(&markup.escaped(text))?),
        None => minijinja::escape_formatter(out, state, value),
    });
    environment.add_filter("lower_first", |text: String| lower_first(&text));
    environment.add_function("say", move |vi: String, en: String| language.say(vi, en));
    environment
}

/// A page from a template that ships; `parts` are other templates that it names.
///
/// # Errors
/// When the template cannot be used, which tests would tell.
pub fn page(
    markup: Markup,
    language: Language,
    (template, parts): (&str, &[(&str, &str)]),
    facts: Value,
) -> anyhow::Result<String> {
    let mut environment = environment(markup, language);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    let page = parts
        .iter()
        .copied()
        .chain([("page", template)])
        .try_for_each(|(name, text)| environment.add_template(name, text));
    let page = page.and_then(|()| environment.get_template("page")?.render(facts));
    Ok(page.context("filling in a page")? + "\n")
}

/// Text in HTML: its line breaks are kept, without what would reorder what follows it.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for letter in plain(line).chars() {
            match entity(letter) {
                Some(entity) => out.push_str(entity),
                None => out.push(letter),
            }
        }
    }
    out
}

/// Text in the XML of Word; where a line ends, the line of the document ends.
pub fn word(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("</w:t><w:br/><w:t xml:space=\"preserve\">"),
            '\t' => out.push(' '),
            // They would turn the rest of the line round.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            letter => match entity(letter) {
                Some(entity) => out.push_str(entity),
                None => out.push(letter),
            },
        }
    }
    out
}

/// What stands for a sign that begins or ends marks in HTML and XML.
fn entity(letter: char) -> Option<&'static str> {
    Some(match letter {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_placeholder_is_text_in_each_format() {
        let facts = minijinja::context! { text => "a<b> & \"c\"\n*d* \u{202e}e" };
        let filled = |markup| {
            page(markup, Language::English, ("{{ say('x', 'y') }} {{ text }}", &[]), facts.clone())
                .expect("it can be filled in")
        };
        assert_eq!(filled(Markup::Html), "y a&lt;b&gt; &amp; &quot;c&quot;\n*d* \\u{202e}e\n");
        assert_eq!(filled(Markup::Markdown), "y a&lt;b&gt; &amp; \"c\"↵\\*d\\* \\\\u{202e}e\n");
        assert!(filled(Markup::Word).starts_with("y a&lt;b&gt; &amp; &quot;c&quot;</w:t><w:br/>"));
    }
}
