"""Events: meetings, trainings and speed-meetings with booking."""
