"""Sphinx configuration for every edition: website, PDF, e-book and handbook.

``sphinx-build -c . source build/html`` makes the website; the Makefile has every task.
"""

import atexit
import gc
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

# A build is short and keeps nearly all that it makes: looking for garbage took a quarter of its time, and a last
# look at the end took one second more.
gc.disable()
atexit.register(gc.freeze)

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

import kratom_guide  # noqa: E402 -- the package lies beside this file and needs the line above
from kratom_guide.editions.guide import FORMS  # noqa: E402
from kratom_guide.records.citation import register_style  # noqa: E402

HANDBOOK = "handbook" in globals()["tags"]  # sphinx-build -t handbook -c . docs build/handbook

# -- Project -----------------------------------------------------------------------------------------
project = "Kratom and muscle relaxation" if not HANDBOOK else "Maintainers' handbook"
author = "The editors of Kratom and muscle relaxation"
project_copyright = "CC BY 4.0 (text), CC0 1.0 (data), MIT (code)"
version = release = kratom_guide.__version__
language = "en"

# The one setting for the address under which the guide is published.  Canonical links, the sitemap,
# previews, the citation and the data commands follow it.
SITE = os.environ.get("KG_SITE_URL", "https://kratom-guide.example/").rstrip("/") + "/"

# -- Extensions --------------------------------------------------------------------------------------
extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "notfound.extension",
    "kratom_guide.sphinxext",
    "kratom_guide.editions.pdf",
    "kratom_guide.editions.epub",
]
exclude_patterns: list[str] = []

# -- Strictness: every reference must resolve (https://www.sphinx-doc.org/en/master/usage/configuration.html) --
nitpicky = True
suppress_warnings = [
    "myst.header",  # a legal page gets its sections from its record, below the only heading in the file
]
keep_warnings = False

# -- MyST --------------------------------------------------------------------------------------------
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_footnote_sort = False  # sources stay in the list where the chapter puts them
myst_heading_anchors = 0  # labels are written by hand: they outlive a changed heading
myst_all_links_external = False

# -- Bibliography ------------------------------------------------------------------------------------
register_style()
bibtex_bibfiles = ["data/references.bib"]
bibtex_default_style = "kg"
bibtex_cite_id = "ref-{key}"
bibtex_footcite_id = "source-{footbibliography_count}-{key}"
bibtex_footbibliography_header = ""

# -- Colours and type: paper and ink, one leaf green; red for emergencies alone, amber for warnings and ageing -----
LIGHT = {
    "kg-leaf": "#2f6b3a",
    "kg-alarm": "#a4161a",
    "kg-alarm-paper": "#fdf0ee",
    "kg-amber": "#8a5a00",
    "kg-amber-paper": "#fdf6e3",
    "kg-leaf-paper": "#f0f5ee",
    "kg-line": "#d9d6cb",
    "kg-quiet": "#5c655f",
    "kg-serif": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", Georgia, serif',
    "font-stack": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
    "color-brand-primary": "#2f6b3a",
    "color-brand-content": "#2f6b3a",
    "color-background-primary": "#fdfcf8",
    "color-background-secondary": "#f7f5ee",
    "color-foreground-primary": "#22291f",
    "color-announcement-background": "#a4161a",
    "color-announcement-text": "#ffffff",
    "color-table-header-background": "#f1efe6",
}
DARK = {
    "kg-leaf": "#8fcf9a",
    "kg-alarm": "#ff9a8d",
    "kg-alarm-paper": "#3a1614",
    "kg-amber": "#f0c674",
    "kg-amber-paper": "#33290f",
    "kg-leaf-paper": "#1b261d",
    "kg-line": "#3b423c",
    "kg-quiet": "#a9b3aa",
    "color-brand-primary": "#8fcf9a",
    "color-brand-content": "#8fcf9a",
    "color-background-primary": "#141714",
    "color-background-secondary": "#1a1e1a",
    "color-foreground-primary": "#dfe3dc",
    "color-announcement-background": "#7a1013",
    "color-table-header-background": "#20251f",
}

