//! `heng verify`, `heng heads` and `heng evidence`: whether what is kept is what was recorded.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use chrono::Utc;
use store::{Head, KeptHead, RegionId, Store, VerifyPart, VerifyProgress};

use crate::cli::{EvidenceOptions, HeadsOptions, PlaceOptions, VerifyOptions};
use crate::{Ending, Failure, load, output, platform, print};

/// Goes through everything and tells the first fault of each region.
pub fn verify(options: &VerifyOptions) -> Result<Ending, Failure> {
    let kept = match &options.heads {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::new(format!("{} 读不了：{error}", path.display())))?;
            store::read_heads(&text)?
        }
        None => Vec::new(),
    };
    platform::wait(async {
        let store = there(&options.place).await?;
        let ending = all(&store, &kept).await;
        store.close().await?;
        ending
    })
}

async fn all(store: &Store, kept: &[KeptHead]) -> Result<Ending, Failure> {
    let regions = store.chains().await?;
    let names: BTreeMap<RegionId, String> =
        store.regions().await?.into_iter().map(|region| (region.id, region.name)).collect();
    let mut ending = Ending::Clean;
    for lost in kept.iter().filter(|one| !regions.contains(&one.region)) {
        ending = Ending::Errors;
        print(&format!(
            "✗ {}：留存过链尾（{}条记录），现在整个地区都不见了。\n",
            lost.name, lost.head.seq
        ))?;
    }
    for region in regions {
        let name = names.get(&region).map_or("（名称不见了的地区）", String::as_str);
        let own = kept.iter().filter(|one| one.region == region);
        let own: Vec<Head> = own.map(|one| one.head.clone()).collect();
        let shows = std::io::stderr().is_terminal();
        let mut watch = |progress: VerifyProgress| {
            if shows {
                eprint!("\r{name}：{}\u{1b}[K", told(progress));
            }
        };
        let verified = store.verify_with(region, &own, &mut watch).await;
        if shows {
            eprint!("\r\u{1b}[K");
            std::io::stderr().flush().ok();
        }
        let verified = verified?;
        if let Some(fault) = &verified.fault {
            ending = Ending::Errors;
            let meaning = fault.why.meaning();
            print(&format!(
                "✗ {name}：{}\n  {meaning}\n  请保全数据、不要再办理，并报告。\n",
                fault.words()
            ))?;
            continue;
        }
        let heads = match own.len() {
            0 => "没有给出留存的链尾，末尾被截或整个重写查不出来".to_owned(),
            count => format!("与留存的{count}份链尾相符"),
        };
        print(&format!(
            "✓ {name}：{}条记录、{}项内容、{}份附件内容都相符；{heads}。\n",
            verified.head.seq, verified.records, verified.attachments
        ))?;
    }
    Ok(ending)
}

fn told(progress: VerifyProgress) -> String {
    let what = match progress.part {
        VerifyPart::Chain => "条记录",
        VerifyPart::Records => "项内容",
        VerifyPart::Attachments => "份附件",
        VerifyPart::Derived => "份申报的统计数据",
    };
    format!("已核对 {} {what}", progress.done)
}

/// Writes the heads of all regions, to be kept outside.
pub fn heads(options: &HeadsOptions) -> Result<Ending, Failure> {
    let text = platform::wait(async {
        let store = there(&options.place).await?;
        let heads = store.heads(Utc::now()).await?;
        store.close().await?;
        Ok(store::write_heads(&heads))
    })?;
    output::write(text.as_bytes(), &options.output, &[], false)?;
    Ok(Ending::Clean)
}

/// Writes the evidence package of one declaration.
pub fn evidence(options: &EvidenceOptions) -> Result<Ending, Failure> {
    let packs = load::packs(&options.packs)?;
    let limits = load::limits(&options.limits);
    let bytes = platform::wait(async {
        let desk = platform::desk(there(&options.place).await?, packs, limits);
        let (region, id) = chosen(&desk.store, options).await?;
        let gathered = desk.gather_whole_evidence(region, id, Utc::now()).await;
        let gathered = gathered.map_err(|error| Failure::new(error.to_string()))?;
        desk.store.close().await?;
        Ok(gathered)
    })?
    .package(Some(platform::pdf), web::site::what_in_words)
    .map_err(|error| Failure::new(error.to_string()))?;
    output::write(&bytes, &options.output, &[], true)?;
    Ok(Ending::Clean)
}

/// The declaration that is meant: by its number, or by the name of its project if only one has it.
async fn chosen(
    store: &Store,
    options: &EvidenceOptions,
) -> Result<(RegionId, store::DeclarationId), Failure> {
    let mut found = Vec::new();
    for region in store.chains().await? {
        for cycle in store.cycles(region).await? {
            if options.year.is_some_and(|year| year != cycle.year) {
                continue;
            }
            for row in store.declarations(region, cycle.id).await? {
                let number = row.id.0.to_string() == options.project;
                if number || row.project == options.project {
                    let unit = row.unit_name.unwrap_or_default();
                    found.push((region, row.id, format!("{} {unit} {}年度", row.id.0, cycle.year)));
                }
            }
        }
    }
    match found.as_slice() {
        [(region, id, _)] => Ok((*region, *id)),
        [] => Err(Failure::new(format!("没有编号或项目名称为“{}”的申报", options.project))),
        many => {
            let list: Vec<&str> = many.iter().map(|(.., told)| told.as_str()).collect();
            let list = list.join("；");
            Err(Failure::new(format!("有几份申报叫这个名字，请写编号：{list}")))
        }
    }
}

/// A store that is there already: it is proved as it is, also beside a server that has it open,
/// and nothing is made or brought up to date.
async fn there(place: &PlaceOptions) -> Result<Store, Failure> {
    Ok(Store::open_reading(&platform::named(place)?).await?)
}
