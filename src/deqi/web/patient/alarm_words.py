"""Red flags of the rule book as patients are asked for them, and what they are told to do now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deqi.screen import Urgency

if TYPE_CHECKING:  # a name of the type checker's only
    from django.utils.functional import _StrPromise

# By id of the red flag: how soon it has to be seen to is the rule book's to say.
SIGNS: Mapping[str, _StrPromise] = {
    "saddle_numbness": _("Numbness or tingling between the legs"),
    "bladder_trouble_new": _("Newly hard to pass urine, or urine is leaking"),
    "bowel_control_loss": _("Stool or wind is leaking, or is not felt"),
    "leg_weakness_both_or_worsening": _(
        "Both legs are weak, weakness gets worse, or walking has become unsure"
    ),
    "leg_weakness_one_new": _("One leg or foot is newly weak"),
    "fever_or_chills": _("Fever, shivering or chills"),
    "major_trauma": _("A fall, an accident or a blow"),
    "unexplained_weight_loss": _("Weight lost without trying"),
}

_TODAY = _(
    "Have a doctor see you today. If you cannot reach one, or if it gets worse, call the "
    "emergency number. Do not wait for an answer from your practice."
)
ADVICE: Mapping[Urgency | None, _StrPromise] = {
    Urgency.SAME_HOUR: _(
        "Go to an emergency department now, or call the emergency number. Do not drive yourself. "
        "Do not wait for an answer from your practice."
    ),
    Urgency.SAME_DAY: _TODAY,
    Urgency.WITHIN_2_WEEKS: _(
        "Make an appointment with your doctor in the next days, within two weeks at the latest. "
        "If you feel unwell, have a doctor see you today."
    ),
    None: _(
        "If it is bad or gets worse, call the emergency number or have a doctor see you today. "
        "Otherwise call your practice."
    ),
}
