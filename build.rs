//! Lists the files under `schemas` for `schema::load`, and works out what tells one edition of them from another, so that no run has to.

use std::path::Path;
use std::{env, fs};

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-changed=schemas");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is")).join("schemas");
    let mut paths = Vec::new();
    collect(&root, "", &mut paths);
    paths.sort();
    let (mut hash, mut list) = (Sha256::new(), String::from("&[\n"));
    for path in paths {
        let file = root.join(&path);
        hash.update(&path);
        hash.update([0]);
        hash.update(fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        hash.update([0]);
        list += &format!("({path:?}, include_str!({file:?})),\n");
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo says where to")).join("schemas.rs");
    fs::write(&out, list + "]\n").unwrap_or_else(|error| panic!("{}: {error}", out.display()));
    let edition: String = hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=BIEUMAU_EDITION={edition}");
}

/// The paths of all files below a folder, from the first folder on, with `/`.
fn collect(folder: &Path, shown: &str, paths: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("an entry of a folder that could be opened")) {
        let (path, name) = (entry.path(), entry.file_name().into_string().expect("names of schemas are UTF-8"));
        if path.is_dir() {
            collect(&path, &format!("{shown}{name}/"), paths);
        } else {
            paths.push(format!("{shown}{name}"));
        }
    }
}
