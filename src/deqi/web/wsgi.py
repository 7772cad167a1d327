"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.web.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # all pages are loaded before processes and threads part
