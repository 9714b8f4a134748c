"""« Mes fiches » in the menu of the account."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="my-sheets",
        label="Mes fiches",
        order=10,
        summary="Vos structures, vos offres et vos appels\u00a0: ce que lit le public, ce qui manque, ce qui attend.",
    )
)
