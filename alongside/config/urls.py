"""Addresses: what the gate has listed, and the account pages of allauth."""

from django.urls import include, path

from alongside.privacy import gate

accounts = [path("accounts/", include("allauth.urls"))]
gate.opens_to_all(accounts)

urlpatterns = [*gate.urlpatterns(), *accounts]
