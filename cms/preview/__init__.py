"""Preview: any draft in any locale, and the site as of a coming moment, built by the very builders of what is out."""
