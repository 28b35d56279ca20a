//! `include_dir` does not notice a newly added file; this does.

fn main() {
    println!("cargo::rerun-if-changed=schemas");
}
