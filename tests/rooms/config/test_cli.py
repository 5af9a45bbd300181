"""The command line: every command goes by the name that people are told."""

from contextlib import suppress

import pytest
from django.core.management import get_commands

from alongside.config.cli import CommandLine
from alongside.core.commands import SPELLED


def said(capsys, *words):
    # Asking for help ends the process in one way of asking, and not in the other.
    with suppress(SystemExit):
        CommandLine(["alongside", *words]).execute()
    return capsys.readouterr().out


@pytest.mark.parametrize("words", [("help",), ("--help",), ("help", "--commands")])
def test_the_list_of_commands_spells_them_as_they_are_typed(capsys, words):
    listed = said(capsys, *words).split()

    assert {"import", "verify-log", "demo"} <= set(listed)
    assert not set(SPELLED.values()) & set(listed)


@pytest.mark.parametrize("word", sorted(SPELLED))
def test_a_command_helps_under_the_name_it_was_asked_by(capsys, word):
    for words in (("help", word), (word, "--help")):
        assert said(capsys, *words).startswith(f"usage: alongside {word} ")


def test_every_spelling_belongs_to_a_command():
    assert set(SPELLED.values()) <= set(get_commands())
