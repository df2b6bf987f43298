//! A whole year of a kabupaten through `app`, by accounts of every role, on both databases. After each act every law
//! of `kabupaten::law` is asked: states are the fold of what moved them; register, pages, edition and decree agree
//! household by household; nobody is lost or doubled. Design D15–D18.

use crate::kabupaten::law::{self, Broken, Memory};
use crate::kabupaten::{Kabupaten, paper, people, records, registration, visit};
use app::access::Role;
use app::decree::{self, Preparing};
use app::desk::{self, Route};
use app::error::AppError;
use app::meeting::{self, Training, step, train};
use app::{account, citizen, civil, edition, identification, person, prelist, programme, round, verification};
use domain::Date;
use domain::area::AreaCode;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Member};
use domain::id::{DecreeNumber, HouseholdId};
use domain::person::Relation;
use domain::questionnaire::Item;
use domain::register::HouseholdStatus;
use domain::round::{CaseState, Deadline, MeetingAct, RoundState};
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use std::collections::{BTreeMap, BTreeSet};
use store::Backend;
use testkit::on_both;

use VisitSource::{Deliberation as Muspad, Registration as Mpm};

/// The year as it goes on: the kabupaten, what was frozen so far, the civil registry's own book.
struct Year {
    k: Kabupaten,
    memory: Memory,
    civil: Vec<CivilRecord>,
    visits: u32,
}

impl Year {
    async fn begin(backend: Backend) -> Self {
        let k = Kabupaten::bare(backend).await;
        let mut year = Self { k, memory: Memory::default(), civil: Vec::new(), visits: 0 };
        let mut homes: Vec<Household> = (1..=14).map(people::family).collect();
        // household 14 is household 11 written once more, without its numbers
        let copy = homes[10].clone();
        homes[13] = Household { id: homes[13].id.clone(), ..copy };
        homes[13].members.iter_mut().for_each(|m| m.nik = None);
        year.k.bdt(&[paper::bdt("bdt2015.csv", &homes)]).await.unwrap();
        year.civil = records(&homes[..13]);
        year.k.siak(&[paper::siak("siak.csv", &year.civil, &[])]).await.unwrap();
        year
    }

    fn today(&self) -> Date {
        self.k.app.clock.today()
    }

    /// Every law holds after the act.
    async fn after(&mut self, act: &str) {
        if let Err(Broken(law, how)) = law::check(&self.k, &mut self.memory).await {
            panic!("after {act}: {law}: {how}");
        }
    }

    /// An act that is refused: with this code, and every law holds all the same.
    async fn refused<T>(&mut self, code: &str, answer: Result<T, AppError>) {
        assert_eq!(answer.map(|_| ()).map_err(|e| e.code()), Err(code));
        self.after(code).await;
    }

    async fn siak(&mut self) -> usize {
        let name = format!("siak-{}.csv", self.today());
        let report = self.k.siak(&[paper::siak(&name, &self.civil, &[])]).await.unwrap();
        self.after("an extract").await;
        report.changed
    }

    /// The record of a member of the civil registry.
    fn record(&mut self, member: &Member) -> &mut CivilRecord {
        self.civil.iter_mut().find(|r| Some(r.nik) == member.nik).expect("a resident")
    }

    /// A visit of today, under the next number.
    fn visit(&mut self, source: VisitSource, key: &str, found: &Household) -> FilledQuestionnaire {
        self.visits += 1;
        visit(&format!("P{:03}", self.visits), source, key, found, self.today())
    }

    async fn visited(&mut self, forms: &[FilledQuestionnaire], accepted: usize) {
        self.k.visits(forms).await.unwrap();
        let kept = self.k.app.store.read().await.unwrap().questionnaires().await.unwrap();
        let own: Vec<_> = kept.iter().filter(|q| forms.iter().any(|f| f.id == q.filled.id)).collect();
        let problems: Vec<_> = own.iter().map(|q| (q.filled.id.as_str(), q.problems.as_str())).collect();
        assert_eq!(own.iter().filter(|q| q.verdict == verification::ACCEPTED).count(), accepted, "{problems:?}");
        self.after("visits").await;
    }

