"""Names that the records know: medicines with their brands, and places with their codes and towns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.records.medicines import medicines, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kratom_guide.records.library import Library


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What names mean.

    `medicines` holds (name, every plain name, labels of its rows, the gravest first); `classes` the same for rows that
    are no single medicine; `unlisted` plain names of medicines that have no row, which must never be taken for a slip.
    `places` holds (label, plain names, code): a code such as ``TX`` counts only where it cannot be an English word.
    """

    medicines: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]]
    unlisted: Sequence[str]
    places: Sequence[tuple[str, tuple[str, ...], str]]


def lexicon(
    library: Library,
    place_names: Mapping[str, Sequence[str]],
    lay_names: Mapping[str, Sequence[str]],
    own_products: Collection[str],
) -> Lexicon:
    """The names in `library`.

    `place_names` adds names of places by their id, `lay_names` those of medicines and classes by label;
    `own_products` are medicines of the tables that are kratom itself, and stay out.
    """
    named = [
        (item.name, _plain(item.names), tuple(f"interaction-{row}" for row in item.rows))
        for item in medicines(library).values()
        if item.name not in own_products
    ]
    known = {name for _, names, _ in named for name in names}
    rows = [
        (record.name, (plain(record.name),), (f"interaction-{record.id}",))
        for record in library.interactions.values()
        if plain(record.name) not in known
    ]
    lay = [
        ("", tuple(name for name in _plain(some) if name not in known), (label,)) for label, some in lay_names.items()
    ]
    unlisted = sorted({plain(name) for item in library.confused_names for name in item.unlisted} - known)
    places: list[tuple[str, tuple[str, ...], str]] = []
    for record in library.jurisdictions.values():
        code = record.id.removeprefix("US-") if record.id.startswith("US-") else ""
        label = f"legal-{record.id.lower()}"
        places.append((label, _plain((record.name, *place_names.get(record.id, ()))), code))
        towns = _plain(name for rule in record.local_rules for name in _towns(rule.name))
        if towns:
            places.append((f"{label}-local", towns, ""))
    return Lexicon([*named, *rows, *lay], unlisted, places)


def _plain(names: Iterable[str]) -> tuple[str, ...]:
    found = (plain(name) for name in names)
    return tuple(dict.fromkeys(name for name in found if name))


def _towns(name: str) -> tuple[str, ...]:
    """The names of a town: ``San Diego, California`` is also known without the state."""
    town = name.partition(",")[0].strip()
    bare = town.removeprefix("City of ").removesuffix(" County").removesuffix(" city")
    return (name, town, bare)
