//! The real thing: workerd and browsers.
