"""Small worlds written to a folder: three invented states, four cities, one row or two in every table."""

from pathlib import Path

PROVENANCE = "source,certainty,note"

SMALL_WORLD: dict[str, list[str]] = {
    "sources.csv": [
        "code,address,what,kind,certainty",
        "INVENTED,no source,made up for the tests,invention,high",
        "ATLAS,no source,a made-up atlas,invention,high",
    ],
    "nations.csv": [
        f"nation,name,centralisation,{PROVENANCE}",
        "AA,Aland,0.9,INVENTED,high,",
        "BB,Beland,0.3,INVENTED,high,",
        "CC,Celand,0.4,INVENTED,high,",
    ],
    "dyads.csv": [
        "dyad,nation_a,nation_b,recognised,relations_before,relations_at_recognition,baseline_relations,"
        f"formation_factor,formation_trend_per_year,formation_trend_from,{PROVENANCE}",
        "AA-BB,AA,BB,1972-09,-0.5,0.4,0.25,1,0,1998,INVENTED,high,",
        "AA-CC,AA,CC,1992-08,-0.5,0.2,0.3,0.8,0.07,1998,INVENTED,high,",
    ],
    "publics.csv": [
        f"dyad,of,about,mood_baseline,mood_floor,reversion,{PROVENANCE}",
        "AA-BB,AA,BB,0.1,-0.98,fast,INVENTED,high,",
        "AA-BB,BB,AA,0.6,-0.72,slow,INVENTED,high,",
        "AA-CC,AA,CC,0.3,-0.9,fast,INVENTED,high,",
        "AA-CC,CC,AA,0.2,-0.9,fast,INVENTED,high,",
    ],
    "cities.csv": [
        "city,nation,province,level,cluster,latitude,longitude,population,population_source,ties_abroad,autonomy,"
        f"nationalism,capital,{PROVENANCE}",
        "Anport,AA,Aprovince,city,,36.1,120.4,900000,other,3,0.5,0.4,no,INVENTED + ATLAS,high,",
        "Acapital,AA,Aprovince,city,,39.9,116.4,9000000,other,,0.3,0.5,yes,INVENTED,high,",
        "Bayport,BB,Bprovince,city,,34.0,130.9,250000,other,1,0.8,0.4,no,INVENTED,high,",
        '"Cove, Upper",CC,Cprovince,city,,35.2,128.6,400000,other,2,0.7,0.4,no,INVENTED,high,"two\nlines"',
        "Corner,CC,Cprovince,city,,35.9,128.6,400000,other,2,0.7,0.4,no,INVENTED,high,",
    ],
    "ties.csv": [
        f"dyad,city_a,city_b,signed,tie_type,date_source,date_certainty,{PROVENANCE}",
        "AA-BB,Anport,Bayport,1979-10,sister,ATLAS,high,INVENTED,high,",
        "AA-CC,Acapital,Corner,1992,coop,,,INVENTED,high,",
        'AA-CC,Anport,"Cove, Upper",,sister,,,INVENTED,high,',
    ],
    "shocks.csv": [
        f"shock,dyad,date,until,type,severity,level,factor_a,factor_b,crisis,place,title,{PROVENANCE}",
        "AA-BB-2012-09,AA-BB,2012-09,,political,0.9,,1.2,0.8,AA-BB 2012-09,Bprovince,A dispute,INVENTED,high,",
        "AA-CC-2015-06,AA-CC,2015-06,,positive,,2,,,,,A treaty,INVENTED,high,",
        "pandemic,all,2020-02,2022-12,common,,,,,pandemic 2020,,A pandemic,INVENTED,high,",
    ],
    "forum.csv": [
        f"forum,edition,date,host_city,host_nation,held,eligibility,participants,bodies,{PROVENANCE}",
        "round table,1,1999-10,Anport,AA,yes,tied,,84,INVENTED,high,",
        "round table,,2000-10,A village,BB,no,tied,,,INVENTED,high,",
        "round table,2,2001-10,A village,BB,yes,open,,,INVENTED,high,",
    ],
    "priors.csv": [
        f"setting,kind,first,second,known_by,rests_on,{PROVENANCE}",
        "nations.AA.centralisation,uniform,0.5,1,2005,a guess,INVENTED,low,",
    ],
    "networks.csv": [
        f"network,name,founded,members,meetings,topic,{PROVENANCE}",
        "RING,Ring of ports,2004-11,,,,INVENTED,high,",
    ],
    "network_members.csv": [
        f"network,city,nation,joined,listed,{PROVENANCE}",
        "RING,Anport,AA,2004,,INVENTED,high,",
        "RING,Bayport,BB,,2015;2023,INVENTED,high,",
    ],
    "aid_2020.csv": [
        f"date,from_city,from_nation,to_city,to_nation,masks,tie,{PROVENANCE}",
        "2020-02,Bayport,BB,Anport;Acapital,AA,4500,sister,INVENTED,high,",
    ],
    "observed/stocks.csv": [
        f"series,dyad,date,count,body,{PROVENANCE}",
        "AA-BB,AA-BB,2003-11,220,counters,INVENTED,high,",
        "all ties of AA,,2003,600,counters,INVENTED,high,",
    ],
    "observed/stock_anchors.csv": [f"dyad,year,count,{PROVENANCE}", "AA-BB,2003.9,220,INVENTED,high,"],
    "observed/signings.csv": [
        f"series,dyad,year,signings,body,{PROVENANCE}",
        "AA-BB,AA-BB,2003,3,counters,INVENTED,high,",
    ],
    "observed/polls.csv": [
        f"of,about,date,share_friendly,share_unfriendly,derived,poll,{PROVENANCE}",
        "BB,AA,2012-10,0.18,0.81,no,the poll,INVENTED,high,",
    ],
    "observed/disruptions.csv": [
        f"crisis,dyad,event,measure,numerator,denominator,share,duration_months,{PROVENANCE}",
        "AA-BB 2012-09,AA-BB,the dispute,events,100,250,0.4,,INVENTED,high,",
    ],
    "observed/series.csv": [
        f"series,title,observes,link,high_means,period,noise,poll,fitted_until,{PROVENANCE}",
        "poll,The poll,public,logit,good,year,0.2,the poll,,INVENTED,high,",
        "score,A score,relations,linear,good,point,0.1,,,INVENTED,high,",
    ],
    "observed/series_values.csv": [
        f"series,dyad,of,about,date,value,standard_error,{PROVENANCE}",
        "score,AA-BB,,,2012-03,2.5,,INVENTED,high,",
        "score,AA-BB,,,2012-10,-1.5,,INVENTED,high,",
        "score,AA-BB,,,2014-03,1.5,,INVENTED,high,",
    ],
    "observed/attendance.csv": [f"year,bodies,people,{PROVENANCE}", "2006,84,320,INVENTED,high,"],
}


def write_small_world(folder: Path) -> Path:
    """Write the small world and return its folder."""
    for file, lines in SMALL_WORLD.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def replace_in(folder: Path, file: str, old: str, new: str) -> None:
    """Change one text in one table; the text must be there exactly once, so that a test breaks what it means to."""
    path = folder / file
    content = path.read_text(encoding="utf-8")
    if content.count(old) != 1:
        raise ValueError(f"{old!r} stands {content.count(old)} times in {file}")
    path.write_text(content.replace(old, new), encoding="utf-8")
