"""What the accounts themselves keep about a person."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from wagtail.models import PageLogEntry

from connect.accounts.erasing import erase_account
from connect.accounts.models import OpenSession, User
from connect.accounts.privacy import Holding, register
from connect.accounts.selectors import profile_of


def _account(user: User) -> Iterable[Mapping[str, Any]]:
    profile = profile_of(user)
    themes = profile.themes.order_by("pk") if profile.pk else []
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    yield {
        "adresse": user.email,
        "prenom": user.first_name,
        "nom": user.last_name,
        "inscription": user.date_joined.isoformat(),
        "derniere_connexion": user.last_login.isoformat() if user.last_login else None,
        "mot_de_passe_choisi": user.has_usable_password(),
        "deux_etapes_depuis": factor.created_at.isoformat() if factor else None,
        "equipe": [group.name for group in user.groups.order_by("name")],
        "territoire": str(profile.territory) if profile.territory else None,
        "themes": [theme.label for theme in themes],
    }


def _sessions(user: User) -> Iterator[Mapping[str, Any]]:
    for session in OpenSession.objects.filter(user=user):
        yield {"appareil": session.device, "depuis": session.began_at.isoformat()}


def _deeds_on_pages(user: User) -> Iterator[Mapping[str, Any]]:
    entries = PageLogEntry.objects.filter(user=user).order_by("timestamp", "pk")
    for entry in entries.iterator(chunk_size=500):
        yield {"quand": entry.timestamp.isoformat(), "quoi": entry.action, "page": entry.label}


register(
    Holding(
        key="compte", label="votre compte et votre profil", export=_account, erase=erase_account
    )
)
register(Holding(key="connexions", label="vos connexions ouvertes", export=_sessions))
register(
    Holding(
        key="pages-modifiees",
        label="ce que vous avez fait sur les pages du site, gardé pour leur histoire",
        export=_deeds_on_pages,
    )
)
