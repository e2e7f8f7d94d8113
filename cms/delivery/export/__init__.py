"""The API as files: what has no free-form query, written so that a web server answers with it as it is.

`layout` says what is called what, `asking` gets answers from the application itself, `documents`, `keys`, `listings`
and `pages` say what there is to write, `objects` and `shelves` write it, `releases` puts one tree in place of another,
`run` does it all in order, `nginx` writes what a web server has to be told.
"""
