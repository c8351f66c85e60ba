"""Find a Java for EPUBCheck, or provide one.

Debian's package is installed when Java is missing and that needs no password; otherwise the message says what to
install.  The test of the e-book is never passed by leaving it out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from kratom_guide.bootstrap import install_debian_packages

PACKAGE = "default-jre-headless"


def runs() -> bool:
    """Whether there is a Java that starts."""
    java = shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], check=False, capture_output=True).returncode == 0


def provide() -> bool:
    """Whether there is a Java now; ``False`` after saying how to install one."""
    return runs() or (install_debian_packages(PACKAGE) and runs())


if __name__ == "__main__":
    sys.exit(0 if provide() else 1)
