"""Make ``.venv`` and install the lock into it; run by ``make`` with the system's Python.

Only the standard library is used, because nothing else is there yet.  On Debian the ``venv`` module may be
missing; it is installed when that needs no password, and named when it does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def main() -> int:
    """Return 0 when the environment is ready, else 1 after saying what to do."""
    if sys.version_info < OLDEST:
        print(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}: "
            "install it and run 'make PYTHON=python3.12 book'",
            file=sys.stderr,
        )
        return 1
    venv = ROOT / ".venv"
    if not has_venv() and not install_debian_packages(f"python3.{sys.version_info.minor}-venv"):
        return 1
    print("Installing what the lock names (once) ...", flush=True)
    python = venv / "bin" / "python"
    if not python.exists() or run([str(python), "-m", "pip", "--version"], quiet=True):
        shutil.rmtree(venv, ignore_errors=True)
        if run([sys.executable, "-m", "venv", str(venv)]):
            return 1
    pip = [str(python), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if run([*pip, "-r", str(ROOT / "requirements.txt")]):
        print("The packages could not be installed: is a package index reachable?", file=sys.stderr)
        return 1
    (venv / "installed").touch()
    return 0


def has_venv() -> bool:
    """Whether this Python can make an environment with pip in it."""
    return run([sys.executable, "-c", "import venv, ensurepip"], quiet=True) == 0


def install_debian_packages(*names: str) -> bool:
    """Install packages with apt-get, as root or with a password-less sudo.  Say how to do it by hand if neither."""
    words = " ".join(names)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not root or shutil.which("sudo")):
        print(f"Installing {words} ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run([*root, "apt-get", "update", "-qq"], quiet=True, env=environment)
        if (
            run(
                [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
                quiet=True,
                env=environment,
            )
            == 0
        ):
            return True
    print(f"{words} is missing: install it (Debian: apt-get install {words}) and run the same again", file=sys.stderr)
    return False


def run(command: list[str], quiet: bool = False, env: dict[str, str] | None = None) -> int:
    """Run a command and return its exit status; `quiet` hides what it prints."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, check=False, stdout=output, stderr=output, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
