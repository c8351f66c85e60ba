"""The search of the guide: what can be found, by which words, and how it is written for the browser.

Nothing here knows Sphinx: units of text and the records go in, script files come out.  The other half, which plans
and answers queries, is ``source/_static/search/engine.js``; both halves share the rules of :mod:`.words`.
"""
