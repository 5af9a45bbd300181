"""Small weeks to plan: one written out by hand, and any number drawn by Hypothesis."""

from copy import deepcopy

from hypothesis import strategies as st

from alongside.engine.scheduling.read import read_program

SMALL = {
    "slot_minutes": 30,
    "spd": 26,
    "days": 6,
    "modalities": {
        "CBT": {"slots": 3, "kind": "group", "weight": 2, "min": 2, "max": 3},
        "SEEK": {"slots": 3, "kind": "group", "weight": 3, "min": 2, "max": 3},
        "IND": {"slots": 2, "kind": "one", "weight": 3, "min": 1, "max": 1},
        "FAM": {"slots": 2, "kind": "one", "weight": 3, "min": 1, "max": 1},
        "MED": {"slots": 1, "kind": "one", "weight": 3, "min": 1, "max": 1},
    },
    "starts": {"3": [2, 5, 8], "2": [2, 4]},
    "variants": [
        {"mod": "CBT", "lang": "en", "gender": "any", "phases": [1, 2, 3]},
        {"mod": "CBT", "lang": "es", "gender": "any", "phases": [1, 2, 3]},
        {"mod": "SEEK", "lang": "en", "gender": "w", "phases": [1, 2]},
    ],
    "rooms": {"group": 1, "office": 1},
    "clinicians": [
        {
            "id": "tess",
            "mods": ["CBT", "SEEK", "IND", "FAM"],
            "avail": [[0, 2, 14], [2, 2, 14]],
            "langs": ["en"],
            "gender": "w",
            "cap": 20,
        },
        {
            "id": "mark",
            "mods": ["CBT", "SEEK", "MED"],
            "avail": [[0, 2, 14], [1, 2, 14]],
            "langs": ["en", "es"],
            "gender": "m",
            "cap": 20,
        },
    ],
    "patients": [],
}


def patient(name, **changed):
    """Return a patient of an instance file."""
    return {
        "id": name,
        "duties": [{"label": "work", "day": 0, "s": 14, "e": 24}],
        "langs": ["en"],
        "gender": "w",
        "phase": 1,
        "travel": 1,
        "tele": True,
        "plan": {"CBT": 2, "SEEK": 1, "IND": 1, "FAM": 1, "MED": 1},
        "family_windows": [[0, 2, 14], [2, 2, 8]],
        "therapist": "tess",
        "prescriber": "mark",
        "seek": "w",
        "avoid": [],
        "max_day": 8,
        "min_days": 1,
    } | changed


def week(*patients, **changed):
    """Return the values of an instance file: the small week with these patients."""
    people = list(patients) or [patient("ada"), patient("bea"), patient("cleo")]
    return deepcopy(SMALL) | {"patients": people} | changed


def program(*patients, **changed):
    """Return the small week, read."""
    return read_program(week(*patients, **changed))


_spans = st.tuples(st.integers(0, 5), st.integers(0, 22), st.integers(1, 12)).map(
    lambda t: {"label": "duty", "day": t[0], "s": t[1], "e": min(26, t[1] + t[2])}
)


@st.composite
def programs(draw):
    """Draw a week of up to six people with duties, languages, separations and few rooms."""
    names = [f"p{i}" for i in range(draw(st.integers(1, 6)))]
    people = [
        patient(
            name,
            duties=draw(st.lists(_spans, max_size=5)),
            langs=draw(st.sampled_from([["en"], ["es"], ["en", "es"]])),
            phase=draw(st.integers(1, 3)),
            travel=draw(st.integers(0, 2)),
            tele=draw(st.booleans()),
            seek=draw(st.sampled_from(["w", "any"])),
            avoid=draw(st.lists(st.sampled_from(names).filter(name.__ne__), max_size=1))
            if len(names) > 1
            else [],
            max_day=draw(st.integers(2, 10)),
            plan=draw(
                st.fixed_dictionaries(
                    {m: st.integers(0, 2) for m in ("CBT", "SEEK", "IND", "FAM", "MED")}
                )
            ),
        )
        for name in names
    ]
    rooms = {"group": draw(st.integers(0, 2)), "office": draw(st.integers(0, 2))}
    return program(*people, rooms=rooms)
