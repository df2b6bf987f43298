//! A form of the desk, cell by cell.

use super::{
    Applicant, AreaCode, AreaLevel, AreaTable, Birth, Consent, Date, MaritalStatus, Member, Nik, NoKk, Officer, Origin,
    Place, Proxy, Registration, RegistrationDraft, RegistrationKind, RegistrationNumber, Relation, Sex,
};

/// One household as written at the desk. Every cell is text: the page gives it back as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Household {
    /// Client key: the same key twice is the same form.
    pub key: String,
    /// The draft this form completes.
    pub draft: Option<RegistrationNumber>,
    /// Desa code.
    pub desa: String,
    /// Padukuhan.
    pub hamlet: String,
    /// RT.
    pub rt: String,
    /// RW.
    pub rw: String,
    /// Street or landmark.
    pub address: String,
    /// Papers shown: `KTP`, `KK`, or the name of another one.
    pub identity: Vec<String>,
    /// Whether "none" was chosen.
    pub identity_none: bool,
    /// Passive only: photo or witness statement.
    pub statement: String,
    /// Who acts for the citizen, if somebody does.
    pub proxy: Representative,
    /// Persons, the head first.
    pub people: Vec<Person>,
    /// Remark.
    pub note: String,
}

/// Somebody who acts for the citizen. Domain §9.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Representative {
    /// Name; empty = the citizen came.
    pub name: String,
    /// Child, neighbour, RT …
    pub relation: String,
    /// How consent was recorded.
    pub consent: String,
}

/// One person as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// NIK or nothing.
    pub nik: String,
    /// No. KK or nothing.
    pub no_kk: String,
    /// Code 1 or 2.
    pub sex: String,
    /// Day as written.
    pub birth: String,
    /// Code of the relation; the first person is the head.
    pub relation: String,
    /// Code of the marital status.
    pub marital: String,
}

/// A cell to repair: its name in the form, and the key of what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the cell.
    pub cell: String,
    /// Key of the text.
    pub key: &'static str,
}

impl Wrong {
    pub(super) fn new(cell: impl Into<String>, key: &'static str) -> Self {
        Self { cell: cell.into(), key }
    }
    pub(super) fn within(self, group: &str) -> Self {
        Self { cell: format!("{group}-{}", self.cell), key: self.key }
    }
}

impl Person {
    fn is_empty(&self) -> bool {
        self.name.trim().is_empty() && self.nik.trim().is_empty() && self.birth.trim().is_empty()
    }
}

/// The desa of a form.
pub(super) fn desa(form: &Household, areas: &AreaTable) -> Result<AreaCode, Vec<Wrong>> {
    let wrong = || vec![Wrong::new("desa", "wrong-desa")];
    let code = AreaCode::parse(&form.desa).map_err(|_| wrong())?;
    let code = areas.in_force(code);
    (code.level() == AreaLevel::Desa && areas.get(&code).is_some()).then_some(code).ok_or_else(wrong)
}

/// The form as a draft of `domain`, or every wrong cell. A draft may lack cells, but not hold wrong ones.
pub(super) fn draft(
    form: &Household,
    kind: RegistrationKind,
    desa: AreaCode,
    officer: &Officer,
    today: Date,
    as_draft: bool,
) -> Result<RegistrationDraft, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    for (at, person) in form.people.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
        let no = members.len() as u16 + 1;
        members.push(member(at, no, person, today, &mut wrong));
    }
    if members.is_empty() {
        wrong.push(Wrong::new("orang-0-nama", "wrong-people"));
    }
    for (i, m) in members.iter().enumerate() {
        if m.nik.is_some() && members[..i].iter().any(|o| o.nik == m.nik) {
            wrong.push(Wrong::new(format!("orang-{i}-nik"), "wrong-nik-twice"));
        }
    }
    if form.address.trim().is_empty() && form.hamlet.trim().is_empty() {
        wrong.push(Wrong::new("alamat", "wrong-address"));
    }
    let said = form.identity_none || form.identity.iter().any(|i| !i.trim().is_empty());
    if kind == RegistrationKind::Active && !said && !as_draft {
        wrong.push(Wrong::new("identitas", "wrong-identity"));
    }
    let rt = small(&form.rt, "rt", &mut wrong);
    let rw = small(&form.rw, "rw", &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let registration = Registration {
        number: RegistrationNumber::new(""),
        date: Some(today),
        kind,
        officer: officer.name.clone(),
        identity_shown: identity(form),
        musdes: None,
        desa,
        place: Place { desa: Some(desa), hamlet: text(&form.hamlet), rw, rt, address: form.address.trim().to_owned() },
        members,
        note: note(form),
        origin: Origin::default(),
    };
    Ok(RegistrationDraft { registration, applicant: applicant(form, today), identity_statement: text(&form.statement) })
}

/// What is typed so far as a registration: cells that cannot be read are left out. To look up with,
/// never to file.
pub(super) fn typed(form: &Household, desa: AreaCode, today: Date) -> Registration {
    let mut unread = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    for (at, person) in form.people.iter().enumerate().filter(|(_, p)| !p.is_empty() || !p.no_kk.trim().is_empty()) {
        let no = members.len() as u16 + 1;
        members.push(member(at, no, person, today, &mut unread));
    }
    let place = Place {
        desa: Some(desa),
        hamlet: text(&form.hamlet),
        rw: small(&form.rw, "rw", &mut unread),
        rt: small(&form.rt, "rt", &mut unread),
        address: form.address.trim().to_owned(),
    };
    Registration {
        number: form.draft.clone().unwrap_or_else(|| RegistrationNumber::new("")),
        date: Some(today),
        // the paper is shown later; what is looked up here is whose numbers these are
        kind: RegistrationKind::Passive,
        officer: String::new(),
        identity_shown: None,
        musdes: None,
        desa,
        place,
        members,
        note: None,
        origin: Origin::default(),
    }
}

