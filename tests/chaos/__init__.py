"""Random faults under load, with real processes: nothing lost, nothing doubled, nothing called sent that was not."""
