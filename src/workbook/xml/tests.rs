use quick_xml::events::Event;

use super::*;

/// What both tokenisers say of a document, in one form.
fn own(text: &str) -> Result<Vec<String>, Broken> {
    let mut tokens = Tokens::new(text);
    let mut told = Vec::new();
    while let Some(token) = tokens.next()? {
        told.push(match token {
            Token::Start(tag) => {
                let attributes: Vec<String> =
                    tag.attributes().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("<{}{}{}", tag.name, attributes.concat(), if tag.is_empty { "/" } else { "" })
            }
            Token::End(name) => format!("</{name}"),
            Token::Text(text) => text.to_owned(),
            Token::Data(text) => format!("[{text}"),
        });
    }
    Ok(told)
}

fn quick(text: &str) -> Result<Vec<String>, Broken> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut told: Vec<String> = Vec::new();
    let mut in_text = false;
    let tag = |element: &quick_xml::events::BytesStart<'_>, end: &str| {
        let mut attributes = element.attributes();
        attributes.with_checks(false);
        let attributes: Vec<String> =
            attributes.flatten().map(|it| format!(" {}={}", it.key.as_ref(), &*it.value)).collect();
        format!("<{}{}{end}", element.local_name().as_ref(), attributes.concat())
    };
    loop {
        let event = reader.read_event().map_err(|_| Broken)?;
        // Entities come as events of their own.
        let piece = match &event {
            Event::Text(text) => Some(text.to_string()),
            Event::GeneralRef(entity) => Some(format!("&{};", &**entity)),
            _ => None,
        };
        if let Some(piece) = piece {
            match told.last_mut().filter(|_| in_text) {
                Some(last) => last.push_str(&piece),
                None => told.push(piece),
            }
            in_text = true;
            continue;
        }
        in_text = false;
        match event {
            Event::Start(element) => told.push(tag(&element, "")),
            Event::Empty(element) => told.push(tag(&element, "/")),
            Event::End(element) => told.push(format!("</{}", element.local_name().as_ref())),
            Event::CData(data) => told.push(format!("[{}", &*data)),
            Event::Eof => return Ok(told),
            _ => {}
        }
    }
}

#[test]
fn agrees_with_quick_xml_on_every_part_of_every_fixture() {
    let mut compared = 0;
    let files = walkdir::WalkDir::new("fixtures").into_iter().filter_map(Result::ok);
    for file in files.filter(|file| file.file_type().is_file()) {
        let bytes = std::fs::read(file.path()).expect("it was listed");
        let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else { continue };
        for at in 0..archive.len() {
            let Ok(mut part) = archive.by_index(at) else { continue };
            let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
            let mut text = String::new();
            if !(name.ends_with(".xml") || name.ends_with(".rels"))
                || std::io::Read::read_to_string(&mut part, &mut text).is_err()
            {
                continue;
            }
            assert!(own(&text) == quick(&text), "{} {name}", file.path().display());
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared} parts");
}

#[test]
fn agrees_with_quick_xml_on_odd_documents() {
    for text in [
        r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><x:a b='1>2' c = "d"><!-- < --><e/>&amp;f<![CDATA[<g>]]></x:a >"#,
        "<a\n\tb=\"1\"\n/>",
        "a<b>c</d>e",
        "<a b='\"' c=\"'\">",
        "",
    ] {
        assert_eq!(own(text), quick(text), "{text}");
    }
    for cut in ["<a", "<a b=\"", "<!-- a", "<![CDATA[ a", "<a b='>"] {
        assert_eq!(own(cut), Err(Broken), "{cut}");
    }
}

#[test]
fn tags_as_programs_write_them_are_read_as_all_are() {
    let plain = [
        r#"<c r="A1" s="2" t="inlineStr"><is>"#,
        r#"<c/>"#,
        r#"<c>"#,
        r#"<c r=""/>"#,
        r#"<c r="B1" s="a>b" r="&lt;" r="C1">"#,
    ];
    let others = [
        r#"<c r='A1'>"#,
        r#"<c  r="A1">"#,
        r#"<c r ="A1">"#,
        r#"<c x:r="A1">"#,
        r#"<c r="A1" vm="1">"#,
        r#"<c r="A1" b="1">"#,
        r#"<c r= "A1">"#,
        r#"<c r="A1" />"#,
        r#"<cols r="A1">"#,
        r#"<x:c r="A1">"#,
        r#"</c>"#,
        r#"<c r="A1"#,
        r#"<c r"#,
        r#"<c/"#,
        "",
    ];
    for text in plain {
        let (mut tokens, mut own) = (Tokens::new(text), Tokens::new(text));
        let Ok(Some(Token::Start(tag))) = tokens.next() else { panic!("{text}") };
        let last = |wanted: &str| tag.attributes().filter(|(name, _)| *name == wanted).last().map(|(_, value)| value);
        assert_eq!(own.plain_tag(b'c', *b"rst"), Some(([last("r"), last("s"), last("t")], tag.is_empty)), "{text}");
        assert_eq!(own.at, tokens.at, "{text}");
    }
    for text in others {
        let mut tokens = Tokens::new(text);
        assert_eq!((tokens.plain_tag(b'c', *b"rst"), tokens.at), (None, 0), "{text}");
    }
}

#[test]
fn reads_references_as_xml_does() {
    assert_eq!(unescaped("a &amp;&#225;&#xE1; b\r\nc\rd").as_deref(), Ok("a &áá b\nc\nd"));
    assert_eq!(unescaped("&lol;"), Err(Broken));
    let written = "|&|&;|a;b|&amp|&amp;amp;|&#7910;Y &lt;&gt;&apos;&quot;;|&#x1EA4;|&#X41;|&#0;|&#+65;|&#x;|&#xD800;|&#1114112;|&a&amp;|&#-5;|&#65|&#9;&#x0;|ữ&#7919;ữ";
    for written in written.split('|') {
        let quick = quick_xml::escape::unescape(written).ok();
        assert_eq!(without_references(written).ok().as_deref(), quick.as_deref(), "{written}");
    }
}
