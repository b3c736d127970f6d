use axum::http::StatusCode;

use super::{Member, get, path, village};

const TITLES: [&str; 8] = [
    "\"onload='x' x=",
    "a&b%2F%00?c=d",
    "'); alert(1)",
    "javascript:alert(1)",
    "C++ & C",
    "100% правды",
    "Дюна/…/x",
    "edit?history",
];

const TEXTS: [&str; 7] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[[x\" onmouseover=\"alert(1)]] [a](javascript:alert(1)) ![b](https://evil.example/x.png)",
    "</textarea><script>alert(1)</script>",
    "<div id=\"main\" class=\"masthead\" style=\"position:fixed\"><form action=/do><input name=token>",
    "<<<<<<< x\n<script>\n=======\n<b>\n>>>>>>> y\n",
    "{{ f.token }} {% raw %}",
    "![[Дюна]] ![[a]] [[../../me]] [[//evil.example]]",
];

#[tokio::test]
async fn hostile_titles_and_texts_stay_words_in_every_view() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    for title in TITLES {
        for text in TEXTS {
            fake.page("@ann:x", title, text);
        }
        for view in [
            "", "?edit", "?history", "?links", "?rename", "?delete", "?resolve", "?diff=..",
        ] {
            let got = bob.get(title, view).await;
            assert_eq!(got.status, 200, "{title} {view}");
            for bad in [
                "<script>",
                "<img src=x",
                "<img src=\"https://evil",
                "href=\"javascript",
                " onload='x'",
                " onmouseover=\"",
                "style=\"position",
                "<input name=token>",
            ] {
                assert!(
                    !got.body.contains(bad),
                    "{title} {view} {bad}: {}",
                    got.body
                );
            }
        }
        let feed = get(&fake, title, "?feed=rss").await;
        assert!(
            feed_rs::parser::parse(feed.body.as_bytes()).is_ok(),
            "{}",
            feed.body
        );
    }
    for list in ["/wiki", "/wiki-pages", "/wiki-changes", "/wiki-wanted"] {
        let got = fake.get(&fake.at(list), &[]).await;
        assert!(
            got.status == 200 && !got.body.contains("<script>"),
            "{list}"
        );
    }
}

#[tokio::test]
async fn what_is_no_title_has_no_page() {
    let fake = village();
    for slug in [
        "..",
        "%2e%2e",
        "a%2F%2Fb",
        "a%5Bb",
        "%00",
        "%E2%80%AEabc",
        "%FF",
        "C%D0%BB",
    ] {
        let got = fake.get(&fake.at(&format!("/wiki/{slug}")), &[]).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{slug}");
    }
    let long = "а".repeat(121);
    let address = fake.at(&format!("/wiki/{}", crate::links::escaped(&long)));
    assert_eq!(fake.get(&address, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_query_of_nonsense_is_no_fault() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Раз");
    let bob = Member::of(&fake, "@bob:x");
    for query in [
        "?edit&section=99999999999999999999",
        "?edit&section=7",
        "?history&after=x",
        "?saved=x",
        "?saved=00",
        "?from=%3Cscript%3E",
        "?links&after=.",
    ] {
        let got = bob.get("Дюна", query).await;
        assert_eq!(got.status, 200, "{query}");
        assert!(!got.body.contains("<script>"), "{query}");
    }
    let to = path(&fake, "Дюна");
    assert_eq!(
        fake.send("PUT", &to, &[], "").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}
