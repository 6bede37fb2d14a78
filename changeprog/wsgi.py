"""The pages: Django behind WSGI, for granian, gunicorn or ``changeprog.asgi``."""

import os

from django.core.wsgi import get_wsgi_application

from changeprog.settled import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")

application = get_wsgi_application()
settle()
