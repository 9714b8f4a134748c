"""The newsletter: the letter and its monthly news flash, from the content of the other rooms."""
