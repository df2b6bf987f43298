//! The review desk on real databases. T8, R14, R15; domain §5.4.

use crate::kit::{MovedClock, identified};
use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::error::AppError;
use app::review::{self, Answer, CaseView, Filter, Hold, Holder, LEASE_MS, Note, Said};
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::identification::review::{Ground, Reasoning, ReviewRefused, Step};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use store::Backend;
use store::identification::IdentificationRow;
use testkit::{Workspace, on_both};
use words::{Lang, Words};

struct Desk {
    workspace: Workspace,
    app: App,
    clock: Arc<MovedClock>,
}

async fn desk(backend: Backend) -> Desk {
    let workspace = Workspace::new(backend).await;
    let clock = MovedClock::new();
    let app = App::new(workspace.store.clone(), clock.clone());
    identified(&app).await;
    Desk { workspace, app, clock }
}

impl Desk {
    async fn officer(&self, id: &str) -> Officer {
        let home = self.app.kabupaten().await.unwrap();
        let binding = RoleBinding { role: Role::SocialService, scope: Scope::Area(home) };
        Officer::new(AccountId::new(id), id, vec![binding])
    }

    /// An officer of one desa: may decide there, and leads nothing.
    async fn officer_of(&self, id: &str, number: &RegistrationNumber) -> Officer {
        let (registration, _) = self.app.store.read().await.unwrap().registration(number).await.unwrap().unwrap();
        let binding = RoleBinding { role: Role::SocialService, scope: Scope::Area(registration.desa) };
        Officer::new(AccountId::new(id), id, vec![binding])
    }

    async fn row(&self, number: &RegistrationNumber) -> IdentificationRow {
        self.app.store.read().await.unwrap().identification(number.as_str()).await.unwrap().unwrap()
    }

    async fn open(&self) -> Vec<IdentificationRow> {
        let all = self.app.store.read().await.unwrap().identifications().await.unwrap();
        all.into_iter().filter(|i| i.category == "TELAAH").collect()
    }

    /// The first case, by number, that is as wanted.
    async fn case(&self, wanted: impl Fn(&CaseView) -> bool) -> RegistrationNumber {
        let operator = Officer::operator();
        for row in self.open().await {
            let number = RegistrationNumber::new(&row.registration);
            let view = review::case(&self.app, &operator, &number, None, None).await.unwrap().unwrap();
            if row.household.is_some() && wanted(&view) {
                return number;
            }
        }
        panic!("the pack holds no such case");
    }

    async fn freeze(&self) {
        app::prelist::freeze(&self.app, &Officer::operator()).await.unwrap();
    }

    async fn is_clean(&self) -> bool {
        let report = self.workspace.store.verify().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        true
    }
}

/// A case whose candidate may be linked without a reason.
fn linkable(c: &CaseView) -> bool {
    c.against_same.is_empty()
}

fn answer(said: Said, words: &str) -> Answer {
    Answer { said, reasoning: Reasoning { ground: None, words: words.to_owned() }, version: None }
}

