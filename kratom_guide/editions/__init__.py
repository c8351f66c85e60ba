"""The editions of the book that are not web pages."""
