"""The one vocabulary: themes, needs, territories, phases, kinds of organisation, sectors."""
