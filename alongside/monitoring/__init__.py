"""Room monitoring: daily check-ins, and later detectors, alerts and the interplay."""
