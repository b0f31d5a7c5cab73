//! The tables of the first version about signing in: credentials, sessions, tokens, and
//! what stands at the door meanwhile.

use crate::migrations::drawing::Column::*;
use crate::migrations::drawing::Drawn;

/// Drawn after the tables they lean on.
pub(super) const TABLES: &[Drawn] = &[
    Drawn {
        name: "credential",
        columns: &[
            ("person", Number),
            ("region", Number),
            ("hash", Text),
            ("must_change", Flag),
            ("failed", Small),
            ("locked_until", MaybeTime),
            ("totp", MaybeText),
            ("totp_step", MaybeNumber),
            ("changed_at", Time),
        ],
        key: &["person"],
        unique: &[],
        leans_on: &[("region", "region"), ("person", "person")],
    },
    Drawn {
        name: "session",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("person", Number),
            ("digest", Text),
            ("made_at", Time),
            ("seen_at", Time),
            ("until", Time),
            ("address", Text),
            ("agent", Text),
            ("ended_at", MaybeTime),
        ],
        key: &[],
        unique: &[&["digest"]],
        leans_on: &[("region", "region"), ("person", "person")],
    },
    Drawn {
        name: "token",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("person", Number),
            ("name", Text),
            ("digest", Text),
            ("made_at", Time),
            ("until", Time),
            ("used_at", MaybeTime),
            ("revoked_at", MaybeTime),
        ],
        key: &[],
        unique: &[&["digest"]],
        leans_on: &[("region", "region"), ("person", "person")],
    },
    Drawn {
        name: "sign_in_try",
        columns: &[("key", Text), ("count", Small), ("since", Time)],
        key: &["key"],
        unique: &[],
        leans_on: &[],
    },
    Drawn {
        name: "sign_in_ticket",
        columns: &[
            ("digest", Text),
            ("region", Number),
            ("person", Number),
            ("credential", Text),
            ("until", Time),
        ],
        key: &["digest"],
        unique: &[],
        leans_on: &[("region", "region"), ("person", "person")],
    },
];
