"""What the guide knows: typed records, one loader, the rules that hold between records.

>>> from kratom_guide.records import load_library
>>> library = load_library(Path("."))  # doctest: +SKIP

Nothing in this package imports Sphinx.
"""

from kratom_guide.records.library import Library, LibraryError, load_library
from kratom_guide.records.problem import GuideError, Problem

__all__ = ["GuideError", "Library", "LibraryError", "Problem", "load_library"]
