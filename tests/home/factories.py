"""Makes pages for tests, under the home page of the default site."""

from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from connect.home.models import ContentPage, HomePage, IndexPage, SiteIdentity
from connect.home.services import create_root_pages


def home_page() -> HomePage:
    """The home page of the default site, made when there is none."""
    return create_root_pages("Site de test").home


class HomePageFactory(DjangoModelFactory):
    """The home page of the default site: there is only one."""

    class Meta:
        model = HomePage

    @classmethod
    def _create(cls, model_class: type[HomePage], *args: Any, **kwargs: Any) -> HomePage:
        page = home_page()
        for name, value in kwargs.items():
            setattr(page, name, value)
        page.save_revision().publish()
        return page


class PageFactory(DjangoModelFactory):
    """A published page; give `parent` to place it elsewhere than under the home page."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page numéro {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        parent = kwargs.pop("parent", None) or home_page()
        page = parent.add_child(instance=model_class(*args, **kwargs))
        if page.live:
            page.save_revision().publish()
        return page


class ContentPageFactory(PageFactory):
    """A page to read."""

    class Meta:
        model = ContentPage

    introduction = "Un chapeau de test."


class IndexPageFactory(PageFactory):
    """A page that lists those under it."""

    class Meta:
        model = IndexPage

    slug = factory.Sequence(lambda n: f"rubrique-{n}")


class SiteIdentityFactory(DjangoModelFactory):
    """Identity of the default site."""

    class Meta:
        model = SiteIdentity
        django_get_or_create = ("site",)

    site = factory.LazyFunction(lambda: Site.objects.get(pk=home_page().get_site().pk))
    site_name = "Site de test"
