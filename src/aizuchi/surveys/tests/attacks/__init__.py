"""Attacks on what is told of surveys, each as good as we could make it, with its success beside blind guessing.

`test_*.py` runs them small; `python -m bench.surveys.attacks` runs them large. docs/anonymity.md quotes the figures.
"""
