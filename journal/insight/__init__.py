"""What a whole cohort is meeting, told in figures that say nothing of any one author."""
