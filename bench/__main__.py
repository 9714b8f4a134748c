"""`python -m bench`: every measure, one after the other."""

from bench import catalogue

if __name__ == "__main__":
    catalogue.main()
    print("\nTexts written at several hands: `make bench-coedit`, after `make services`.")
