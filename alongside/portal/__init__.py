"""Room portal: the face for patients: home, check-in, questionnaires, who looked at my record."""
