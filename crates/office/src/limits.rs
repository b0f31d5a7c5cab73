//! How much a reader may take: counted while reading, not after.

use std::time::{Duration, Instant};

use crate::ReadError;

/// Limits for reading one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes after decompression, all parts together.
    pub bytes: u64,
    /// Cells, all tables together.
    pub cells: u64,
    /// Depth of nested elements or tables.
    pub depth: u32,
    /// Wall time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 48 << 20, cells: 200_000, depth: 256, time: Duration::from_secs(5) }
    }
}

/// What is left of the [`Limits`] while one file is being read.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    bytes: u64,
    cells: u64,
    lines: u64,
    deadline: Instant,
}

impl Budget {
    /// Starts the clock.
    pub fn new(limits: Limits) -> Self {
        Budget { limits, bytes: 0, cells: 0, lines: 0, deadline: Instant::now() + limits.time }
    }

    /// The limits this budget began with.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Bytes that may still be inflated.
    pub fn bytes_left(&self) -> u64 {
        self.limits.bytes.saturating_sub(self.bytes)
    }

    /// Counts bytes read or inflated.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the limit is passed.
    pub fn take_bytes(&mut self, bytes: u64) -> Result<(), ReadError> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.limits.bytes {
            return Err(too_large("展开后的内容太大", &format!("{} MB", self.limits.bytes >> 20)));
        }
        self.check_time()
    }

    /// Counts cells.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the limit is passed.
    pub fn take_cells(&mut self, cells: u64) -> Result<(), ReadError> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells > self.limits.cells {
            return Err(too_large("单元格太多", &format!("{} 个", self.limits.cells)));
        }
        if self.cells.is_multiple_of(1024) { self.check_time() } else { Ok(()) }
    }

    /// Counts paragraphs, strings or other lines, of which there may be as many as cells: one
    /// outside any table costs more memory than a cell.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the limit is passed.
    pub fn take_lines(&mut self, lines: u64) -> Result<(), ReadError> {
        self.lines = self.lines.saturating_add(lines);
        let limit = self.limits.cells;
        if self.lines > limit {
            return Err(too_large("段落太多", &format!("{limit} 段")));
        }
        if self.lines.is_multiple_of(1024) { self.check_time() } else { Ok(()) }
    }

    /// Checks the depth of nesting.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the limit is passed.
    pub fn check_depth(&self, depth: u32) -> Result<(), ReadError> {
        if depth <= self.limits.depth {
            return Ok(());
        }
        Err(too_large("嵌套太深", &format!("{} 层", self.limits.depth)))
    }

    /// Checks the clock.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when time is up.
    pub fn check_time(&self) -> Result<(), ReadError> {
        if Instant::now() <= self.deadline {
            return Ok(());
        }
        Err(too_large("读取时间太长", &format!("{} 秒", self.limits.time.as_secs())))
    }
}

fn too_large(what: &str, limit: &str) -> ReadError {
    ReadError::TooLarge {
        what: what.to_owned(),
        limit: limit.to_owned(),
        remedy: "请只保留绩效目标表所在的页或工作表后再试；确需处理时可调高上限".to_owned(),
    }
}
