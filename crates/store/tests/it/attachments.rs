//! Attachments: kept under their digest, in the folder or in the database.

use store::{By, Database, Error, NewAttachment};

use crate::stage::{County, noon, on_both};

#[test]
fn what_was_attached_comes_back_and_an_altered_file_does_not() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.clerk, noon(3));
        let new = NewAttachment {
            declaration: county.declaration,
            name: "依据.pdf".to_owned(),
            kind: "pdf".to_owned(),
            content: b"abc",
            key: None,
        };
        let first = store.attach(by, region, &new).await.expect("attached");
        let again = store.attach(by, region, &new).await.expect("the same content again");
        assert_eq!(store.content(region, first).await.expect("content"), b"abc");
        let list = store.attachments(region, county.declaration).await.expect("a list");
        // The example of the standard, GB/T 32905.
        let known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!((list.len(), list[0].digest.as_str(), list[0].size), (2, known, 3));
        let new = NewAttachment { key: Some("request 1"), ..new };
        let once = store.attach(by, region, &new).await.expect("attached");
        assert_eq!(store.attach(by, region, &new).await.expect("the same request"), once);
        store.detach(by, region, once).await.expect("taken away");
        store.detach(by, region, first).await.expect("taken away");
        assert_eq!(store.attachments(region, county.declaration).await.expect("a list").len(), 1);
        match &stage.database {
            Database::Folder(folder) => {
                let file = folder.join("attachments/66").join(known);
                std::fs::write(file, b"abd").expect("altered");
            }
            Database::Url(_) => stage.sql("UPDATE blob SET content = 'abd'").await,
        }
        let altered = store.content(region, again).await;
        assert!(matches!(altered, Err(Error::Altered)), "{altered:?}");
    });
}
