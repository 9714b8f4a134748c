"""The errors of a form, gathered at its top."""

from django import forms


def summary_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the field it belongs to, for `components/error_summary.html`."""
    if not form.is_bound:
        return []
    return [
        {"text": str(error), "id": form[name].id_for_label if name in form.fields else ""}
        for name, errors in form.errors.items()
        for error in errors
    ]
