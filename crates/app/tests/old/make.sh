#!/bin/bash
# Makes workspace.zip anew: bash make.sh MUTAKHIR, with the binary of commit ca4cd60.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mutakhir=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$mutakhir" demo --dir demo --households 100 --no-serve
python3 "$here/pack.py" demo/paket paket
"$mutakhir" run paket --dir ruang-kerja --as-of 2017-03-01 --out hasil
python3 -c "import sqlite3; db = sqlite3.connect('ruang-kerja/mutakhir.db'); db.execute('PRAGMA journal_mode = DELETE'); db.execute('VACUUM')"
cd ruang-kerja
rm -f "$here/workspace.zip"
python3 - "$here/workspace.zip" <<'PACK'
import sys, zipfile
from pathlib import Path
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for name in ("mutakhir.db", "mutakhir.toml", "kunci", "edisi"):
        for path in sorted([Path(name), *Path(name).rglob("*")]):
            if path.is_file():
                out.write(path)
PACK
ls -l "$here/workspace.zip"
