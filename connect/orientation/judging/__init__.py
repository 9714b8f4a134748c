"""The one place where rules are evaluated: by the page, the plans, the preview and the API alike."""
