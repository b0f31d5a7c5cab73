//! `heng backup` and `heng restore`: a copy of everything, made while people work, and back.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use indicatif::ProgressBar;
use store::{Store, backup};

use crate::cli::{Backup, Restore};
use crate::{Ending, Failure, output, platform};

/// Makes a copy, reads it again, and only then gives it its name.
pub fn back_up(options: &Backup) -> Result<Ending, Failure> {
    output::permit(&options.output, &[], options.force)?;
    let database = platform::named(&options.place)?;
    let unfinished = unfinished(&options.output);
    let told = platform::wait(async {
        let store = Store::open_reading(&database).await?;
        let file = private(&unfinished).map_err(|error| cannot(&unfinished, &error))?;
        let bar = ProgressBar::new_spinner();
        let mut begun = |part: &str| begun(&bar, part);
        let made = store.back_up(BufWriter::new(&file), chrono::Utc::now(), &mut begun);
        let made = made.await?;
        file.sync_all().map_err(|error| cannot(&unfinished, &error))?;
        let read = File::open(&unfinished).map_err(|error| cannot(&unfinished, &error))?;
        if backup::check(std::io::BufReader::new(read))? != made {
            return Err(Failure::new("写好的备份读回来不一样，磁盘可能有问题".to_owned()));
        }
        bar.finish_and_clear();
        Ok(told(&made))
    });
    let told = told.inspect_err(|_| drop(std::fs::remove_file(&unfinished)))?;
    std::fs::rename(&unfinished, &options.output)
        .map_err(|error| cannot(&options.output, &error))?;
    crate::print(&format!("备份好了，已通读核对：{}\n{told}", options.output.display()))?;
    Ok(Ending::Clean)
}

/// Checks a copy, or brings it back.
pub fn restore(options: &Restore) -> Result<Ending, Failure> {
    let mut file = File::open(&options.file).map_err(|error| cannot(&options.file, &error))?;
    if options.check {
        let manifest = backup::check(std::io::BufReader::new(file))?;
        crate::print(&format!("备份完整，与清单一致。\n{}", told(&manifest)))?;
        return Ok(Ending::Clean);
    }
    let database = platform::named(&options.place)?;
    let manifest = platform::wait(async {
        platform::make_folder(&database)?;
        let bar = ProgressBar::new_spinner();
        let mut begun = |part: &str| begun(&bar, part);
        let restored = backup::restore(&mut file, &database, &mut begun).await;
        bar.finish_and_clear();
        Ok(restored?)
    })?;
    crate::print(&format!("恢复好了，写入的内容已读回核对。\n{}", told(&manifest)))?;
    Ok(Ending::Clean)
}

fn begun(bar: &ProgressBar, part: &str) {
    bar.set_message(part.to_owned());
    bar.tick();
}

/// What is in a copy, in lines.
fn told(manifest: &backup::Manifest) -> String {
    let mut told = format!(
        "  制作时间 {}，程序版本 {}\n  {} 行记录，{} 个附件\n",
        manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC"),
        manifest.program,
        manifest.rows(),
        manifest.attachments(),
    );
    for head in &manifest.heads {
        told.push_str(&format!(
            "  地区 {} 的记录：{} 条，链尾 {}\n",
            head.region, head.seq, head.digest
        ));
    }
    told.push_str("备份里有密码摘要和全部内容，请像数据本身一样保管。\n");
    told
}

/// Beside the file it becomes: half a copy must not look like one.
fn unfinished(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// A file that nobody else may read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn cannot(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}：{error}", path.display()))
}
