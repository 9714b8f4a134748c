"""How fast texts written at several hands are, beside a hocuspocus server in the same run.

`make bench-coedit`, after `make services`. It talks to this machine only, and drops the database it made.
"""
