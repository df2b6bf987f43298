//! A specification from the columns' names and contents, when none is given.

use crate::columns::ColumnFile;
use crate::kernel::{Batch, Field, Guess, Kind, Sides, Spec, Unclear, guess};
use crate::refused::{LinkRefused, WorkRefused};

/// Rows looked at on each side.
const SAMPLE: usize = 4_000;

/// Guesses the specification of one file, or of two; also answers remarks in Indonesian.
///
/// Each file is guessed by itself. Columns of two files belong together when they bear one name, and
/// otherwise when each is the only one of its kind that is left over.
///
/// # Errors
/// When a column of ids is missing, or nothing can be compared.
pub(crate) fn spec(left: &ColumnFile, right: Option<&ColumnFile>) -> Result<(Spec, Vec<String>), LinkRefused> {
    let ours = alone(left)?;
    let Some(right) = right else {
        let remarks = left_out(&ours);
        return Ok((ours.spec, remarks));
    };
    let theirs = alone(right)?;
    let mut remarks = left_out(&ours);
    let spec = together(ours.spec, theirs.spec, &mut remarks);
    if spec.fields.is_empty() {
        let why = format!("tidak ada kolom sejenis dalam {} dan {}", left.name(), right.name());
        return Err(WorkRefused::NothingToCompare { why }.into());
    }
    Ok((spec, remarks))
}

fn left_out(guess: &Guess) -> Vec<String> {
    let left_out = guess.left_out.iter().map(|(column, why)| format!("kolom `{column}` tidak dibandingkan: {why}"));
    guess.remarks.iter().cloned().chain(left_out).collect()
}

fn alone(file: &ColumnFile) -> Result<Guess, LinkRefused> {
    let wanted: Vec<usize> = (0..file.columns().len()).collect();
    let sample: Vec<Batch> = file
        .sample(&wanted, SAMPLE)?
        .into_iter()
        .map(|b| Batch { columns: b.columns, first_row: b.first_row, read_to: b.read_to })
        .collect();
    guess(file.columns(), None, &sample).map_err(|unclear| {
        let refused = match unclear {
            Unclear::Id => WorkRefused::NoIdColumn { file: file.name().to_owned(), columns: file.columns().join(", ") },
            Unclear::Nothing => WorkRefused::NothingToCompare {
                why: format!("{} tidak berisi kolom yang menjelaskan orang atau barang", file.name()),
            },
        };
        LinkRefused::from(refused)
    })
}

fn together(ours: Spec, theirs: Spec, remarks: &mut Vec<String>) -> Spec {
    let mut free: Vec<Field> = theirs.fields;
    let mut pairs: Vec<Option<String>> = Vec::new();
    for field in &ours.fields {
        let same = |f: &Field| f.left == field.left;
        let alike = |f: &Field| folded(&f.left) == folded(&field.left);
        let found = free.iter().position(same).or_else(|| free.iter().position(alike));
        pairs.push(found.map(|at| free.remove(at).left));
    }
    let lonely: Vec<Kind> =
        ours.fields.iter().zip(&pairs).filter(|(_, p)| p.is_none()).map(|(field, _)| field.kind).collect();
    let mut fields = Vec::new();
    for (field, partner) in ours.fields.into_iter().zip(pairs) {
        let only = lonely.iter().filter(|kind| **kind == field.kind).count() == 1
            && free.iter().filter(|f| f.kind == field.kind).count() == 1;
        let partner = partner.or_else(|| {
            let at = free.iter().position(|f| f.kind == field.kind).filter(|_| only)?;
            let partner = free.remove(at).left;
            remarks.push(format!("kolom `{}` dipasangkan dengan `{partner}`", field.left));
            Some(partner)
        });
        match partner {
            Some(right) => fields.push(Field { right, ..field }),
            None => remarks.push(format!("kolom `{}` tidak dibandingkan: tidak ada pada berkas kedua", field.left)),
        }
    }
    Spec {
        id: Sides { left: ours.id.left, right: theirs.id.left },
        household: ours.household.zip(theirs.household).map(|(l, r)| Sides { left: l.left, right: r.left }),
        fields,
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTER: &str = "\
id,hh_id,kk,nik,name,sex,birth_date,relation,address,village
A1,H1,3461251729400399,3461252508960001,AHMAD ABLUYONO,L,1996-08-25,1,JL. MELATI NO. 1 RT 003,3461252007
A2,H1,3461251729400399,3461255811990001,WISUTIN KUSUMA,P,1999-11-18,2,JL. MELATI NO. 1,3461252007
A3,H2,3461251036536068,,RATNA ANGGRAINI,P,1977-11-07,1,GG. MAWAR 83 017/001,3461252004
A4,H2,3461251036536068,8356244711770001,BUDI SANTOSO,L,2001-01-01,3,GG. MAWAR 83,3461252004
A5,H3,3461251036536099,8356240101700002,AGUS WIBOWO,L,1970-01-01,1,JL. KENANGA 5,3461252005
";

    fn check(left: &str, right: Option<&str>, expected: &str) {
        let dir = tempfile::tempdir().unwrap();
        let open = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            ColumnFile::open(&path).unwrap()
        };
        let left = open("a.csv", left);
        let right = right.map(|text| open("b.csv", text));
        let (spec, _) = spec(&left, right.as_ref()).unwrap();
        let sides = |l: &str, r: &str| if l == r { l.to_owned() } else { format!("{l}/{r}") };
        let mut words = vec![format!("id={}", sides(&spec.id.left, &spec.id.right))];
        words.extend(spec.household.map(|h| format!("household={}", sides(&h.left, &h.right))));
        words.extend(spec.fields.iter().map(|f| format!("{}:{}", sides(&f.left, &f.right), f.kind.code())));
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn an_indonesian_register_is_understood() {
        let expected = "id=id household=hh_id kk:family_card nik:nik name:person_name sex:sex birth_date:date \
                        address:address village:place";
        check(REGISTER, None, expected);
        check(REGISTER, Some(REGISTER), expected);
    }

    #[test]
    fn columns_of_other_names_are_paired_by_what_they_hold() {
        let right = REGISTER
            .replace("id,hh_id,kk,nik,name,sex,birth_date", "id,id_rumah_tangga,no_kk,no_ktp,nama_lengkap,jk,tgl_lahir")
            .replace("address,village", "alamat,desa");
        check(
            REGISTER,
            Some(&right),
            "id=id household=hh_id/id_rumah_tangga kk/no_kk:family_card nik/no_ktp:nik name/nama_lengkap:person_name \
             sex/jk:sex birth_date/tgl_lahir:date address/alamat:address village/desa:place",
        );
    }

    #[test]
    fn a_table_with_nothing_to_compare_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, "id\n1\n2\n").unwrap();
        let refused = spec(&ColumnFile::open(&path).unwrap(), None).unwrap_err();
        assert_eq!(refused.code(), "TIDAK_ADA_YANG_DIBANDINGKAN");
    }
}
