//! Who is on a roster, and which agency a text names.

use std::sync::Arc;

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

use super::{WIDTH, plain};
use crate::intake::names::{How, Mention, Names, Weight};
use crate::schema::{Agency, Level, Roster};
use crate::text::{Bilingual, Language};

/// The roster, in its order: code, name, level, other names.
pub fn agencies(roster: &Roster, language: Language) -> String {
    let say = |vi, en| if language == Language::English { en } else { vi };
    let mut table = Table::new();
    table.set_width(WIDTH as u16);
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header([say("Mã", "Code"), say("Tên", "Name"), say("Cấp", "Level"), say("Tên khác", "Other names")]);
    for agency in &roster.agencies {
        table.add_row([
            &agency.code,
            name(agency, language),
            agency.level.short.get(language),
            &agency.aliases.join("; "),
        ]);
    }
    let of_level = |level: &Arc<Level>| {
        let count = roster.agencies.iter().filter(|agency| agency.level == *level).count();
        format!("{count} {}", level.among.get(language))
    };
    let levels = roster.levels.iter().map(of_level).collect::<Vec<_>>().join(", ");
    let all = roster.agencies.len();
    format!("{}\n\n{all} {}: {levels}.\n", table.trim_fmt(), say("cơ quan", "agencies"))
}

/// What a text names: the verdict first, then every mention with its reasons.
pub fn resolved(text: &str, names: &Names, roster: &Roster, language: Language) -> String {
    let say = |vi: String, en: String| if language == Language::English { en } else { vi };
    let resolution = names.resolve(text);
    let codes = resolution.strongest();
    let described = |code: &&str| {
        let agency = names.agency(code);
        format!("{code} {}", agency.map(|agency| name(agency, language)).unwrap_or_default())
    };
    let verdict = match &codes[..] {
        [code] => described(code),
        [] => {
            let nearest: Vec<String> = names.nearest(text).iter().map(|agency| described(&&*agency.code)).collect();
            let roster = &roster.name;
            let hint = match nearest.is_empty() {
                true => String::new(),
                false => {
                    say(format!("; gần giống: {}", nearest.join(", ")), format!("; similar: {}", nearest.join(", ")))
                }
            };
            say(
                format!("Không nêu cơ quan nào trong danh sách {roster}{hint}."),
                format!("Names no agency of the roster {roster}{hint}."),
            )
        }
        several => {
            let listed: Vec<String> = several.iter().map(described).collect();
            let listed = listed.join("; ");
            say(
                format!("Nêu {} cơ quan nên không xác định được: {listed}.", several.len()),
                format!("Names {} agencies, so it is not certain which: {listed}.", several.len()),
            )
        }
    };
    let mut out = format!("{verdict}\n");
    for mention in &resolution.mentions {
        out.push_str(&told(mention, language));
    }
    out
}

/// `  «tỉnh Hà Giang»: H22, tên đầy đủ, tính`
fn told(mention: &Mention, language: Language) -> String {
    let words = plain(&mention.words);
    let quoted = if language == Language::English { format!("“{words}”") } else { format!("«{words}»") };
    let mut parts = Vec::new();
    parts.extend(mention.agency.clone());
    parts.push(how(mention.how).get(language).to_owned());
    parts.push(weight(mention.weight).get(language).to_owned());
    parts.extend(mention.note.as_ref().map(|note| note.get(language).to_owned()));
    format!("  {quoted}: {}\n", parts.join(", "))
}

fn name(agency: &Agency, language: Language) -> &str {
    if language == Language::English { &agency.name_en } else { &agency.name }
}

fn how(how: How) -> Bilingual {
    match how {
        How::Code => Bilingual::new("mã định danh", "its code"),
        How::Name => Bilingual::new("tên đầy đủ", "its name in full"),
        How::ShortName => Bilingual::new("tên gọi tắt", "its name alone"),
        How::Abbreviation => Bilingual::new("chữ viết tắt", "an abbreviation"),
        How::Predecessor => Bilingual::new("tên trước khi hợp nhất", "its name before a merger"),
        How::Successor => Bilingual::new("tên của cơ quan về sau", "the name of a later agency"),
        How::Other => Bilingual::new("tên của nơi khác", "the name of something else"),
        How::Body => Bilingual::new("đơn vị không có trong danh sách", "a body that the roster does not have"),
    }
}

fn weight(weight: Weight) -> Bilingual {
    match weight {
        Weight::None => Bilingual::new("không tính", "does not count"),
        Weight::Weak => Bilingual::new("chỉ tính khi không có gì rõ hơn", "counts if nothing clearer is there"),
        Weight::Strong => Bilingual::new("được tính", "counts"),
    }
}
