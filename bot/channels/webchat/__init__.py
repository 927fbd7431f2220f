"""The web chat: a page, a widget for other sites, and the HTTP API behind both."""
