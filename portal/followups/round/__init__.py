"""The round: which plans and indicators a period gathers, the parts of the departments, and what deviates."""
