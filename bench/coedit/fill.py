"""`python -m bench.coedit.fill`: readies Django, then fills the database of the bench."""

import django

if __name__ == "__main__":
    django.setup()
    from bench.coedit.data import main

    main()
