"""The workbench: the admin's page on which a translator works on one locale of one content, segment by segment."""
