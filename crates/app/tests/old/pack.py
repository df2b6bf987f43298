"""Cuts three desa out of the synthetic pack of `mutakhir demo`, so that a workspace made of them is small.

    python3 pack.py DEMO/paket OUT

Results of visits, codes of meetings and deaths are set so that the decree has a row for each thing it can do.
"""
import csv
import shutil
import sys
from pathlib import Path

SOURCE, OUT = Path(sys.argv[1]), Path(sys.argv[2])
DESA = ("9701022002", "9701022003", "9701032004")
# the same desa in the codes of BPS, with which a household's number begins
BPS = ("9701017003", "9701017001", "9701024003")
# visits that ended without data: key -> result, household that stays
ENDED = {
    "9701017003000006": ("4", "9701017003000002"),
    "0003/MPM/97.01.02.2002/2016": ("5", "9701017003000002"),
    "0001/MPM/97.01.02.2003/2016": ("3", ""),
    "9701024003000007": ("2", ""),
}
# codes of the meetings: 4 moved, 5 dead, 8 unknown, 6 to be visited
CODES = {
    "9701017001000007": "4",
    "9701017001000008": "8",
    "9701024003000008": "5",
    "9701024003000007": "6",
}
DEAD = ("RINA RAHAYU", "PAKINEM")


def read(path, delimiter=","):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def write(path, rows, fields=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fields or list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main():
    OUT.mkdir(parents=True)
    for name in ("wilayah.csv", "padukuhan.csv", "jembatan_bps.csv", "susenas.csv"):
        shutil.copy(SOURCE / name, OUT / name)
    niks = set()
    for name in ("bdt2015_970102.csv", "bdt2015_970103.csv"):
        rows = [r for r in read(SOURCE / name, ";") if r["ID rumah tangga"].startswith(BPS)]
        niks.update(r["NIK"] for r in rows)
        write(OUT / name, rows)
    visits = [v for v in read(SOURCE / "pendataan/rumah_tangga.csv") if v["kode_desa"] in DESA]
    made = {v["kunci"] for v in visits}
    for number, key in enumerate(sorted(set(ENDED) - made), 90):
        source = "MPM" if "/" in key else "MUSPAD"
        visits.append({**visits[0], "id_pendataan": f"P{number:05}", "sumber": source, "kunci": key})
    data = list(visits[0])[list(visits[0]).index("jumlah_art") :]
    for visit in visits:
        result, target = ENDED.get(visit["kunci"], (visit["hasil"], ""))
        visit["hasil"] = result
        if result != "1":
            visit.update(dict.fromkeys(data, ""))
        visit["ruta_tujuan"] = target
    write(OUT / "pendataan/rumah_tangga.csv", visits)
    kept = {v["id_pendataan"] for v in visits if v["hasil"] == "1"}
    people = [p for p in read(SOURCE / "pendataan/anggota.csv") if p["id_pendataan"] in kept]
    niks.update(p["nik"] for p in people)
    write(OUT / "pendataan/anggota.csv", people)
    residents = [r for r in read(SOURCE / "siak.csv") if r["nik"] in niks]
    for resident in residents:
        if resident["nama"] in DEAD:
            resident["status"], resident["tanggal_status"] = "MENINGGAL", "2016-10-03"
    write(OUT / "siak.csv", residents)
    meetings = [s for s in read(SOURCE / "musyawarah/sesi.csv") if s["kode_desa"] in DESA]
    write(OUT / "musyawarah/sesi.csv", meetings)
    for meeting in meetings:
        rows = read(SOURCE / "musyawarah" / meeting["berkas"])
        for row in rows:
            row["kode"] = CODES.get(row["no_rts"], row["kode"])
        write(OUT / "musyawarah" / meeting["berkas"], rows)
    (OUT / "pendaftaran").mkdir()
    for desa in DESA:
        shutil.copy(SOURCE / f"pendaftaran/{desa}.xlsx", OUT / f"pendaftaran/{desa}.xlsx")


main()
