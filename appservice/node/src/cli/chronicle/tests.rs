use std::sync::Arc;

use secta_bot_chronicle::log::{
    CheckpointFault, Folder, FollowFault, Log, Policy, ReadOnly, Source, WitnessKey,
};
use secta_bot_kit::Lang;
use secta_record::{RecordId, Whose};
use tempfile::TempDir;

use super::{
    audit::{self, Fault},
    source::Place,
    verify::{Entered, Given, examine, told},
    wrong::Wrong,
};
use crate::chronicle::{
    Logs,
    annals::{Annals, at, keys, logs, port, serve, witness},
    asking::Asker,
    routes,
};

/// A community with a log, and a proof of its second entry.
struct Scene {
    folder: TempDir,
    annals: Annals,
    logs: Logs,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut annals = Annals::in_memory().await;
        annals.enter(1).await;
        annals
            .enter_text("чай\u{1b}[31m \u{202e}наоборот\n  свидетели: 9")
            .await;
        annals.enter(3).await;
        let logs = logs(folder.path(), 1, &annals.store, Vec::new());
        logs.catch_up(&annals.id()).await.expect("fine");
        Self {
            folder,
            annals,
            logs,
        }
    }

    async fn proof(&self, number: usize) -> String {
        let record = self.annals.entries[number];
        let proof = self.logs.prove(&self.annals.id(), &record).await;
        proof.expect("fine").expect("there").file
    }

    async fn given(&self) -> Given {
        Given {
            proof: self.proof(1).await.into_bytes(),
            key: keys(1).log_key(&self.annals.id()),
            checkpoint: None,
            entry: None,
            policy: Policy::none(),
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let id = self.annals.id().to_string();
        let files = ReadOnly::open(self.folder.path().join("chronicle").join(id));
        files.read(path).expect("read")
    }

    fn place(&self) -> Place {
        let id = self.annals.id().to_string();
        let folder = self.folder.path().join("chronicle").join(id);
        Place::new(folder.to_str().expect("a path")).expect("a place")
    }

    fn audited(&self, seen: Option<Vec<u8>>) -> Result<u64, Fault> {
        let given = audit::Given {
            place: self.place(),
            key: keys(1).log_key(&self.annals.id()),
            witnesses: Vec::new(),
            seen,
        };
        audit::examine(given).map(|checkpoint| checkpoint.size())
    }
}

fn says(given: &Given, examined: &Result<Entered, Wrong>) -> [String; 2] {
    [Lang::En, Lang::Ru].map(|lang| told(&given.key, examined, lang))
}

/// What is wrong, after looking that both languages name it in one line.
fn wrong(given: &Given) -> Wrong {
    let examined = examine(given);
    let [en, ru] = says(given, &examined);
    assert!(
        en.starts_with("NOT PROVEN: ") && en.lines().count() == 1,
        "{en}"
    );
    assert!(
        ru.starts_with("НЕ ДОКАЗАНО: ") && ru.lines().count() == 1,
        "{ru}"
    );
    for said in [en, ru] {
        assert!(
            !said.contains("chronicle-") && !said.contains("{ $"),
            "{said}"
        );
    }
    examined.expect_err("it is wrong")
}

#[tokio::test]
async fn a_good_proof_is_proven_with_all_that_it_says() {
    let scene = Scene::new().await;
    let mut given = scene.given().await;
    given.checkpoint = scene.file("checkpoint");
    let examined = examine(&given);
    let [en, ru] = says(&given, &examined);
    let entered = examined.expect("it is proven");
    assert_eq!((entered.proven.index, entered.proven.size), (1, 5));
    assert_eq!(entered.record.id(), scene.annals.entries[1]);
    for said in [&en, &ru] {
        for words in [
            &format!("n1.example.org/chronicle/{}", scene.annals.id()),
            &scene.annals.entries[1].to_string(),
            "@anna:example.org",
            "@bob:example.org",
            "2026-06-01T12:00:03Z",
            "│ чай",
        ] {
            assert!(said.contains(words), "no {words:?} in\n{said}");
        }
        let moves = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.contains(moves), "{said:?}");
        let forged = said.lines().find(|line| line.contains("свидетели: 9"));
        assert!(
            forged.expect("it is told").contains('│'),
            "it is marked as said"
        );
    }
    assert!(en.starts_with("PROVEN: ") && ru.starts_with("ДОКАЗАНО: "));
}

