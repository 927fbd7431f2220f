"""The desk for other programs: a REST API with tokens (OpenAPI at /api/v1/openapi.json) and signed webhooks."""
