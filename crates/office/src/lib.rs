//! Office files in and out: readers give a [`model::Document`], the recogniser a [`model::Form`], the writers a file.
