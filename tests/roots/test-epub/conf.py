project = "Leaf & book"
author = "Nobody"
copyright = "CC BY 4.0"
version = release = "1.2"
language = "en"
extensions = ["myst_parser", "sphinx_design", "kratom_guide.editions.epub"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
html_baseurl = "https://guide.example/"
epub_basename = "book"
epub_identifier = "urn:uuid:4d4d1c0f-8c2e-5a52-9d3f-0a4c3c0f2f11"
epub_uid = "book-id"
epub_description = "Small, with <one> of each."
epub_contributor = author
epub_show_urls = "no"
kg_epub_subtitle = "One of each"
kg_epub_fonts = "../../../assets/fonts"
kg_epub_help = ("safety/help", "In danger?", "Get help")
kg_epub_kinds = {"words": "glossary"}
kg_epub_summary = "Every picture has words."


def setup(app):
    """Give the text a link to a file of the website, as the role ``sheet`` of the guide does."""
    from docutils import nodes

    def far(name, rawtext, text, lineno, inliner, options=None, content=None):
        return [nodes.reference(text, text, refuri="downloads/sheet.pdf", internal=False)], []

    app.add_role("far", far, override=True)
