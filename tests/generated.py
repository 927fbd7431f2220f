"""How requests are generated: a few that are the same each time for the commit tier, many that never are for the long one."""

from hypothesis import HealthCheck, Phase, settings


def tries(examples: int, *, derandomize: bool) -> settings:
    """So many examples, whatever they cost."""
    return settings(
        max_examples=examples,
        derandomize=derandomize,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
