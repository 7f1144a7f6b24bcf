from django.http import HttpResponse


def forget_what_was_shown(response: HttpResponse) -> HttpResponse:
    """At signing out. The cache only: unsent notes and answers lie sealed in the storage until their writer is back."""
    response["Clear-Site-Data"] = '"cache"'
    return response
