//! Areas, hamlets and the bridge between the two code systems.

use crate::error::Result;
use crate::record::{area, date, opt};
use crate::table::{AREA, AREA_BRIDGE, HAMLET};
use crate::tx::{Reader, Tx};
use domain::area::{Area, AreaTable, BpsCode, Hamlet};

impl Tx {
    /// Writes every area, hamlet and bridge row.
    pub fn put_areas(&mut self, table: &AreaTable) {
        for a in table.areas() {
            self.put(
                &AREA,
                vec![
                    a.code.as_str().into(),
                    a.kind.as_str().into(),
                    a.name.as_str().into(),
                    a.code.parent().map(|p| p.as_str().to_owned()).into(),
                    a.valid_from.map(|d| d.to_string()).into(),
                    a.valid_to.map(|d| d.to_string()).into(),
                    a.successor.map(|c| c.as_str().to_owned()).into(),
                ],
            );
            for (position, h) in table.hamlets(&a.code).iter().enumerate() {
                self.put(
                    &HAMLET,
                    vec![
                        h.code.as_str().into(),
                        h.desa.as_str().into(),
                        h.name.as_str().into(),
                        h.kind.as_str().into(),
                        position.into(),
                    ],
                );
            }
        }
        for (bps, code) in table.bridge() {
            self.put(&AREA_BRIDGE, vec![bps.as_str().into(), code.as_str().into()]);
        }
    }
}

impl Reader {
    /// The whole area table.
    pub async fn areas(&mut self) -> Result<AreaTable> {
        let mut table = AreaTable::default();
        for row in self.all(&AREA).await? {
            table.add(Area {
                code: area(&row.text("code")?)?,
                kind: row.text("kind")?,
                name: row.text("name")?,
                valid_from: opt(row.opt_text("valid_from")?, |d| date(&d))?,
                valid_to: opt(row.opt_text("valid_to")?, |d| date(&d))?,
                successor: opt(row.opt_text("successor")?, |c| area(&c))?,
            });
        }
        let mut hamlets = Vec::new();
        for row in self.all(&HAMLET).await? {
            let hamlet = Hamlet {
                code: row.text("code")?,
                name: row.text("name")?,
                desa: area(&row.text("desa")?)?,
                kind: row.text("kind")?,
            };
            hamlets.push((hamlet.desa, row.int("position")?, hamlet));
        }
        hamlets.sort_by_key(|(desa, position, _)| (*desa, *position));
        for (_, _, hamlet) in hamlets {
            table.add_hamlet(hamlet);
        }
        for row in self.all(&AREA_BRIDGE).await? {
            if let Ok(bps) = BpsCode::parse(&row.text("bps")?) {
                table.add_bridge(bps, area(&row.text("code")?)?);
            }
        }
        Ok(table)
    }
}
