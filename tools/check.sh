#!/bin/sh
# What a machine can find wrong without running the program, in the order in which it fails fastest.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
step() {
    echo "- $*"
    "$@"
}

step ruff format --check --quiet .
step ruff check --quiet .
step lint-imports
step djlint alongside --check --lint --quiet
step alongside makemigrations --check --dry-run --verbosity 0
step mypy
