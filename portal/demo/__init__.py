"""The demonstration: its data, its accounts and the mark it leaves, so that neither ends up in real use."""
