"""Addresses of accounts; allauth's own names are kept where its code looks them up."""

from django.urls import path

from connect.accounts.views import entering, home, leaving, registering, second_factor, settling

urlpatterns = [
    # Wagtail's two sign-in pages, before Wagtail: nothing signs in there.
    path("gestion/login/", entering.old_door, name="management_login"),
    path("_util/login/", entering.old_door, name="restricted_page_login"),
    path("compte/connexion/", entering.ask_code, name="account_login"),
    path("compte/connexion/", entering.ask_code, name="account_request_login_code"),
    path("compte/connexion/code/", entering.CodeView.as_view(), name="account_confirm_login_code"),
    path("compte/connexion/lien/<str:token>/", entering.by_link, name="account_login_link"),
    path("compte/connexion/mot-de-passe/", entering.by_password, name="account_password_login"),
    path(
        "compte/connexion/deux-etapes/",
        entering.SecondFactorView.as_view(),
        name="mfa_authenticate",
    ),
    path("compte/connexion/ferme/", entering.closed, name="account_inactive"),
    path("compte/confirmer/", entering.confirm_identity, name="account_confirm_identity"),
    path("compte/deconnexion/", entering.leave, name="account_logout"),
    path("compte/inscription/", registering.sign_up, name="account_signup"),
    path("compte/inscription/envoyee/", registering.sign_up_sent, name="account_signup_sent"),
    path("compte/inscription/<str:secret>/", registering.sign_up_link, name="account_signup_link"),
    path("compte/", home.account_home, name="account_home"),
    path("compte/deux-etapes/", second_factor.StateView.as_view(), name="mfa_index"),
    path(
        "compte/deux-etapes/activer/",
        second_factor.EnrolView.as_view(),
        name="mfa_activate_totp",
    ),
    path(
        "compte/deux-etapes/arreter/",
        second_factor.GiveUpView.as_view(),
        name="mfa_deactivate_totp",
    ),
    path(
        "compte/deux-etapes/secours/",
        second_factor.RecoveryCodesView.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "compte/deux-etapes/secours/nouveaux/",
        second_factor.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/deux-etapes/secours/fichier/",
        second_factor.RecoveryCodesFileView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("compte/profil/", settling.profile, name="account_profile"),
    path("compte/mot-de-passe/", settling.password, name="account_password"),
    path("compte/adresse/", settling.address, name="account_address"),
    path("compte/adresse/<str:secret>/", settling.address_link, name="account_address_link"),
    path("compte/connexions/", settling.open_sessions, name="account_sessions"),
    path("compte/connexions/autres/", settling.end_other_sessions, name="account_sessions_end"),
    path("compte/connexions/<int:key>/", settling.end_session, name="account_session_end"),
    path("compte/mes-donnees/", leaving.my_data, name="account_data"),
    path("compte/mes-donnees/copie/", leaving.copy_of_my_data, name="account_data_copy"),
    path("compte/effacer/", leaving.erase_account, name="account_erase"),
    path("compte/efface/", leaving.erased, name="account_erased"),
]
