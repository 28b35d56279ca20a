//! Makes of the compiled page what a browser takes: the module and the script that binds it. It is `wasm-bindgen --target no-modules` without
//! that command's servers and drivers for tests, which take minutes to compile; and its version stands in the workspace's lock file.
//!
//! `bieumau-page-glue MODULE FOLDER` writes `bieumau.js` and `bieumau_bg.wasm` into the folder.

use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("which module?")?;
    let folder = arguments.next().context("into which folder?")?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("bieumau").no_modules(true)?.typescript(false).remove_name_section(true);
    bindgen.generate(folder)
}
