"""Tests of the guide: they mirror the package, and add the real book, the real PDF and a real browser."""
