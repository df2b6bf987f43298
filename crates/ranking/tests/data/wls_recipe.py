"""Makes wls_synthetic.csv and wls_expected.json: an invented survey and what statsmodels says of it.

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0
    venv/bin/python wls_recipe.py
"""
import csv
import json
import random

import numpy as np
import statsmodels
import statsmodels.api as sm

random.seed(20170301)
rows = []
for cluster in range(24):
    effect = random.gauss(0, 0.15)
    for _ in range(random.randint(4, 9)):
        size = random.randint(1, 8)
        floor = random.choice([0, 0, 0, 1])
        area = random.randint(20, 160)
        weight = round(random.uniform(8, 45), 3)
        ln_y = 13.2 - 0.09 * size - 0.3 * floor + 0.004 * area + effect + random.gauss(0, 0.35)
        rows.append((cluster, weight, size, floor, area, area * 100 + random.randint(0, 4000), round(np.exp(ln_y))))

with open("wls_synthetic.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow("klaster,penimbang,jumlah_art,lantai_tanah,luas_lantai,luas_lahan,pengeluaran".split(","))
    w.writerows(rows)

a = np.array(rows, dtype=float)
X = np.column_stack([np.ones(len(a)), a[:, 2:6]])
y, weights, groups = np.log(a[:, 6]), a[:, 1], a[:, 0].astype(int)
hc1 = sm.WLS(y, X, weights=weights).fit(cov_type="HC1")
cluster = sm.WLS(y, X, weights=weights).fit(cov_type="cluster", cov_kwds={"groups": groups})
json.dump(
    {
        "statsmodels": statsmodels.__version__,
        "coefficients": list(hc1.params),
        "se_hc1": list(hc1.bse),
        "se_cluster": list(cluster.bse),
        "r2": hc1.rsquared,
        "adjusted_r2": hc1.rsquared_adj,
        "rmse": float(np.sqrt(np.sum(weights * hc1.resid**2) / np.sum(weights))),
    },
    open("wls_expected.json", "w"),
    indent=1,
)
