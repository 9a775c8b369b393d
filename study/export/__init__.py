"""A study as files for analysis: CSV, Parquet and a BIDS-like tree, without what tells who somebody is."""
