project = "Another book"
author = "Somebody else"
extensions = ["kratom_guide.editions.pdf"]
