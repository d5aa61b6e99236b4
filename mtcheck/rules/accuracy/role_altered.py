"""A person has another office or another country than elsewhere.

## What it does
Reads who holds which office (*Wang Yi, the Taiwanese prime minister*) and compares it with what
the source, the other files and the rest of the text say of the same person, and for the
country also with a shipped list of people in the news. Different words for one office agree:
*top diplomat* and *foreign minister* are one.

## Why it matters
The sentence reads well, and puts a foreign minister at the head of another country's
government.

## Known limits
A last name alone is compared only where the texts know one person of that name. Former, deputy
and acting holders are compared by country only. A person may hold two offices at once: only
offices that exclude each other are marked, and only against the source or where all the other
files agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from mtcheck.lexicon import Lexicon
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._names import is_chinese
from mtcheck.rules.accuracy._roles import Role, country_form, roles, same_person
from mtcheck.text import without_accents
from mtcheck.types import Alignment, Category, Sentence, Severity


def detect(alignments: Sequence[Alignment], ctx: Context, *, min_others: int = 2) -> Iterator[Mark]:
    """Yield one mark for each role that contradicts what is known of the person.

    ``min_others``: how many mentions in the file itself or the other files make a role known;
    in the source one is enough.
    """
    source = _roles_of([sentence.text for sentence in ctx.source], ctx.lexicon)
    others = _roles_of(
        [unit.text for document in ctx.others for unit in document.units], ctx.lexicon
    )
    own = _roles_of([sentence.text for sentence in ctx.candidate], ctx.lexicon)
    full = _by_ends({role.name for role in (*source, *others, *own) if len(role.name) > 1})
    people = [_People(_with_full_name(o, full) for o in side) for side in (source, (*others, *own))]
    known: dict[tuple[object, ...], tuple[tuple[str, str], tuple[str, str]]] = {}
    for alignment in alignments:
        for sentence in alignment.candidate:
            for role in roles(sentence.text, ctx.lexicon):
                role = _with_full_name(role, full)
                if len(role.name) < 2:
                    listed = _other_country_of_last_name(role, ctx.lexicon)
                    if listed:
                        yield _mark(alignment, sentence, role, (listed, ""), ("", ""), ctx.lexicon)
                    continue
                said = (role.name, role.country, role.office, role.group, role.now)
                if said not in known:  # of somebody whom all speak of it is asked once
                    there, around = (side.of(role.name) for side in people)
                    known[said] = (
                        _other_country(role, there, around, min_others, ctx.lexicon),
                        _other_office(role, there, around, min_others),
                    )
                country, office = known[said]
                if country[0] or office[0]:
                    yield _mark(alignment, sentence, role, country, office, ctx.lexicon)


class _People:
    """Mentions by the words of the name, to ask for one person's without looking at all."""

    def __init__(self, mentions: Iterable[Role]) -> None:
        self.mentions = tuple(mentions)
        self.by_part: dict[frozenset[str], list[int]] = {}
        for number, role in enumerate(self.mentions):
            for part in _parts(role.name):
                self.by_part.setdefault(part, []).append(number)

    def of(self, name: tuple[str, ...]) -> list[Role]:
        """All mentions of the person, in order (:func:`same_person`)."""
        whole = frozenset(name)
        found = set(self.by_part.get(whole, ()))
        for part in _parts(name):
            found.update(n for n in self.by_part.get(part, ()) if part == {*self.mentions[n].name})
        mentions = (self.mentions[number] for number in sorted(found))
        return [role for role in mentions if same_person(name, role.name)]


