project = "Notes"
author = "Nobody"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "kratom_guide.editions.pdf"]
bibtex_bibfiles = ["references.bib"]
kg_pdf_filename = "book"
