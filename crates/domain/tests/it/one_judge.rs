//! One evening, one judge: what a device writes, what is keyed in from paper and what stands in a file are
//! judged alike. R39–R67, ADR 0014.

use crate::build::{day, desa, full_room, letters, prefilled, rts};
use crate::journal::people::{Device, circle};
use crate::journal::world::Dice;
use crate::journal::{ASISTEN, DUKUH, PETUGAS, opening};
use domain::deliberation::fkp02::{Membership, StrikeRemedy};
use domain::deliberation::journal::{Act, EntryId, Journal, ProposedHousehold, State};
use domain::deliberation::minutes::Recap;
use domain::deliberation::paper::{self, Keyed, PaperField, hands};
use domain::deliberation::sheet::{
    Fkp01Prefill, MeetingSheet, PrefillIndex, SheetForm, SheetHead, SheetRow, judge_all,
};
use domain::household::Origin;
use domain::id::MeetingId;

/// What a meeting did, before anybody writes it down.
struct Evening {
    /// Code and tick of each row.
    listed: Vec<(Option<u8>, bool)>,
    proposed: Vec<Line>,
}

#[derive(Clone)]
struct Line {
    head: String,
    members: Vec<String>,
    address: String,
    order: Option<u16>,
    poorer: Option<bool>,
    struck: bool,
}

const REASON: &str = "dicoret, kuota";

impl Evening {
    fn any(dice: &mut Dice) -> Self {
        let listed: Vec<(Option<u8>, bool)> = (0..2 + dice.below(5))
            .map(|_| {
                let code = [1, 1, 2, 2, 2, 3, 4, 5, 6, 8][dice.below(10)];
                let code = if dice.chance(2) { 7 } else { code };
                (Some(code).filter(|_| !dice.chance(3)), !dice.chance(3))
            })
            .collect();
        let mut proposed: Vec<Line> = (0..dice.below(5)).map(|no| line(no, dice)).collect();
        // mostly a whole order, poorest first, and those who are too many struck from the other end
        if dice.chance(90) {
            let mut places: Vec<u16> = (1..).take(proposed.len()).collect();
            for i in (1..places.len()).rev() {
                places.swap(i, dice.below(i + 1));
            }
            proposed.iter_mut().zip(places).for_each(|(line, place)| line.order = Some(place));
        }
        let room = listed.iter().filter(|(code, _)| *code == Some(2)).count();
        let mut best_off: Vec<usize> = (0..proposed.len()).collect();
        best_off.sort_by_key(|at| std::cmp::Reverse((proposed[*at].order, *at)));
        let too_many = proposed.len().saturating_sub(room);
        let strikes = if dice.chance(85) { too_many } else { dice.below(proposed.len() + 1) };
        for at in best_off.into_iter().take(strikes) {
            proposed[at].struck = true;
        }
        if dice.chance(5) && !proposed.is_empty() {
            let at = dice.below(proposed.len());
            proposed[at].struck = !proposed[at].struck;
        }
        Self { listed, proposed }
    }

