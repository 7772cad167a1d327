"""deqi: measured acupuncture care for low back pain.

    import deqi
    course = deqi.read_course("anna/")
    fit = deqi.infer(course)
    print(deqi.report(course))

Everything named in `__all__` is the public face; it is loaded when first used, so that
`import deqi` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deqi.exchange import read_course as read_course
    from deqi.exchange import read_course_csv as read_course_csv
    from deqi.exchange import read_mapped as read_mapped
    from deqi.exchange import read_table_folder as read_table_folder
    from deqi.exchange import write_course as write_course
    from deqi.exchange import write_table_folder as write_table_folder
    from deqi.exchange.policy_toml import read_policy as read_policy
    from deqi.records import Course as Course
    from deqi.records import DeqiError as DeqiError
    from deqi.records import Entry as Entry
    from deqi.records import Score as Score
    from deqi.records import Treatment as Treatment
    from deqi.records import Visit as Visit

__version__ = "0.3.0"

_HOMES = {
    "BadInputError": "deqi.records",
    "Course": "deqi.records",
    "DeqiError": "deqi.records",
    "Entry": "deqi.records",
    "Fit": "deqi.infer",
    "Forecast": "deqi.infer",
    "Needling": "deqi.records",
    "Policy": "deqi.plan",
    "Scenario": "deqi.simulate",
    "Score": "deqi.records",
    "Treatment": "deqi.records",
    "Visit": "deqi.records",
    "build_timeline": "deqi.track",
    "choose_verdict": "deqi.plan",
    "example_course": "deqi.simulate",
    "infer": "deqi.infer",
    "plan": "deqi.plan",
    "read_course": "deqi.exchange",
    "read_course_csv": "deqi.exchange",
    "read_mapped": "deqi.exchange",
    "read_table_folder": "deqi.exchange",
    "read_policy": "deqi.exchange.policy_toml",
    "report": "deqi.report",
    "screen": "deqi.screen",
    "simulate_course": "deqi.simulate",
    "write_course": "deqi.exchange",
    "write_table_folder": "deqi.exchange",
}
__all__ = sorted(_HOMES)


class _Face(ModuleType):
    """Keeps `deqi.infer` the function when Python loads the room `deqi.infer`.

    Rooms and the verbs of the public face share their names. Loading a submodule sets it as an
    attribute of its package; here the verb stays, and a room is reached by `from deqi.infer
    import ...`.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deqi' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


sys.modules[__name__].__class__ = _Face
