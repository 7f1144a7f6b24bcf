"""Surveys as files: our own document (`docs/survey-files.md`), and what others write.

document   a survey as JSON, in and out
remarks    what of a file could not be kept, each at its place
"""
