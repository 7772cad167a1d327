"""`deqi evidence claims`: what practitioners say, weighed; and accepting a claim after a look."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, as_json, put
from deqi.evidence.claims import chosen, weigh_claims
from deqi.report.claims import claims_json, write_claims_html, write_claims_text
from deqi.report.claims.accept import describe_acceptance

EVERY = "all"


def run(arguments: Namespace) -> None:
    """Write the claims to wherever they were asked for."""
    claims = weigh_claims()
    if arguments.accept is not None:
        (accepted,) = chosen(claims, [arguments.accept])
        put(describe_acceptance(accepted, WIDTH), "-", arguments)
        return
    in_full = bool(arguments.claims)
    if in_full and arguments.claims != [EVERY]:
        claims = chosen(claims, arguments.claims)
    if arguments.html is not None:
        put(write_claims_html(claims), arguments.html, arguments)
    if arguments.json is not None:
        put(as_json(claims_json(claims)), arguments.json, arguments)
    if arguments.html is None and arguments.json is None:
        put(write_claims_text(claims, WIDTH, in_full), "-", arguments)
