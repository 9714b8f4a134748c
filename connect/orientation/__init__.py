"""Guided questionnaire: answers, rules, verdicts with reasons, plans handed over, unmet needs."""
