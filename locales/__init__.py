"""The words of the bot in every language: the catalogue of texts, and how dates, lists and names are written.

`catalogue` holds the sentences, `formats` everything a language writes by rule.
"""
