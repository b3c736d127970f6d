mod village;

use secta_record::act::Opinion;
use secta_site::{model::Listing, ports::Library};
use tempfile::tempdir;

use village::{Village, item, text};

#[tokio::test]
async fn what_is_published_is_shown_and_what_waits_is_in_the_rules_alone() {
    let mut village = Village::founded().await;
    village
        .post("@ann:x", 1, text("Чай, #самовар и #Варенье"))
        .await;
    village.post("@bob:x", 2, text("nobody's business")).await;
    let folder = tempdir().expect("a folder");
    let (stacks, mut follower) = village.library(&folder.path().join("pages.db"));
    follower.follow_all().await.expect("followed");
    let id = village.id();
    let communities = stacks.communities().expect("read");
    assert_eq!(communities.len(), 1);
    assert_eq!(communities[0].name, "Поляна");
    let page = stacks
        .listed(&id, &Listing::Newest, None, 10)
        .expect("read");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].item, item(1));
    assert_eq!(page.items[0].tags, ["самовар", "варенье"]);
    let rules = stacks.rules(&id).expect("folded");
    assert_eq!(rules.read().expect("whole").waiting(), [item(2)]);
    let version = stacks.version(&id);
    village.vote("@ann:x", 2, Opinion::Support).await;
    follower.follow_all().await.expect("followed");
    assert!(stacks.version(&id) > version);
    assert!(rules.read().expect("whole").waiting().is_empty());
    let page = stacks
        .listed(&id, &Listing::Newest, None, 10)
        .expect("read");
    assert_eq!(page.items.len(), 2);
    assert_eq!(page.items.iter().map(|it| it.support).sum::<u32>(), 1);
}
