"""Tables and what is kept in them: synchronous SQLAlchemy Core, sealed columns, one transaction a turn."""
