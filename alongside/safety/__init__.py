"""Room safety: the safety plan and the patient's preferences."""
