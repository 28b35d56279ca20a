//! Text within Markdown that stays text, whatever signs it holds.

/// Text in Markdown: nothing of it is taken for a mark, a link, an HTML tag or the edge of a table, and it stays on one line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in super::text::plain(text).chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Renderers make a mention of a bare name, and a link of a bare address.
            '@' => out.push_str("&#64;"),
            '/' if out.ends_with(':') => out.push_str("&#47;"),
            '.' if out.ends_with("www") => out.push_str("&#46;"),
            _ => out.push(character),
        }
    }
    out
}