    /// What waits is identified and listed.
    async fn listed(&mut self, supplement: i64) {
        let social = self.k.officer(Role::SocialService).await;
        identification::identify(&self.k.app, &social).await.unwrap();
        self.after("identification").await;
        prelist::freeze(&self.k.app, &social).await.unwrap();
        self.after("the prelist").await;
        let lists = self.k.app.store.read().await.unwrap().prelists().await.unwrap();
        assert!(lists.iter().any(|l| l.supplement == supplement), "{lists:?}");
    }

    /// One account prepares, another signs, the first hands over; nobody else can, and the preparer does not sign.
    async fn decree(&mut self, number: &str, rows: &[(&str, &str)]) {
        let app = self.k.app.clone();
        let (social, head) = (self.k.officer(Role::SocialService).await, self.k.officer(Role::RegionalHead).await);
        identification::identify(&app, &social).await.unwrap();
        verification::carry_on(&app, &social).await.unwrap();
        self.after("proposals identified").await;
        let how = Preparing { number: DecreeNumber::new(number), area: None, waiver: None };
        self.refused("AKSES_DITOLAK", decree::prepare(&app, &head, &how).await).await;
        let mistaken = Preparing { number: DecreeNumber::new(format!("{number}-SALAH")), ..how.clone() };
        decree::prepare(&app, &social, &mistaken).await.unwrap().expect("something is ready");
        self.after("a draft under a wrong number").await;
        self.refused("AKSES_DITOLAK", decree::withdraw(&app, &head, &mistaken.number).await).await;
        decree::withdraw(&app, &social, &mistaken.number).await.unwrap();
        self.after("a draft taken back").await;
        self.refused("SK_BELUM_DISIAPKAN", decree::withdraw(&app, &social, &mistaken.number).await).await;
        decree::prepare(&app, &social, &how).await.unwrap().expect("its households are free again");
        self.after("a draft").await;
        self.refused("AKSES_DITOLAK", decree::sign(&app, &social, &how.number).await).await;
        self.refused("SK_BELUM_DITANDATANGANI", decree::deliver(&app, &social, &how.number).await).await;
        let both = account::of_role(&app, Role::RegionalHead).await.unwrap();
        let signed = decree::sign(&app, &both, &how.number).await.unwrap();
        self.after("a signature").await;
        let annex = app.store.read().await.unwrap().decree_rows(&signed.number).await.unwrap();
        let told: BTreeSet<(&str, &str)> = annex.iter().map(|r| (r.household.as_str(), r.action.as_str())).collect();
        assert_eq!(told, rows.iter().copied().collect(), "SK {number}");
        self.refused("SK_BELUM_DISIAPKAN", decree::sign(&app, &both, &how.number).await).await;
        self.refused("SK_BELUM_DISIAPKAN", decree::withdraw(&app, &social, &how.number).await).await;
        decree::deliver(&app, &social, &how.number).await.unwrap();
        self.after("a delivery").await;
    }

    /// The next edition is ranked and lists are drawn over it, by the centre and the ministry.
    async fn edition(&mut self, no: i64) {
        let app = self.k.app.clone();
        let (pokja, ministry) = (self.k.officer(Role::Pokja).await, self.k.officer(Role::Ministry).await);
        self.refused("AKSES_DITOLAK", edition::make(&app, &ministry).await).await;
        assert!(edition::is_due(&app).await.unwrap());
        let row = edition::make(&app, &pokja).await.unwrap();
        assert_eq!(row.no, no);
        self.after("an edition").await;
        assert!(!edition::is_due(&app).await.unwrap());
        self.refused("AKSES_DITOLAK", programme::draw_all(&app, &pokja).await).await;
        programme::draw_all(&app, &ministry).await.unwrap().expect("a draw");
        self.after("a draw").await;
        assert!(programme::draw_all(&app, &ministry).await.unwrap().is_none(), "nothing changed since");
    }

    async fn status(&self, id: &HouseholdId) -> HouseholdStatus {
        let register = self.k.app.store.read().await.unwrap().entries().await.unwrap();
        register.get(id).unwrap().0.status
    }

    /// Names of those who live in a household of the register.
    async fn living(&self, id: &str) -> Vec<String> {
        let household = self.k.household(&HouseholdId::new(id)).await.unwrap();
        household.members.into_iter().filter(Member::is_present).map(|m| m.name).collect()
    }
}

