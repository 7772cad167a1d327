"""The page of claims: terminal, HTML and JSON."""

from deqi.report.claims.as_html import write_claims_html
from deqi.report.claims.as_json import claims_json
from deqi.report.claims.as_terminal import write_claims_text

__all__ = ["claims_json", "write_claims_html", "write_claims_text"]
