"""Questions to take along. Each with the source that makes it worth asking, if it has one."""

from __future__ import annotations

from deqi.report.contents import Statement

_CARE = ("practice",)
FOR_THE_DOCTOR = (
    Statement("Could something serious be behind my pain, and how would we notice?", ("gcare",)),
    Statement(
        "Does any illness or medicine of mine speak against needles: medicine against clotting, a "
        "pacemaker, a pregnancy, weak defences?",
        ("who1999guidelines",),
    ),
    Statement("What is likely to happen if I wait and keep moving?", ("menezescosta2012",)),
    Statement("What other care is there for my pain, and what is known of it?", ("acp2017",)),
    Statement("When should I come back, whatever happens with the needles?", _CARE),
)
FOR_THE_PRACTITIONER = (
    Statement(
        "Do you hold a current licence to needle here? From whom, and until when?", ("cmsncd3033",)
    ),
    Statement("What certification do you have, and from which body?", ("cmsncd3033",)),
    Statement(
        "How many visits do you propose, how will we see whether my pain changes, and when will we "
        "stop if it does not?",
        ("cmsncd3033",),
    ),
    Statement("Will you work with my doctor, and send me there when you are in doubt?", _CARE),
    Statement("Are your needles sterile and used once?", _CARE),
    Statement("Which unwanted effects do you watch for, and whom do I call?", ("baumler2021",)),
    Statement("What does a visit cost, and who pays?", _CARE),
)