fn desa(household: &Household) -> AreaCode {
    household.place.desa.unwrap()
}

/// Members of several households under one roof, as one household.
fn together(of: &Household, more: &[Member]) -> Household {
    let mut all = of.clone();
    for member in more {
        let mut member = member.clone();
        member.no = all.members.len() as u16 + 1;
        member.relation = Some(Relation::Other);
        (member.family_no, member.family_relation) = (Some(1), Some(Relation::Other));
        all.members.push(member);
    }
    all.member_count = Some(all.members.len() as u16);
    all
}

/// The visit found nobody, or found that the household is no household of its own.
fn without_data(
    mut form: FilledQuestionnaire,
    result: VisitResult,
    target: Option<&HouseholdId>,
) -> FilledQuestionnaire {
    form.result = Some(result);
    form.target = target.map(|t| t.as_str().to_owned());
    if result != VisitResult::PartOfOther {
        form.household.answers = Default::default();
        form.household.members.clear();
        (form.household.member_count, form.household.family_count) = (None, None);
    }
    form
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_a_kabupaten_leaves_every_household_where_its_acts_put_it() {
    for backend in on_both() {
        let mut year = Year::begin(backend).await;
        let app = year.k.app.clone();
        let home = people::family;
        let social = year.k.officer(Role::SocialService).await;
        let id = |n: u16| people::family(n).id;

        // ── January: the round, its calendar, the base, the model ──
        let psm = year.k.officer(Role::Psm).await;
        year.refused("AKSES_DITOLAK", round::open(&app, &psm, "2017-I", BTreeMap::new()).await).await;
        let (first, last) = (year.today(), year.today().saturating_add(jiff::Span::new().days(300)));
        let calendar = BTreeMap::from([(Deadline::Registration, first), (Deadline::Decree, last)]);
        round::open(&app, &social, "2017-I", calendar).await.unwrap();
        year.after("the opening").await;
        edition::make_base(&app, &year.k.officer(Role::Pokja).await).await.unwrap().unwrap();
        year.after("the base").await;
        year.k.survey().await;
        year.after("the model").await;

        // ── registrations on many days, on every way ──
        let r21 = year.k.desk(Route::Desk, "k21", &home(21)).await;
        year.after("a registration").await;
        year.k.days(3);
        let again = year.k.desk(Route::Desk, "k21", &home(21)).await;
        assert_eq!(again, r21, "the same form twice is one registration");
        year.after("the same form").await;
        let r1 = year.k.desk(Route::Desk, "k1", &home(1)).await;
        year.after("a household that is known").await;
        year.k.days(2);
        let r22 = year.k.desk(Route::Visit, "k22", &home(22)).await;
        year.after("a passive registration").await;
        let musdes = [crate::kit::form(&registration("", &home(23), year.today()), "k23")];
        let (r23, _) = desk::file_musdes(&app, &psm, "BA-1", None, "musdes-1", &musdes).await.unwrap();
        year.after("a Musdes").await;
        year.k.days(5);
        let book = [registration("B-25", &home(25), year.today()), registration("B-3", &home(3), year.today())];
        year.k.book("buku-1.csv", &book).await.unwrap();
        year.after("a book").await;
        year.listed(0).await;

        // ── February: the hamlets meet, on issued forms and without ──
        year.k.days(14);
        let tkpk = year.k.officer(Role::Tkpkdesa).await;
        meeting::issue(&app, &tkpk, desa(&home(2)), |_, _| ()).await.unwrap();
        year.after("forms").await;
        let ngasem = [(&home(1), 1), (&home(5), 2), (&home(9), 6), (&home(13), 4)];
        year.k.sheet(paper::sheet("3403012001_ngasem", &ngasem, &[&home(31)])).await.unwrap();
        year.after("a sheet").await;
        let copy = year.k.household(&id(14)).await.unwrap();
        let wono = [(&home(3), 3), (&home(7), 8), (&home(11), 1), (&copy, 1)];
        year.k.sheet(paper::sheet("3403012001_wono", &wono, &[])).await.unwrap();
        year.after("a sheet").await;
        let candi = [(&home(2), 6), (&home(6), 4), (&home(10), 6)];
        year.k.sheet(paper::sheet("3403012002_candi", &candi, &[])).await.unwrap();
        year.after("a sheet of issued forms").await;
        let hamlet_head = year.k.officer(Role::HamletHead).await;
        let meeting = "3403012002_candi";
        year.refused("AKSES_DITOLAK", step(&app, &psm, meeting, MeetingAct::Report, "").await).await;
        step(&app, &hamlet_head, meeting, MeetingAct::Report, "").await.unwrap();
        year.after("a report").await;
        step(&app, &tkpk, meeting, MeetingAct::SendBack, "daftar hadir kurang").await.unwrap();
        year.after("a report sent back").await;
        step(&app, &hamlet_head, meeting, MeetingAct::Report, "").await.unwrap();
        step(&app, &tkpk, meeting, MeetingAct::Confirm, "").await.unwrap();
        year.after("a confirmation").await;
        let training = Training { on: Some(year.today()), place: "Balai desa".into(), present: vec!["SARI".into()] };
        year.refused("PENDATA_TIDAK_DISEPAKATI", train(&app, &tkpk, meeting, &training).await).await;

        // ── a second book: the first supplement ──
        year.k.days(7);
        year.k.book("buku-2.csv", &[registration("B-26", &home(26), year.today())]).await.unwrap();
        year.after("a second book").await;
        year.listed(1).await;

        // ── March: visits, some of them sent back ──
        year.k.days(7);
        let mut two = home(2);
        two.members.push(people::person(301, 4, Relation::Child));
        two.member_count = Some(4);
        let mut moved = visit_of(&mut year, Mpm, r1.as_str(), &home(1));
        moved.household.answers.set(Item::FloorArea, 93);
        let mut empty = year.visit(Mpm, r22.as_str(), &home(22));
        empty.household.answers = Default::default();
        let blank = empty.id.clone();
        let forms = [
            year.visit(Mpm, r21.as_str(), &home(21)),
            moved,
            empty,
            year.visit(Mpm, r23[0].as_str(), &home(23)),
            year.visit(Muspad, id(5).as_str(), &home(5)),
            year.visit(Muspad, id(2).as_str(), &two),
            year.visit(Muspad, "3403012001_ngasem#FKP.02-1", &home(31)),
        ];
        year.visited(&forms, 6).await;
        let stranger = year.visit(Muspad, id(4).as_str(), &home(4));
        year.visited(&[stranger], 0).await;

        // ── the first decree ──
        year.k.days(7);
        let news = ["RUTA-3403-000001", "RUTA-3403-000002", "RUTA-3403-000003"];
        let (i1, i2, i5, i6, i7, i13, i14) = (id(1), id(2), id(5), id(6), id(7), id(13), id(14));
        let rows = [
            (news[0], "BARU"),
            (news[1], "BARU"),
            (news[2], "BARU"),
            (i1.as_str(), "DIPERBARUI"),
            (i2.as_str(), "DIPERBARUI"),
            (i5.as_str(), "DIPERBARUI"),
            (i13.as_str(), "PINDAH"),
            (i6.as_str(), "PINDAH"),
            (i7.as_str(), "TIDAK_DIKENAL"),
            (i14.as_str(), "GANDA"),
        ];
        year.decree("1/34.03/KPTS/2017", &rows).await;
        assert_eq!(year.living(i2.as_str()).await.len(), 4, "the child that was born is a member");
        assert_eq!(year.status(&i13).await, HouseholdStatus::Moved);
        year.k.days(2);
        year.edition(2).await;

        // ── April: a newer extract knows of a death, a move and a new name ──
        year.k.days(30);
        let day = year.today();
        let dead = home(1).members[1].clone();
        (year.record(&dead).status, year.record(&dead).status_date) = (CivilStatus::Dead, Some(day));
        let gone = home(3).members[2].clone();
        (year.record(&gone).status, year.record(&gone).status_date) = (CivilStatus::MovedOut, Some(day));
        let named = home(5).members[2].clone();
        year.record(&named).name.push_str(" PUTRA");
        assert_eq!(year.siak().await, 3);
        assert!(!year.living(i1.as_str()).await.contains(&dead.name), "the dead are off the living at once");
        let clerk = year.k.officer(Role::RegistrationOfficer).await;
        let work = civil::changes(&app, &clerk, app.kabupaten().await.unwrap()).await.unwrap();
        assert_eq!(work.len(), 3, "{work:?}");
        year.refused("PERUBAHAN_TANPA_CATATAN", civil::done(&app, &clerk, &work[0].import_id, work[0].no, " ").await)
            .await;
        civil::done(&app, &clerk, &work[0].import_id, work[0].no, "dicatat di desa").await.unwrap();
        year.after("a change followed up").await;

        // ── May: a correction sent again, a merge, a split, a late registration ──
        year.k.days(20);
        let mut mended = visit_of(&mut year, Mpm, r22.as_str(), &home(22));
        mended.id = blank;
        year.visited(&[mended], 1).await;
        // the parents of household 10 live with household 9, who are found at home together
        let part = without_data(year.visit(Muspad, id(10).as_str(), &home(10)), VisitResult::PartOfOther, Some(&id(9)));
        year.visited(&[part], 1).await;
        // the child of household 3 founds a household of its own
        let mut founder = people::person(3 * 3 + 3, 1, Relation::Child);
        founder.relation = Some(Relation::Head);
        founder.family_relation = Some(Relation::Head);
        let young = people::home("".into(), 33, vec![founder.clone(), people::person(302, 2, Relation::Spouse)]);
        year.civil.extend(records(std::slice::from_ref(&home(22))));
        let r33 = year.k.desk(Route::Desk, "k33", &young).await;
        year.after("the registration of a split").await;
        decide_as_new(&mut year, r33.as_str()).await;
        year.k.desk(Route::Desk, "k28", &home(28)).await;
        year.after("a late registration").await;
        year.listed(2).await;
        let mut three = home(3);
        three.members.truncate(2);
        three.member_count = Some(2);
        let forms = [year.visit(Muspad, id(3).as_str(), &three), year.visit(Mpm, r33.as_str(), &young)];
        year.visited(&forms, 2).await;
        year.k.days(5);
        let news = ["RUTA-3403-000004", "RUTA-3403-000005"];
        let (i3, i9, i10) = (id(3), id(9), id(10));
        let rows = [
            (news[0], "BARU"),
            (news[1], "BARU"),
            (i3.as_str(), "DIPERBARUI"),
            (i9.as_str(), "ANGGOTA_DIBETULKAN"),
            (i10.as_str(), "BAGIAN_RUTA_LAIN"),
        ];
        year.decree("2/34.03/KPTS/2017", &rows).await;
        assert_eq!(year.living(i9.as_str()).await.len(), 6, "the members of both");
        assert_eq!(year.living(i3.as_str()).await.len(), 2);
        year.k.days(1);
        year.edition(3).await;

        // ── June: one person is found at home in two households; an officer says where ──
        year.k.days(10);
        let guest = home(25).members[1].clone();
        let forms = [
            year.visit(Mpm, "B-25", &home(25)),
            year.visit(Mpm, "B-26", &together(&home(26), std::slice::from_ref(&guest))),
        ];
        year.visited(&forms, 2).await;
        let how = Preparing { number: DecreeNumber::new("3/34.03/KPTS/2017"), area: None, waiver: None };
        let preview = decree::preview(&app, &social, None).await.unwrap();
        assert_eq!(preview.held.len(), 2, "{preview:?}");
        let held = decree::prepare(&app, &social, &how).await;
        year.after("a decree that waits").await;
        assert!(held.unwrap().is_none());
        let conflicts = person::conflicts(&app, &social).await.unwrap();
        let conflict = conflicts.iter().find(|c| !c.is_settled).expect("a person in two households");
        year.refused("ALASAN_BELUM_DITULIS", {
            let keep = HouseholdId::new(&conflict.one);
            person::settle(&app, &social, &conflict.id, &keep, " ").await
        })
        .await;
        let keep = HouseholdId::new(&conflict.one);
        person::settle(&app, &social, &conflict.id, &keep, "tidur di sana").await.unwrap();
        year.after("a person settled").await;
        let rows = [("RUTA-3403-000006", "BARU"), ("RUTA-3403-000007", "BARU")];
        year.decree("3/34.03/KPTS/2017", &rows).await;
        year.edition(4).await;

        // ── December: the round ends ──
        year.k.days(160);
        year.refused("KASUS_MASIH_TERBUKA", round::close(&app, &social, false, "akhir tahun").await).await;
        round::close(&app, &social, true, "dilanjutkan").await.unwrap();
        year.after("the closing").await;
        year.refused("PUTARAN_BELUM_DIBUKA", prelist::freeze(&app, &social).await).await;
        year.k.days(20);
        round::open(&app, &social, "2018-I", BTreeMap::new()).await.unwrap();
        year.after("the second opening").await;
        let mut reader = app.store.read().await.unwrap();
        let rounds = reader.rounds().await.unwrap();
        assert_eq!(rounds.iter().filter(|r| r.state == RoundState::Open).count(), 1);
        assert_eq!(rounds[1].base, reader.register_version().await.unwrap());
        drop(reader);

        // ── the second round: known households, and the hamlet meets again about the register as it is ──
        let r21_again = year.k.desk(Route::Desk, "k21-2018", &home(21)).await;
        year.after("a household of the first decree").await;
        let (found, _) = app::matching::identified(&app, &r21_again).await.unwrap().unwrap();
        assert!(found.household.is_some(), "{found:?}");
        year.listed(0).await;
        year.refused(
            "MUSYAWARAH_BELUM_DITUTUP",
            step(&app, &hamlet_head, "3403012002_jeruk", MeetingAct::Report, "").await,
        )
        .await;
        assert_eq!(meeting::issue_next(&app, &tkpk, "3403012002_candi").await.unwrap(), "3403012002_candi_t2");
        year.after("forms of the second round").await;
        let two_now = year.k.household(&id(2)).await.unwrap();
        let listed: Vec<(Household, u8)> = in_hamlet(&year, "CANDI").await.into_iter().map(|h| (h, 6)).collect();
        let listed: Vec<(&Household, u8)> = listed.iter().map(|(h, code)| (h, *code)).collect();
        let report = year.k.sheet(paper::sheet("3403012002_candi_t2", &listed, &[])).await.unwrap();
        assert_eq!(report.judged.map(|(refused, _)| refused), Some(0), "{:?}", report.issues);
        year.after("the hamlet's second meeting").await;
        year.k.days(3);
        let mut larger = two_now.clone();
        larger.answers.set(Item::FloorArea, 120);
        let known = year.k.household(found.household.as_ref().unwrap()).await.unwrap();
        let forms = [year.visit(Muspad, id(2).as_str(), &larger), year.visit(Mpm, r21_again.as_str(), &known)];
        year.visited(&forms, 2).await;
        let rows = [(i2.as_str(), "DIPERBARUI"), (found.household.as_ref().unwrap().as_str(), "DIPERBARUI")];
        year.decree("34.03/KPTS/2018", &rows).await;
        assert_eq!(year.k.household(&i2).await.unwrap().answers.get(Item::FloorArea), Some(120));
        year.edition(5).await;

        // ── what stands at the end of the year ──
        let cases = app.store.read().await.unwrap().cases().await.unwrap();
        let stuck: Vec<_> =
            cases.values().filter(|c| matches!(c.state, CaseState::Decreed | CaseState::Delivered)).collect();
        assert!(stuck.is_empty(), "{stuck:?}");
        let status = citizen::status(&app, r21.as_str()).await;
        assert!(status.is_ok());
    }
}

fn visit_of(year: &mut Year, source: VisitSource, key: &str, found: &Household) -> FilledQuestionnaire {
    year.visit(source, key, found)
}

/// A case in doubt is decided by an officer, with a reason.
async fn decide_as_new(year: &mut Year, number: &str) {
    use app::review::{self, Answer, Said};
    use domain::identification::review::Reasoning;
    let case = year.k.app.store.read().await.unwrap().case(number).await.unwrap().unwrap();
    if case.state == CaseState::Review {
        let officer = year.k.officer(Role::SocialService).await;
        let answer = Answer {
            said: Said::New,
            reasoning: Reasoning { ground: None, words: "sudah berumah tangga sendiri".to_owned() },
            version: None,
        };
        review::decide(&year.k.app, &officer, &number.into(), &answer, None).await.unwrap();
        year.after("a verdict").await;
    }
}

async fn in_hamlet(year: &Year, hamlet: &str) -> Vec<Household> {
    let register = year.k.app.store.read().await.unwrap().register().await.unwrap();
    let here = |h: &Household| h.place.hamlet.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(hamlet));
    register.into_iter().filter(here).collect()
}
