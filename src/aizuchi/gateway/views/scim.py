from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # a token in a header is sent by nobody's browser
@never_cache
def answer_scim(request: HttpRequest, path: str = "") -> HttpResponse:
    from aizuchi.gateway.scim.answering import (
        answer,  # takes two seconds: no command and no other page shall wait for it
    )

    return answer(request, path)
