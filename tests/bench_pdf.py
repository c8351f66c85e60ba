"""Time the PDF of one to ten times the text, and of the same book by XeLaTeX and WeasyPrint.  Part of ``make bench``.

The longer books are the assembled book repeated: every page stands in them again under a name of its own, with links
between the pages of its copy, so that headings, labels, links, page numbers and tags grow as the text does.  All
start from pages that Sphinx has read, as after ``make html``; the time of reading is the same for every edition.

``python -m tests.bench_pdf TIMES DOCTREES OUT`` makes one such book and prints its seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kratom_guide.editions.pdf import book as pdf_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(sys.executable).with_name("sphinx-build")
TIMES = (1, 2, 5, 10)


def repeat(book: pdf_book.Book, env: BuildEnvironment, times: int) -> pdf_book.Book:
    """Return *book* with all its parts *times* times; the first pages stand once."""
    longer = pdf_book.Book(book.root, list(book.front), list(book.parts), dict(book.doctrees))
    once = {book.root, *book.front}
    for number in range(2, times + 1):
        for docname, doctree in book.doctrees.items():
            if docname not in once:
                name = f"{docname}-{number}"
                longer.doctrees[name] = _renamed(doctree, number, once)
                env.titles[name], env.metadata[name] = env.titles[docname], env.metadata[docname]
        for part in book.parts:
            longer.parts.append(pdf_book.Part(part.caption, tuple(f"{name}-{number}" for name in part.docnames)))
    pdf_book.index(longer)
    return longer


def _renamed(doctree: nodes.document, number: int, once: set[str]) -> nodes.document:
    """Return a copy of a page whose links and toctrees lead to the pages of the same copy of the book."""
    copy = doctree.deepcopy()
    for link in copy.findall(nodes.Element):
        uri = str(link.get("refuri", ""))
        if uri.startswith(pdf_book.URI):
            docname, mark, node_id = uri.removeprefix(pdf_book.URI).partition("#")
            if docname not in once:
                link["refuri"] = f"{pdf_book.URI}{docname}-{number}{mark}{node_id}"
        if isinstance(link, addnodes.toctree):
            link["includefiles"] = [f"{name}-{number}" for name in link["includefiles"]]
    return copy


def make(times: int, doctrees: Path, out: Path) -> tuple[float, float]:
    """Make the PDF of the book *times* times over.

    Returns the seconds from the assembled book to the files, by the clock and of the processor.
    """
    with patch_docutils(str(ROOT)), docutils_namespace():
        app = Sphinx(ROOT / "source", ROOT, out, doctrees, "typst", status=None, warning=None)
        assembled = repeat(pdf_book.assemble(app.env, app.builder, app.config.root_doc), app.env, times)
        pdf_book.assemble = lambda *_: assembled  # the builder gets the longer book
        clock, processor = time.perf_counter(), time.process_time()
        app.builder.write_documents(set())
        return time.perf_counter() - clock, time.process_time() - processor


@dataclass
class Cost:
    """What a command cost: seconds by the clock and of the processor, peak memory in MB; and what it printed."""

    clock: float
    processor: float
    memory: float
    printed: str

    def line(self, label: str, note: str = "") -> str:
        """Return the figures as a line of the report."""
        return (
            f"{label:28} {self.clock:6.1f} s, {self.processor:6.1f} s of the processor, "
            f"{self.memory:5.0f} MB of memory{note}"
        )


def run(command: Sequence[str | Path], folder: Path, made: str = "") -> Cost:
    """Run *command* in *folder* and return its cost.

    Raises CalledProcessError when it fails, unless it made a file whose name matches *made*: LaTeX complains and
    still makes a PDF.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        output.seek(0)
        printed = output.read()
    if process.returncode and not (made and list(folder.glob(made))):
        raise subprocess.CalledProcessError(process.returncode, process.args, printed)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, printed)


def growth(doctrees: Path, work: Path) -> None:
    """Print what one to ten times the text cost."""
    once = 0.0
    for times in TIMES:
        if once * times > _free_memory():
            label = f"PDF, {times} times the text"
            print(f"{label:28} left out: it would take about {once * times / 1000:.0f} GB of memory")
            continue
        out = work / f"typst-{times}"
        cost = run([sys.executable, "-m", "tests.bench_pdf", str(times), doctrees, out], ROOT)
        cost.clock, cost.processor = map(float, cost.printed.split()[-2:])
        once = once or cost.memory
        size = (out / "kratom-guide.pdf").stat().st_size / 1e6
        each = f", {cost.processor / times:.1f} s for each, {size:.1f} MB"
        print(cost.line(f"PDF, {times} times the text", each), flush=True)
        shutil.rmtree(out)


def _free_memory() -> float:
    """Return the memory in MB that this machine can give now."""
    found = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="ascii"))
    return int(found.group(1)) / 1000 if found else 0.0


@dataclass
class Rival:
    """Another way to a PDF: its program, what Sphinx writes for it, and the command that makes the PDF."""

    name: str
    program: str
    build: tuple[str, ...]
    command: tuple[str, ...]


RIVALS = (
    Rival(
        "XeLaTeX",
        "latexmk",
        ("-b", "latex", "-D", "latex_engine=xelatex"),
        ("latexmk", "-pdfxe", "-f", "-silent", "-interaction=nonstopmode"),
    ),
    Rival(
        "WeasyPrint",
        "weasyprint",
        ("-b", "singlehtml"),
        ("weasyprint", "-q", "index.html", "book.pdf"),
    ),
)


def _without_pictures(folder: Path) -> list[Path]:
    """Take the pictures out of the LaTeX files of *folder*: they are SVG, at which XeLaTeX stops."""
    files = sorted(folder.glob("*.tex"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\\\w*includegraphics(\[[^]]*\])?\{\{[^}]*\}\.svg\}", "", text), encoding="utf-8")
    return files


def others(doctrees: Path, work: Path) -> None:
    """Print what the same book costs by other ways that are installed, in the look that Sphinx gives it for them.

    So they do less: no PDF of theirs has tags that hold, and XeLaTeX gets no pictures.  Its fonts must be there too
    (Debian's texlive-xetex, texlive-latex-extra, fonts-freefont-otf, latexmk, xindy).
    """
    for rival in RIVALS:
        label = f"the book by {rival.name}"
        if not shutil.which(rival.program):
            print(f"{label:28} left out: {rival.program} is not installed")
            continue
        out = work / rival.name
        common = ("-q", "-c", ROOT, "-d", doctrees, ROOT / "source", out)
        written = run([BUILD, *rival.build, *common], ROOT)
        sources = [path.name for path in _without_pictures(out)]
        try:
            cost = run([*rival.command, *sources], out, made="*.pdf")
        except subprocess.CalledProcessError as error:
            print(f"{label:28} failed: {str(error.output).strip().splitlines()[-1]}")
            continue
        print(cost.line(label, f", after {written.clock:.1f} s in which Sphinx wrote for it"), flush=True)


if __name__ == "__main__":
    print(*make(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
