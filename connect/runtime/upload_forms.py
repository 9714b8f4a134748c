"""Wagtail's forms for images and documents, with uploads judged by their content."""

from typing import Any

from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from connect.runtime.uploads import check_document, check_image


class SafeImageField(WagtailImageField):
    """Wagtail's field, after a look at what the file really is."""

    def to_python(self, data: Any) -> Any:
        """Check the upload, then let Wagtail do its own checks.

        Args:
            data: an uploaded file, or None.

        Raises:
            ValidationError: in French, when the file is no raster image of an accepted kind.
        """
        if data and hasattr(data, "read"):
            check_image(data, data.name)
        return super().to_python(data)


class SafeDocumentField(WagtailDocumentField):
    """Wagtail's field, after a look at what the file really is."""

    def to_python(self, data: Any) -> Any:
        """Check the upload, then let Wagtail do its own checks.

        Args:
            data: an uploaded file, or None.

        Raises:
            ValidationError: in French, when the file is no document of an accepted kind.
        """
        if data and hasattr(data, "read"):
            check_document(data, data.name)
        return super().to_python(data)


def _judged(form: Any, field_class: type[Any]) -> None:
    """Put a safe field in the place of Wagtail's, in the forms that have one."""
    old = form.fields.get("file")
    if old is not None:
        form.fields["file"] = field_class(
            label=old.label, required=old.required, widget=old.widget, max_length=old.max_length
        )


class SafeImageForm(BaseImageForm):
    """Form of every image uploaded in Wagtail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the safe field in place.

        Args:
            args: passed to Wagtail's form.
            kwargs: passed to Wagtail's form.
        """
        super().__init__(*args, **kwargs)
        _judged(self, SafeImageField)


class SafeDocumentForm(BaseDocumentForm):
    """Form of every document uploaded in Wagtail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the safe field in place.

        Args:
            args: passed to Wagtail's form.
            kwargs: passed to Wagtail's form.
        """
        super().__init__(*args, **kwargs)
        _judged(self, SafeDocumentField)
