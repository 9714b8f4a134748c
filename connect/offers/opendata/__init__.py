"""The catalogue for machines: files of a list, feeds, calendar, structured data, cards for other sites."""
