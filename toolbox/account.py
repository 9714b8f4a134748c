"""The section of the account about the sheets that a person writes."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="my_sheets",
        label="Fiches que j’écris",
        order=32,
        summary="Les fiches pratiques de vos groupes : où elles en sont, qui y écrit.",
    )
)
