"""Time the builds and weigh the pages: ours, and plain Sphinx with Furo on the same sources.  Run by ``make bench``.

Plain Sphinx knows nothing of records: for it, a copy of the sources is made in which each record page holds its
title, and directives and roles of ours are taken as text.  So it does less work, and the comparison is fair to it.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from kratom_guide.checks.blocks import PROSE_DIRECTIVES
from tests import bench_pdf
from tests.browser.chromium import FLAGS, provide
from tests.search.bench import main as search_figures

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(sys.executable).with_name("sphinx-build")
CHAPTER = "using/proper-dosage"

PLAIN_CONF = """\
project = "Plain"
extensions = ["myst_parser", "sphinx_design"]
html_theme = "furo"
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst", "ref", "toc", "docutils"]
"""


def timed(*command: str | Path) -> float:
    """Seconds that a command takes.  Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def plain_copy(target: Path) -> None:
    """Copy the sources to `target` in a form that plain Sphinx can read."""
    shutil.copytree(ROOT / "source", target, ignore=shutil.ignore_patterns("_static", "_templates"))
    ours = re.compile(r"\{(?:finding|footcite|claim|certainty|interaction|legal|term|ref|sheet)\}`([^`]*)`")
    for path in target.rglob("*.md"):
        text = ours.sub(r"\1", path.read_text(encoding="utf-8"))
        for name in sorted(set(re.findall(r"[`:]{3,}\{([\w-]+)\}", text)) - {"toctree", "note", "warning"}):
            if name in ("answer", "key-points", "tick-list", "sheet-foot"):
                text = text.replace(f"{{{name}}}", "{note}")
            elif name not in PROSE_DIRECTIVES:
                text = re.sub(rf"\{{{name}\}}[^\n]*", "text", text)
        path.write_text(text, encoding="utf-8")
    (target / "conf.py").write_text(PLAIN_CONF, encoding="utf-8")


def measure(label: str, conf: Path, source: Path, work: Path, chapter: Path) -> dict[str, float]:
    """Cold build, a build with nothing to do, and a build after one edit of `chapter`, in seconds."""
    command: list[str | Path] = [BUILD, "-q", "-j", "auto", "-c", conf, "-d", work / "doctrees", source, work / "html"]
    cold = timed(*command)
    idle = timed(*command)
    text = chapter.read_text(encoding="utf-8")
    try:
        chapter.write_text(text + "\n", encoding="utf-8")
        edit = timed(*command)
    finally:
        chapter.write_text(text, encoding="utf-8")
    print(f"{label:28} cold {cold:6.1f} s   nothing to do {idle:5.1f} s   one chapter edited {edit:5.1f} s", flush=True)
    return {"cold": cold, "idle": idle, "edit": edit}


def edit_place(html: Path, doctrees: Path) -> float:
    """Seconds until the website shows an edited place, with the overview, the timeline and all that lists it."""
    place = ROOT / "source" / "legal" / "united-states" / "alabama.md"
    text = place.read_text(encoding="utf-8")
    try:
        place.write_text(text.replace("  event: ", "  event: As we read it, ", 1), encoding="utf-8")
        return timed(BUILD, "-q", "-c", ROOT, "-d", doctrees, ROOT / "source", html)
    finally:
        place.write_text(text, encoding="utf-8")


def weigh(label: str, html: Path) -> None:
    """Bytes that a first visit to one chapter takes, as files and as a server sends them compressed."""
    page = (html / f"{CHAPTER}.html").read_text(encoding="utf-8")
    names = re.findall(r'(?:<link[^>]+rel="stylesheet"[^>]*href|<script[^>]+src|<img[^>]+src)="([^"?]+)', page)
    files = [(html / CHAPTER).parent / name for name in names if not name.startswith(("http", "data:"))]
    parts = [page.encode(), *(file.resolve().read_bytes() for file in files if file.is_file())]
    packed = sum(len(gzip.compress(part, mtime=0)) for part in parts)
    print(
        f"{label:28} one chapter: page {len(parts[0]) / 1000:.0f} kB, with styles, scripts and pictures "
        f"{sum(map(len, parts)) / 1000:.0f} kB, compressed {packed / 1000:.0f} kB"
    )


def filter_times(html: Path) -> list[float]:
    """Milliseconds from a keystroke in the evidence explorer to the next picture, on a processor slowed fourfold."""
    chromium = provide()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto((html / "reference" / "evidence.html").as_uri())
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        times: list[float] = page.evaluate(
            """async (texts) => {
              const box = document.querySelector("form.kg-filter input");
              const times = [];
              box.focus();
              for (const text of texts) {
                for (let end = 1; end <= text.length; end++) {
                  await new Promise((next) => setTimeout(next, 60));
                  const start = performance.now();
                  box.value = text.slice(0, end);
                  box.dispatchEvent(new Event("input", { bubbles: true }));
                  void document.body.offsetHeight;  // style and layout too
                  times.push(performance.now() - start);
                }
              }
              return times;
            }""",
            ["muscle pain", "withdrawal", "7-oh", "midazolam", "mice"],
        )
        entries = page.locator(".kg-entry").count()
        browser.close()
    print(f"{'evidence explorer':28} {entries} entries, {len(times)} keystrokes, fourfold slowed", flush=True)
    return times


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        measure("the guide (website)", ROOT, ROOT / "source", work / "ours", ROOT / "source" / f"{CHAPTER}.md")
        doctrees = work / "ours" / "doctrees"
        print(f"{'the guide (website)':28} one place edited {edit_place(work / 'ours' / 'html', doctrees):5.1f} s")
        pdf = timed(BUILD, "-q", "-b", "typst", "-c", ROOT, "-d", doctrees, ROOT / "source", work / "pdf")
        print(f"{'the guide (PDF)':28} {pdf:.1f} s after the website")
        bench_pdf.growth(doctrees, work)
        bench_pdf.others(doctrees, work)
        print(f"{'make check':28} {timed(sys.executable, '-m', 'kratom_guide', 'check'):.1f} s")
        plain = work / "plain-source"
        plain_copy(plain)
        measure("plain Sphinx and Furo", plain, plain, work / "plain", plain / f"{CHAPTER}.md")
        weigh("the guide", work / "ours" / "html")
        weigh("plain Sphinx and Furo", work / "plain" / "html")
        times = sorted(filter_times(work / "ours" / "html"))
        print(
            f"{'':28} median {times[len(times) // 2]:.0f} ms, 95 of 100 within {times[len(times) * 95 // 100]:.0f} ms, "
            f"slowest {times[-1]:.0f} ms"
        )
        own = work / "own-search"
        timed(BUILD, "-q", "-D", "kg_search=0", "-c", ROOT, "-d", work / "doctrees-own", ROOT / "source", own)
        search_figures(work / "ours" / "html", own)


if __name__ == "__main__":
    main()
