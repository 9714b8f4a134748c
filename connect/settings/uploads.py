"""What people may upload, and how large."""

MEGABYTE = 1024 * 1024

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # A long page in Wagtail's editor has thousands of fields.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
FILE_UPLOAD_PERMISSIONS = 0o644

WAGTAILIMAGES_IMAGE_FORM_BASE = "connect.runtime.upload_forms.SafeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEGABYTE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

WAGTAILDOCS_DOCUMENT_FORM_BASE = "connect.runtime.upload_forms.SafeDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * MEGABYTE
# Documents go through a view that checks the rights of their collection, never straight from disk.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
