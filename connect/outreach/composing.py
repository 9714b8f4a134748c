"""Composes the mails of the campaigns when they are sent, from what stands then."""

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse

from connect.common.french import plural
from connect.notifications.kinds import Mail
from connect.notifications.models import Notice
from connect.outreach.content import StructureNews, news_of
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.exact.asking_again import targets_of
from connect.outreach.following import silent_for
from connect.outreach.letters.writing import letter_mail
from connect.outreach.links import VALID_DAYS, address_of, links_for, make_links
from connect.outreach.models import Campaign, Target
from connect.outreach.receiving import all_holders
from connect.outreach.sending import confirmed_since

ACCOUNT = "/compte/structures/"
# States in which a mail of a campaign may leave: a stopped one sends nothing more.
LEAVING = (CampaignState.APPROVED, CampaignState.SENDING, CampaignState.ENDED)
REMINDER_TEMPLATE = "outreach/mails/reminder"
# In a preview, where a link would be: the page says that it opens nothing.
PREVIEWED = "apercu-sans-effet"
# A mail names this many structures; the page shows them all.
MOST_LISTED = 30


def campaign_of(notice: Notice) -> Campaign | None:
    """The campaign of a message, if it may still send."""
    number = notice.key.partition(":")[2]
    if not number.isdigit():
        return None
    found = Campaign.objects.filter(pk=int(number), state__in=LEAVING)
    return found.select_related("territory").order_by("pk").first()


def standing_targets(targets: Collection[Target]) -> list[Target]:
    """Those that still call for a mail: not confirmed since, not answered, and whose receiver still receives."""
    asked = [one for one in targets if one.structure_id is not None and one.answered_at is None]
    confirmed = confirmed_since(asked)
    held = all_holders([one.structure_id for one in asked if one.structure_id])
    return [
        one
        for one in asked
        if one.pk not in confirmed and one.recipient in held.get(one.structure_id or 0, set())
    ]


def _of_receiver(campaign: Campaign, recipient: str) -> list[Target]:
    mine = campaign.targets.filter(recipient=recipient, excluded_at__isnull=True)
    return list(mine.select_related("structure", "user").order_by("structure__name", "pk"))


def compose_reminder(notice: Notice) -> Mail | None:
    """The yearly reminder of one receiver; `None` once everything was confirmed or the campaign stopped."""
    return _reminder(notice, second=False)


def compose_second(notice: Notice) -> Mail | None:
    """The second and last reminder."""
    return _reminder(notice, second=True)


def _reminder(notice: Notice, *, second: bool) -> Mail | None:
    campaign = campaign_of(notice)
    if campaign is None or campaign.kind != CampaignKind.REMINDER:
        return None
    targets = standing_targets(_of_receiver(campaign, notice.recipient))
    links = {pk: address_of(link) for pk, link in links_for(targets).items()}
    linked = [one for one in targets if one.pk in links]
    if not linked:
        return None
    return reminder_mail(news_of(linked, links), words=campaign.words, second=second)


def reminder_mail(
    news: Collection[StructureNews], *, words: str = "", second: bool = False
) -> Mail:
    """The reminder itself.

    Args:
        news: the structures of the receiver.
        words: what the chamber adds for everybody.
        second: whether it was already asked once.
    """
    names = [one.name for one in news]
    whose = names[0] if len(names) == 1 else plural(len(names), "structure", "structures")
    asked = "Dernier rappel : vos fiches" if second else "Vos fiches"
    return Mail(
        subject=f"{asked} sur {settings.WAGTAIL_SITE_NAME} sont-elles toujours exactes ? ({whose})",
        template=REMINDER_TEMPLATE,
        context={
            "news": list(news),
            "words": words,
            "second": second,
            "valid_days": VALID_DAYS,
            "account_url": settings.WAGTAILADMIN_BASE_URL + ACCOUNT,
        },
    )


def preview_mail(target: Target, *, second: bool = False) -> Mail:
    """The mail that the receiver of a target will get, with links that open nothing.

    Args:
        target: one of a campaign, read with its campaign.
        second: whether it is the second reminder.
    """
    campaign = target.campaign
    if campaign.kind == CampaignKind.LETTER:
        return letter_mail(target)
    mine = _of_receiver(campaign, target.recipient) if target.recipient else []
    shown = mine or [target]
    nothing = settings.WAGTAILADMIN_BASE_URL + reverse("exact", args=[PREVIEWED])
    news = news_of(shown, {one.pk: nothing for one in shown})
    return reminder_mail(news, words=campaign.words, second=second)


def compose_new_link(notice: Notice) -> Mail | None:
    """New links for whoever asked, as long as they receive for the structures."""
    targets = targets_of(notice.recipient)
    held = all_holders([one.structure_id for one in targets if one.structure_id])
    mine = [one for one in targets if notice.recipient in held.get(one.structure_id or 0, set())]
    linked = links_for(mine)
    # Asked once a day: a link that ended is made again here, for a secret is never stored.
    make_links(one for one in mine if one.pk not in linked)
    links = {pk: address_of(link) for pk, link in links_for(mine).items()}
    if not links:
        return None
    pairs = [(one.structure, links[one.pk]) for one in mine if one.pk in links]
    return Mail(
        subject=f"Votre lien pour vérifier vos fiches sur {settings.WAGTAIL_SITE_NAME}",
        template="outreach/mails/new_link",
        context={"pairs": pairs, "valid_days": VALID_DAYS},
    )


def compose_silent(notice: Notice) -> Mail | None:
    """The silent structures of the territories that a person animates; `None` once there are none, or no right."""
    user = notice.user
    if user is None or not user.is_active:
        return None
    silent = list(silent_for(user)[: MOST_LISTED + 1])
    if not silent:
        return None
    return Mail(
        subject=f"Structures de votre territoire sans réponse sur {settings.WAGTAIL_SITE_NAME}",
        template="outreach/mails/silent",
        context={
            "structures": [one.structure for one in silent[:MOST_LISTED]],
            "more": len(silent) > MOST_LISTED,
            "page_url": settings.WAGTAILADMIN_BASE_URL + reverse("network-silent"),
        },
    )
