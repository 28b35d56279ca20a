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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_write_markdown() {
        assert_eq!(escaped("a|b <img> [x](y) _z_"), "a\\|b &lt;img&gt; \\[x\\](y) \\_z\\_");
        assert_eq!(escaped("x\n# y @z"), "x↵\\# y &#64;z");
        assert_eq!(escaped("https://a.vn www.a.vn"), "https:&#47;/a.vn www&#46;a.vn");
        assert_eq!(escaped("Hà Giang/PL1.xlsx"), "Hà Giang/PL1.xlsx");
    }
}
