pub fn shown(content: &crate::cell::Content) -> String {
    format!("{content:?}")
}
pub fn is_ditto(text: &str) -> bool {
    text == "nt"
}
pub fn read(
    _f: &crate::schema::Field,
    c: Option<&crate::cell::Content>,
) -> (String, crate::value::Value, Option<super::Remark>) {
    (c.map(shown).unwrap_or_default(), crate::value::Value::Empty, None)
}
