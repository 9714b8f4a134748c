"""The table of profiles: answers, and the verdict expected for every offer, written for people."""
