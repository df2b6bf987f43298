//! A workspace with a row in every table, and reading it back.

use domain::area::AreaCode;
use domain::civil_registry::CivilChangeKind;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sms::ProvisionalCounts;
use domain::id::{AccountId, HouseholdId, QuestionnaireId, RegistrationNumber, RoundId};
use domain::round::{Calendar, Deadline, Round, RoundState};
use domain::round::{CaseAct, CaseState, MeetingAct, MeetingState};
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use store::account::{AccessRow, AccountRow, RoleBindingRow, SessionRow};
use store::case::{self, CaseKind, Hand};
use store::civil_registry::CivilChangeRow;
use store::decree::{DecreeBody, DecreeHead, DecreeLine};
use store::deliberation::{MeetingBody, MeetingHead, MeetingLine, MeetingRowBody};
use store::edition::{EditionChange, EditionRow};
use store::household::Standing;
use store::identification::{EvidenceBody, IdentificationRow};
use store::import::{ImportRow, IssueRow};
use store::job::JobRow;
use store::matching::{Owner, StatisticsRow};
use store::meeting::{CodeRow, DeviceRow, EntryRow, FormRow, PaperRow, StageRow};
use store::person_conflict::ConflictRow;
use store::prelist::{PrelistBody, PrelistHead, PrelistLine};
use store::ranking::{DrawRow, ModelRow, ProgrammeRow, RankedRow};
use store::registration::Filing;
use store::review::{CaseRow, DecisionBody, DecisionRow, NoteRow};
use store::round::VersionRow;
use store::sms::{ContactBody, ContactRow, InBody, InPartBody, InPartRow, InRow, OutBody, OutRow, ReportRow, SmsState};
use store::verification::CheckedQuestionnaire;
use store::weights::WeightsRow;
use store::{NewEvent, Store};
use testkit::{TODAY, Village, Workspace, civil, now_ms, on_both, registration};

/// A meeting kept as a journal, with one device and one entry.
fn put_journal(tx: &mut store::Tx, at: i64) {
    let stage = StageRow {
        id: "M1".into(),
        desa: "3403012001".into(),
        hamlet: "NGASEM".into(),
        stage: 1,
        form_hash: "00".repeat(32),
        row_count: 1,
        state: MeetingState::Open,
        issued_by: "tkpk".into(),
        issued_at_ms: at,
        entry_count: 1,
        ..StageRow::default()
    };
    tx.issue_meeting(&stage, &[FormRow { row: "3403".into(), no: 1, ..FormRow::default() }], &[MeetingAct::Open])
        .unwrap();
    tx.put_meeting_device(&DeviceRow {
        meeting: "M1".into(),
        device: "tablet".into(),
        account: "ani".into(),
        role: "dukuh".into(),
        name: "Tablet".into(),
        person: "Ani".into(),
        household: None,
        admitted_by: "tkpk".into(),
        admitted_at_ms: at,
    });
    tx.put_meeting_code(&CodeRow {
        meeting: "M1".into(),
        code_hash: vec![1; 32],
        until_ms: at,
        tries: 0,
        made_by: "tkpk".into(),
    });
    let entry = EntryRow {
        device: "tablet".into(),
        number: 1,
        received_at_ms: at,
        received_from: "ani".into(),
        text: "{}".into(),
    };
    tx.add_meeting_entry("M1", &entry);
    tx.put_meeting_paper(&PaperRow {
        meeting: "M1".into(),
        no: 1,
        account: "a".into(),
        person: "A".into(),
        changed_at_ms: at,
        fields: [("code.1".to_owned(), "2".to_owned())].into(),
        ..PaperRow::default()
    });
}

