"""``python -m kratom_guide check``: check the records and prose without building anything."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from kratom_guide.checks import check_guide
from kratom_guide.records import GuideError
from kratom_guide.records.dates import edition_day

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run a command.  Returns the exit status: 0 when all is well, 1 when there are problems."""
    parser = argparse.ArgumentParser(prog="python -m kratom_guide", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check every record and every page")
    check.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    check.add_argument("--today", type=dt.date.fromisoformat, default=edition_day(), help="judge dates as on this day")
    options = parser.parse_args(arguments)
    return run_check(options.root, options.today)


def run_check(root: Path, today: dt.date | None) -> int:
    """Check the checkout at `root` as on the day `today`; print the problems or the counts."""
    try:
        library = check_guide(root, today)
    except GuideError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"All good: {len(library.claims)} claims, {len(library.findings)} findings, "
        f"{len(library.references)} references, "
        f"{len(library.interactions)} interactions, {len(library.jurisdictions)} places, "
        f"{len(library.help_lines)} help lines."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
