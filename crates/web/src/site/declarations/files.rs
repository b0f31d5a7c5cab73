//! Files attached to a declaration, and its official form as Word, Excel or PDF.

use axum::extract::{Multipart, Path};
use axum::response::Response;
use model::Printout;
use office::lay_out::lay_out;
use store::{AttachmentId, DeclarationId};

use super::{Answer, Face, Problem, Site, Visitor};
use crate::site::account::chance;
use crate::site::reviews::papers::download;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Attaches a file.
#[utoipa::path(post, path = "/declarations/{id}/files", params(("id" = i64, Path)),
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, description = "已附上")))]
pub async fn attach(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    mut form: Multipart,
) -> Answer {
    let broken = |_| Problem::bad("文件没有传完整，或者太大。请重新选择。");
    let mut names = Vec::new();
    let mut key = chance::key();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("key") {
            key = field.text().await.map_err(broken)?;
            continue;
        }
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let bytes = field.bytes().await.map_err(broken)?;
        if name.is_empty() || bytes.is_empty() {
            continue;
        }
        let key = format!("{key}-{}", names.len());
        let (desk, id) = (site.desk(), DeclarationId(id));
        desk.attach(&visitor.who, id, &name, &bytes, Some(&key)).await?;
        names.push(format!("“{name}”"));
    }
    if names.is_empty() {
        return Err(Problem::bad("还没有选文件。"));
    }
    let said = format!("{}已附上。", names.join("、"));
    face.done(&format!("/declarations/{id}?tab=files"), &said)
}

/// Takes a file away.
#[utoipa::path(post, path = "/declarations/{id}/files/{file}/remove",
    params(("id" = i64, Path), ("file" = i64, Path)),
    responses((status = 200, description = "已去掉")))]
pub async fn remove(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path((id, file)): Path<(i64, i64)>,
) -> Answer {
    site.desk().detach(&visitor.who, DeclarationId(id), AttachmentId(file)).await?;
    face.done(&format!("/declarations/{id}?tab=files"), "附件已去掉；办理记录里还留有痕迹。")
}

/// An attached file.
#[utoipa::path(get, path = "/declarations/{id}/files/{file}",
    params(("id" = i64, Path), ("file" = i64, Path)),
    responses((status = 200, description = "附件", body = Vec<u8>,
        content_type = "application/octet-stream")))]
pub async fn file(
    site: Site,
    visitor: Visitor,
    Path((id, file)): Path<(i64, i64)>,
) -> Result<Response, Problem> {
    let (id, file) = (DeclarationId(id), AttachmentId(file));
    let (attachment, content) = site.desk().attachment(&visitor.who, id, file).await?;
    Ok(download(&attachment.name, "application/octet-stream", content))
}

/// The official form as a file: `docx`, `xlsx`, `pdf` or `json`.
#[utoipa::path(get, path = "/declarations/{id}/download/{kind}",
    params(("id" = i64, Path), ("kind" = String, Path)),
    responses((status = 200, description = "官方表样", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn form(
    site: Site,
    visitor: Visitor,
    Path((id, kind)): Path<(i64, String)>,
) -> Result<Response, Problem> {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let case = desk.case(who, id).await?;
    let (judgement, _) = desk.judged_for(who, &case).await?;
    let position = judgement.position(id).ok_or_else(Problem::nothing_here)?;
    let name = format!("{}{}", case.name(), case.setting.name());
    let print = site.printer();
    let write = move |_: &desk::Desk| -> Result<Response, Problem> {
        let form = &judgement.own[position].1;
        let failed = |_| Problem::bad("这张表写不成这种文件，请换一种。");
        if kind == "json" {
            let json =
                serde_json::to_vec_pretty(&office::json::form(form, true)).map_err(failed)?;
            return Ok(download(&format!("{name}.json"), "application/json", json));
        }
        let layout = desk::layout_of(&judgement.policy, form);
        let layout = layout.ok_or_else(|| Problem::bad("这种表没有官方表样，不能打印。"))?;
        let drawings = [lay_out(layout, &[(0, form)]).drawing];
        let failed = |_| Problem::bad("这张表写不成这种文件，请换一种。");
        let (bytes, media) = match kind.as_str() {
            "docx" => (office::docx::write(&drawings).map_err(failed)?, DOCX),
            "xlsx" => (office::xlsx::write(&drawings).map_err(failed)?, XLSX),
            "pdf" => {
                let print = print.ok_or_else(|| Problem::bad("这里不能生成 PDF，请下载 Word。"))?;
                (
                    print(&Printout::Tables(drawings.to_vec())).map_err(Problem::bad)?,
                    "application/pdf",
                )
            }
            _ => return Err(Problem::nothing_here()),
        };
        Ok(download(&format!("{name}.{kind}"), media, bytes))
    };
    site.work(write).await?
}
