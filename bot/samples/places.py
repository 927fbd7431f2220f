"""Where sample hosts are: towns by country, and the languages spoken at work there."""

#: country -> (language a card is written in, other languages of the team, towns)
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "BE": (("nl", "fr"), ("nl", "fr", "en"), ("Gent", "Leuven", "Liège", "Namur", "Mons", "Antwerpen", "Brugge", "Charleroi")),
    "FR": (("fr",), ("fr", "en"), ("Lyon", "Lille", "Nantes", "Rennes", "Grenoble", "Dijon", "Toulouse", "Metz")),
    "NL": (("nl",), ("nl", "en", "de"), ("Utrecht", "Groningen", "Zwolle", "Breda", "Nijmegen", "Arnhem")),
    "DE": (("de",), ("de", "en"), ("Bremen", "Leipzig", "Kassel", "Freiburg", "Dortmund", "Rostock", "Mainz")),
    "AT": (("de",), ("de", "en"), ("Graz", "Linz", "Salzburg", "Innsbruck")),
    "ES": (("es",), ("es", "en"), ("Valencia", "Sevilla", "Bilbao", "Zaragoza", "Granada", "Gijón")),
    "IT": (("it",), ("it", "en"), ("Bologna", "Torino", "Trieste", "Palermo", "Verona", "Bari", "Perugia")),
    "PT": (("pt",), ("pt", "en", "es"), ("Porto", "Coimbra", "Braga", "Évora")),
    "PL": (("pl",), ("pl", "en"), ("Kraków", "Wrocław", "Gdańsk", "Lublin", "Poznań")),
    "IE": (("en",), ("en",), ("Cork", "Galway", "Limerick")),
    "MT": (("en",), ("en", "mt", "it"), ("Valletta", "Sliema")),
    "GR": (("en",), ("el", "en"), ("Thessaloniki", "Patras", "Heraklion")),
    "CZ": (("en",), ("cs", "en", "de"), ("Brno", "Ostrava", "Olomouc")),
    "RO": (("en",), ("ro", "en", "fr"), ("Cluj-Napoca", "Iași", "Timișoara")),
    "FI": (("en",), ("fi", "sv", "en"), ("Tampere", "Turku", "Oulu")),
    "SE": (("en",), ("sv", "en"), ("Malmö", "Uppsala", "Umeå")),
    "SI": (("en",), ("sl", "en", "it"), ("Ljubljana", "Maribor")),
    "MU": (("fr", "en"), ("fr", "en"), ("Port Louis", "Curepipe")),
}  # fmt: skip
