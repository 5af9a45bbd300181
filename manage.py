#!/usr/bin/env python
"""The same commands as `alongside`, for those who expect manage.py."""

from alongside.config.cli import main

main()
