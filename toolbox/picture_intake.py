"""Takes a picture that a writer sends into the site's library, without what it tells of the person who took it."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageOps
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from connect.accounts.models import User
from toolbox.models import SheetPage
from toolbox.pictures import note_pictures

COLLECTION = "Fiches"
LONGEST_ALT = 250
NO_FILE = "Choisissez une image."
# What the form asks, and writers decide; the rest is decided here.
ASKED = frozenset({"title", "file", "description"})
QUALITY = 90


def take_picture(page: SheetPage, file: UploadedFile[Any], alt: str, by: User) -> Any:
    """Keep a picture in the library.

    Args:
        page: the sheet it is for.
        file: what was sent.
        alt: what the picture tells, for those who do not see it; may be empty.
        by: who sent it.

    Returns:
        The image.

    Raises:
        ValidationError: with a sentence in French, when the file is no picture that we take.
    """
    # The name of a file may name a person, and stays in the address of the picture.
    file.name = f"fiche-{page.pk}{PurePath(file.name or '').suffix.lower()}"
    form = _form(page, file, alt, by)
    if not form.is_valid():
        raise ValidationError(" ".join(form.errors.get("file", [])) or NO_FILE)
    plain = _without_metadata(file)
    if plain is not None:
        form = _form(page, plain, alt, by)
        if not form.is_valid():
            raise ValidationError(" ".join(form.errors.get("file", [])) or NO_FILE)
    image = form.save()
    note_pictures(page, [image.pk])
    return image


def _form(page: SheetPage, file: UploadedFile[Any], alt: str, by: User) -> Any:
    model = get_image_model()
    image = model(uploaded_by_user=by, collection=collection_of_sheets())
    words = " ".join(alt.split())[:LONGEST_ALT]
    data = {"title": words or f"Image de la fiche {page.pk}", "description": words}
    # Writers have no right of their own in the library: the form is not given the person.
    form = get_image_form(model)(data, {"file": file}, instance=image)
    for name in set(form.fields) - ASKED:
        del form.fields[name]
    return form


def _without_metadata(file: UploadedFile[Any]) -> UploadedFile[Any] | None:
    """The same picture without place, device and date, upright; `None` when it tells none of them."""
    file.seek(0)
    with Image.open(file) as opened:
        if not opened.getexif() or opened.format is None or getattr(opened, "n_frames", 1) > 1:
            file.seek(0)
            return None
        upright = ImageOps.exif_transpose(opened)
        upright.info.pop("exif", None)
        out = BytesIO()
        upright.save(out, format=opened.format, quality=QUALITY, exif=b"")
    return SimpleUploadedFile(str(file.name), out.getvalue(), file.content_type or "image/jpeg")


def collection_of_sheets() -> Collection:
    """Where the pictures of sheets are kept in the library; made the first time."""
    found: Collection | None = Collection.objects.filter(name=COLLECTION).order_by("pk").first()
    if found is not None:
        return found
    root = Collection.get_first_root_node()
    made: Collection = root.add_child(name=COLLECTION)
    return made
