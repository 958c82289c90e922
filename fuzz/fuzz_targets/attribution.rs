#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| whosaid_fuzz::attribution(text));
