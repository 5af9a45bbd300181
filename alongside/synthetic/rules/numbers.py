"""The numbers that invented people follow, each with where it comes from.

"assumption" marks what is ours to change. Shapes from opioid trials and samples outside treatment
are used as shapes, not as levels. Nothing here describes a real person.
"""

# Primary substance and co-occurring disorders of a dual-diagnosis program: assumption, shaped by
# NSDUH 2023 and the co-occurring clients of state mental-health systems (drugpolicyfacts.org 3915).
PRIMARY_SUBSTANCE = {
    "alcohol": 0.44,
    "opioids": 0.20,
    "methamphetamine": 0.13,
    "cannabis": 0.10,
    "cocaine": 0.08,
    "sedatives": 0.05,
}
SECOND_SUBSTANCE = 0.45
DISORDERS = {
    "depressive": 0.50,
    "anxiety": 0.40,
    "ptsd": 0.33,
    "bipolar": 0.13,
    "psychotic": 0.04,
    "adhd": 0.12,
    "borderline": 0.12,
}
# Log-odds added when the other is present. depressive-anxiety: computed from CTN-0094
# (ln[(.629/.371)/(.222/.778)] = 1.78); the others: assumption.
PAIR_SHIFT = {
    ("depressive", "anxiety"): 1.78,
    ("alcohol", "ptsd"): 0.3,
    ("opioids", "ptsd"): 0.2,
    ("cannabis", "bipolar"): 0.3,
    ("cannabis", "psychotic"): 0.7,
    ("methamphetamine", "psychotic"): 0.6,
    ("methamphetamine", "adhd"): 0.3,
}
# Age mean and SD, share of men: CTN-0094 (36.2, 10.9, 66 %), rounded: assumption.
AGE_MEAN, AGE_SD, AGE_MIN, AGE_MAX = 37.0, 11.0, 18, 75
MEN = 0.60

# Medication shares: assumption.
MOUD_IF_OPIOIDS, MAUD_IF_ALCOHOL, ANTIDEPRESSANT_IF_DEPRESSIVE = 0.55, 0.25, 0.60

# How stays end, and their median length in days: TEDS 2004, US intensive outpatient discharges
# (n 114,440), tables 2.5 and 4.11. Length ~ lognormal(median of that end, sigma 0.7): computed
# check, overall median 39 against 41 published.
ENDS = {
    "completed": (0.377, 50),
    "transferred": (0.179, 42),
    "left_early": (0.232, 26),
    "ended_by_program": (0.140, 36),
    "other": (0.072, 36),
}
END_SIGMA = 0.7

# Attendance of a scheduled group, and the shift in log-odds after a missed one: assumption, after
# CTN-0094, where misses cluster (miss after came 0.17, after missed 0.294: computed).
ATTEND, ATTEND_AFTER_MISS = 0.78, -0.7

# Daily craving 0-10: person means lognormal (median 3, sigma 0.6, at most 8), within-person SD
# gamma (mean 1.8, SD 0.6), lag-one correlation 0.35, -0.12 a week, 20 % at the floor; completion
# 0.70. Shapes after openESM 0035 (Soyster 2022) and 0037 (Fisher 2019); the lag is an assumption.
CRAVING_MEDIAN, CRAVING_SIGMA, CRAVING_CAP = 3.0, 0.6, 8.0
WITHIN_SD_MEAN, WITHIN_SD_SD = 1.8, 0.6
LAG_ONE, LAG_ONE_SD, CRAVING_TREND_PER_WEEK = 0.35, 0.15, -0.12
COMPLETION = 0.70

# Share of days with use in early alcohol recovery: 7 % of men's, 9 % of women's days
# (jjcurtin/study_lag); 44 % of people have none in three months (the same).
USE_DAY = {"male": 0.07, "female": 0.09}
NO_USE_AT_ALL = 0.44

# Positive urine next week by consecutive negative weeks 1..6: computed from CTN-0094.
POSITIVE_AFTER_NEGATIVES = (0.217, 0.136, 0.093, 0.075, 0.067, 0.065)
NO_SAMPLE = 0.169

# Scores: start mean and SD, mean fall and its SD, half-time in weeks, residual SD: assumption,
# checked against a fall of more than 5 points by week 6 (Cleveland Clinic IOP, n 164).
PHQ9 = (14.5, 5.8, 6.5, 4.5, 2.5, 2.2)
GAD7 = (12.5, 5.0, 5.8, 4.0, 2.5, 2.0)
PCL5 = (44.0, 15.0, 11.0, 8.0, 5.0, 4.0)
BARC10 = (40.0, 9.0, -6.0, 4.0, 6.0, 2.5)
PHQ9_GAD7_CORRELATION = 0.65
# P(PHQ-9 item 9 at least 1) at intake and at week 6: assumption.
ITEM9_AT_INTAKE, ITEM9_AT_WEEK_6 = 0.35, 0.15
