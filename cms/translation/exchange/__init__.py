"""The files in which text leaves for translation agencies and comes back: XLIFF 2.0 and gettext PO."""