def _parts(name: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Every choice of a name's words: it has few."""
    distinct = dict.fromkeys(name)
    for size in range(1, len(distinct) + 1):
        yield from map(frozenset, combinations(distinct, size))


def _by_ends(names: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Full names by their first and by their last word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for end in {name[0], name[-1]}:
            found.setdefault(end, []).append(name)
    return found


def _with_full_name(role: Role, full: Mapping[str, list[tuple[str, ...]]]) -> Role:
    """*Minister Wang* with the full name, if the texts hold one person of that name only."""
    if len(role.name) > 1:
        return role
    fitting = full.get(role.name[0], ())
    return role._replace(name=fitting[0]) if len(fitting) == 1 else role


def _roles_of(texts: Sequence[str], lexicon: Lexicon) -> tuple[Role, ...]:
    return tuple(role for text in texts for role in roles(text, lexicon))


def _other_country(
    role: Role, there: list[Role], around: list[Role], min_others: int, lexicon: Lexicon
) -> tuple[str, str]:
    """The country that the person belongs to and who says so; ("", "") if it agrees."""
    if not role.country or role.office == "ambassador":
        return "", ""
    known = [other.country for other in there if other.country]
    if role.country in known:
        return "", ""
    if known:
        right = known[0]
        return right, next(o.text for o in there if o.country == right)
    counts = Counter(other.country for other in around if other.country)
    if counts[role.country] <= 1:
        for country, count in counts.most_common(1):
            if country != role.country and count >= min_others:
                return country, next(o.text for o in around if o.country == country)
    listed = _countries_of_people(lexicon).get(role.name, "")
    may_tell = role.group != "any" or role.office == "leader"
    if listed and listed != role.country and may_tell and counts[role.country] <= 1:
        return listed, ""
    return "", ""


def _other_country_of_last_name(role: Role, lexicon: Lexicon) -> str:
    """The country of the only public figure with this last name: *Swedish President Macron*."""
    if not role.country or role.office not in _HEADS:
        return ""
    listed = _countries_of_last_names(lexicon).get(role.name[0], "")
    return listed if listed != role.country else ""


_HEADS = frozenset(("president", "prime minister", "leader", "foreign minister"))


@cache
def _countries_of_last_names(lexicon: Lexicon) -> dict[str, str]:
    """Last names that are one country's only, and hardly anybody's else."""
    found: dict[str, set[str]] = {}
    for row in lexicon.rows("people"):
        found.setdefault(without_accents(row["name"].split()[-1].lower()), set()).add(
            row["country"]
        )
    return {
        name: next(iter(countries))
        for name, countries in found.items()
        if len(countries) == 1 and "" not in countries and len(name) >= 5 and not is_chinese(name)
    }


@cache
def _countries_of_people(lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    return {
        tuple(without_accents(row["name"].lower()).split()): row["country"]
        for row in lexicon.rows("people")
        if row["country"]
    }


def _other_office(
    role: Role, there: list[Role], around: list[Role], min_others: int
) -> tuple[str, str]:
    if role.group != "state" or not role.now:
        return "", ""
    right: Role | None = None
    if there:
        if any(not o.now or o.group != "state" or o.office == role.office for o in there):
            return "", ""
        right = there[0]
    else:
        counts = Counter(other.office for other in around if other.group == "state" and other.now)
        if counts[role.office] > 1 or any(not other.now for other in around):
            return "", ""
        for office, count in counts.most_common(1):
            if office != role.office and count >= min_others:
                right = next(other for other in around if other.office == office)
    if right is None or "vice premier" in (role.office, right.office):
        return "", ""
    return right.office_form, right.text


def _mark(
    alignment: Alignment,
    sentence: Sentence,
    role: Role,
    country: tuple[str, str],
    office: tuple[str, str],
    lexicon: Lexicon,
) -> Mark:
    right = role.text
    if country[0]:
        right = right.replace(role.form, country_form(country[0], role.form, lexicon), 1)
    if office[0]:
        lower = role.office_form.islower()
        right = right.replace(role.office_form, office[0].lower() if lower else office[0], 1)
    quote = country[1] or office[1]
    says = f"elsewhere: “{quote}”" if quote else f"known as a public figure of {country[0]}"
    return Mark(
        alignment,
        sentence,
        role.start,
        role.end,
        f"“{role.text}”: {says}.",
        suggestion=right,
        source_quote=quote,
    )


RULE = Rule(
    code="ACC102",
    name="role-altered",
    category=Category.ACCURACY,
    severity=Severity.CRITICAL,
    detect=detect,
    examples=(
        Example(
            candidate="After speaking with Wang Yi, the Taiwanese prime minister, he left.",
            source="He met Chinese Foreign Minister Wang Yi.",
            quotes=("Wang Yi, the Taiwanese prime minister",),
            suggestions=("Wang Yi, the Chinese foreign minister",),
            parallel=False,
        ),
        Example(
            candidate="The Belgian foreign minister, Sergei Lavrov, spoke last.",
            quotes=("Belgian foreign minister, Sergei Lavrov",),
            suggestions=("Russian foreign minister, Sergei Lavrov",),
            note="known from the shipped list of people",
        ),
        Example(
            candidate="Kenyan Finance Minister Amos Tarus spoke on Monday.",
            source="Kenyan Defense Minister Amos Tarus spoke on Monday.",
            quotes=("Kenyan Finance Minister Amos Tarus",),
            suggestions=("Kenyan Defense Minister Amos Tarus",),
        ),
        Example(
            candidate="China’s top diplomat, Wang Yi, met Joe Biden, the US president.",
            source="Chinese Foreign Minister Wang Yi met American leader Joe Biden.",
            parallel=False,
            note="other words for the same offices",
        ),
        Example(
            candidate="The Kenyan Finance Minister Amos Tarus spoke.\nUgandan Minister Tarus left.",
            source="Kenyan Finance Minister Amos Tarus spoke.\nMinister Tarus left.",
            quotes=("Ugandan Minister Tarus",),
        ),
        Example(
            candidate="Former Kenyan Finance Minister Amos Tarus spoke on Monday.",
            source="Kenyan Defense Minister Amos Tarus spoke on Monday.",
        ),
    ),
)
