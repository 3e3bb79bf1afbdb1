"""Pictures as values: functions that return Altair charts over named data sets. They compute and hold nothing."""
