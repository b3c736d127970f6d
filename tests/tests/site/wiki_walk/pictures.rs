//! A file is given, and shown in a page.

use secta_tests::place;
use serde_json::json;

use super::Walk;

/// Gives a picture of the wiki to the wiki, and puts it into a page.
pub async fn gives_a_file(walk: &mut Walk) {
    let folder = place::directory("picture");
    let file = folder.path().join("план.png");
    walk.tab.go(&format!("{}/wiki", walk.home)).await;
    walk.tab.picture(&file).await;
    walk.tab.follow("Загрузить файл").await;
    walk.judge("wiki-upload").await;
    walk.tab.attach("Файл", &file).await;
    walk.tab.fill("Название файла", "План.png").await;
    walk.tab.fill("Описание", "Так выглядит наша вики.").await;
    walk.tab.follow("Загрузить").await;
    walk.tab
        .assert_shows(&["Файл:План.png", "Так выглядит наша вики", "image/png"])
        .await;
    shows_picture(walk, ".file-of img").await;
    walk.judge("wiki-file").await;

    walk.tab.go(&walk.path("Дюна")).await;
    walk.tab.follow_css("[id='h-люди'] a.edit").await;
    let text = walk.tab.filled("Текст").await;
    assert!(text.starts_with("# Люди"), "{text}");
    let text = text.replace("- сардаукары", "- сардаукары\n\n![[План.png]]");
    walk.tab.fill("Текст", &text).await;
    walk.tab.follow("Сохранить").await;
    shows_picture(walk, ".words img").await;
    walk.judge("wiki-picture").await;
}

async fn shows_picture(walk: &Walk, what: &str) {
    let script = "const i = document.querySelector(arguments[0]); if (!i) return null; i.loading = 'eager';\
        return i.complete && i.naturalWidth > 0";
    walk.tab
        .until("the picture", async || {
            let drawn = walk.tab.script(script, json!([what])).await;
            (drawn == true).then_some(())
        })
        .await;
}
