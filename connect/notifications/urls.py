"""Addresses of « Mes mails » and of the unsubscribe link."""

from django.urls import path

from connect.notifications import views

urlpatterns = [
    path("compte/mes-mails/", views.my_mails, name="my-mails"),
    path("compte/mes-mails/preferences/", views.my_preferences, name="my-mail-preferences"),
    path("compte/ne-plus-recevoir/<str:signed>/", views.unsubscribe, name="unsubscribe"),
]
