ASKING = "feedback"
"""Whose windows and rights these are: other apps ask as well."""
