"""The settings of a clinic without limits of how often somebody writes: for one who never stops."""

from deqi.web.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = False
