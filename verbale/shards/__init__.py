"""Archives beyond one machine: shards of articles in, Parquet tables out, each shard coded by whoever is free.

    plan = plan_shards(["crawl/*.warc.gz"], "coded/")          # what is to be done, and what is done already
    for shard, result in run_here(code_shard, plan.to_do, workers=2): ...     # or run_on_ray(...)
    record.merge(["coded/"])                                    # tables into a record; any number of times

A shard is coded by itself and its tables are the same bytes wherever that is done. It is written in chunks, each whole or
not there, so what is killed goes on where it stood.
"""

from verbale.shards.plan import Plan, Shard, plan_shards
from verbale.shards.stats import IngestStats, ingest_stats, stats_of_tables
from verbale.shards.tables import Chunk, Counts, is_tables, source_of_tables
from verbale.shards.work import code_shard

__all__ = [
    "Chunk",
    "Counts",
    "IngestStats",
    "Plan",
    "Shard",
    "code_shard",
    "ingest_stats",
    "is_tables",
    "plan_shards",
    "source_of_tables",
    "stats_of_tables",
]
