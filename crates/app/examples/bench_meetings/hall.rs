//! What is there before the evening: a register whose hamlets hold the households of the pack's
//! sheets, and the forms issued from it. And the look at every meeting afterwards.

use crate::Template;
use crate::evening::{Keyed, Proposed, Row};
use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::import::{self, Import};
use domain::area::AreaCode;
use domain::deliberation::sheet::SheetForm;
use domain::household::{Household, Member, Origin, Place};
use domain::id::{AccountId, HouseholdId};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::NewEvent;
use store::prelist::PrelistHead;

/// One meeting to be held.
pub struct Meeting {
    /// Its number, as issued.
    pub id: String,
    /// Its desa.
    pub desa: AreaCode,
    /// Its hamlet.
    pub hamlet: String,
    /// What is keyed in.
    pub template: Arc<Template>,
}

/// The kabupaten before the evening.
pub struct Hall {
    /// Desa that take part.
    pub desas: usize,
    /// All meetings; neighbours in this list lie in different desa.
    pub meetings: Vec<Meeting>,
    /// Rows of FKP.01 on all forms.
    pub row_count: usize,
    /// How long issuing took.
    pub issued_in: Duration,
}

/// An officer with one role.
pub fn officer(id: &str, role: Role, desa: &AreaCode) -> Officer {
    Officer::new(AccountId::new(id), id, vec![RoleBinding { role, scope: Scope::Area(*desa) }])
}

/// The pack's sheets as they are keyed in. A sheet with a planted fault is keyed in as the rules
/// allow: a wrong code becomes 1, what is over the quota is struck.
pub fn templates(pack: &Path) -> Result<Vec<Arc<Template>>, Box<dyn Error>> {
    let pack = exchange::pack::open(pack, &Default::default())?;
    let areas = exchange::areas::read(pack.area_file()?, pack.hamlets.as_ref(), pack.bridge.as_ref())?;
    let sheets = exchange::meetings::read_all(&pack.meetings, pack.sessions.as_ref(), &areas.table)?;
    let mut all = Vec::new();
    for sheet in sheets.items {
        let (mut rows, mut proposed) = (Vec::new(), Vec::new());
        for row in sheet.rows {
            match row.form {
                SheetForm::Fkp01 => rows.push(Row {
                    code: row.codes.trim().parse().ok().filter(|c| (1..=8).contains(c) && *c != 7).unwrap_or(1),
                    remark: row.remark,
                    head_name: row.head_name,
                    members: row.member_names,
                    address: row.address,
                }),
                SheetForm::Fkp02 => proposed.push(Proposed {
                    head_name: format!("{} {}", row.head_name, proposed.len() + 1),
                    members: row.member_names,
                    address: row.address,
                }),
            }
        }
        all.push(Arc::new(Template { rows, proposed, enumerators: sheet.head.enumerators }));
    }
    if all.is_empty() { Err("the pack holds no meeting".into()) } else { Ok(all) }
}

