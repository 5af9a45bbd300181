"""Whether this installation can do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def not_ready_because() -> str:
    """Return what keeps this process from serving ("database", "migrations"), or nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _is_migrated() else "migrations"
    except DatabaseError:
        return "database"


# A plan once carried out stays so while this process lives; a new one comes with new code.
_migrated = False


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
