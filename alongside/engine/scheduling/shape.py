"""The shape of the files: which keys there are, and what each may hold."""

from typing import Any

from jsonschema_rs import Draft202012Validator

NAME = {"type": "string", "minLength": 1, "maxLength": 200}
COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}
NAMES = {"type": "array", "items": NAME}


def _object(keys: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [key for key in keys if key not in optional]
    return {
        "type": "object",
        "properties": keys,
        "required": required,
        "additionalProperties": False,
    }


def _by_name(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _array(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": values}


DUTY = _object({"label": NAME, "day": COUNT, "s": COUNT, "e": COUNT}, optional=("label",))
SPAN = {
    "anyOf": [
        {"type": "array", "items": COUNT, "minItems": 3, "maxItems": 3},
        _object({"day": COUNT, "s": COUNT, "e": COUNT}),
    ]
}
MODALITY = _object(
    {
        "slots": COUNT | {"minimum": 1},
        "kind": {"enum": ["group", "one"]},
        "weight": COUNT,
        "min": COUNT,
        "max": COUNT,
    }
)
VARIANT = _object({"mod": NAME, "lang": NAME, "gender": NAME, "phases": _array(COUNT)})
CLINICIAN = _object(
    {
        "id": NAME,
        "disc": NAME,
        "mods": NAMES,
        "avail": _array(SPAN),
        "langs": NAMES,
        "gender": NAME,
        "cap": COUNT,
        "shift": NAME,
    },
    optional=("disc", "shift"),
)
PATIENT = _object(
    {
        "id": NAME,
        "arche": NAME,
        "duties": _array({"anyOf": [DUTY, SPAN]}),
        "langs": NAMES,
        "gender": NAME,
        "phase": COUNT,
        "travel": COUNT,
        "tele": {"type": "boolean"},
        "plan": _by_name(COUNT),
        "family_windows": _array(SPAN),
        "therapist": {"type": ["string", "null"]},
        "prescriber": {"type": ["string", "null"]},
        "seek": {"type": ["string", "null"]},
        "avoid": NAMES,
        "max_day": COUNT,
        "min_days": COUNT,
    },
    optional=("arche", "therapist", "prescriber", "seek", "avoid", "family_windows"),
)
INSTANCE = Draft202012Validator(
    _object(
        {
            "name": NAME,
            "seed": {"type": "integer"},
            "n": COUNT,
            "slot_minutes": COUNT | {"minimum": 1, "maximum": 1440},
            "spd": COUNT | {"minimum": 1, "maximum": 1440},
            "days": COUNT | {"minimum": 1, "maximum": 7},
            "day_start": {"type": "string", "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$"},
            "modalities": _by_name(MODALITY),
            "starts": _by_name(_array(COUNT)),
            "variants": _array(VARIANT),
            "rooms": _object({"group": COUNT, "office": COUNT}),
            "clinicians": _array(CLINICIAN),
            "patients": _array(PATIENT),
        },
        optional=("name", "seed", "n", "day_start"),
    )
)
MODE = {"enum": ["on", "tele"]}
GROUP = _object(
    {
        "v": COUNT,
        "day": COUNT,
        "start": COUNT,
        "mode": MODE,
        "clinician": NAME,
        "patients": NAMES,
    }
)
VISIT = _object(
    {
        "modality": NAME,
        "patient": NAME,
        "clinician": NAME,
        "day": COUNT,
        "start": COUNT,
        "mode": MODE,
    }
)
PLAN = Draft202012Validator(_object({"groups": _array(GROUP), "one": _array(VISIT)}))
CLINICIAN_OFF = _object(
    {"kind": {"const": "clinician_off"}, "clinician": NAME, "days": _array(COUNT)}
)
ROOM_CLOSED = _object(
    {
        "kind": {"const": "room_closed"},
        "room_type": {"enum": ["group", "office"]},
        "count": COUNT | {"minimum": 1},
        "days": _array(COUNT),
    }
)
DUTY_CHANGE = _object(
    {
        "kind": {"const": "duty_change"},
        "patients": _array(_object({"id": NAME, "duties": _array({"anyOf": [DUTY, SPAN]})})),
    }
)
EVENTS = {
    "clinician_off": Draft202012Validator(CLINICIAN_OFF),
    "room_closed": Draft202012Validator(ROOM_CLOSED),
    "duty_change": Draft202012Validator(DUTY_CHANGE),
}
