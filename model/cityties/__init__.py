"""CityTies."""
