"""Called by Alembic; the connection comes from db/migrate.py, never from a file."""

from typing import Any

from alembic import context

from core.progress import tell
from db.models import Base


def say_step(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    """Say which step is done; making all tables anew takes no time worth it."""
    if not step.is_stamp and is_old:
        tell(f"  做完 {step.up_revision_id}")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    on_version_apply=say_step,
)
is_old = context.get_context().get_current_revision() is not None
with context.begin_transaction():
    context.run_migrations()
