"""`deqi let-in`: whoever holds machine and key opens the way for somebody who lost the factor."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.utils import timezone

from deqi.actions.letting_in import let_in_from_machine
from deqi.store.models import Account
from deqi.web.letters.letter import link
from deqi.web.operations.database import require_ready
from deqi.web.operations.errors import UnknownAddressError

QUESTION = """\
This takes every passkey, authenticator app and recovery code of {email} away and ends every log-in.
Make sure first that it is this person who asks: face to face, or by a number that you knew before.
Go on? [y/N] """


def run(email: str, yes: str = "", link: str = "") -> int:
    """Let somebody in, after asking once more; 1 if nobody said yes, else 0."""
    require_ready()
    account = _find(email)
    if not (yes or _is_confirmed(email)):
        print("Nothing was changed.")
        return 1
    removed = let_in_from_machine(account, now=timezone.now())
    kinds = ", ".join(kind.replace("_", " ") for kind in removed) or "there was none"
    print(f"Second factors taken away: {kinds}. Every log-in has ended.")
    print(f"Now log in with the password at {settings.DEQI.base_url}/ and set up a new factor.")
    if link or not settings.DEQI_HAS_MAIL:
        print(f"If the password is lost, too: {_link(account)}")
        print("This link chooses a new one, once, within an hour. Show it to nobody else.")
    return 0


def _find(email: str) -> Account:
    account = Account.objects.of_address(email)
    if account is None:
        raise UnknownAddressError(
            f"Nobody logs in here with {email}. Look for a slip in it; or DEQI_HOME and "
            "DEQI_DATABASE_URL name another instance. Nothing was changed."
        )
    return account


def _is_confirmed(email: str) -> bool:
    try:
        return input(QUESTION.format(email=email)).strip().lower() in ("y", "yes")
    except EOFError:  # nobody sits there: --yes is for that
        print()
        return False


def _link(account: Account) -> str:
    """The link that a letter about a forgotten password would hold."""
    key, uid = default_token_generator.make_token(account), user_pk_to_url_str(account)
    return link("account_reset_password_from_key", uid, key)
