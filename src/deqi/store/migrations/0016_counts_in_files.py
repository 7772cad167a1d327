"""The table of counted tries is gone: they lie in files beside the data."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0015_search_by_rank")]
    operations = [migrations.RunSQL("DROP TABLE IF EXISTS deqi_cache", migrations.RunSQL.noop)]
