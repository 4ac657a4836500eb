"""The ASGI application that uvicorn serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelwright.server.settings")
django.setup(set_prefix=False)

from modelwright.server.core.handler import Handler, keep_connections  # noqa: E402 - once the settings are there

keep_connections()
application = Handler()
