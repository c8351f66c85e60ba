"""Kratom and muscle relaxation: the records, the checks and the Sphinx extensions behind the guide.

Two layers, kept apart on purpose:

* :mod:`kratom_guide.records` and :mod:`kratom_guide.checks` hold what the guide knows and the rules
  that its facts and prose must keep.  They never import Sphinx.
* :mod:`kratom_guide.sphinxext` and :mod:`kratom_guide.editions` turn records and chapters into pages.
"""

__version__ = "0.2.0"
