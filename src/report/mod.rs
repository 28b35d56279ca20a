//! Placeholder line until the module lands.
