"""Management pages of the questionnaire, its profiles and what orientations teach."""
