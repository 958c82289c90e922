//! The number grammar on any bytes that are UTF-8.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| whosaid_fuzz::quantities(text));
