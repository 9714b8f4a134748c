"""Addresses of the demonstration; each answers 404 on a real installation."""

from django.urls import path

from connect.demo.accounts_page import demo_accounts
from connect.demo.mailbox import mail_detail, mail_html, mailbox
from connect.demo.styleguide import styleguide

urlpatterns = [
    path("demo/comptes/", demo_accounts, name="demo_accounts"),
    path("demo/composants/", styleguide, name="demo_styleguide"),
    path("demo/courriels/", mailbox, name="demo_mailbox"),
    path("demo/courriels/<str:name>/", mail_detail, name="demo_mail"),
    path("demo/courriels/<str:name>/html", mail_html, name="demo_mail_html"),
]
