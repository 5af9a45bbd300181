"""How commands are spelled: people type hyphens and words that Python keeps for itself."""

SPELLED = {"verify-log": "verify_log", "import": "import_records"}
MODULES = {module: word for word, module in SPELLED.items()}
