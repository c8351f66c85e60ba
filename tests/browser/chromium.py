"""Find a Chromium for the browser tests, or provide one.

Looked for in this order: ``KG_CHROMIUM``, Playwright's own, a Chromium or Chrome on the path.  When there is
none, Playwright's is fetched, else Debian's package is installed.  When that fails too, the message says what to
install: the browser tests are never passed by leaving them out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from kratom_guide.bootstrap import install_debian_packages

FLAGS = (
    "--no-sandbox",  # a container runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> Path | None:
    """The browser that is there, or ``None``."""
    named = os.environ.get("KG_CHROMIUM")
    if named:
        return Path(named)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.is_file():
        return own
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return Path(on_path) if on_path else None


def driver_runs() -> bool:
    """Whether Playwright's own program starts; a bare Debian lacks a library that it needs."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def provide() -> Path | None:
    """The browser that is there or could be installed; ``None`` after saying how to install one."""
    if not driver_runs() and not (install_debian_packages("libatomic1") and driver_runs()):
        return None
    browser = find()
    if browser is None:
        print("No Chromium found: trying to install one ...", flush=True)
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        browser = find()
    if browser is None and install_debian_packages("chromium", "fonts-liberation"):
        browser = find()
    return browser


if __name__ == "__main__":
    sys.exit(0 if provide() else 1)
