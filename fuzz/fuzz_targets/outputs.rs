#![no_main]

use bieumau_fuzz::{make_panics_fatal, outputs};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    make_panics_fatal();
    outputs::merge(input);
});