    /// Proposals from the best off on, as strikes go.
    fn best_off_first(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.proposed.len()).collect();
        all.sort_by_key(|at| std::cmp::Reverse((self.proposed[*at].order.unwrap_or(u16::MAX), *at)));
        all
    }

    /// The evening on two devices: the officer codes, the asisten ticks, both lists in another order than on
    /// paper. With whether everything that was written counts.
    fn on_devices(&self, dice: &mut Dice) -> (bool, Recap) {
        let mut first = Device::opened("d1", opening(self.listed.len()));
        let mut second = Device::opened("d2", opening(self.listed.len()));
        let mut rows: Vec<usize> = (0..self.listed.len()).collect();
        for i in (1..rows.len()).rev() {
            rows.swap(i, dice.below(i + 1));
        }
        let mut dropped: Vec<EntryId> = Vec::new();
        let mut named: Vec<Option<EntryId>> = Vec::new();
        for line in &self.proposed {
            let household = ProposedHousehold {
                head_name: line.head.clone(),
                members: line.members.clone(),
                address: line.address.clone(),
                membership: Membership::default(),
            };
            let id = first.write(PETUGAS, Act::Propose(household)).id;
            let taken = first.refusals(&id).is_empty();
            if !taken && line.struck {
                // who crosses out what the page did not take has nothing to cross out
                dropped.push(id.clone());
            }
            named.push(taken.then_some(id));
        }
        for &no in &rows {
            if let Some(code) = self.listed[no].0 {
                first.write(PETUGAS, circle(rts(no), code));
            }
        }
        let mut order: Vec<(u16, EntryId)> =
            self.proposed.iter().zip(&named).filter_map(|(line, id)| Some((line.order?, id.clone()?))).collect();
        order.sort();
        if !order.is_empty() {
            first.write(DUKUH, Act::Order { proposals: order.into_iter().map(|(_, id)| id).collect() });
        }
        for at in self.best_off_first() {
            if let (true, Some(proposal)) = (self.proposed[at].struck, named[at].clone()) {
                let reason = REASON.to_owned();
                first.write(DUKUH, Act::Strike { proposal, remedy: StrikeRemedy::BestOff, reason });
            }
        }
        for (line, id) in self.proposed.iter().zip(&named) {
            if let (Some(yes), Some(proposal), false) = (line.poorer, id.clone(), line.struck) {
                first.write(DUKUH, Act::Poorer { proposal, yes });
            }
        }
        second.merge(&first);
        for &no in rows.iter().rev() {
            if self.listed[no].1 && second.state().meeting.fkp01.rows()[no].finding().is_some() {
                second.write(ASISTEN, Act::Check { row: rts(no) });
            }
        }
        second.sign_and_close();
        first.merge(&second);
        let state = first.state();
        let whole = state.refused.iter().all(|r| dropped.contains(&r.entry));
        (state.closed.is_some() && whole, state.meeting.recap())
    }

    /// The evening as a form that two officers keyed in alike.
    fn keyed(&self) -> (bool, Recap) {
        let mut form = Keyed::default();
        let mut put = |name: String, text: &str| assert!(form.put(PaperField::parse(&name).unwrap(), text), "{name}");
        put("date".to_owned(), &day().to_string());
        put("attend.rt".to_owned(), "3");
        for (no, (code, checked)) in (1..).zip(&self.listed) {
            put(format!("code.{no}"), &code.map(|c| c.to_string()).unwrap_or_default());
            put(format!("checked.{no}"), if *checked { "ya" } else { "" });
            put(format!("dead.{no}"), if *code == Some(5) { "ya" } else { "" });
        }
        for (no, line) in (1..).zip(&self.proposed) {
            put(format!("new.{no}.head"), &line.head);
            put(format!("new.{no}.members"), &line.members.join("; "));
            put(format!("new.{no}.address"), &line.address);
            put(format!("new.{no}.order"), &line.order.map(|n| n.to_string()).unwrap_or_default());
            put(format!("new.{no}.poorer"), line.poorer.map_or("", |yes| if yes { "ya" } else { "tidak" }));
            put(format!("new.{no}.struck"), if line.struck { REASON } else { "" });
        }
        put("signed.dukuh".to_owned(), "DUKUH CONTOH");
        put("signed.asisten".to_owned(), "ASISTEN CONTOH");
        let mut opening = opening(self.listed.len());
        opening.admitted = hands().to_vec();
        let made = paper::entries(&form, &opening.forms, 1_478_322_000_000).unwrap();
        let mut journal = Journal::open(opening);
        made.entries.into_iter().for_each(|entry| assert!(journal.take(entry).is_ok()));
        let state: State = journal.state();
        (state.closed.is_some() && state.refused.is_empty(), state.meeting.recap())
    }

    /// The evening as a sheet in a file.
    fn in_a_file(&self) -> (bool, Recap) {
        let listed = self.listed.iter().enumerate().map(|(no, (code, checked))| {
            let printed = prefilled(no);
            let (head, members) = (printed.head_name().to_owned(), printed.member_names().to_vec());
            let codes = code.map(|c| c.to_string()).unwrap_or_default();
            let checked = if *checked { "ya" } else { "" };
            SheetRow {
                no_rts: Some(rts(no)),
                codes,
                checked: checked.to_owned(),
                ..row(SheetForm::Fkp01, &head, &members, printed.address())
            }
        });
        let proposed = self.proposed.iter().map(|line| SheetRow {
            codes: "7".to_owned(),
            checked: "ya".to_owned(),
            remark: if line.struck { REASON } else { "" }.to_owned(),
            welfare_order: line.order,
            poorer_than_code2: line.poorer,
            ..row(SheetForm::Fkp02, &line.head, &line.members, &line.address)
        });
        let sheet = MeetingSheet {
            head: SheetHead {
                id: MeetingId::new("9901012001_contoh"),
                desa: Some(desa()),
                hamlet: "Contoh".to_owned(),
                date: Some(day()),
                stage: Some(1),
                attendance: full_room(),
                asisten: Some("ASISTEN".to_owned()),
                enumerators: vec!["PENDATA".to_owned()],
            },
            rows: listed.chain(proposed).collect(),
        };
        let register = PrefillIndex::new((0..self.listed.len()).map(known));
        let verdict = judge_all(&[sheet], &register).remove(0);
        (verdict.accepted, verdict.recap)
    }
}

