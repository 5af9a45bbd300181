"""Clinic rules of the room: what an instrument is, when it is due, what a change means.

`instrument` holds the values; `reading`, with `questions`, `scores` and `conditions`, makes them
from an instrument's file; `asking` says which question comes next, `help` what an answer calls
for, `change` puts a difference into words, `due` reckons the dates.
"""
