"""Invented people: who they are and how their weeks go, as pure functions of a seed."""