#[tokio::test]
async fn a_withheld_entry_is_proven_without_its_words() {
    let mut scene = Scene::new().await;
    let record = scene.annals.entries[1];
    let line = scene.annals.line(record).await;
    scene.annals.withhold(record).await;
    let mut given = scene.given().await;
    let examined = examine(&given);
    let [en, _] = says(&given, &examined);
    assert!(en.contains("withheld") && !en.contains("чай"), "{en}");
    assert!(examined.expect("proven").record.body().is_none());
    given.entry = Some(format!("{line}\n").into_bytes());
    let record = examine(&given).expect("proven").record;
    assert!(
        record.body().is_some(),
        "whoever kept the words proves them"
    );
}

/// The proof with another record beside it.
fn beside(proof: &[u8], line: &str) -> Vec<u8> {
    let mut proof = secta_bot_chronicle::log::ProofFile::read(proof).expect("a proof");
    proof.extra = Some(line.as_bytes().to_vec());
    proof.to_string().into_bytes()
}

#[tokio::test]
async fn every_kind_of_bad_proof_is_named() {
    let scene = Scene::new().await;
    let good = async || scene.given().await;
    let (id, second) = (scene.annals.id(), scene.annals.entries[1]);
    let line = scene.annals.line(second).await;

    let mut given = good().await;
    given.proof[0] ^= 1;
    assert!(matches!(wrong(&given), Wrong::Form(_)));

    let mut given = good().await;
    let text = String::from_utf8(given.proof.clone()).expect("text");
    let lines = text.split_inclusive('\n');
    let bare: String = lines.filter(|line| !line.starts_with("extra ")).collect();
    given.proof = bare.into_bytes();
    assert!(matches!(wrong(&given), Wrong::NoRecord));
    given.entry = Some(line.clone().into_bytes());
    examine(&given).expect("the record was given apart");

    let mut given = good().await;
    given.proof = beside(&given.proof, &line.replace("чай", "кофе"));
    assert!(matches!(wrong(&given), Wrong::Body));
    given.proof = beside(&given.proof, &line.replace("@anna", "@zoya"));
    assert!(matches!(wrong(&given), Wrong::Forged(Whose::Node)));
    given.proof = beside(&given.proof, &line.replace("envelope", "envelape"));
    assert!(matches!(wrong(&given), Wrong::Record(_)));

    let mut given = good().await;
    let other = scene.annals.line(scene.annals.entries[2]).await;
    given.entry = Some(other.into_bytes());
    assert!(
        matches!(wrong(&given), Wrong::Entry),
        "an entry of another record"
    );

    let mut given = good().await;
    given.key = keys(1).log_key(&RecordId([7; 32]));
    let fault = wrong(&given);
    assert!(
        matches!(fault, Wrong::Checkpoint(CheckpointFault::Origin { .. })),
        "{fault:?}"
    );

    let mut given = good().await;
    let stranger = secta_bot_chronicle::log::LogSigner::new(given.key.name(), &[9; 32]);
    given.key = stranger.expect("a name").key();
    let fault = wrong(&given);
    assert!(
        matches!(fault, Wrong::Checkpoint(CheckpointFault::Unsigned)),
        "{fault:?}"
    );

    let mut given = good().await;
    let text = String::from_utf8(given.proof.clone()).expect("text");
    given.proof = text
        .replace(&format!("{id}\n5\n"), &format!("{id}\n6\n"))
        .into_bytes();
    let fault = wrong(&given);
    assert!(
        matches!(fault, Wrong::Checkpoint(CheckpointFault::Forged(_))),
        "{fault:?}"
    );

    let mut given = good().await;
    given.policy = Policy::new(vec![keys(2).witness_key()], 1).expect("a policy");
    let fault = wrong(&given);
    assert!(
        matches!(
            fault,
            Wrong::Witnesses {
                found: 0,
                required: 1
            }
        ),
        "{fault:?}"
    );
}

#[tokio::test]
async fn every_changed_byte_of_a_proof_is_noticed() {
    let scene = Scene::new().await;
    let good = scene.given().await;
    for at in 0..good.proof.len() {
        let mut given = scene.given_with(good.proof.clone());
        given.proof[at] ^= 1;
        assert!(examine(&given).is_err(), "byte {at}");
    }
}

