"""A small catalogue written by hand: few hosts, each different from the others in one way."""

from domain.cards import HostCard, PracticeCard

HOSTS = [
    HostCard(
        "H1", "Casa Aperta", "Cooperativa Ponte", "Day centre", "IT", "Bologna", ("it", "en"), ("addiction",),
        ("young-people",), ("relapse prevention",),
        "A day centre for young people who use drugs. Peer supporters keep them on board from the first week.", "en",
        (4, 5, 6, 9), 2, 10, 6, 3,
    ),
    HostCard(
        "H2", "Le Pont", "Association Le Pont", "Accueil", "FR", "Lyon", ("fr", "en"), ("social-work",), ("young-people",),
        ("outreach",), "Une équipe de rue qui accompagne les jeunes en rupture vers un logement.", "fr", (), 1, 15, 4, 2,
    ),
    HostCard(
        "H3", "Haus am Park", "Parkstiftung", "Wohnen", "DE", "Bremen", ("de", "en"), ("addiction",), ("families",),
        ("family work",), "Wohngruppen für Menschen mit Suchterkrankung und ihre Familien.", "de", (5, 6), 3, 20, 5, 4,
    ),
    HostCard(
        "H4", "Peer House", "Northside Trust", "Peer support", "IE", "Cork", ("en",), ("mental-health",), ("young-people",),
        ("peer support",), "Young people in recovery lead group sessions of peer support in our house.", "en", (), 2, 5, 3, 1,
    ),
    HostCard("H5", "Closed Doors", "Old Trust", "", "IE", "Dublin", ("en",), status="archived"),
]  # fmt: skip
PRACTICES = [
    PracticeCard("G1", "First week buddy", "A peer meets each new person in the first week.", "", "en", "H1"),
]
