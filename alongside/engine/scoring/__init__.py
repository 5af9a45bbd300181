"""Score a questionnaire: answers in; scores, bands, algorithms and critical rules out.

Nothing here knows what a questionnaire is about. `form` says what one is made of, `conditions`
what may hold of its answers, `scorer` computes, `change` compares two scores.
"""