fn member(at: usize, no: u16, person: &Person, today: Date, wrong: &mut Vec<Wrong>) -> Member {
    let cell = |name: &str| format!("orang-{at}-{name}");
    let mut member = Member::named(no, person.name.trim().to_uppercase());
    if member.name.is_empty() {
        wrong.push(Wrong::new(cell("nama"), "wrong-name-empty"));
    }
    if let Some(digits) = text(&person.nik) {
        match Nik::parse(&digits) {
            Ok(nik) => member.nik = Some(nik),
            Err(_) => wrong.push(Wrong::new(cell("nik"), "wrong-nik")),
        }
    }
    if let Some(digits) = text(&person.no_kk) {
        match NoKk::parse(&digits) {
            Ok(no_kk) => member.no_kk = Some(no_kk),
            Err(_) => wrong.push(Wrong::new(cell("kk"), "wrong-no-kk")),
        }
    }
    if let Some(day) = text(&person.birth) {
        match date(&day) {
            Some(day) if day > today => wrong.push(Wrong::new(cell("lahir"), "wrong-date-future")),
            Some(day) => member.birth = Birth::On(day),
            None => wrong.push(Wrong::new(cell("lahir"), "wrong-date")),
        }
    }
    member.sex = person.sex.parse().ok().and_then(Sex::from_code);
    member.marital = person.marital.parse().ok().and_then(MaritalStatus::from_code);
    member.relation =
        if no == 1 { Some(Relation::Head) } else { person.relation.parse().ok().and_then(Relation::from_code) };
    if no > 1 && member.relation == Some(Relation::Head) {
        wrong.push(Wrong::new(cell("hubungan"), "wrong-second-head"));
    }
    member
}

/// `27/11/1950`, `27-11-1950`, `27.11.1950` or `1950-11-27`.
pub(super) fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.trim().parse::<Date>() {
        return Some(date);
    }
    let mut parts = text.trim().split(['/', '-', '.', ' ']);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year: i16 = parts.next()?.parse().ok()?;
    if parts.next().is_some() || year < 1850 {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn small(cell: &str, name: &str, wrong: &mut Vec<Wrong>) -> Option<u16> {
    let cell = text(cell)?;
    match cell.parse() {
        Ok(n) if n <= 999 => Some(n),
        _ => {
            wrong.push(Wrong::new(name, "wrong-number"));
            None
        }
    }
}

fn text(cell: &str) -> Option<String> {
    let cell = cell.trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn identity(form: &Household) -> Option<String> {
    let shown: Vec<&str> = form.identity.iter().map(|i| i.trim()).filter(|i| !i.is_empty()).collect();
    match (shown.is_empty(), form.identity_none) {
        (false, _) => Some(shown.join(", ")),
        (true, true) => Some("tidak ada".to_owned()),
        (true, false) => None,
    }
}

fn note(form: &Household) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(text(&form.note));
    parts.extend(text(&form.statement).map(|s| format!("Pernyataan: {s}")));
    if let Some(name) = text(&form.proxy.name) {
        let relation = text(&form.proxy.relation).map(|r| format!(" ({r})")).unwrap_or_default();
        let consent = text(&form.proxy.consent).map(|c| format!(", persetujuan: {c}")).unwrap_or_default();
        parts.push(format!("Diwakili {name}{relation}{consent}"));
    }
    (!parts.is_empty()).then(|| parts.join(". "))
}

fn applicant(form: &Household, today: Date) -> Applicant {
    match text(&form.proxy.name) {
        None => Applicant::InPerson,
        Some(name) => Applicant::Proxy(Proxy {
            name,
            relation: form.proxy.relation.trim().to_owned(),
            consent: text(&form.proxy.consent).map(|recorded_as| Consent { on: today, recorded_as }),
        }),
    }
}

/// A stored draft as a form.
pub(super) fn of(r: &Registration) -> Household {
    let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
    Household {
        key: String::new(),
        draft: Some(r.number.clone()),
        desa: r.desa.dotted(),
        hamlet: r.place.hamlet.clone().unwrap_or_default(),
        rt: number(r.place.rt),
        rw: number(r.place.rw),
        address: r.place.address.clone(),
        identity: Vec::new(),
        identity_none: false,
        statement: String::new(),
        proxy: Representative::default(),
        people: r.members.iter().map(person).collect(),
        note: r.note.clone().unwrap_or_default(),
    }
}

fn person(m: &Member) -> Person {
    let code = |c: Option<u8>| c.map(|c| c.to_string()).unwrap_or_default();
    Person {
        name: m.name.clone(),
        nik: m.nik.map(|n| n.expose().to_owned()).unwrap_or_default(),
        no_kk: m.no_kk.map(|n| n.expose().to_owned()).unwrap_or_default(),
        sex: code(m.sex.map(Sex::code)),
        birth: m.birth.date().map(|d| format!("{:02}/{:02}/{}", d.day(), d.month(), d.year())).unwrap_or_default(),
        relation: code(m.relation.map(Relation::code)),
        marital: code(m.marital.map(MaritalStatus::code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_may_be_written_with_slashes_dots_or_hyphens() {
        let day = Date::constant(1950, 11, 27);
        for text in ["27/11/1950", "27-11-1950", "27.11.1950", "1950-11-27", " 27/11/1950 "] {
            assert_eq!(date(text), Some(day), "{text}");
        }
        for text in ["31/02/1950", "27/11/50", "kemarin", "27/11/1950/1", ""] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
