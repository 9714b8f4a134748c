"""« Mes mails », a section of the account."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="my-mails",
        label="Mes mails",
        order=40,
        summary="Les messages reçus depuis 90 jours, pourquoi, et ceux que vous souhaitez.",
    )
)
