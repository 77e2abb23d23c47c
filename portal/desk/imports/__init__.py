"""Tables brought into a plan, and plans taken out as tables: the jobs, and their pages."""
