"""SECURITY 3, 4, 9, 10, 17, 18 and 27: what every request and every answer passes."""

from tests.planted import Fault

FAULTS: list[Fault] = [
    ('web/kit/doors.py', 'if not hmac.compare_digest(', 'if given and not hmac.compare_digest(', 'tests/test_doors.py::test_no_change_without_the_token_of_this_very_sign_in'),
    ('web/kit/doors.py', 'in ("same-origin", "none")', 'in ("same-origin", "same-site", "none")', 'tests/test_doors.py::test_no_change_is_asked_for_from_elsewhere'),
    ('web/kit/doors.py', 'if origin is not None and not _is_ours', 'if origin not in (None, "null") and not _is_ours', 'tests/test_doors.py::test_no_change_is_asked_for_from_elsewhere'),
    ('web/notifications/pages.py', '    return page(visit, "notifications/inbox.html"', '    mark_all_read(db, visit.person_id)\n    return page(visit, "notifications/inbox.html"', 'tests/test_doors.py::test_reading_changes_nothing'),
    ('web/kit/doors.py', "frame-ancestors 'none'; ", '', 'tests/test_doors.py::test_headers_on_every_answer'),
    ('web/kit/doors.py', 'headers["cache-control"] = "no-store"', 'headers["cache-control"] = "no-cache"', 'tests/test_doors.py::test_headers_on_every_answer'),
    ('web/kit/visits.py', '"__Host-metier" if', '"__Secure-metier" if', 'tests/test_doors.py::test_over_https_cookies_are_the_hosts_own_and_the_browser_stays_there'),
    ('web/kit/slips.py', 'httponly=True, samesite="lax", secure=visit.house.settings.is_https', 'httponly=True, samesite="lax"', 'tests/test_doors.py::test_over_https_cookies_are_the_hosts_own_and_the_browser_stays_there'),
    ('web/kit/doors.py', 'max-age=31536000; includeSubDomains', 'max-age=3600', 'tests/test_doors.py::test_over_https_cookies_are_the_hosts_own_and_the_browser_stays_there'),
    ('web/accounts/pages/sign_in.py', '    answer.headers["Clear-Site-Data"]', '    answer.headers["X-Clear"]', 'tests/test_doors.py::test_the_browser_forgets_everything_on_the_way_out'),
    ('web/kit/visits.py', 're.compile(r"/(?![/\\\\])[!-~]*")', 're.compile(r"/[!-~]*")', 'tests/test_safety.py::test_nobody_is_led_elsewhere'),
    ('web/kit/errors.py', 'if safe_path(wanted) not in ("", "/"):', 'if wanted:', 'tests/test_safety.py::test_nobody_is_led_elsewhere'),
    ('web/kit/visits.py', '        if not self.is_proven:', '        if not (self.is_proven or self.caller.is_admin):', 'tests/test_safety.py::test_exactly_what_is_sensitive_asks_who_it_is_once_more'),
    ('web/accounts/pages/exports.py', '    visit.need_proof()\n    export = export_of', '    export = export_of', 'tests/test_safety.py::test_exactly_what_is_sensitive_asks_who_it_is_once_more'),
    ('web/kit/templates.py', 'endswith(".txt")', 'startswith("letters/")', 'tests/browser/test_hostile.py::test_no_letter_comes_alive[told]'),
    ('web/kit/templates.py', 'autoescape=lambda name: not', 'autoescape=lambda name: None is not None and not', 'tests/test_hostile.py::test_whatever_is_written_stays_text[1]'),
    ('templates/resumes/text.html', '{{ text }}', '{{ text|safe }}', 'tests/test_hostile.py::test_whatever_is_written_prints_as_text'),
    ('templates/profile/profiles.html', '{{ each.name }}</h2>', '{{ each.name|safe }}</h2>', 'tests/browser/test_hostile.py::test_nothing_typed_comes_alive'),
]  # fmt: skip
