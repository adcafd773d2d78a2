"""What Alembic runs to bring a workbook's tables up to date, on the connection it is given."""

from alembic import context

from goalkit.workbook.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
