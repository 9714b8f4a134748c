"""The section « Mes groupes » of the account."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="my-groups",
        label="Mes groupes",
        order=30,
        summary="Les groupes dont vous êtes membre, vos demandes et vos invitations.",
    )
)
