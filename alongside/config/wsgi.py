"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

# Every page is imported before the first request, not by it.
_ = get_resolver().url_patterns

# What is loaded now stays for good: the collector need not walk through it again and again. A page
# makes tens of thousands of short-lived objects that go without it, so it also comes round less.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
