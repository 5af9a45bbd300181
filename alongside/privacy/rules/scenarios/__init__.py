"""Scenario files: what a privacy officer writes to try the policy, read and compared.

Pure: the file is read and parsed elsewhere, and handed in as the plain values it holds. Nothing
here decides; it translates the file's short words into requests, consents and facts.
"""

from alongside.privacy.rules.scenarios.check import Outcomes, check
from alongside.privacy.rules.scenarios.reading import Malformed, Scenario, Unreadable, read

__all__ = ["Malformed", "Outcomes", "Scenario", "Unreadable", "check", "read"]
