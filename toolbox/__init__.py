"""The toolbox: thematic sheets that members of project groups write together and the CRESS publishes."""
