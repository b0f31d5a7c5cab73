//! A database that ends a transaction by itself, as SQLite does when the disk is full: what comes
//! after it is kept like any other change, and nothing before it is half done.

use store::{By, Store};

use crate::stage::{County, noon, on_both, waiver};

#[test]
fn what_comes_after_a_transaction_the_database_ended_is_kept() {
    on_both(async |stage| {
        if stage.is_postgres() {
            return;
        }
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(4));
        let answer = async |cause: &str| {
            let key = Some(cause);
            let new = store::NewWaiver { key, ..waiver(id, cause, "沿用上年") };
            store.waive(by, region, &new).await
        };
        // RAISE(ROLLBACK) does what a full disk does.
        let trigger =
            "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'full'); END";
        stage.sql(trigger).await;
        answer("C107/人").await.expect_err("there is no room");
        stage.sql("DROP TRIGGER full").await;
        answer("C107/人").await.expect("there is room again");
        answer("C107/人").await.expect("sent twice, done once");
        answer("C109/人").await.expect("another one");
        let reader = Store::open_reading(&stage.database).await.expect("opens");
        let kept = reader.waivers(region, id).await.expect("read");
        let causes: Vec<&str> = kept.iter().map(|waiver| waiver.cause.as_str()).collect();
        assert_eq!(causes, ["C107/人", "C109/人"], "others see all that was said to be done");
        assert_eq!(reader.verify(region).await.expect("verifies"), None);
    });
}
