"""What a person wants to receive."""

from typing import Any

from django import forms

from connect.accounts.models import User
from connect.notifications import wishes
from connect.notifications.kinds import Kind, all_kinds


class WishesForm(forms.Form):
    """One box for each kind that may be refused."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        """Tick what the person receives today.

        Args:
            user: the person.
            args: passed on.
            kwargs: passed on.
        """
        super().__init__(*args, **kwargs)
        self.user = user
        self.kinds: list[Kind] = [kind for kind in all_kinds() if not kind.essential]
        refused = wishes.refused_by(user)
        for kind in self.kinds:
            self.fields[kind.code] = forms.BooleanField(
                label=kind.label,
                help_text=kind.why,
                required=False,
                initial=kind.code not in refused,
            )

    def save(self) -> None:
        """Keep what is ticked and what is not."""
        wishes.want(self.user, {kind.code: self.cleaned_data[kind.code] for kind in self.kinds})