/// A number that may report, its report, a message out and one in, and half of a long one.
fn put_sms(tx: &mut store::Tx, at: i64) {
    let (phone, desa, hamlet) = ("ab".repeat(32), "3403012001".to_owned(), "NGASEM".to_owned());
    tx.put_sms_contact(&ContactRow {
        phone: phone.clone(),
        desa: desa.clone(),
        hamlet: hamlet.clone(),
        role: "DUKUH".into(),
        changed_at_ms: at,
        body: ContactBody { number: "620000000001".into() },
    });
    tx.put_provisional_report(&ReportRow {
        desa: desa.clone(),
        hamlet: hamlet.clone(),
        no: 1,
        counts: ProvisionalCounts::from_array([3, 1, 3, 2]),
        source: "SMS".into(),
        sender: phone.clone(),
        at_ms: at,
        flag: "MENUNGGU".into(),
        minutes: String::new(),
        compared_at_ms: None,
    });
    let message = OutRow {
        id: "laporan-1".into(),
        kind: "LAPORAN".into(),
        desa: Some(desa.clone()),
        hamlet: Some(hamlet.clone()),
        asked_by: "ani".into(),
        phone: phone.clone(),
        state: SmsState::Queued,
        part_count: 1,
        created_at_ms: at,
        done_at_ms: None,
        body: OutBody { number: "620000000001".into(), text: "2=3 3=1 6=3 7=2".into() },
    };
    tx.insert_sms_out(&message, &[1]);
    tx.insert_sms_in(&InRow {
        id: "masuk-1".into(),
        received_at_ms: at,
        phone: phone.clone(),
        digest: vec![1; 32],
        verdict: "DITERIMA".into(),
        desa: Some(desa),
        hamlet: Some(hamlet),
        answer: Some("laporan-1".into()),
        body: InBody { number: "620000000001".into(), text: "MUSPAD".into() },
    });
    tx.put_sms_in_part(&InPartRow {
        phone,
        reference: 7,
        total: 2,
        no: 1,
        received_at_ms: at,
        coding: 0,
        body: InPartBody { octets: "4d".into() },
    });
}

/// A round, an act on the register, and what was true before corrections.
async fn fill_round(store: &Store, village: &Village, at: i64) {
    let mut tx = store.begin("3403").await.unwrap();
    let version = VersionRow {
        version: 0,
        kind: "SIAK".to_owned(),
        cause: "siak-1".to_owned(),
        day: TODAY.to_string(),
        actor: "dukcapil".to_owned(),
        round: Some("2017-I".to_owned()),
        households: 1,
        deaths: 1,
    };
    let version = tx.add_register_version(version).await.unwrap();
    let register = tx.entries().await.unwrap();
    let (entry, was) = register.get(&village.households[1].id).unwrap();
    let now = Standing { version, cause: "siak-1".to_owned(), action: "MENINGGAL".to_owned(), ..Standing::default() };
    tx.change_household((entry, was), &entry.household, &now, Some(TODAY)).await.unwrap();
    let member = &village.households[1].members[0];
    tx.put_civil_change(&CivilChangeRow {
        import_id: "bdt-1".to_owned(),
        no: 1,
        record: 3,
        kind: CivilChangeKind::ALL[0],
        day: Some(TODAY.to_string()),
        desa: Some(village.desa.as_str().to_owned()),
        household: Some(entry.household.id.as_str().to_owned()),
        member: Some(1),
        is_done: false,
        done_by: None,
        done_at_ms: None,
        name: member.name.clone(),
        note: None,
        before: Some(civil(member, village.desa)),
    });
    tx.put_person_conflict(&ConflictRow {
        id: "K1".to_owned(),
        round: Some("2017-I".to_owned()),
        one: village.households[0].id.as_str().to_owned(),
        one_no: 1,
        other: entry.household.id.as_str().to_owned(),
        other_no: 1,
        is_settled: false,
        kept: None,
        settled_by: None,
        settled_at_ms: None,
        reason: None,
    });
    let (filed, filing) = tx.registration(&RegistrationNumber::new("R-001")).await.unwrap().unwrap();
    tx.put_registration_past(&filed, filing.import_id.as_deref(), "buku-2");
    let asked = tx.questionnaire(&QuestionnaireId::new("Q1")).await.unwrap().unwrap();
    tx.put_questionnaire_past(&asked);
    tx.commit(NewEvent::new("RegisterChanged", "dukcapil", at)).await.unwrap();
}

