project = "Places"
extensions = ["myst_parser", "kratom_guide.editions.pdf"]
kg_pdf_filename = "book"
kg_pdf_compact = ["legal/countries/"]
