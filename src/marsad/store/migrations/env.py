"""Runs the migrations on the connection that ``store.migrating`` hands over; nothing is read from a file."""

from alembic import context

from marsad.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
