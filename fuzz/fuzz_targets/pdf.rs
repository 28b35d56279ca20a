#![no_main]

use bieumau_fuzz::{Target, make_panics_fatal};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    make_panics_fatal();
    drop(Target::Pdf.load(input));
});
