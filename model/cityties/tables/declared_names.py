"""Names of places in other scripts: a file beside the tables of a world that no number depends on (``names.csv``)."""

from cityties.tables.columns import Table, beside_the_model, choice, optional, text

CITY, PROVINCE, NETWORK = "city", "province", "network"

NAMES = Table(
    "names",
    "names.csv",
    "what places and networks are called in Chinese, and at home",
    beside_the_model(
        choice("kind", "what is named", CITY, PROVINCE, NETWORK),
        optional("nation", "the state that it is in; empty for a network", "nation"),
        text("name", "its name in the other tables"),
        text("name_zh", "its name in simplified Chinese characters"),
        optional("name_own", "its name as it is written at home; empty where it has no home"),
    ),
    key=("kind", "nation", "name"),
)