fn link(row: &IdentificationRow, words: &str) -> Answer {
    let household = HouseholdId::new(row.household.as_deref().unwrap());
    answer(Said::Same { household, changed: None }, words)
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> ReviewRefused {
    match result.unwrap_err() {
        AppError::Review(refused) => refused,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_in_doubt_is_on_no_prelist_until_a_person_decides() {
    // T8
    let desk = desk(Backend::Sqlite).await;
    let number = desk.case(linkable).await;
    let row = desk.row(&number).await;
    let binding = RoleBinding { role: Role::RegistrationOfficer, scope: Scope::National };
    let clerk = Officer::new(AccountId::new("kasi"), "Kasi", vec![binding]);
    let denied = review::decide(&desk.app, &clerk, &number, &link(&row, "kenal"), None).await.unwrap_err();
    assert_eq!(denied.code(), "AKSES_DITOLAK");

    let officer = desk.officer("ani").await;
    let decided = review::decide(&desk.app, &officer, &number, &link(&row, ""), None).await.unwrap();
    assert_eq!(decided.step, Step::Decided);
    assert!(decided.overruled.is_empty(), "it follows the evidence");
    let after = desk.row(&number).await;
    assert_eq!((after.decided_by.as_deref(), after.household), (Some("ani"), row.household.clone()));
    assert!(after.evidence.decision_reason.is_some(), "following the evidence is a reason, and it is written");
    assert_eq!(after.evidence.candidates, row.evidence.candidates, "the evidence stays as it was");
    let kinds: Vec<_> = {
        let mut reader = desk.app.store.read().await.unwrap();
        reader.history(number.as_str()).await.unwrap().into_iter().map(|e| e.kind).collect()
    };
    assert_eq!(kinds.last().map(String::as_str), Some("identification.review_decided"));

    desk.freeze().await;
    let mut reader = desk.app.store.read().await.unwrap();
    let mut listed = BTreeSet::new();
    for list in reader.prelists().await.unwrap() {
        listed.extend(reader.prelist_rows(&list.id).await.unwrap().into_iter().filter_map(|r| r.registration));
    }
    drop(reader);
    for open in desk.open().await {
        assert!(!listed.contains(&open.registration), "{} is on a prelist undecided", open.registration);
    }
    assert!(desk.is_clean().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verdict_against_the_evidence_needs_a_reason_and_a_wrong_one_is_refused_in_words() {
    let desk = desk(Backend::Sqlite).await;
    let officer = desk.officer("ani").await;
    let number = desk.case(|c| !c.against_new.is_empty()).await;
    let say = |said| answer(said, " ");
    let silent = refused(review::decide(&desk.app, &officer, &number, &say(Said::New), None).await);
    assert_eq!(silent.code(), "TELAAH_TANPA_ALASAN");
    assert!(said(&silent).contains("perlu alasan"));
    let nowhere = Said::Same { household: HouseholdId::new("000"), changed: None };
    assert_eq!(
        refused(review::decide(&desk.app, &officer, &number, &say(nowhere), None).await).code(),
        "RUTA_TIDAK_ADA"
    );
    let itself = Said::Duplicate { of: number.clone() };
    let same = refused(review::decide(&desk.app, &officer, &number, &say(itself), None).await);
    assert_eq!(same, ReviewRefused::JoinsItself);
    let agree = refused(review::decide(&desk.app, &officer, &number, &say(Said::Agree), None).await);
    assert_eq!(agree, ReviewRefused::NothingProposed);
    let absent = RegistrationNumber::new("tidak-ada");
    assert_eq!(
        refused(review::decide(&desk.app, &officer, &absent, &say(Said::New), None).await).code(),
        "PENDAFTARAN_TIDAK_ADA"
    );

    let mut with_ground = say(Said::New);
    with_ground.reasoning.ground = Some(Ground::Namesake);
    let decided = review::decide(&desk.app, &officer, &number, &with_ground, None).await.unwrap();
    assert!(!decided.overruled.is_empty());
    let after = desk.row(&number).await;
    assert_eq!((after.category.as_str(), after.household.as_deref(), after.changed.as_str()), ("BARU", None, ""));
    let again = refused(review::decide(&desk.app, &officer, &number, &with_ground, None).await);
    assert_eq!(again.code(), "TELAAH_SUDAH_DIPUTUS");
    assert!(said(&again).contains("BARU") && said(&again).contains("ani"), "it says what was decided, and by whom");
    assert!(desk.is_clean().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_is_ordered_by_value_counts_everything_and_filters() {
    let desk = desk(Backend::Sqlite).await;
    let officer = desk.officer("ani").await;
    let queue = review::queue(&desk.app, &officer, &Filter::default(), 1).await.unwrap();
    let open = desk.open().await.len();
    assert!(open > 3);
    assert_eq!((queue.list.total as usize, queue.counts.open as usize, queue.counts.done), (open, open, 0));
    let keys: Vec<_> = queue.list.rows.iter().map(|r| (std::cmp::Reverse(r.rank), r.number.clone())).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let reason = queue.reasons[0].code.clone();
    let filter = Filter { reason: reason.clone(), ..Filter::default() };
    let part = review::queue(&desk.app, &officer, &filter, 1).await.unwrap();
    assert_eq!(part.list.total, queue.reasons[0].n);
    assert!(part.list.rows.iter().all(|r| r.reason == reason));
    let top = RegistrationNumber::new(&queue.list.rows[0].number);
    let ani = Holder::of(&officer, "a");
    assert_eq!(review::next(&desk.app, &officer, &Filter::default(), &ani, None).await.unwrap(), Some(top.clone()));
    // who reads only may not take, and the whole is paged
    let auditor =
        Officer::new(AccountId::new("bpk"), "BPK", vec![RoleBinding { role: Role::Auditor, scope: Scope::National }]);
    assert!(review::queue(&desk.app, &auditor, &Filter::default(), 1).await.is_ok());
    assert!(review::claim(&desk.app, &auditor, &top, &Holder::of(&auditor, "x")).await.is_err());
    assert_eq!(review::queue(&desk.app, &officer, &Filter::default(), 99).await.unwrap().list.rows.len(), 0);
    assert!(desk.is_clean().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_taken_back_until_the_prelist_is_frozen_and_the_history_stays() {
    // R15, domain §5.4
    for backend in on_both() {
        let desk = desk(backend).await;
        let (ani, number) = (desk.officer("ani").await, desk.case(linkable).await);
        let before = desk.row(&number).await;
        assert_eq!(refused(review::undo(&desk.app, &ani, &number).await), ReviewRefused::NothingToUndo);
        review::decide(&desk.app, &ani, &number, &link(&before, "KK lama dilihat"), None).await.unwrap();
        assert_eq!(review::last_of(&desk.app, &ani).await.unwrap(), Some(number.clone()));
        let clerk = desk.officer_of("budi", &number).await;
        assert_eq!(refused(review::undo(&desk.app, &clerk, &number).await).code(), "KEPUTUSAN_ORANG_LAIN");
        review::undo(&desk.app, &ani, &number).await.unwrap();
        assert_eq!(desk.row(&number).await, before, "the case is as it was");
        assert_eq!(review::last_of(&desk.app, &ani).await.unwrap(), None);
        let view = review::case(&desk.app, &ani, &number, None, None).await.unwrap().unwrap();
        assert_eq!((view.said.len(), view.note.words.as_str()), (2, "KK lama dilihat"), "nothing is lost");

        review::decide(&desk.app, &ani, &number, &link(&before, "yakin"), None).await.unwrap();
        desk.freeze().await;
        let locked = refused(review::undo(&desk.app, &ani, &number).await);
        assert_eq!(locked, ReviewRefused::PrelistFrozen);
        // what is decided after the freeze stands on no prelist and may be taken back
        let late = desk.case(linkable).await;
        review::decide(&desk.app, &ani, &late, &link(&desk.row(&late).await, "susulan"), None).await.unwrap();
        review::undo(&desk.app, &ani, &late).await.unwrap();
        assert!(desk.is_clean().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_verdicts_at_the_same_moment_one_stands_and_the_other_is_told() {
    for backend in on_both() {
        let desk = desk(backend).await;
        let number = desk.case(linkable).await;
        let row = desk.row(&number).await;
        let mut tasks = Vec::new();
        for who in ["ani", "budi", "citra", "dewi"] {
            let (app, officer, number) = (desk.app.clone(), desk.officer(who).await, number.clone());
            let said = if who < "c" { link(&row, who) } else { answer(Said::New, who) };
            tasks.push(tokio::spawn(async move { review::decide(&app, &officer, &number, &said, None).await }));
        }
        let mut stood = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => stood += 1,
                Err(AppError::Review(ReviewRefused::AlreadyDecided { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(stood, 1);
        let said = desk.app.store.read().await.unwrap().review_decisions(number.as_str()).await.unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!(desk.row(&number).await.decided_by.as_deref(), Some(said[0].officer.as_str()));
        assert!(desk.is_clean().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_reviewers_work_through_one_queue_and_never_hold_the_same_case() {
    for backend in on_both() {
        let desk = desk(backend).await;
        let all: BTreeSet<String> = desk.open().await.into_iter().map(|i| i.registration).collect();
        let held: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let mut tasks = Vec::new();
        // two officers, and a second browser of the first
        for (who, browser) in [("ani", "1"), ("ani", "2"), ("budi", "1")] {
            let (app, officer, held) = (desk.app.clone(), desk.officer(who).await, held.clone());
            tasks.push(tokio::spawn(async move {
                let holder = Holder::of(&officer, browser);
                let mut done = Vec::new();
                while let Some(number) = review::next(&app, &officer, &Filter::default(), &holder, None).await.unwrap()
                {
                    assert!(held.lock().unwrap().insert(number.as_str().to_owned()), "{number} is held twice");
                    tokio::task::yield_now().await;
                    held.lock().unwrap().remove(number.as_str());
                    review::decide(&app, &officer, &number, &answer(Said::New, "uji"), Some(&holder)).await.unwrap();
                    done.push(number.as_str().to_owned());
                }
                done
            }));
        }
        let mut done = Vec::new();
        for task in tasks {
            done.extend(task.await.unwrap());
        }
        assert_eq!(done.len(), all.len(), "each case once");
        assert_eq!(done.into_iter().collect::<BTreeSet<_>>(), all);
        let officer = desk.officer("ani").await;
        let queue = review::queue(&desk.app, &officer, &Filter::default(), 1).await.unwrap();
        assert_eq!((queue.counts.open, queue.counts.done as usize), (0, all.len()));
        assert!(desk.is_clean().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_is_renewed_given_back_and_runs_out() {
    for backend in on_both() {
        let desk = desk(backend).await;
        let (ani, budi) = (desk.officer("ani").await, desk.officer("budi").await);
        let (a, b) = (Holder::of(&ani, "1"), Holder::of(&budi, "1"));
        let filter = Filter::default();
        let number = review::next(&desk.app, &ani, &filter, &a, None).await.unwrap().unwrap();
        let held = refused(review::claim(&desk.app, &budi, &number, &b).await);
        assert!(said(&held).contains("ani"));
        assert_ne!(review::next(&desk.app, &budi, &filter, &b, None).await.unwrap().as_ref(), Some(&number));
        let meddling = refused(review::decide(&desk.app, &budi, &number, &answer(Said::New, "x"), Some(&b)).await);
        assert_eq!(meddling.code(), "TELAAH_DIPEGANG");

        let lease = review::claim(&desk.app, &ani, &number, &a).await.unwrap();
        desk.clock.forward(LEASE_MS - 1_000);
        assert!(review::renew(&desk.app, &ani, &number, &a, lease.ticket, Hold::Keep).await.unwrap());
        desk.clock.forward(LEASE_MS - 1_000);
        assert!(review::claim(&desk.app, &budi, &number, &b).await.is_err(), "renewed");
        desk.clock.forward(2_000);
        let taken = review::claim(&desk.app, &budi, &number, &b).await.unwrap();
        assert!(
            !review::renew(&desk.app, &ani, &number, &a, lease.ticket, Hold::Keep).await.unwrap(),
            "it is another's now"
        );
        assert!(!review::renew(&desk.app, &ani, &number, &a, lease.ticket, Hold::GiveBack).await.unwrap());
        assert!(
            !review::renew(&desk.app, &budi, &number, &b, taken.ticket - 1, Hold::GiveBack).await.unwrap(),
            "an older page"
        );
        assert!(review::renew(&desk.app, &budi, &number, &b, taken.ticket, Hold::GiveBack).await.unwrap());
        assert!(review::claim(&desk.app, &ani, &number, &a).await.is_ok(), "back in the queue at once");
        assert!(desk.is_clean().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_persons_propose_confirm_disagree_and_a_third_settles() {
    for backend in on_both() {
        let mut desk = desk(backend).await;
        desk.app = desk.app.clone().with_two_person(true);
        let cases: Vec<_> = desk.open().await.into_iter().filter(|i| i.household.is_some()).collect();
        let number = RegistrationNumber::new(&cases[0].registration);
        let (ani, budi) = (desk.officer_of("ani", &number).await, desk.officer_of("budi", &number).await);
        let say = answer(Said::New, "bukan keluarga itu");
        assert_eq!(review::decide(&desk.app, &ani, &number, &say, None).await.unwrap().step, Step::Proposed);
        assert_eq!(desk.row(&number).await.category, "TELAAH", "a proposal decides nothing");
        assert_eq!(refused(review::decide(&desk.app, &ani, &number, &say, None).await), ReviewRefused::OwnProposal);
        let own = Holder::of(&ani, "1");
        let mut given = review::next(&desk.app, &ani, &Filter::default(), &own, None).await.unwrap();
        assert_ne!(given.as_ref(), Some(&number), "nobody is given his own proposal");
        let agreed = review::decide(&desk.app, &budi, &number, &answer(Said::Agree, ""), None).await.unwrap();
        assert_eq!((agreed.step, desk.row(&number).await.category.as_str()), (Step::Confirmed, "BARU"));

        let second = RegistrationNumber::new(&cases[1].registration);
        let (ani, budi) = (desk.officer_of("ani", &second).await, desk.officer_of("budi", &second).await);
        let lead = desk.officer("citra").await;
        review::decide(&desk.app, &ani, &second, &say, None).await.unwrap();
        let other = link(&cases[1], "orangnya sama");
        assert_eq!(review::decide(&desk.app, &budi, &second, &other, None).await.unwrap().step, Step::Disagreed);
        let clerk = desk.officer_of("dewi", &second).await;
        assert_eq!(refused(review::decide(&desk.app, &clerk, &second, &say, None).await), ReviewRefused::ThirdNeeded);
        given = review::next(
            &desk.app,
            &lead,
            &Filter { standing: "BEDA_PENDAPAT".to_owned(), ..Filter::default() },
            &Holder::of(&lead, "1"),
            None,
        )
        .await
        .unwrap();
        assert_eq!(given.as_ref(), Some(&second));
        assert_eq!(review::decide(&desk.app, &lead, &second, &other, None).await.unwrap().step, Step::Settled);
        assert_eq!(desk.row(&second).await.household, cases[1].household);

        // a proposal taken back is open again
        let third = RegistrationNumber::new(&cases[2].registration);
        let ani = desk.officer_of("ani", &third).await;
        review::decide(&desk.app, &ani, &third, &say, None).await.unwrap();
        review::undo(&desk.app, &ani, &third).await.unwrap();
        assert_eq!(review::decide(&desk.app, &ani, &third, &say, None).await.unwrap().step, Step::Proposed);
        let quality = review::quality(&desk.app, &lead, None).await.unwrap();
        assert_eq!((quality.two_person.agree, quality.two_person.all, quality.settled), (1, 2, 1));
        assert!(desk.is_clean().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_outlive_the_page_and_a_skipped_case_waits_at_the_end() {
    let desk = desk(Backend::Sqlite).await;
    let ani = desk.officer("ani").await;
    let holder = Holder::of(&ani, "1");
    let filter = Filter::default();
    let first = review::next(&desk.app, &ani, &filter, &holder, None).await.unwrap().unwrap();
    let note = Note { ground: Some(Ground::Registrant), words: "tanya Pak Dukuh besok".to_owned() };
    review::keep_note(&desk.app, &ani, &first, &note).await.unwrap();
    review::skip(&desk.app, &ani, &first, &holder).await.unwrap();
    let mut order = Vec::new();
    while let Some(number) = review::next(&desk.app, &ani, &filter, &holder, None).await.unwrap() {
        if number == first {
            break;
        }
        order.push(number.clone());
        review::decide(&desk.app, &ani, &number, &answer(Said::New, "uji"), Some(&holder)).await.unwrap();
    }
    assert_eq!(
        order.len(),
        desk.open().await.len() + order.len() - 1,
        "only the skipped one is left, and it came last"
    );
    let view = review::case(&desk.app, &ani, &first, None, Some(&holder)).await.unwrap().unwrap();
    assert_eq!(view.note, note);
    assert!(view.lease.is_some() && view.may_decide);
    assert!(desk.is_clean().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_quality_report_counts_what_stands_and_pairs_to_learn_from_hold_no_name_or_number() {
    let desk = desk(Backend::Sqlite).await;
    let ani = desk.officer("ani").await;
    let holder = Holder::of(&ani, "1");
    let open = desk.open().await;
    let mut linked = 0;
    for row in &open {
        let number = RegistrationNumber::new(&row.registration);
        review::claim(&desk.app, &ani, &number, &holder).await.unwrap();
        desk.clock.forward(4_000);
        let say = if row.household.is_some() && linked < 2 {
            linked += 1;
            link(row, "orangnya sama")
        } else {
            answer(Said::New, "bukan keluarga itu")
        };
        review::decide(&desk.app, &ani, &number, &say, Some(&holder)).await.unwrap();
    }
    review::undo(&desk.app, &ani, &RegistrationNumber::new(&open[0].registration)).await.unwrap();
    let quality = review::quality(&desk.app, &ani, None).await.unwrap();
    assert_eq!((quality.sum.decided, quality.undone), (open.len() - 1, 1));
    assert_eq!(quality.sum.median_ms, Some(4_000));
    assert_eq!(quality.weeks.iter().map(|w| w.decided).sum::<usize>(), open.len() - 1);
    assert_eq!(quality.lines.len(), quality.sum.overruled);
    assert!(quality.lines.iter().all(|l| !l.words.is_empty()));

    let pairs = review::training_pairs(&desk.app, &ani).await.unwrap();
    assert!(pairs.iter().any(|p| p.same) && pairs.iter().any(|p| !p.same));
    let text = format!("{pairs:?}");
    let mut reader = desk.app.store.read().await.unwrap();
    for row in &open {
        let number = RegistrationNumber::new(&row.registration);
        let (registration, _) = reader.registration(&number).await.unwrap().unwrap();
        for member in &registration.members {
            assert!(!text.contains(&member.name), "a name");
            assert!(member.nik.is_none_or(|n| !text.contains(n.expose())), "a NIK");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_of_several_areas_works_through_all_of_them_and_nothing_else() {
    for backend in on_both() {
        let desk = desk(backend).await;
        let all = review::queue(&desk.app, &Officer::operator(), &Filter::default(), 1).await.unwrap();
        let desas: BTreeSet<&str> = all.list.rows.iter().map(|r| r.desa.as_str()).collect();
        assert!(desas.len() > 2, "the pack has cases in several desa: {desas:?}");
        let (first, last) = (*desas.first().unwrap(), *desas.last().unwrap());
        let binding = |desa: &str| RoleBinding {
            role: Role::SocialService,
            scope: Scope::Area(domain::area::AreaCode::parse(desa).unwrap()),
        };
        let officer = Officer::new(AccountId::new("ani"), "Ani", vec![binding(first), binding(last)]);
        let due = all.list.rows.iter().filter(|r| r.desa == first || r.desa == last).count() as i64;
        let queue = review::queue(&desk.app, &officer, &Filter::default(), 1).await.unwrap();
        assert!(queue.may_decide && queue.around.name.contains(", "), "{}", queue.around.name);
        let seen: BTreeSet<&str> = queue.list.rows.iter().map(|r| r.desa.as_str()).collect();
        assert_eq!(seen, BTreeSet::from([first, last]), "on {backend:?}");
        assert!(queue.counts.open >= due && queue.counts.open < all.counts.open);
        assert_eq!(queue.reasons.iter().map(|r| r.n).sum::<i64>(), queue.counts.open);
        let holder = Holder::of(&officer, "a");
        let mut taken = BTreeSet::new();
        while let Some(number) = review::next(&desk.app, &officer, &Filter::default(), &holder, None).await.unwrap() {
            let case = review::case(&desk.app, &officer, &number, None, None).await.unwrap().unwrap();
            taken.insert(case.around.area.as_str().to_owned());
            review::skip(&desk.app, &officer, &number, &holder).await.unwrap();
            desk.clock.forward(1);
            if taken.len() == 2 {
                break;
            }
        }
        assert_eq!(taken, BTreeSet::from([first.to_owned(), last.to_owned()]));
    }
}

fn said(refused: &ReviewRefused) -> String {
    Words::of(Lang::Id).refusal(refused).what
}
