//! The visitor chat that lives on somebody's page.
