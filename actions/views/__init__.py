"""The desk's pages for plans, actions and reports, dialogues and proposals."""
