//! Tables of the workspace and its areas.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { PLACES "Workspace and areas";
    /// Facts about the workspace itself, one row each.
    WORKSPACE = "workspace" Log key {
        /// Which fact: `key_check`, `kabupaten` or `identified_over`.
        name: Text,
    } rest {
        /// Of `key_check`: the value, hexadecimal, by which the program recognises the workspace's key file. Of
        /// `kabupaten`: its four digits. Of `identified_over`: SHA-256 over the ids and states of the imports that
        /// the last identification rested on (BDT, SIAK).
        value: Text,
    };

    /// Administrative areas with the days on which their codes hold. Domain §4.5.
    AREA = "area" Log key {
        /// Kemendagri code without dots: 2 digits for a provinsi, 4 for a kabupaten or kota, 6 for a kecamatan, 10
        /// for a desa.
        code: Text,
    } rest {
        /// The area table's word in lower case, e.g. `provinsi`, `kabupaten`, `kota`, `kecamatan`, `desa`, `kelurahan`.
        kind: Text,
        /// Name without the kind.
        name: Text,
        /// Code of the area it lies in; empty for a provinsi.
        parent: Text or Null,
        /// First day of the code, ISO; empty = since the table begins.
        valid_from: Text or Null,
        /// Last day of the code, ISO; empty = still valid.
        valid_to: Text or Null,
        /// Code that replaced it; empty = none is known.
        successor: Text or Null,
    };

    /// Padukuhan and dusun. They have no national code.
    HAMLET = "hamlet" Log key {
        /// Local code: that of the desa and a serial, e.g. `34.03.01.2001.01`.
        code: Text,
    } rest {
        /// Code of the desa it lies in.
        desa: Text,
        /// Name as the area table spells it.
        name: Text,
        /// The local word, e.g. `Padukuhan` or `Dusun`.
        kind: Text,
        /// Place in the area table among the hamlets of its desa, from 0.
        position: Int,
    };

    /// From BPS codes to Kemendagri codes. The two split their digits differently, so nothing is computed from
    /// digits. Domain §4.5.
    AREA_BRIDGE = "area_bridge" Log key {
        /// BPS code: 2, 4, 7 or 10 digits.
        bps: Text,
    } rest {
        /// Kemendagri code of the same area, without dots.
        code: Text,
    };
}
