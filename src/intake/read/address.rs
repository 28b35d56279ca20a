//! Addresses of the web: how many stand in a text, whether others can reach them.

use std::net::Ipv4Addr;

/// Whether the text is one or more http or https addresses, separated by spaces, lines, `;` or `,`.
pub(super) fn is_addresses(tidied: &str) -> bool {
    let is_cut = tidied.ends_with("..");
    let tidied = tidied.trim_end_matches(['.', ',', ';']);
    let mut parts = tidied.split_whitespace().flat_map(split_joined).peekable();
    !is_cut && parts.peek().is_some() && parts.all(is_address)
}

/// How many addresses a text holds that is nothing else.
pub fn addresses(tidied: &str) -> usize {
    if is_addresses(tidied) { tidied.split_whitespace().flat_map(split_joined).count() } else { 0 }
}

/// `https://a.vn;https://b.vn` are two addresses; `https://a.vn/x;y` is one, for both signs may stand in an address.
fn split_joined(part: &str) -> impl Iterator<Item = &str> {
    let cuts: Vec<usize> = part
        .match_indices([';', ','])
        .map(|(at, _)| at)
        .filter(|at| part[at + 1..].is_empty() || strip_scheme(&part[at + 1..]).is_some())
        .collect();
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for cut in cuts {
        pieces.push(&part[from..cut]);
        from = cut + 1;
    }
    pieces.push(&part[from..]);
    pieces.into_iter().filter(|piece| !piece.is_empty())
}

fn strip_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    })
}

/// The host and the port of an http or https address.
fn host(part: &str) -> Option<(&str, &str)> {
    let authority = strip_scheme(part)?.split(['/', '?', '#']).next().unwrap_or_default();
    Some(authority.rsplit_once(':').unwrap_or((authority, "443")))
}

/// Whether one of the addresses in this text leads to a machine that nobody outside its own network reaches, or to none.
pub fn is_internal(tidied: &str) -> bool {
    tidied.split_whitespace().flat_map(split_joined).filter_map(host).any(|(host, _)| is_internal_host(host))
}

/// A number of a network of one's own (RFC 1918, 3927, 6598), the machine itself, or a name that the public net has not (RFC 2606,
/// 6761, 6762, 9476, ICANN's `internal`).
fn is_internal_host(host: &str) -> bool {
    const ENDINGS: [&str; 9] =
        ["localhost", "local", "localdomain", "lan", "internal", "test", "example", "invalid", "alt"];
    const EXAMPLES: [&str; 3] = ["example.com", "example.net", "example.org"];
    if let Ok(number) = host.parse::<Ipv4Addr>() {
        let [first, second, ..] = number.octets();
        let is_of_a_provider = first == 100 && (64..128).contains(&second);
        return number.is_private()
            || number.is_loopback()
            || number.is_link_local()
            || first == 0
            || is_of_a_provider
            || number.is_documentation();
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    let within = |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ENDINGS.contains(&last) || EXAMPLES.iter().any(within)
}

/// An http or https address whose host has a dot, or is numbered, and can be reached by others; `https://a.vn/dataset/…`,
/// `https://a.vn/<tên>` and `https://a.vn/xxx` leave out which.
fn is_address(part: &str) -> bool {
    let Some((host, port)) = host(part) else { return false };
    let is_left_out = |word: &str| word.len() >= 3 && word.bytes().all(|letter| matches!(letter, b'x' | b'X'));
    if part.contains("..") || part.contains(['…', '<', '‹']) || part.split(['/', '.', '=']).any(is_left_out) {
        return false;
    }
    let labels: Vec<&str> = host.split('.').collect();
    port.parse::<u16>().is_ok()
        && !is_internal_host(host)
        && labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
        })
}
