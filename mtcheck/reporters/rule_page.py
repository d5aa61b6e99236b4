"""What a rule says of itself: its page with examples, and the list of all rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.reporters.visible import visible
from mtcheck.rule import Example, Rule
from mtcheck.types import Fix


def render_page(rule: Rule) -> str:
    """The rule's documentation, its options and its examples, as plain text."""
    lines = [
        f"{rule.code} {rule.name}",
        _kind(rule),
        "",
        rule.doc,
        "",
    ]
    if rule.options:
        lines += ["## Options", ""]
        lines += [f"- {name} (default {value!r})" for name, value in rule.options.items()]
        lines.append("")
    lines += ["## Examples", ""]
    for example in rule.examples:
        lines += [*_example(example), ""]
    return "\n".join(lines)


def render_list(rules: Sequence[Rule]) -> str:
    """One line per rule: code, name, severity, what is wrong."""
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.code}  {rule.name:<{width}}  {rule.severity.value:<8}  {summary(rule)}\n"
        for rule in rules
    )


def render_markdown(rules: Sequence[Rule]) -> str:
    """The rules as a Markdown table."""
    lines = ["| code | name | severity | needs a source | what is wrong |", "|---|---|---|---|---|"]
    for rule in rules:
        needs = "yes" if "source" in rule.needs else ""
        wrong = summary(rule).replace("|", "\\|")
        lines.append(f"| {rule.code} | {rule.name} | {rule.severity.value} | {needs} | {wrong} |")
    return "\n".join(lines) + "\n"


def render_all(rules: Sequence[Rule]) -> str:
    """Every rule's page, one after another, as Markdown; the list of them comes first."""
    listed = render_markdown(rules)
    for rule in rules:
        anchor = f"{rule.code}-{rule.name}".lower()
        listed = listed.replace(f"| {rule.code} |", f"| [{rule.code}](#{anchor}) |")
    return "\n".join([listed, *(_markdown_page(rule) for rule in rules)])


def _markdown_page(rule: Rule) -> str:
    lines = [
        f"## {rule.code} {rule.name}",
        "",
        f"*{_kind(rule)}*",
        "",
        rule.doc.replace("\n## ", "\n### "),
        "",
    ]
    if rule.options:
        lines += ["### Options", ""]
        lines += [f"- `{name}` (default `{value!r}`)" for name, value in rule.options.items()]
        lines.append("")
    lines += ["### Examples", ""]
    for example in rule.examples:
        lines += ["```text", *_example(example), "```", ""]
    return "\n".join(lines)


def _kind(rule: Rule) -> str:
    """Category and severity, what the rule needs, and whether its suggestions can be put in."""
    needed = [f"a {need}" for need in ("source", "glossary") if need in rule.needs]
    needs = f"; needs {' and '.join(needed)}" if needed else ""
    fixes = {Fix.NONE: "", Fix.SAFE: "; mtcheck fix", Fix.UNSAFE: "; mtcheck fix --unsafe"}
    return f"{rule.category.value}, {rule.severity.value}{needs}{fixes[rule.fix]}"


def summary(rule: Rule) -> str:
    """The first line of the rule's page: what is wrong."""
    return rule.doc.partition("\n")[0]


def _example(example: Example) -> Iterator[str]:
    yield "Marked:" if example.quotes else "Left alone:"
    if example.note:
        yield f"  ({visible(example.note)})"
    for label, text in (("text", example.candidate), ("source", example.source)):
        for line in text.split("\n") if text else ():
            yield f"  {label + ':':<8} {visible(line)}"
    for row in example.glossary.splitlines()[1:]:
        yield f"  {'listed:':<8} {visible(row.rstrip(','))}"
    for other in example.others:
        yield f"  {'other:':<8} {visible(other)}"
    suggestions = example.suggestions or ("",) * len(example.quotes)
    for quote, suggestion in zip(example.quotes, suggestions, strict=True):
        arrow = f" → “{visible(suggestion)}”" if suggestion else ""
        yield f"  {'marks:':<8} “{visible(quote)}”{arrow}"