impl Scene {
    fn given_with(&self, proof: Vec<u8>) -> Given {
        Given {
            proof,
            key: keys(1).log_key(&self.annals.id()),
            checkpoint: None,
            entry: None,
            policy: Policy::none(),
        }
    }
}

#[tokio::test]
async fn a_checkpoint_from_elsewhere_must_say_the_same() {
    let mut scene = Scene::new().await;
    let mut given = scene.given().await;
    let own = scene.file("checkpoint").expect("a checkpoint");
    given.checkpoint = Some(own.clone());
    examine(&given).expect("it says the same");

    scene.annals.enter(1).await;
    scene.logs.catch_up(&scene.annals.id()).await.expect("fine");
    given.checkpoint = scene.file("checkpoint");
    assert!(matches!(wrong(&given), Wrong::Size { own: 6, found: 5 }));

    let mut other = Annals::in_memory().await;
    other.enter(5).await;
    let folder = tempfile::tempdir().expect("a folder");
    let split = logs(folder.path(), 1, &other.store, Vec::new());
    split.catch_up(&other.id()).await.expect("fine");
    given.checkpoint = split
        .shown()
        .file(&other.id(), "checkpoint".to_owned())
        .await
        .expect("read");
    assert!(matches!(wrong(&given), Wrong::Split { size: 5 }));

    given.checkpoint = Some(b"nonsense".to_vec());
    assert!(matches!(wrong(&given), Wrong::Own(CheckpointFault::Note)));
    let mut damaged = own;
    let last = damaged.len() - 5;
    damaged[last] ^= 1;
    given.checkpoint = Some(damaged);
    assert!(matches!(wrong(&given), Wrong::Own(_)));
}

#[tokio::test]
async fn an_entry_of_another_kind_or_community_is_none() {
    let mut annals = Annals::in_memory().await;
    let other = annals.record_other().await;
    annals.enter(1).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (id, entry) = (annals.id(), annals.entries[0]);
    // A log that holds what it should not, signed all the same.
    for (community, record) in [(id, other), (RecordId([7; 32]), entry)] {
        let signer = keys(1).log(&community).expect("a name");
        let key = signer.key();
        let path = folder.path().join(community.to_string());
        let mut log = Log::open(Folder::open(path).expect("a folder"), signer).expect("a log");
        let stored = annals.stored(record).await;
        let leaf = secta_record::join_line(None, &stored.envelope, &stored.signature);
        log.append(0, &[leaf]).expect("appended");
        let mut proof = log.proof(0).expect("a proof");
        proof.extra = Some(annals.line(record).await.into_bytes());
        let given = Given {
            proof: proof.to_string().into_bytes(),
            key,
            checkpoint: None,
            entry: None,
            policy: Policy::none(),
        };
        match wrong(&given) {
            Wrong::Kind(kind) => assert_eq!((record, kind.as_str()), (other, "other")),
            Wrong::Community { record: of, .. } => assert_eq!(of, id.to_string()),
            fault => panic!("{fault:?}"),
        }
    }
}

#[tokio::test]
async fn witnesses_are_counted_and_named() {
    let mut scene = Scene::new().await;
    let witness_key: WitnessKey = keys(2).witness_key();
    let (listener, base) = port().await;
    let log = keys(1).log_key(&scene.annals.id());
    let _served = serve(
        listener,
        None,
        Some(witness(scene.folder.path(), 2, vec![log])),
    );
    scene.logs = {
        let (path, store) = (scene.folder.path(), Arc::clone(&scene.annals.store));
        let anew = path.join("anew");
        logs(&anew, 1, &store, vec![at(&base, witness_key.clone())])
    };
    scene.logs.catch_up(&scene.annals.id()).await.expect("fine");
    let mut asker =
        Asker::new(scene.logs.clone(), at(&base, witness_key.clone())).expect("a client");
    asker.ask(&scene.annals.id()).await.expect("cosigned");
    let mut given = scene.given().await;
    given.policy = Policy::new(vec![witness_key, keys(3).witness_key()], 1).expect("a policy");
    let examined = examine(&given);
    let [en, ru] = says(&given, &examined);
    examined.expect("one is enough");
    for said in [en, ru] {
        assert!(
            said.contains("n2.example.org/witness") && said.contains("2026-06-01T12:01:40Z"),
            "{said}"
        );
        assert!(!said.contains("n3.example.org"), "{said}");
    }
}

