"""Digests and reminders: procedures, editions, deliveries, inboxes, calendars, webhooks."""
