//! What the drawing itself teaches: which label stands at which binding.

use std::collections::BTreeSet;

use model::text::label_key;

use super::{Band, Binding, Layout, Repeat, Slot};

impl Layout {
    /// Pairs of printed label and binding: the label on the left of a field of the head, the
    /// lowest label above a column, and the extra labels of the file. Amounts are left out, for
    /// their meaning depends on two labels.
    pub fn taught(&self) -> BTreeSet<(String, Binding)> {
        let extra = self.labels.iter().map(|(binding, word)| (label_key(word), binding.clone()));
        let mut taught: BTreeSet<_> = extra.collect();
        for (index, part) in self.parts.iter().enumerate() {
            match part.repeat {
                None => part.rows.iter().for_each(|row| beside(row, &mut taught)),
                Some(_) => above(&self.parts[..index], part, &mut taught),
            }
        }
        taught
    }

    /// Printed labels as the recogniser compares them, without years.
    pub fn label_keys(&self) -> BTreeSet<String> {
        let keys = self.printed().filter(|text| !text.contains('{')).map(label_key);
        keys.filter(|key| !key.is_empty()).collect()
    }
}

fn beside(row: &[Slot], taught: &mut BTreeSet<(String, Binding)>) {
    let mut label = None;
    for slot in row {
        match slot {
            Slot::Printed(text) => label = Some(label_key(text)),
            Slot::Bound { binding: binding @ Binding::Field(_), .. } => {
                let key = label.take().filter(|key| !key.is_empty());
                taught.extend(key.map(|key| (key, binding.clone())));
            }
            Slot::Bound { .. } => label = None,
            Slot::Left | Slot::Above => {}
        }
    }
}

fn above(earlier: &[Band], part: &Band, taught: &mut BTreeSet<(String, Binding)>) {
    let heads: Vec<&Vec<Slot>> = earlier
        .iter()
        .rev()
        .skip_while(|band| band.repeat.is_some())
        .take_while(|band| band.repeat.is_none())
        .flat_map(|band| band.rows.iter().rev())
        .collect();
    for (column, slot) in part.rows[0].iter().enumerate() {
        let Slot::Bound { binding, .. } = slot else { continue };
        let wanted = match part.repeat {
            Some(Repeat::Tasks) => matches!(binding, Binding::Task(_)),
            _ => matches!(binding, Binding::Column(_) | Binding::Field(_)),
        };
        let printed = heads.iter().find_map(|row| match &row[column] {
            Slot::Printed(text) => Some(label_key(text)),
            _ => None,
        });
        if let Some(key) = printed.filter(|key| wanted && !key.is_empty()) {
            taught.insert((key, binding.clone()));
        }
    }
}
