"""Results → rows (`rows`), rows → Parquet and back (`parquet`). Which rows an output holds is the engine's."""
