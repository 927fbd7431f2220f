"""The figures that the answers of the FAQ tell, each taken from a rule set (DOMAIN 1.13)."""

from collections.abc import Sequence

from domain.rules import Level, Payee, RuleSet, Span


def figures(rule_set: RuleSet, months: Sequence[str]) -> dict[str, str]:
    """Every field of the answers, written from the figures of `rule_set` and the names of the twelve `months`."""
    ladder, grants, sky, stated = rule_set.ladder, rule_set.grants, rule_set.sky, rule_set.stated
    a, b, c, d = (rule_set.levels[level] for level in Level)
    return {
        "path_days": str(ladder.shortest_days),
        "path_years": str(ladder.longest_months // 12),
        "credit_days": str(ladder.credit_min_days),
        "a_days": _span(a.usual_days or Span(a.min_days or 1, a.max_days or a.min_days or 1)),
        "b_days": str(b.min_days),
        "c_days": str(c.min_days),
        "c_hosts": str(c.hosts),
        "c_practices": str(c.practices),
        "d_support": _years(d.support_months),
        "d_years": _years(d.project_months),
        "goals_max": str(rule_set.limits.goals),
        "ideas_max": str(rule_set.limits.key_ideas),
        "follow_up_first": str(rule_set.follow_up.first_months),
        "follow_up_second": str(rule_set.follow_up.second_months),
        "grant_days": _span(grants.recommended_days),
        "grant_min_days": str(grants.eligible_days.low),
        "grant_max_days": str(grants.eligible_days.high),
        "min_trips": str(grants.min_trips),
        "project_years": str(grants.project_years),
        "prepare_month": months[grants.prepare_month - 1],
        "deadline_month": months[grants.deadline_month - 1],
        "report_months": str(grants.report_months),
        "org_cost": str(grants.base_eur),
        "kept": str(grants.share(Payee.APPLICANT)),
        "network_fee": str(grants.share(Payee.NETWORK)),
        "helpdesk_fee": str(grants.share(Payee.HELPDESK)),
        "sky_min": _duration(sky.minutes.low),
        "sky_max": _duration(sky.minutes.high),
        "sky_gestures": _span(sky.gestures),
        "sky_countries": str(sky.partners),
        "sky_per_country": str(sky.trainings_per_country),
        "sky_per_partner": str(sky.people_per_partner),
        "sky_total": str(sky.people),
        "sky_start": f"{sky.first_month:%m/%Y}",
        "sky_end": f"{sky.last_month:%m/%Y}",
        "hosts": f"{stated.hosts}+",
        "practices": f"{stated.practices}+",
        "goals_met": str(stated.goals_met_percent),
        "study_year": str(stated.study_year),
    }


def _span(span: Span) -> str:
    return f"{span.low}" if span.low == span.high else f"{span.low}–{span.high}"


def _years(months: Span | None) -> str:
    return "" if months is None else _span(Span(months.low // 12, months.high // 12))


def _duration(minutes: int) -> str:
    """Hours and minutes in their international symbols, the same in every language."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)
