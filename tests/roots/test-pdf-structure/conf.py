from kratom_guide.editions.guide import FORMS

project = "Structure"
author = "Nobody"
release = "1.2"
extensions = ["myst_parser", "sphinx_design", "kratom_guide.editions.pdf"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
html_baseurl = "https://guide.example/"
kg_pdf_filename = "book"
kg_pdf_forms = FORMS
nitpicky = True
