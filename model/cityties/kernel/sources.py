"""What defaults and priors rest on, where several parameters share it or it takes more than a few words."""

FIXED = "constant of the design; varied only in sensitivity runs"
TUNED = "tuned by trial runs on the East Asian world"
TUNED_WIDE = "tuned by trial runs on the East Asian world; the prior is judged, wide about it"

CHEN_WEI = "Chen Wei 2016"

# two clocks
JIJI = "monthly Jiji poll of Japan 1981-2011, two clocks shared by China and Korea"
EVENT_PART = "half-life of 1.7 months in ICEWS, 2.4 to 2.7 in Jiji; flat in the logarithm from 1 to 14 months"
LASTING = "half of a blow to Japan's public stays for years (Jiji 1981-2011); of relations no series tells: flat, wide"
LASTING_RATE = "half-lives of 7 months (Jiji, Korea alone) to 11 years (Jiji, pooled), and half as much again"
AS_DISPUTES = "judged: as for open disputes; the prior from none to half"
NOT_RECORDED = "nothing recorded; flat over all it can be"
BETWEEN_POLLS = "0.9 in Jiji (Japan 1981-2011), 1.5 to 1.8 in the polls of both nations of 2006-24; between"

# disputes
NO_SCALE = "judged; nothing recorded gives its scale: flat in the logarithm, a third to three times"
NO_SCALE_WIDE = "judged; nothing recorded gives its scale: flat in the logarithm, a quarter to four times"
SETTLED = "disputes of the record are over within 2 months to a year when left alone: flat in the logarithm"
SMALLEST = "smaller than the smallest dispute of the table (0.1): flat in the logarithm, a fifth to five times"
PIVOT = "anger of a dispute of severity 0.05 to 0.7; which of these divides a nation nothing tells"
CAP = "from the gravest dispute of the table (0.9) to three of them open at once"
VOICES = "none, or up to 1.5 voices outside for each in the table; more of them only divide every B"
ALL_DRAWN = "nothing recorded; flat in the logarithm over a factor of 16 around the value at which B is 0"

# cities and ties
EVENTS_A_YEAR = "CLAIR FY2024: about 1.5 a year; 0.7 to 2.5 by what counts as an event"
PLACE = "Chugoku 2005: 33 % of governments hit, against 20 % elsewhere; from no emphasis to three times as much"
ON_LINE = "dozens of local projects a year on record in 2020-22, against some 800 planned before"
HELPING = "5 of 8 acts of named leaders in the news of 2004-17 help: Beta(6, 4), from 0.3 to 0.9"
ENDINGS = "East Asia 1972-2026: one ending named in the press, 5 of 215 ties off a register in 2017-22"
AS_ORDERS = "judged: about where nations begin to order"
NO_DEEP_FALL = "judged; no fall on record before 2022 went to the bottom: from no dependence to e to the 6 a whole R"
NEARER = "judged: a tie on ice ends as easily as an open one, or up to 20 times as easily"
FREE_COUNCILS = "nothing recorded before 2022; sign free"
SIGNED = "signings of 1979-2012 by two counting bodies that differ by half; as much again on either side"
PARTNERS = "62 % of cities have one partner and none more than 13; half to twice what gives that"
FIRST = "share of cities with one partner, 0.55 to 0.65; a quarter to four times what gives that"
SIGNED_BY_MOOD = "no series separates mood from relations; mostly above 0, the sign is left open"
GATE = "0 to 2 signings a year in 2013-16 against 6 to 8 before: from none to half still approved"
GROWTH = "84 governments in 2006 and 176 in 2019, of which other rules explain from none to all"

KNOWN_BY = {
    JIJI: 2011,
    LASTING: 2011,
    LASTING_RATE: 2011,
    EVENT_PART: 2015,
    BETWEEN_POLLS: 2024,
    SETTLED: 2025,
    SMALLEST: 2012,
    CAP: 2012,
    EVENTS_A_YEAR: 2024,
    PLACE: 2008,
    ON_LINE: 2022,
    HELPING: 2017,
    ENDINGS: 2026,
    SIGNED: 2012,
    PARTNERS: 2026,
    FIRST: 2026,
    GATE: 2016,
    GROWTH: 2019,
    TUNED_WIDE: 2026,
    CHEN_WEI: 2016,
}
"""Year of the latest record that a prior rests on; a source that is not here rests on no record of a year."""
