//! A container written again with some parts changed: every other part keeps its compressed bytes.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Package, damaged, normal_name};
use crate::ReadError;

impl Package<'_> {
    /// The container with these parts in the place of those of the same name, new ones last.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when an entry cannot be copied, as where two have one name.
    pub fn repack(&mut self, changed: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ReadError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut left: Vec<&(String, Vec<u8>)> = changed.iter().collect();
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|error| damaged(&error))?;
            // A name in no known encoding is nobody's part; it is copied as it is.
            let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            let normal = normal_name(&name);
            let new = left.iter().position(|(changed, _)| normal_name(changed) == normal);
            let Some(new) = new else {
                zip.raw_copy_file(entry).map_err(|error| damaged(&error))?;
                continue;
            };
            let options = match entry.last_modified() {
                Some(time) => SimpleFileOptions::default().last_modified_time(time),
                None => SimpleFileOptions::default(),
            };
            drop(entry);
            add(&mut zip, &name, options, &left.remove(new).1)?;
        }
        for (name, bytes) in left {
            add(&mut zip, name, SimpleFileOptions::default(), bytes)?;
        }
        Ok(zip.finish().map_err(|error| damaged(&error))?.into_inner())
    }
}

fn add(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    options: SimpleFileOptions,
    bytes: &[u8],
) -> Result<(), ReadError> {
    zip.start_file(name, options).map_err(|error| damaged(&error))?;
    zip.write_all(bytes).map_err(|error| damaged(&error.into()))
}
