"""Put a finished build in the place of the last one, or leave the last one as it is.

``python -m kratom_guide.editions.publish STAGE TARGET`` does it, in the folder of the checkout; without arguments it
says which editions there are.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kratom_guide.editions.catalogue import EDITIONS, WEBSITE
from kratom_guide.editions.facts import UnreadableEditionError, size_in_words, size_of
from kratom_guide.editions.links import link_unchanged
from kratom_guide.editions.shelf import stock

if TYPE_CHECKING:
    from collections.abc import Callable

LEFT_OUT = (".doctrees", ".buildinfo*", "_sources", "*.typ", "images")
"""What only a builder needs."""

SITE = WEBSITE.path.parent


def publish(stage: Path, target: Path, complete: Callable[[Path], None] | None = None) -> None:
    """Copy the folder `stage` to `target`, which changes in one step.

    Files that only the builder needs are left out.  `complete` may add to the new folder before it takes its place;
    when it fails, the old one stays.  The stage stays too, so that the next build has to make only what changed.
    """
    fresh = target.with_name(target.name + ".new")
    old = target.with_name(target.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)

    def take(source: str, destination: str) -> None:
        link_unchanged(Path(source), Path(destination), target / Path(destination).relative_to(fresh))

    shutil.copytree(stage, fresh, ignore=shutil.ignore_patterns(*LEFT_OUT), copy_function=take)
    if complete is not None:
        complete(fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def present(root: Path) -> list[str]:
    """One line for each edition: what it is, where it is, how big."""
    lines = []
    for edition in EDITIONS:
        full = root / edition.path
        name = f"{edition.name:{max(len(each.name) for each in EDITIONS)}}"
        if full.is_file():
            size = size_in_words(size_of(full.parent if edition is WEBSITE else full))
            lines.append(f"  {name}  {edition.path} ({size})")
        else:
            lines.append(f"  {name}  not built")
    return lines


def main(arguments: list[str], root: Path) -> None:
    """Publish `arguments` (stage and target, seen from `root`), or print where the editions are.

    The website gets the files that it offers before it takes its place; any other edition is offered once it is there.
    """
    if not arguments:
        print("\n".join(["The editions:", *present(root)]))
        return
    stage, target = (root / name for name in arguments)
    if target == root / SITE:
        publish(stage, target, lambda fresh: stock(root, fresh))
        return
    publish(stage, target)
    if (root / WEBSITE.path).is_file():
        stock(root, root / SITE)


if __name__ == "__main__":
    try:
        main(sys.argv[1:], Path())
    except UnreadableEditionError as error:
        sys.exit(str(error))
