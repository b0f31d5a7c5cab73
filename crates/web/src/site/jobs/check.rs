//! Going through all that a region keeps, as a job.

use desk::jobs::{Fault, Product, Task};
use serde::{Deserialize, Serialize};
use store::{VerifyPart, VerifyProgress};

use crate::site::Site;
use crate::site::parts::moment;

/// What was found, beside the words of the job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Whether something is not as it was.
    pub broken: bool,
    /// What that means; empty where nothing was found.
    pub meaning: String,
}

impl Found {
    /// As a job keeps it; nothing found where it keeps nothing.
    pub fn read(outcome: &str) -> Found {
        serde_json::from_str(outcome).unwrap_or_default()
    }
}

/// Goes through everything.
pub(super) async fn go(site: &Site, task: &Task) -> Result<Product, Fault> {
    let told = task.told.clone();
    let mut watch = move |progress: VerifyProgress| {
        let done = usize::try_from(progress.done).unwrap_or(usize::MAX);
        told.tell(done, 0, words(progress));
    };
    let verified = site.desk().store.verify_with(task.who.region(), &[], &mut watch).await;
    let verified = verified.map_err(|error| {
        tracing::error!(error = error.to_string(), "what is kept was not gone through");
        Fault::Passing("核对没有做完：数据库没有回答，或者数据文件夹读不了。".to_owned())
    })?;
    let at = moment(task.who.now);
    let (said, found) = match &verified.fault {
        Some(fault) => (
            format!("{at}核对：{}请保全数据、不要再办理，并报告。", fault.words()),
            Found { broken: true, meaning: fault.why.meaning().to_owned() },
        ),
        None => (
            format!(
                "{at}核对：{}条记录、{}项内容、{}份附件都相符，没有发现改动。",
                verified.head.seq, verified.records, verified.attachments
            ),
            Found::default(),
        ),
    };
    let outcome = serde_json::to_string(&found).expect("invariant: plain JSON");
    Ok(Product { said, outcome, file: None })
}

fn words(progress: VerifyProgress) -> String {
    let done = progress.done;
    match progress.part {
        VerifyPart::Chain => format!("正在核对：已读{done}条记录……"),
        VerifyPart::Records => format!("正在核对：已比较{done}项内容……"),
        VerifyPart::Attachments => format!("正在核对：已读{done}份附件……"),
        VerifyPart::Derived => format!("正在核对：已重算{done}份申报的统计数据……"),
    }
}
