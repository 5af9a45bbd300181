"""Room privacy: the gate, consent, disclosures, the access log."""
