"""The sections of « Mon compte » that accounts own."""

from connect.accounts.sections import Section, register

register(
    Section(
        url_name="account_profile",
        label="Profil",
        order=80,
        summary="Le nom que voient les autres, votre territoire, vos thèmes.",
    )
)
register(
    Section(
        url_name="account_address",
        label="Adresse électronique",
        order=82,
        summary="Celle où nous vous écrivons et qui vous permet d’entrer.",
    )
)
register(
    Section(
        url_name="account_password",
        label="Mot de passe",
        order=84,
        summary="Facultatif\u00a0: un code reçu par courriel suffit.",
    )
)
register(
    Section(
        url_name="mfa_index",
        label="Deux étapes",
        order=86,
        summary="Un second code, donné par votre téléphone.",
    )
)
register(
    Section(
        url_name="account_sessions",
        label="Connexions",
        order=88,
        summary="Les appareils où vous êtes connecté, et comment les déconnecter.",
    )
)
register(
    Section(
        url_name="account_data",
        label="Mes données",
        order=90,
        summary="Emporter une copie de tout, ou effacer votre compte.",
    )
)
