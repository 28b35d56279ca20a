//! Files that the operator names are opened here. A pipe to which nobody writes would be waited for without an end.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens a file. A pipe to which nobody writes is empty.
///
/// # Errors
/// As the system says.
#[cfg(all(feature = "cli", any(target_os = "linux", target_os = "macos")))]
pub fn opened(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let at_once = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = File::options().read(true).custom_flags(at_once).open(path)?;
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

#[cfg(not(all(feature = "cli", any(target_os = "linux", target_os = "macos"))))]
pub fn opened(path: &Path) -> io::Result<File> {
    File::open(path)
}
