"""The history of rows, as django-simple-history keeps it, with relations copied inside the database."""

from functools import cache

from django.db import connection
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class Past(HistoryManager):
    """What answers where a history is asked for; its class is made once, not each time somebody asks."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class Records(HistoricalRecords):
    """What a row points to is copied into its history by one statement, however many relations and rows there are."""

    def create_historical_record_m2ms(self, history_instance, instance):
        copies = [_copying(field, self.m2m_models[field]) for field in history_instance._history_m2m_fields]
        if copies:
            named = ", ".join(f'"copy {number}" AS ({copy})' for number, copy in enumerate(copies))
            with connection.cursor() as cursor:
                cursor.execute(f"WITH {named} SELECT 1", {"history": history_instance.pk, "row": instance.pk})


def _copying(field, past):
    """Return the SQL that copies what a row points to now into its row of history; all names come from the models."""
    through = field.remote_field.through._meta
    columns = ", ".join(f'"{column.column}"' for column in through.fields)
    chosen = f'SELECT {columns}, %(history)s FROM "{through.db_table}" WHERE "{field.m2m_column_name()}" = %(row)s'  # noqa: S608
    return f'INSERT INTO "{past._meta.db_table}" ({columns}, "history_id") {chosen}'
