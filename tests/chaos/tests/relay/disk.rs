//! A full disk and a damaged one (C10, C14): loud, narrow, and over when the
//! cause is gone.
