"""Makes pmt_survey.csv and pmt_expected.json: an invented survey with villages, weights, missing answers and
a column that repeats another, and what statsmodels says of it.

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0
    venv/bin/python pmt_recipe.py
"""
import csv
import json
import math
import random

import numpy as np
import statsmodels
import statsmodels.api as sm

random.seed(20261130)
FLOORS = ["bambu", "keramik", "semen", "tanah"]
rows = []
for village in range(60):
    region, urban = village % 4, village % 3 == 0
    effect = random.gauss(0, 0.25) + 0.1 * region
    for _ in range(12):
        size, age, educ = random.randint(1, 9), random.randint(18, 85), random.randint(0, 16)
        floor = random.choices(FLOORS, [1, 3, 4, 2 if urban else 4])[0]
        ln_y = (
            12.8 - 0.25 * math.log(size) + 0.03 * educ + (0.02 * educ if urban else 0) + 0.01 * age
            - 0.0001 * age * age + {"bambu": -0.2, "keramik": 0.35, "semen": 0, "tanah": -0.3}[floor]
            + effect + random.gauss(0, 0.35)
        )
        rows.append({
            "desa": f"D{village:02}",
            "provinsi": f"P{region}",
            "penimbang": f"{random.uniform(20, 90):.2f}",
            "jumlah_art": size,
            "umur": "" if random.random() < 0.05 else age,
            "sekolah": educ,
            "kota": "ya" if urban else "tidak",
            "lantai": "" if random.random() < 0.04 else floor,
            "sekolah_bulan": 12 * educ,
            "pengeluaran": round(math.exp(ln_y)),
        })
with open("pmt_survey.csv", "w", newline="") as f:
    writer = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)

weights = np.array([float(r["penimbang"]) for r in rows])


def median(pairs):
    pairs, below = sorted(pairs), 0.0
    half = sum(w for _, w in pairs) / 2
    for value, weight in pairs:
        below += weight
        if below >= half:
            return value


# the rules of crates/ranking/src/tabular/design.rs: a missing number is the weighted median with an indicator, a
# missing category a level; the first level is the reference
middle = median([(float(r["umur"]), w) for r, w in zip(rows, weights) if r["umur"] != ""])
age = np.array([float(r["umur"]) if r["umur"] != "" else middle for r in rows])
size = np.array([float(r["jumlah_art"]) for r in rows])
educ = np.array([float(r["sekolah"]) for r in rows])
urban = np.array([float(r["kota"] == "ya") for r in rows])
columns = {("tetapan", ""): np.ones(len(rows)), ("jumlah_art", ""): size, ("umur", ""): age}
columns["umur", "(kosong)"] = np.array([float(r["umur"] == "") for r in rows])
columns["sekolah", ""] = educ
columns["kota", "ya"] = urban
for level in FLOORS[1:]:
    columns["lantai", level] = np.array([float(r["lantai"] == level) for r in rows])
columns["lantai", "(kosong)"] = np.array([float(r["lantai"] == "") for r in rows])
columns["umur^2", ""] = age**2
columns["ln(jumlah_art)", ""] = np.log(size)
columns["sekolah*kota", "ya"] = educ * urban

X = np.column_stack(list(columns.values()))
y = np.log([float(r["pengeluaran"]) for r in rows])
groups = np.array([int(r["desa"][1:]) for r in rows])
hc1 = sm.WLS(y, X, weights=weights).fit(cov_type="HC1")
cluster = sm.WLS(y, X, weights=weights).fit(cov_type="cluster", cov_kwds={"groups": groups})
json.dump(
    {
        "statsmodels": statsmodels.__version__,
        "r2": hc1.rsquared,
        "adjusted_r2": hc1.rsquared_adj,
        "coefficients": [
            {"term": term, "level": level, "estimate": b, "se_hc1": h, "se_cluster": c}
            for (term, level), b, h, c in zip(columns, hc1.params, hc1.bse, cluster.bse)
        ],
    },
    open("pmt_expected.json", "w"),
    indent=1,
)
