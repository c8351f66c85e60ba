"""Figures of the search: how good, how quick, how heavy, beside Sphinx's own.  Part of ``make bench``."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, provide
from tests.browser.conftest import Quiet, serving
from tests.search.quality import ASK, ASK_SPHINX, HALVES, aliases, ask, judge, load, table
from tests.search.scale import UNITS, enlarged, real_units, text_bytes, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""Lighthouse's slow 4G: 150 ms there and back, 1.6 Mbit/s down."""

TYPED = ("withdrawal muscle pain", "leagal in alabama", "can i take flexiril with it", "mitraginine liver dammage")

KEYSTROKES = """async (texts) => {
  const box = document.querySelector('.kg-search input[type=search]');
  const times = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      await new Promise((next) => setTimeout(next, 90));
      const start = performance.now();
      box.value = text.slice(0, end);
      box.dispatchEvent(new Event('input', { bubbles: true }));
      void document.body.offsetHeight;  // style and layout too
      times.push(performance.now() - start);
    }
  }
  return times;
}"""

FIRST = """async (letter) => {
  const start = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
  let typed = 0;
  for (;;) {
    const box = document.querySelector('dialog input[type=search]');
    if (box && !typed) {
      typed = performance.now();
      box.value = letter;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (document.querySelector('.kg-search-result')) return [performance.now() - start, performance.now() - typed];
    await new Promise(requestAnimationFrame);
  }
}"""

SPHINX_PAGE = """<!doctype html><html data-content_root="./"><meta charset="utf-8"><title>Sphinx's own search</title>
<script src="_static/documentation_options.js"></script><script src="_static/doctools.js"></script>
<script src="_static/sphinx_highlight.js"></script><script src="_static/language_data.js"></script>
<script src="_static/searchtools.js"></script><script src="searchindex.js"></script></html>"""


class Packing(Quiet):
    """A file server that compresses text, and keeps connections open, as real ones do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(urlsplit(self.path).path))
        if not path.is_file():
            self.send_error(404)
            return
        body, kind = path.read_bytes(), self.guess_type(str(path))
        packed = kind.startswith("text") or "javascript" in kind or "svg" in kind
        body = gzip.compress(body, mtime=0) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def spread(times: list[float]) -> str:
    """Median, 95th percentile and maximum of milliseconds."""
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    return f"median {middle:.0f} ms, 95 of 100 within {high:.0f} ms, slowest {ordered[-1]:.0f} ms"


def quality(page: Page, address: str, how: str, name: str) -> None:
    """Print the figures of a search that `address` loads."""
    page.goto(address)
    page.wait_for_function(
        "typeof Search === 'undefined' ? Boolean(globalThis.kgSearch?.core) : Boolean(Search._index)"
    )
    for half in HALVES:
        queries = load(half)
        print(f"\n{name}, {half} half of the queries")
        print(table(judge(queries, ask(page, queries, how), aliases(UNITS))), flush=True)


def speed(browser: Browser, base: str) -> None:
    """Print the time to the first result on a slow line, the times of later keys, and the bytes of one search."""
    first: list[float] = []
    keys: list[float] = []
    for _ in range(5):
        with browser.new_context(viewport={"width": 390, "height": 844}) as context:
            page = context.new_page()
            page.goto(f"{base}using/proper-dosage.html")
            page.wait_for_load_state("networkidle")
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            opened, typed = page.evaluate(FIRST, "k")
            first.append(opened)
            print(f"{'first result':28} {opened:.0f} ms after opening, {typed:.0f} ms after the first key", flush=True)
            keys += page.evaluate(KEYSTROKES, list(TYPED))
    print(f"{'later keys':28} {len(keys)} keys, fourfold slowed: {spread(keys)}", flush=True)


def weight(browser: Browser, base: str) -> None:
    """Print what one search loads, compressed, for one query of each kind."""
    for query in load("tuning")[::18]:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{base}using/proper-dosage.html")
            page.wait_for_load_state("networkidle")
            sizes: list[int] = []
            page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))  # noqa: B023
            page.keyboard.press("/")
            page.wait_for_selector("dialog[open] input")
            page.keyboard.type(query.query, delay=90)
            page.wait_for_timeout(1500)
            print(
                f"{'one search loads':28} {sum(sizes) / 1000:.0f} kB in {len(sizes)} files: {query.query}", flush=True
            )


def tenfold(browser: Browser, folder: Path) -> None:
    """Print quality, size and times at ten times the text."""
    units = real_units()
    more = enlarged(units, 10)
    small, large = write(units, folder / "one"), write(more, folder / "ten")
    print(
        f"\n{'ten times the text':28} {len(more)} units; text x {text_bytes(more) / text_bytes(units):.1f}, "
        f"search {small / 1000:.0f} kB and {large / 1000:.0f} kB compressed, x {large / small:.1f}"
    )
    with browser.new_context() as context:
        page = context.new_page()
        quality(page, (folder / "ten" / "search.html").as_uri(), ASK, "ten times the text")
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        times = page.evaluate(
            """(texts) => texts.flatMap((text) => Array.from({ length: text.length }, (_, end) => {
              const start = performance.now();
              kgSearch.answer(text.slice(0, end + 1), { typing: true });
              return performance.now() - start;
            }))""",
            list(TYPED),
        )
        print(f"{'keys at ten times the text':28} fourfold slowed, without the page: {spread(times)}", flush=True)


def main(html: Path, sphinx: Path) -> None:
    """Print all figures: `html` is our website, `sphinx` the same one with Sphinx's own search."""
    (sphinx / "own-search.html").write_text(SPHINX_PAGE, encoding="utf-8")
    chromium = provide()
    with (
        serving(html, Packing) as base,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        with browser.new_context() as context:
            quality(context.new_page(), f"{base}search.html", ASK, "our search")
            quality(context.new_page(), (sphinx / "own-search.html").as_uri(), ASK_SPHINX, "Sphinx's own search")
        index = (sphinx / "searchindex.js").read_bytes()
        print(f"\n{'Sphinx: index alone':28} {len(gzip.compress(index, mtime=0)) / 1000:.0f} kB compressed")
        speed(browser, base)
        weight(browser, base)
        tenfold(browser, Path(folder))
        browser.close()
