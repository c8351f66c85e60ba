"""Put a finished build in the place of the last one, or leave the last one as it is.

``python -m kratom_guide.editions.publish STAGE TARGET`` does it; without arguments it says which editions there are.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EDITIONS = {
    "website": Path("build/html/index.html"),
    "PDF": Path("build/pdf/kratom-guide.pdf"),
    "e-book": Path("build/epub/kratom-guide.epub"),
}
"""Where readers and tools find each edition, seen from the checkout."""

LEFT_OUT = (".doctrees", ".buildinfo*", "_sources", "*.typ", "images")
"""What only a builder needs."""

OFFERED, DOWNLOADS = ("build/pdf/*.pdf", "build/epub/*.epub"), Path("build/html/downloads")
"""The book on paper with its sheets, the e-book, and where the website offers them."""


def publish(stage: Path, target: Path) -> None:
    """Copy the folder `stage` to `target`, which changes in one step.

    Files that only the builder needs are left out.  The stage stays, so that the
    next build has to make only what changed.
    """
    fresh = target.with_name(target.name + ".new")
    old = target.with_name(target.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(stage, fresh, ignore=shutil.ignore_patterns(*LEFT_OUT))
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def offer_downloads(root: Path) -> None:
    """Copy the PDFs and the e-book, as far as they exist, into the website, where its pages link to them."""
    if not (root / "build" / "html" / "index.html").is_file():
        return
    for source in sorted(path for pattern in OFFERED for path in root.glob(pattern)):
        (root / DOWNLOADS).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / DOWNLOADS / source.name)


def present(root: Path) -> list[str]:
    """One line for each edition: what it is, where it is, how big."""
    lines = []
    for name, path in EDITIONS.items():
        full = root / path
        if full.is_file():
            lines.append(f"  {name:8} {path} ({_size(full.parent if full.suffix == '.html' else full)})")
        else:
            lines.append(f"  {name:8} not built")
    return lines


def _size(path: Path) -> str:
    """The size of a file, or of all files below a folder, in MB."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def main(arguments: list[str]) -> None:
    """Publish `arguments` (stage and target), or print where the editions are."""
    if arguments:
        publish(Path(arguments[0]), Path(arguments[1]))
        offer_downloads(ROOT)
    else:
        print("\n".join(["The editions:", *present(ROOT)]))


if __name__ == "__main__":
    main(sys.argv[1:])
