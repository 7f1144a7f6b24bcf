"""Attacks on the anonymity of answers, each as good as we could make it, with its success beside blind guessing.

`test_*.py` runs them small; `python -m bench.feedback.attacks` runs them large. docs/anonymity.md quotes the figures.
"""
