"""Say which device a browser's own words describe, as a person would call it."""

# In this order: browsers name each other in their words, for reasons older than most of them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(words: str) -> tuple[str, str]:
    """Return browser and kind of device from a user agent; each empty where it is unknown.

    >>> device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1")
    ('Safari', 'iPhone')
    >>> device_of("curl/8.5")
    ('', '')
    """
    browser = next((name for sign, name in BROWSERS if sign in words), "")
    system = next((name for sign, name in SYSTEMS if sign in words), "")
    return browser, system
