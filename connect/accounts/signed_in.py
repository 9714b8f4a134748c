"""Who asks, for views that only signed-in persons reach."""

from django.http import Http404, HttpRequest

from connect.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The person who is signed in.

    Raises:
        Http404: when nobody is; a decorator comes first and leads to the sign-in.
    """
    if not isinstance(request.user, User):
        raise Http404
    return request.user
