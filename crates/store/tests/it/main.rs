//! What the store promises, tried on SQLite and, where `HENG_TEST_POSTGRES` names a server, on
//! PostgreSQL with the same scripts.

mod accounts;
mod attachments;
mod backup;
mod beginning;
mod beside;
mod calls;
mod clock;
mod covering;
mod deciding;
mod declarations;
mod events;
mod jobs;
mod kept;
mod large;
mod listing;
mod opening;
mod overview;
mod people;
mod places;
mod queue;
mod racing;
mod rolled_back;
mod searching;
mod stage;
mod standing;
mod statistics;
mod tampering;
mod walk;