# -- Website -----------------------------------------------------------------------------------------
html_theme = "furo"
html_context = {"kg_handbook": HANDBOOK}
html_title = project
html_baseurl = SITE
html_static_path = ["source/_static"]
templates_path = ["source/_templates"]
html_css_files = ["guide.css"]
html_favicon = "source/_static/mark.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_use_index = True
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/downloads.html",  # ours
        "sidebar/scroll-end.html",
    ]
}
html_theme_options = {
    "announcement": "emergency",  # the words stand in _templates/page.html, where links know their page
    "sidebar_hide_name": False,
    "light_css_variables": LIGHT,
    "dark_css_variables": DARK,
}
notfound_urls_prefix = urlsplit(SITE).path
notfound_context = {
    "title": "Page not found",
    "body": "<h1>Page not found</h1>\n"
    "<p>There is no page at this address. It may have moved, or the address may be cut short.</p>\n<ul>"
    + "".join(
        f'<li><a href="{notfound_urls_prefix}{page}">{words}</a></li>'
        for page, words in (
            ("emergency.html", "Get help now"),
            ("index.html", "Start page"),
            ("search.html", "Search the guide"),
            ("safety/interactions.html", "Kratom and medicines"),
            ("legal/index.html", "Where it is legal"),
        )
    )
    + "</ul>",
}
copybutton_selector = "div.highlight pre, .kg-references .kg-work"  # code, and each work of the bibliography
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True

kg_tagline = "What was studied, what harms, what not to mix, and where it is legal"

# -- PDF ---------------------------------------------------------------------------------------------
kg_pdf_title = project
kg_pdf_subtitle = kg_tagline
kg_pdf_filename = "kratom-guide"
kg_pdf_notice = "Not medical advice."
kg_pdf_forms = FORMS
kg_pdf_compact = ["legal/united-states/", "legal/countries/", "legal/international/"]
kg_pdf_imprint = [  # heading, and words or the first node of a kind in a section, which the imprint says again
    ("Edition", "Version {release}, {date}. {address}"),
    ("Who made it", ("reference-about-who", "paragraph")),
    ("Who has reviewed it", ("reference-how-we-grade-review", "paragraph")),
    ("Licence", "{copyright}. You may copy and change it; name the guide and say what you changed."),
    ("How to cite it", ("reference-about-cite", "literal_block")),
    (
        "Found a mistake?",
        "How to report one stands under “How do you report a mistake?” in “About this guide”, in this book and on "
        "the website: {address}",
    ),
    (
        "Type",
        "Source Serif 4, Source Sans 3 and faces of the Noto family, each under the SIL Open Font License 1.1. "
        "The licences stand beside the fonts in the repository.",
    ),
]
kg_pdf_languages = {  # names that a screen reader speaks in another language; Thai script tells by itself
    "la": ["Mitragyna speciosa", "Mitragyna"],
    "ms": ["ketum", "kutum", "biak"],
    "th": ["krathom", "krataum", "kataun", "taum", "ithang", "kakuan", "kakuam"],
    "fil": ["mambog"],
}
kg_pdf_unlisted = ["What is not known", "Where to go next"]  # headings of every chapter, which the contents leave out
kg_pdf_left_out = ["reference-medicines-names"]  # sections whose work the index does
kg_pdf_registers = ["reference/evidence", "reference/bibliography", "reference/medicines", "legal/timeline"]
kg_pdf_sheets = {  # pages that are also a PDF of their own: downloads/sheet-NAME-a4.pdf and -letter.pdf
    "sheets/visit": "visit",
    "sheets/diary": "diary",
    "sheets/warning-signs": "warning-signs",
    "sheets/interaction-chart": "interaction-chart",
    "sheets/leaflet": "leaflet",
    "reference/for-clinicians": "for-clinicians",
}
kg_pdf_folded = ["sheets/leaflet"]  # sheets to fold in three: six panels on two sides
kg_pdf_sheet_notice = "No health professional has reviewed it"

# -- E-book ------------------------------------------------------------------------------------------
epub_basename = "kratom-guide"
epub_identifier = "urn:uuid:543c0869-9839-599c-9103-89dd2f64c136"  # of the book, for ever; the version stands beside it
epub_uid = "book-id"
epub_copyright = project_copyright
epub_contributor = author
epub_description = (
    "A free, independent guide: what kratom is, whether it relaxes muscles, what harms, what not to mix, and where it "
    "is legal as of when. Each statement on health shows what it rests on and how certain it is."
)
epub_show_urls = "no"  # a printed address after every link would be read aloud
kg_epub_subtitle = kg_tagline
kg_epub_notice = "Not medical or legal advice. No health professional and no lawyer has reviewed it."
kg_epub_help = ("emergency", "Somebody in danger?", "Get help now")
kg_epub_kinds = {"reference/glossary": "glossary", "reference/bibliography": "bibliography"}
kg_epub_summary = (
    "All text is real text in one reading order, under headings to the sixth level at most. Tables have headers for "
    "columns and rows. Every figure has a text alternative, and its numbers in a table below it; the maps repeat what "
    "tables say. Colour is never the only sign. Notes lead to their text and back. Nothing blinks, sounds or moves. "
    "Machines checked this; no person who depends on a screen reader has tested it yet."
)
