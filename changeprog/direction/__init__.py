"""Vision, objectives, readings, milestones, resources, value, and the six principles."""
