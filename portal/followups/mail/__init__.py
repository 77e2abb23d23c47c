"""The letters of the round: on which days, to whom, and how they are sent."""
