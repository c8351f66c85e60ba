"""Scripts that only some pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from docutils import nodes
    from sphinx.application import Sphinx


def load_where(app: Sphinx, script: str, holds: Callable[[nodes.document], bool]) -> None:
    """Load `script` on each web page whose doctree `holds` what it works on, and on no other."""

    def add(
        app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        if doctree is not None and holds(doctree):
            app.add_js_file(script, loading_method="defer")

    app.connect("html-page-context", add)