#[tokio::test]
async fn a_folder_is_audited_and_followed() {
    let mut scene = Scene::new().await;
    let seen = scene.file("checkpoint");
    assert_eq!(scene.audited(None).expect("good"), 5);
    scene.annals.enter(2).await;
    scene.logs.catch_up(&scene.annals.id()).await.expect("fine");
    assert_eq!(scene.audited(seen.clone()).expect("good"), 7);
    let newer = scene.file("checkpoint");
    let path = scene
        .folder
        .path()
        .join("chronicle")
        .join(scene.annals.id().to_string());
    std::fs::write(path.join("checkpoint"), seen.expect("a checkpoint")).expect("put back");
    let rewound = scene.audited(newer.clone());
    assert!(
        matches!(
            rewound,
            Err(Fault::Follow(FollowFault::Rewound { seen: 7, found: 5 }))
        ),
        "{rewound:?}"
    );
    let nothing = scene.audited(Some(b"nonsense".to_vec()));
    assert!(matches!(nothing, Err(Fault::Seen(_))), "{nothing:?}");
    std::fs::write(path.join("checkpoint"), newer.expect("a checkpoint")).expect("put back");
    assert_eq!(scene.audited(None).expect("good"), 7);
    let foreign = path.join("tile/0/note.txt");
    std::fs::write(&foreign, "x").expect("written");
    says_bad(&scene, "BAD: tile/0/note.txt does not belong");
    std::fs::remove_file(foreign).expect("removed");
    // A partial bundle of an older checkpoint, which is still served.
    let tile = path.join("tile/entries/000.p/5");
    let mut bytes = std::fs::read(&tile).expect("a bundle");
    bytes[40] ^= 1;
    std::fs::write(tile, bytes).expect("damaged");
    says_bad(&scene, "BAD: tile/entries/000.p/5 is wrong from byte ");
    std::fs::remove_file(path.join("tile/0/000.p/7")).expect("removed");
    says_bad(&scene, "BAD: tile/0/000.p/7 is missing");
}

fn says_bad(scene: &Scene, words: &str) {
    let fault = scene.audited(None).expect_err("it is damaged");
    let said = audit::told(&Err(fault), &[], Lang::En);
    assert!(said.starts_with(words), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_served_log_is_audited_and_a_split_one_convicted() {
    let mut scene = Scene::new().await;
    scene.annals.enter(300).await;
    scene.logs.catch_up(&scene.annals.id()).await.expect("fine");
    let (listener, base) = port().await;
    let _served = serve(listener, Some(&scene.logs), None);
    let url = format!("{base}{}", routes::path(&scene.annals.id()));
    let audit = async |seen: Option<Vec<u8>>| {
        let given = audit::Given {
            place: Place::new(&url).expect("an address"),
            key: keys(1).log_key(&scene.annals.id()),
            witnesses: Vec::new(),
            seen,
        };
        let audited = tokio::task::spawn_blocking(move || audit::examine(given));
        audited.await.expect("it ends")
    };
    let checkpoint = audit(None).await.expect("good");
    assert_eq!(checkpoint.size(), 305);
    audit(Some(checkpoint.to_bytes())).await.expect("the same");

    let mut other = Annals::in_memory().await;
    other.enter(4).await;
    let folder = tempfile::tempdir().expect("a folder");
    let split = logs(folder.path(), 1, &other.store, Vec::new());
    split.catch_up(&other.id()).await.expect("fine");
    let seen = split
        .shown()
        .file(&other.id(), "checkpoint".to_owned())
        .await;
    let convicted = audit(seen.expect("read")).await;
    let Err(Fault::Follow(FollowFault::Split {
        seen: 4,
        found: 305,
    })) = &convicted
    else {
        panic!("{convicted:?}")
    };
    for (lang, words) in [(Lang::En, "split view"), (Lang::Ru, "раздвоение")] {
        let said = audit::told(&convicted, &[], lang);
        assert!(said.contains(words), "{said}");
    }
}