fn line(no: usize, dice: &mut Dice) -> Line {
    let mut line = Line {
        head: format!("BARU {}", letters(no)),
        members: Vec::new(),
        address: "CONTOH RT 001".to_owned(),
        order: None,
        poorer: [Some(true), Some(true), Some(true), None][dice.below(4)],
        struck: false,
    };
    if dice.chance(3) {
        line.poorer = Some(false);
    }
    // somebody of FKP.01, told apart by his people or not
    if no == 0 && dice.chance(25) {
        line.head = format!("kepala {}", letters(0));
        line.members =
            [vec![], vec![format!("ANGGOTA {}", letters(0))], vec!["ORANG LAIN".to_owned()]][dice.below(3)].clone();
    }
    line
}

fn row(form: SheetForm, head: &str, members: &[String], address: &str) -> SheetRow {
    SheetRow {
        form,
        no_rts: None,
        head_name: head.to_owned(),
        member_names: members.to_vec(),
        member_count: None,
        address: address.to_owned(),
        codes: String::new(),
        remark: String::new(),
        checked: String::new(),
        welfare_order: None,
        poorer_than_code2: None,
        origin: Origin::default(),
    }
}

fn known(no: usize) -> Fkp01Prefill {
    let printed = prefilled(no);
    Fkp01Prefill {
        no_rts: rts(no),
        desa: Some(desa()),
        hamlet: Some("PADUKUHAN CONTOH".to_owned()),
        head_name: printed.head_name().to_owned(),
        member_names: printed.member_names().to_vec(),
        living: None,
        certain: true,
    }
}

#[test]
fn a_thousand_evenings_have_one_verdict_and_one_recap_on_devices_on_paper_and_in_a_file() {
    // R47, R57, R58, R60-R67
    let mut accepted = 0;
    for seed in 1..=1000 {
        let mut dice = Dice::new(seed);
        let evening = Evening::any(&mut dice);
        let in_a_file = evening.in_a_file();
        assert_eq!(evening.keyed(), in_a_file, "seed {seed}: paper against the file");
        assert_eq!(evening.on_devices(&mut dice), in_a_file, "seed {seed}: devices against the file");
        accepted += usize::from(in_a_file.0);
    }
    assert!((250..750).contains(&accepted), "{accepted} of 1000 are accepted");
}
