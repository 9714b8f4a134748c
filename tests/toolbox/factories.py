"""Factories of sheets, under the first page of the default site, whatever its type."""

from io import BytesIO
from typing import Any

import factory
from django.core.files.images import ImageFile
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Site

from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory
from tests.offers.factories import OfferFactory
from toolbox.enums import Audience, VersionReason
from toolbox.models import (
    SheetAudience,
    SheetAuthor,
    SheetIndexPage,
    SheetOffer,
    SheetPage,
    SheetPicture,
    SheetTag,
    SheetVersion,
)
from toolbox.starting import list_under


class SheetIndexPageFactory(DjangoModelFactory[SheetIndexPage]):
    """The list of the sheets: there is one."""

    class Meta:
        model = SheetIndexPage

    @classmethod
    def _create(
        cls, model_class: type[SheetIndexPage], *args: Any, **kwargs: Any
    ) -> SheetIndexPage:
        return list_under(Site.objects.get(is_default_site=True).root_page)


class SheetPageFactory(DjangoModelFactory[SheetPage]):
    """A published sheet. Trait: `draft`, never published, with a first revision.

    `body` takes a stream in raw JSON, `themes`, `tags` and `audiences` lists.
    """

    class Meta:
        model = SheetPage

    class Params:
        draft = factory.Trait(live=False)

    title = factory.Sequence(lambda n: f"Fiche numéro {n}")
    slug = factory.Sequence(lambda n: f"fiche-numero-{n}")
    summary = "Un résumé de test."
    group = factory.SubFactory(GroupFactory)

    @classmethod
    def _create(cls, model_class: type[SheetPage], *args: Any, **kwargs: Any) -> SheetPage:
        themes, tags = kwargs.pop("themes", ()), kwargs.pop("tags", ())
        audiences, body = kwargs.pop("audiences", ()), kwargs.pop("body", None)
        page = model_class(*args, **kwargs)
        if body is not None:
            page.body = page.body.stream_block.to_python(body)
        SheetIndexPageFactory().add_child(instance=page)
        page.themes.set(themes)
        page.tags.set(list(tags))
        page.audience_rows.set([SheetAudience(audience=one) for one in audiences])
        revision = page.save_revision()
        if page.live:
            revision.publish()
        return SheetPage.objects.get(pk=page.pk)


class SheetTagFactory(DjangoModelFactory[SheetTag]):
    """A free word of a sheet."""

    class Meta:
        model = SheetTag

    content_object = factory.SubFactory(SheetPageFactory)

    @factory.lazy_attribute
    def tag(self) -> Any:
        """A word that no other has."""
        return SheetTag.tag_model().objects.create(name=f"mot {self.content_object.pk}")


class SheetAudienceFactory(DjangoModelFactory[SheetAudience]):
    """A public of a sheet."""

    class Meta:
        model = SheetAudience

    page = factory.SubFactory(SheetPageFactory)
    audience = Audience.CARRIES


class SheetOfferFactory(DjangoModelFactory[SheetOffer]):
    """A sheet speaks of a visible offer, in its text."""

    class Meta:
        model = SheetOffer

    page = factory.SubFactory(SheetPageFactory)
    offer = factory.SubFactory(OfferFactory)
    title = factory.SelfAttribute("offer.title")


class SheetAuthorFactory(DjangoModelFactory[SheetAuthor]):
    """Somebody wrote, and is named publicly."""

    class Meta:
        model = SheetAuthor

    page = factory.SubFactory(SheetPageFactory)
    user = factory.SubFactory(UserFactory)
    is_public = True


def library_picture() -> Any:
    """A small picture of the library."""
    file = BytesIO()
    Image.new("RGB", (6, 4)).save(file, "PNG")
    return get_image_model().objects.create(title="Pont", file=ImageFile(file, name="pont.png"))


class SheetPictureFactory(DjangoModelFactory[SheetPicture]):
    """A picture of a sheet."""

    class Meta:
        model = SheetPicture

    page: Any = factory.SubFactory(SheetPageFactory)
    image: Any = factory.LazyFunction(library_picture)


class SheetVersionFactory(DjangoModelFactory[SheetVersion]):
    """A version kept while people wrote: the latest revision of its sheet."""

    class Meta:
        model = SheetVersion

    page = factory.SubFactory(SheetPageFactory, draft=True)
    revision = factory.LazyAttribute(lambda one: one.page.latest_revision)
    reason = VersionReason.PAUSE
