"""The section of the account about the sheets that a person writes."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="my_sheets",
        label="Fiches pratiques",
        order=32,
        summary="Celles que vos groupes écrivent\u00a0: où elles en sont, qui y écrit.",
    )
)