/// Writes at least one row into every table, in several events and chains.
pub async fn fill(store: &Store, village: &Village) {
    let at = now_ms();
    let import = |id: &str, kind: &str| ImportRow {
        id: id.to_owned(),
        kind: kind.to_owned(),
        source: "bdt2015.xlsx".to_owned(),
        sha256: "00".repeat(32),
        state: "SELESAI".to_owned(),
        row_count: 2,
        reject_count: 1,
        warning_count: 0,
        info_count: 0,
        at_ms: at,
        round: Some("2017-I".to_owned()),
        actor: Some("dinsos".to_owned()),
        day: Some(TODAY.to_string()),
        added: 2,
        changed: 0,
        unchanged: 0,
    };
    let mut tx = store.begin("3403").await.unwrap();
    tx.put_areas(&village.areas);
    tx.put_fact("kabupaten", "3403");
    tx.commit(NewEvent::new("AreasImported", "sistem", at)).await.unwrap();

    let mut tx = store.begin("3403").await.unwrap();
    tx.put_import(&import("bdt-1", "bdt"));
    tx.put_issue(&IssueRow {
        import_id: "bdt-1".to_owned(),
        no: 1,
        file: "bdt2015.xlsx".to_owned(),
        line: 7,
        col: "NIK".to_owned(),
        kind: "NIK_EKSPONENSIAL".to_owned(),
        level: "TOLAK".to_owned(),
        message: "NIK telah dibulatkan".to_owned(),
    });
    for household in &village.households {
        tx.put_household(Some("bdt-1"), household, &Standing::default(), Some(TODAY));
        for (no, member) in household.members.iter().enumerate() {
            tx.put_civil_record(Some("bdt-1"), no + 1, &civil(member, village.desa));
        }
    }
    for household in &village.households {
        let keys = [(1, "ruta/desa/3403012001/1970".to_owned()), (2, format!("ruta/kata/{}", household.id))];
        tx.put_match_page(Owner::Household, household.id.as_str(), Some("bdt-1"), keys);
    }
    tx.put_match_statistics(&StatisticsRow {
        id: "bdt-1".to_owned(),
        households: 2,
        names: 6,
        words: [("SUGENG".to_owned(), 2)].into(),
        ..StatisticsRow::default()
    });
    tx.add_weights(&WeightsRow {
        no: 1,
        source: "BATCH".to_owned(),
        officer: "sistem".to_owned(),
        ..WeightsRow::default()
    });
    tx.put_register_twins(&[(village.households[0].id.clone(), village.households[1].id.clone())]).await.unwrap();
    tx.put_round(&Round {
        id: RoundId::new("2017-I"),
        area: AreaCode::parse("3403").unwrap(),
        name: "2017-I".to_owned(),
        state: RoundState::Open,
        opened_on: TODAY,
        opened_by: AccountId::new("dinsos"),
        base: 0,
        calendar: Calendar::new([(Deadline::ALL[0], TODAY)].into(), TODAY).unwrap(),
        closed: None,
    });
    tx.commit(NewEvent::new("RegisterImported", "sistem", at).with(serde_json::json!({"households": 2})))
        .await
        .unwrap();

    let filed = registration("R-001", village.desa, village.households[0].members.clone());
    let mut tx = store.begin("3403012001").await.unwrap();
    tx.put_registration(&filed, &Filing::default(), true);
    let hand = Hand { actor: "petugas", role: "petugas_pendaftaran", at_ms: at };
    let desa = village.desa.as_str();
    tx.open_case(
        case::CaseRow::new("R-001", CaseKind::Registration, desa, Some("2017-I".to_owned())),
        &[CaseAct::Submit.into()],
        hand,
    )
    .unwrap();
    tx.commit(NewEvent::new("RegistrationFiled", "petugas", at)).await.unwrap();

    let mut tx = store.begin("3403012001").await.unwrap();
    tx.put_identification(&IdentificationRow {
        registration: "R-001".to_owned(),
        category: "LAMA_TETAP".to_owned(),
        household: Some(village.households[0].id.as_str().to_owned()),
        evidence: EvidenceBody { reasons: vec![("ADA_DI_BDT".to_owned(), String::new())], ..EvidenceBody::default() },
        ..IdentificationRow::default()
    });
    tx.add_review_decision(&DecisionRow {
        registration: "R-001".into(),
        no: 1,
        desa: "3403012001".into(),
        step: "PUTUS".into(),
        officer: "ani".into(),
        at_ms: at,
        category: "LAMA_TETAP".into(),
        household: None,
        joins: None,
        best: None,
        overruled: String::new(),
        ground: String::new(),
        took_ms: Some(4_000),
        frozen: 0,
        body: DecisionBody { words: "KK dilihat".into(), before: None, weighed: None },
    });
    tx.put_review_case(&CaseRow { registration: "R-001".into(), reason: "PECAHAN".into(), ..CaseRow::default() });
    tx.put_review_note(&NoteRow { registration: "R-001".into(), officer: "ani".into(), ..NoteRow::default() });
    tx.put_prelist(
        &PrelistHead {
            id: "P1".into(),
            area: "3403".into(),
            version: 1,
            frozen_on: "2017-03-01".into(),
            hash: "00".into(),
            row_count: 1,
            round: Some("2017-I".into()),
            supplement: 0,
        },
        &[PrelistLine {
            prelist: "P1".into(),
            no: 1,
            registration: Some("R-001".into()),
            household: None,
            category: "BARU".into(),
            desa: Some("3403012001".into()),
            hamlet: None,
            head_name: Some("SUGENG 1".into()),
            member_count: Some(3),
            body: PrelistBody { address: "RT 002".into(), ..PrelistBody::default() },
        }],
    );
    put_journal(&mut tx, at);
    put_sms(&mut tx, at);
    let corrected = MeetingHead {
        id: "M0".into(),
        import_id: None,
        file: "m0.csv".into(),
        desa: None,
        hamlet: "NGASEM".into(),
        date: None,
        verdict: "DITERIMA".into(),
        reasons: String::new(),
        warnings: String::new(),
        counts: Recap::default(),
        body: MeetingBody::default(),
    };
    tx.put_meeting(&corrected, &[]);
    tx.put_superseded("M0", "M1");
    tx.put_meeting(
        &MeetingHead {
            id: "M1".into(),
            import_id: None,
            file: "m1.csv".into(),
            desa: Some("3403012001".into()),
            hamlet: "NGASEM".into(),
            date: Some("2016-10-01".into()),
            verdict: "DITERIMA".into(),
            reasons: String::new(),
            warnings: String::new(),
            counts: Recap::new([1, 0, 0, 0, 0, 0, 0, 0]),
            body: MeetingBody::default(),
        },
        &[MeetingLine {
            meeting: "M1".into(),
            form: "FKP.01".into(),
            no: 1,
            household: Some(village.households[0].id.as_str().into()),
            head_name: Some("SUGENG 1".into()),
            code: Some(1),
            checked: true,
            outcome: "TETAP".into(),
            body: MeetingRowBody::default(),
        }],
    );
    tx.put_questionnaire(&CheckedQuestionnaire {
        import_id: None,
        filled: FilledQuestionnaire {
            id: QuestionnaireId::new("Q1"),
            source: VisitSource::Registration,
            key: "R-001".into(),
            date: Some(TODAY),
            officer: Some("PSM".into()),
            checked_on: None,
            checker: None,
            result: Some(VisitResult::Completed),
            target: None,
            family_cards: vec![None],
            household: village.households[0].clone(),
        },
        verdict: "DITERIMA".into(),
        problems: String::new(),
        household: Some(village.households[0].id.clone()),
        version: 1,
        round: Some("2017-I".into()),
        checked_by: Some("petugas-2".into()),
    });
    tx.put_decree(
        &DecreeHead {
            number: "1/KPTS/2017".into(),
            area: "3403".into(),
            date: "2017-03-01".into(),
            state: "DISAHKAN".into(),
            annex_hash: "00".into(),
            row_count: 1,
            signer: Some("Bupati".into()),
            checkpoint: "00".into(),
            round: Some("2017-I".into()),
            no: 1,
            prepared_by: Some("dinsos".into()),
            signature: Some(vec![0]),
            version: 1,
            delivered: Some(("2017-03-02".into(), "dinsos".into())),
            waiver: None,
        },
        &[DecreeLine {
            decree: "1/KPTS/2017".into(),
            no: 1,
            household: village.households[0].id.as_str().into(),
            action: "DIPERBARUI".into(),
            desa: None,
            hamlet: None,
            head_name: None,
            member_count: Some(3),
            body: DecreeBody::default(),
        }],
    );
    tx.put_edition(
        &EditionRow {
            id: "E1".into(),
            parent: None,
            area: "3403".into(),
            as_of: "2017-03-01".into(),
            folder: "edisi/E1".into(),
            manifest_sha256: "00".into(),
            household_count: 2,
            person_count: 6,
            decree: None,
            version: 1,
            no: 1,
            round: Some("2017-I".into()),
        },
        &[EditionChange {
            edition: "E1".into(),
            household: village.households[0].id.as_str().into(),
            action: "DIPERBARUI".into(),
            reason: None,
            source: Some("Q1".into()),
            became: None,
        }],
    );
    tx.put_model(&ModelRow {
        id: "m1".into(),
        sha256: "00".into(),
        fitted_on: "00".into(),
        content: "{}".into(),
        no: 1,
        import_id: Some("survey-1".into()),
    });
    tx.put_ranked(&RankedRow {
        edition: "E1".into(),
        household: village.households[0].id.as_str().into(),
        model: "m1".into(),
        position: Some(1),
        score: Some(13_000_000),
        percentile: Some(4),
        decile: Some(1),
        status: "DIPERINGKAT".into(),
        reason: None,
        incomplete: true,
    });
    tx.put_draw(&DrawRow {
        id: "D1".into(),
        edition: "E1".into(),
        no: 1,
        day: "2017-03-01".into(),
        round: Some("2017-I".into()),
        drawn_by: "kemensos".into(),
        criteria: "00".into(),
        admitted: 1,
    });
    tx.put_programme_row(&ProgrammeRow {
        draw: "D1".into(),
        programme: "pkh".into(),
        unit: "u1".into(),
        household: village.households[0].id.as_str().into(),
        member_no: None,
        status: "MASUK".into(),
        clause: "usia sekolah".into(),
        position: 1,
        review: String::new(),
    });
    tx.commit(NewEvent::new("RoundWalked", "dinsos", at).about("R-001")).await.unwrap();
    fill_round(store, village, at).await;

    let mut tx = store.begin("3403").await.unwrap();
    tx.put_account(
        &AccountRow {
            id: "siti".into(),
            display_name: "Siti".into(),
            password_hash: "x".into(),
            state: "AKTIF".into(),
            household: None,
            created_at_ms: at,
            one_time_until_ms: Some(9),
        },
        true,
    );
    tx.put_role_binding(&RoleBindingRow {
        account: "siti".into(),
        role: "dinsos".into(),
        area: "3403".into(),
        granted_by: "sistem".into(),
        granted_at_ms: at,
        ends_on: Some("2017-06-30".to_owned()),
    });
    tx.commit(NewEvent::new("AccountCreated", "sistem", at)).await.unwrap();

    let mut tx = store.begin_unlogged().await.unwrap();
    tx.put_session(&SessionRow {
        token_hash: vec![1, 2, 3],
        account: "siti".into(),
        created_at_ms: at,
        expires_at_ms: at + 1,
        seen_at_ms: at,
        csrf: "c".into(),
        revoked: false,
        rev: 0,
    });
    tx.put_access(&AccessRow {
        id: "a1".into(),
        at_ms: at,
        account: "siti".into(),
        act: "lihat_nik".into(),
        area: "3403".into(),
        subject: Some("R-001".into()),
        granted: true,
        reason: None,
    });
    tx.commit_unlogged().await.unwrap();
    store.enqueue(&JobRow::new("j1", "import", "k1", "{}", "siti", at)).await.unwrap();
}

