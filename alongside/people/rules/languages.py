"""Languages by their code, so that what staff type as a word leaves the program as a code."""

from alongside.core.text import plain

# BCP 47 codes. The languages spoken most at home in the United States (American Community Survey,
# table B16001), and the sign language; others are kept as they are typed.
LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "zh": "Chinese",
    "cmn": "Mandarin",
    "yue": "Cantonese",
    "tl": "Tagalog",
    "vi": "Vietnamese",
    "ar": "Arabic",
    "fr": "French",
    "ht": "Haitian Creole",
    "ko": "Korean",
    "ru": "Russian",
    "pt": "Portuguese",
    "hi": "Hindi",
    "de": "German",
    "it": "Italian",
    "pl": "Polish",
    "uk": "Ukrainian",
    "fa": "Persian",
    "ur": "Urdu",
    "bn": "Bengali",
    "so": "Somali",
    "am": "Amharic",
    "nv": "Navajo",
    "ase": "American Sign Language",
}
_CODES = {
    **{plain(name): code for code, name in LANGUAGES.items()},
    "espanol": "es",
    "creole": "ht",
    "asl": "ase",
    "farsi": "fa",
}


def language_named(typed: str) -> str:
    """Return the code of a language that is typed by its name or code; an unknown one as typed.

    >>> language_named("español"), language_named("ES"), language_named("Hmong")
    ('es', 'es', 'Hmong')
    """
    word = plain(typed)
    return _CODES.get(word) or (word if word in LANGUAGES else typed)


def name_of_language(code: str) -> str:
    """Return the name of a language by its code, with or without a region; else as it stands.

    >>> name_of_language("es-MX"), name_of_language("Hmong")
    ('Spanish', 'Hmong')
    """
    return LANGUAGES.get(code) or LANGUAGES.get(code.split("-")[0], code)