/// Register and forms.
pub async fn open(
    app: &App,
    pack: &Path,
    templates: &[Arc<Template>],
    desas: usize,
    meetings: usize,
) -> Result<Hall, Box<dyn Error>> {
    let operator = Officer::operator();
    let files = exchange::pack::open(pack, &Default::default())?;
    let how = Import::of(&operator, "areas", &[], "areas", false)?;
    import::areas(app, &how, files.area_file()?, files.hamlets.as_ref(), files.bridge.as_ref()).await?;
    let areas = app.store.read().await?.areas().await?;
    let kabupaten = app.kabupaten().await?;
    let desas: Vec<AreaCode> = areas.desa_in(&kabupaten).map(|a| a.code).take(desas).collect();
    let mut row_count = 0;
    for desa in &desas {
        let mut tx = app.store.begin(desa.as_str()).await?;
        for (no, template) in templates.iter().cycle().take(meetings).enumerate() {
            row_count += template.rows.len();
            for (at, row) in template.rows.iter().enumerate() {
                tx.put_household(
                    None,
                    &household(desa, no, at, row),
                    &store::household::Standing::default(),
                    Some(app.today()),
                );
            }
        }
        let head = PrelistHead {
            id: format!("{}-1", desa.as_str()),
            area: desa.as_str().to_owned(),
            version: 1,
            frozen_on: app.today().to_string(),
            hash: "ab".repeat(32),
            row_count: 0,
            round: None,
            supplement: 0,
        };
        tx.put_prelist(&head, &[]);
        tx.commit(NewEvent::new("prelist.frozen", "bench", app.now_ms())).await?;
    }
    let begun = Instant::now();
    app::meeting::issue(app, &operator, kabupaten, |_, _| ()).await?;
    let issued_in = begun.elapsed();
    let mut all = Vec::new();
    for (no, template) in templates.iter().cycle().take(meetings).enumerate() {
        for desa in &desas {
            let hamlet = hamlet(no);
            let id = app::meeting::meeting_id(desa, &hamlet, 1);
            all.push(Meeting { id, desa: *desa, hamlet, template: template.clone() });
        }
    }
    Ok(Hall { desas: desas.len(), meetings: all, row_count, issued_in })
}

fn hamlet(no: usize) -> String {
    // letters, for a number may be read as that of an RT
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    format!("Sumber{}{}{}", letter(no / 676), letter(no / 26), letter(no))
}

fn household(desa: &AreaCode, meeting: usize, at: usize, row: &Row) -> Household {
    let names = std::iter::once(&row.head_name).chain(&row.members);
    Household {
        id: HouseholdId::new(format!("{}{:03}{:03}", desa.as_str(), meeting + 1, at + 1)),
        place: Place {
            desa: Some(*desa),
            hamlet: Some(hamlet(meeting)),
            rw: Some(1),
            rt: Some(2),
            address: row.address.clone(),
        },
        member_count: u16::try_from(row.members.len() + 1).ok(),
        family_count: Some(1),
        answers: Default::default(),
        members: (1..).zip(names).map(|(no, name)| Member::named(no, name.as_str())).collect(),
        origin: Origin { file: "bench".to_owned(), row: 0 },
    }
}

impl Hall {
    /// Whether everything that was keyed in is there, once.
    pub async fn check(&self, app: &App, keyed: &[Keyed]) -> Result<(), Box<dyn Error>> {
        let keyed: BTreeMap<&str, &Keyed> = keyed.iter().map(|k| (k.meeting.as_str(), k)).collect();
        let mut reader = app.store.read().await?;
        for meeting in &self.meetings {
            let id = meeting.id.as_str();
            let want = keyed.get(id).ok_or_else(|| format!("{id} was not held"))?;
            let stage = reader.meeting_stage(id).await?.ok_or_else(|| format!("{id} is not there"))?;
            let head = reader.meeting(id).await?.ok_or_else(|| format!("{id} left no minutes"))?;
            let entries = reader.meeting_entries(id).await?;
            let mut last: BTreeMap<&str, i64> = BTreeMap::new();
            for entry in &entries {
                let number = last.entry(&entry.device).or_default();
                if entry.number != *number + 1 {
                    return Err(format!("{id}: {}:{} follows {number}", entry.device, entry.number).into());
                }
                *number = entry.number;
            }
            let mut codes: Vec<(String, i64)> = Vec::new();
            for line in reader.meeting_rows(id).await? {
                if let (Some(household), Some(code)) = (line.household, line.code) {
                    codes.push((household, code));
                }
            }
            codes.sort();
            let same = [
                ("state", stage.state == domain::round::MeetingState::Signed),
                ("entries", entries.len() == want.entries && stage.entry_count == want.entries as i64),
                ("late or contested", stage.late_count == 0 && stage.contested == 0),
                ("recap", stage.counts == want.counts() && head.counts == want.counts()),
                ("codes", codes == want.codes),
            ];
            if let Some((what, _)) = same.iter().find(|(_, holds)| !holds) {
                return Err(format!("{id}: {what} differ: {stage:?}, keyed in: {want:?}").into());
            }
        }
        Ok(())
    }
}
