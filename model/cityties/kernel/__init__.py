"""The model itself: columns of state and what changes them month by month. Knows no files, no pandas, no Mesa."""
