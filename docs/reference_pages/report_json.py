"""docs/reference/report-json.md: every key of `deqi report --json`, from its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deqi.report import read_schema

_OPENING = """\
# The report as JSON

This page is made from the JSON Schema that ships with the package (`deqi.report.read_schema()`) and
that every output in the tests is checked against. Every key is always present. A `null` has its
reason in `data.warnings`.

Pain is in points of the 0-10 scale (`_nrs`). Changes are pain now minus pain at the start: negative
is less pain. Relief and gains are positive when better. `lo80` and `hi80` are the ends of a central
80 % interval.

| key | type | meaning |
|---|---|---|
"""


def describe_report_json() -> str:
    """The whole page as Markdown."""
    schema = read_schema()
    return _OPENING + "\n".join(_rows(schema, schema, "")) + "\n"


def keys_of(schema: dict[str, Any]) -> list[str]:
    """Every key in the order of the schema, with `[]` for what comes several times."""
    return [row.split("`")[1] for row in _rows(schema, schema, "")]


def _rows(root: dict[str, Any], node: dict[str, Any], path: str) -> Iterator[str]:
    node = _inside(root, node)
    for name, raw in node.get("properties", {}).items():
        child = _resolved(root, raw)
        place = f"{path}.{name}" if path else name
        listed = _listed(root, child)
        shown = place + ("[]" if listed is not None else "")
        about = raw.get("description") or child.get("description", "")
        yield f"| `{shown}` | {_type(root, child)} | {about} |"
        if not _is_interval(root, child):
            yield from _rows(root, listed if listed is not None else child, shown)


def _resolved(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = root
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _inside(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The object among the alternatives of a node, if it has any."""
    node = _resolved(root, node)
    for word in ("anyOf", "oneOf"):
        for option in node.get(word, ()):
            inner = _resolved(root, option)
            if "properties" in inner or "items" in inner:
                return inner
    return node


def _listed(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any] | None:
    node = _inside(root, node)
    return _resolved(root, node["items"]) if "items" in node else None


def _is_interval(root: dict[str, Any], node: dict[str, Any]) -> bool:
    return (
        "lo80" in _inside(root, node).get("properties", {})
        and "median" in _inside(root, node)["properties"]
    )


def _type(root: dict[str, Any], node: dict[str, Any]) -> str:
    node = _resolved(root, node)
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{'null' if value is None else value}`" for value in node["enum"])
    for word in ("anyOf", "oneOf"):
        if word in node:
            return " or ".join(_type(root, option) for option in node[word])
    kinds = node.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if _is_interval(root, node):
        keys = ", ".join(f"`{key}`" for key in _inside(root, node)["properties"])
        return " or ".join(keys if kind == "object" else kind for kind in kinds)
    return " or ".join("list" if kind == "array" else kind for kind in kinds)
