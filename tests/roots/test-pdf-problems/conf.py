from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

project = "Problems"
extensions = ["myst_parser", "kratom_guide.editions.pdf"]
kg_pdf_filename = "book"


class Odd(SphinxDirective):
    """Gives a node that the PDF writer does not know."""

    def run(self):
        node = addnodes.productionlist()
        self.set_source_info(node)
        return [node]


def setup(app):
    app.add_directive("odd", Odd)
