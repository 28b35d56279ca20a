//! What the fuzz targets share.
include!("inputs.rs");

pub mod outputs;

/// Makes panics fatal again, which the reader contains. Those within the libraries that read are left to be contained: each
/// of their places is printed once, for `guard or report upstream` is a decision for a person.
pub fn make_panics_fatal() {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, Once};
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // The first reading sets a hook of its own; what is set here must come after it.
        drop(Target::Csv.load(b"a,b\n1,2\n"));
        static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            if ["/calamine-", "/cfb-", "/csv-", "/mail-parser-", "/quick-xml-", "/sevenz-rust2-", "/tar-", "/zip-"].iter().any(|library| place.contains(library)) {
                if KNOWN.lock().is_ok_and(|mut known| known.insert(place)) {
                    eprintln!("contained: {panic}");
                }
                return;
            }
            eprintln!("{panic}");
            std::process::abort();
        }));
    });
}
