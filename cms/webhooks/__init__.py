"""Tells other systems what was published, by Standard Webhooks, and CDNs what to drop."""
