"""Who may see what: every address of the site, walked by every role, beside data that could leak."""
