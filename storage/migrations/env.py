"""Alembic's environment: runs on the connection that `storage.schema` gives it."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=False,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
