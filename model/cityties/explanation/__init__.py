"""Why a city decided as it did in one month: the terms of its propensity, and the account in words."""
