//! The SQL that the macro of rows makes, looked at by people.

use super::center_row::CenterRow;
use super::channels::ChannelRow;
use super::clients::Client;
use super::dialogs::Dialog;
use super::due::DueRow;
use super::employees::{AccessRow, EmployeeRow};
use super::events::EventRow;
use super::files::FileRow;
use super::identities::Identity;
use super::kept_drafts::DraftRow;
use super::links::LinkRow;
use super::marks::MarkRow;
use super::mentions::{MentionRow, MentionedRow};
use super::message_row::MessageRow;
use super::presence::PresenceRow;
use super::profiles::{ContactRow, NoteRow, VariableRow};
use super::row::Writes;
use super::saved_filters::SavedFilterRow;
use super::saved_replies::SavedReplyRow;
use super::sessions::Session;
use super::settings::Setting;
use super::sign_ins::Attempts;
use super::sites::{SiteRow, Stranger};
use super::tokens::{MonthRow, TokenRow};
use super::visits::Visit;

#[test]
fn the_statements_that_write_rows_are_these() {
    let all = [
        MessageRow::INSERT,
        EventRow::INSERT,
        Dialog::UPSERT_NARROW,
        Dialog::UPSERT_WIDER,
        Dialog::UPSERT,
        Client::UPSERT,
        Identity::UPSERT,
        Visit::UPSERT,
        FileRow::INSERT,
        PresenceRow::UPSERT,
        SiteRow::UPSERT,
        Stranger::INSERT,
        Setting::UPSERT,
        Session::UPSERT,
        LinkRow::UPSERT,
        Attempts::UPSERT,
        CenterRow::INSERT,
        ChannelRow::UPSERT,
        EmployeeRow::INSERT,
        AccessRow::INSERT,
        MarkRow::INSERT,
        ContactRow::INSERT,
        NoteRow::INSERT,
        VariableRow::UPSERT,
        SavedFilterRow::UPSERT,
        SavedReplyRow::UPSERT,
        DraftRow::UPSERT,
        MentionRow::INSERT,
        MentionedRow::UPSERT,
        DueRow::UPSERT,
        TokenRow::UPSERT,
        MonthRow::UPSERT,
    ];
    let statement = |writes: &Writes| writes.statement(1).trim_end().to_owned();
    let statements: Vec<String> = all.iter().map(statement).collect();
    insta::assert_snapshot!(statements.join("\n"));
}
