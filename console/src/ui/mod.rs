//! The screens: one component a file. They read memos of the model and tell the
//! desk what the operator does; none of them knows the network.
//!
//! A child element whose attributes and children are all fixed would be made from
//! markup, which the page's policy forbids: such elements take their class
//! from an expression, `class={"…"}`.

#![allow(
    unreachable_pub,
    reason = "leptos makes the props of every component public"
)]

mod accent_field;
pub(crate) mod app;
mod ask_bar;
mod attached;
mod avatar;
mod card;
mod card_comment;
mod card_contacts;
mod card_customer;
mod card_deletion;
mod card_display;
mod card_face;
mod card_marks;
mod card_menu;
mod card_name;
mod card_notes;
mod card_part;
mod card_variables;
mod channel_people;
mod channel_sites;
mod client_dialogs;
mod client_list;
mod client_row;
mod client_search;
mod clients;
mod composer;
mod confirm;
mod copy_button;
mod delivery;
mod dialog;
mod dialog_acts;
mod dialog_head;
mod dialog_more;
mod dialog_panes;
mod dialogs;
mod emoji;
mod empty;
mod feed;
mod field;
mod file_link;
mod filter_chips;
mod filter_panel;
mod filter_values;
mod filter_variables;
mod filter_words;
mod filtering;
mod found;
mod found_messages;
mod gate;
mod heard;
mod hit;
mod icon;
mod invitations;
mod invite;
mod jobs;
mod join;
mod left_behind;
mod line_banner;
mod list;
mod list_card;
mod list_frame;
mod list_head;
mod list_rows;
mod list_toggle;
mod list_view;
mod listed;
mod mark_picker;
mod menu;
mod moment;
mod new_client;
mod no_access;
mod note;
mod nowhere;
mod outside;
mod parts;
mod person;
mod person_access;
mod picture;
mod rail;
mod read_only;
mod reply_form;
mod reply_insert;
mod reply_picker;
mod responsible;
mod rich_text;
mod row;
mod row_context;
mod saved_filters;
mod search_field;
mod section_form;
mod send_hint;
mod settings;
mod settings_badge;
mod settings_center;
mod settings_channels;
mod settings_group;
mod settings_marks;
mod settings_me;
mod settings_people;
mod settings_replies;
mod settings_sites;
mod shell;
mod sign_in;
mod site_form;
mod site_general;
mod site_install;
mod site_look;
mod site_reopening;
mod slash_offers;
mod standing;
mod start;
mod test_chat;
mod unsent;
mod words;