#[tokio::test]
async fn what_is_written_is_read_back_the_same_on_both_databases() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let village = Village::of(2);
        fill(&workspace.store, &village).await;
        let store = workspace.reopen().await.unwrap();
        let mut reader = store.read().await.unwrap();
        assert_eq!(reader.register().await.unwrap(), village.households);
        let first = &village.households[0];
        assert_eq!(reader.household(&first.id).await.unwrap().as_ref(), Some(first));
        let nik = first.members[0].nik.unwrap();
        assert_eq!(reader.households_with_nik(&nik).await.unwrap(), vec![first.id.clone()]);
        assert_eq!(reader.registrations_with_nik(&nik).await.unwrap(), vec![RegistrationNumber::new("R-001")]);
        let (filed, filing) = reader.registration(&RegistrationNumber::new("R-001")).await.unwrap().unwrap();
        assert_eq!(filed, registration("R-001", village.desa, first.members.clone()));
        assert!(!filing.is_draft);
        assert_eq!(reader.case("R-001").await.unwrap().unwrap().state, CaseState::Registered);
        assert_eq!(reader.case_moves("R-001").await.unwrap().len(), 1);
        let asked = reader.questionnaire(&QuestionnaireId::new("Q1")).await.unwrap().unwrap();
        assert_eq!(asked.filled.household, *first);
        assert_eq!(asked.household, Some(first.id.clone()));
        let table = reader.areas().await.unwrap();
        assert_eq!(table.areas().collect::<Vec<_>>(), village.areas.areas().collect::<Vec<_>>());
        assert_eq!(reader.household_lines("3403", "sugeng 2", 0, 10).await.unwrap().len(), 1);
        assert_eq!(reader.household_lines("3403", "%", 0, 10).await.unwrap().len(), 0, "a percent sign is a letter");
        assert_eq!(reader.household_lines("3404", "", 0, 10).await.unwrap().len(), 0);
        let kinds: Vec<_> = reader.history("R-001").await.unwrap().into_iter().map(|e| e.kind).collect();
        assert_eq!(kinds, ["RegistrationFiled", "RoundWalked"]);
        assert_eq!(reader.registration_lines("3403012001", "", "LAMA_TETAP", 0, 9).await.unwrap().len(), 1);
        assert_eq!(reader.ranking("E1").await.unwrap()[0].household, first.id.as_str());
        assert!(reader.household(&HouseholdId::new("nobody")).await.unwrap().is_none());
    }
}
