"""Answers that a login must not survive, each with what is wrong with it. `OPEN_ID` stands for the right person."""

import json
from typing import Any

JSON, HTML, TEXT = "application/json", "text/html", "text/plain"
MARK = "OPEN_ID"
OTHER = "00000000-0000-4000-8000-000000000000"

type Answer = tuple[int, str, bytes]

TOKEN: dict[str, Any] = {
    "access_token": "act.example",
    "expires_in": 7200,
    "open_id": MARK,
    "refresh_expires_in": 15552000,
    "refresh_token": "rft.example",
    "scope": "user.info.basic",
    "token_type": "Bearer",
}
USER: dict[str, Any] = {"open_id": MARK, "union_id": "union", "display_name": "Somebody", "avatar_url": ""}
OK = {"code": "ok", "message": "", "log_id": "20261123"}


def says(value: object, *, status: int = 200, kind: str = JSON) -> Answer:
    return status, kind, json.dumps(value).encode()


def user(value: object, **envelope: object) -> Answer:
    return says({"data": {"user": value}, "error": OK} | envelope)


# Not an answer of TikTok's at all; bad at either call.
ANYWHERE: dict[str, Answer] = {
    "nothing": (200, JSON, b""),
    "nothing_at_all": (204, "", b""),
    "blanks": (200, JSON, b" \r\n\t "),
    "html": (200, HTML, b"<!doctype html><title>Please wait</title>"),
    "html_as_json": (200, JSON, b"<html></html>"),
    "html_502": (502, HTML, b"<h1>Bad Gateway</h1>"),
    "html_403": (403, HTML, b"<h1>Access denied</h1>"),
    "text": (200, TEXT, b"ok"),
    "null": says(None),
    "true": says(True),
    "number": says(7200),
    "string": says("act.example"),
    "list": says([]),
    "list_of_lists": says([[[[]]]]),
    "empty_object": says({}),
    "half": (200, JSON, b'{"access_token": "act.exa'),
    "two_objects": (200, JSON, b"{}{}"),
    "trailing_comma": (200, JSON, b'{"open_id": "OPEN_ID",}'),
    "single_quotes": (200, JSON, b"{'open_id': 'OPEN_ID'}"),
    "comment": (200, JSON, b'/* ok */ {"open_id": "OPEN_ID"}'),
    "form": (200, "application/x-www-form-urlencoded", b"access_token=act.example&open_id=OPEN_ID&expires_in=7200"),
    "utf16": (200, JSON, '{"open_id": "OPEN_ID"}'.encode("utf-16")),
    "latin1": (200, JSON, b'{"open_id": "OPEN_ID", "display_name": "\xe9"}'),
    "not_utf8": (200, JSON, b"\xff\xfe\xfd"),
    "nul_bytes": (200, JSON, b"\x00" * 100),
    "deep": (200, JSON, b"[" * 100_000),
    "deep_object": (200, JSON, b'{"data":' * 50_000),
    "nan": (200, JSON, b"NaN"),
    "huge_number": (200, JSON, b"9" * 10_000),
    "jsonp": (200, "application/javascript", b'callback({"open_id": "OPEN_ID"})'),
    "oauth_error": says({"error": "invalid_grant", "error_description": "expired", "log_id": "1"}),
    "oauth_error_400": says({"error": "invalid_request"}, status=400),
    "oauth_error_is_number": says({"error": 1}),
    "oauth_error_is_list": says({"error": ["invalid_grant"]}),
    "display_error": says({"data": {}, "error": {"code": "internal_error", "message": "", "log_id": "1"}}),
    "display_error_401": says({"data": {}, "error": {"code": "access_token_invalid"}}, status=401),
    "display_error_null_code": says({"data": {}, "error": {"code": None}}),
    "display_error_listed_code": says({"data": {}, "error": {"code": ["ok"]}}),
    "limit": says({"error": {"code": "rate_limit_exceeded"}}, status=429),
    "server_error": says({"error": {"code": "internal_error"}}, status=500),
}

BAD_TOKENS: dict[str, Answer] = ANYWHERE | {
    "wrapped": says({"data": TOKEN, "message": "success"}),
    "listed": says([TOKEN]),
    "with_error": says(TOKEN | {"error": "server_error"}),
    "with_error_object": says(TOKEN | {"error": {"code": "internal_error"}}),
    "status_400": says(TOKEN, status=400),
    "status_500": says(TOKEN, status=500),
    "open_id_missing": says({name: value for name, value in TOKEN.items() if name != "open_id"}),
    "open_id_null": says(TOKEN | {"open_id": None}),
    "open_id_empty": says(TOKEN | {"open_id": ""}),
    "open_id_blank": says(TOKEN | {"open_id": "   "}),
    "open_id_number": says(TOKEN | {"open_id": 723}),
    "open_id_true": says(TOKEN | {"open_id": True}),
    "open_id_list": says(TOKEN | {"open_id": [MARK]}),
    "open_id_object": says(TOKEN | {"open_id": {"value": MARK}}),
    "open_id_endless": says(TOKEN | {"open_id": MARK * 100}),
    "open_id_nul": says(TOKEN | {"open_id": MARK + "\0"}),
    "open_id_surrogate": says(TOKEN | {"open_id": "\ud800"}),
    "open_id_newline": says(TOKEN | {"open_id": MARK + "\n"}),
    "open_id_letters": says(TOKEN | {"open_id": "ÖPEN"}),
    "open_id_of_another": says(TOKEN | {"open_id": OTHER}),
    "open_id_twice": (200, JSON, json.dumps(TOKEN).replace('"scope"', f'"open_id": "{OTHER}", "scope"').encode()),
    "access_token_missing": says({name: value for name, value in TOKEN.items() if name != "access_token"}),
    "access_token_null": says(TOKEN | {"access_token": None}),
    "access_token_empty": says(TOKEN | {"access_token": ""}),
    "access_token_number": says(TOKEN | {"access_token": 5}),
    "access_token_newline": says(TOKEN | {"access_token": "act.\r\nHost: evil.example"}),
    "access_token_endless": says(TOKEN | {"access_token": "a" * 10_000}),
    "access_token_unknown": says(TOKEN),
    "refresh_token_missing": says({name: value for name, value in TOKEN.items() if name != "refresh_token"}),
    "refresh_token_list": says(TOKEN | {"refresh_token": []}),
    "expires_in_missing": says({name: value for name, value in TOKEN.items() if name != "expires_in"}),
    "expires_in_words": says(TOKEN | {"expires_in": "soon"}),
    "expires_in_negative": says(TOKEN | {"expires_in": -1}),
    "expires_in_null": says(TOKEN | {"expires_in": None}),
    "expires_in_nan": (200, JSON, json.dumps(TOKEN | {"expires_in": float("nan")}).encode()),
    "expires_in_object": says(TOKEN | {"expires_in": {"seconds": 7200}}),
    "refresh_expires_in_words": says(TOKEN | {"refresh_expires_in": "a year"}),
    "scope_missing": says({name: value for name, value in TOKEN.items() if name != "scope"}),
    "scope_list": says(TOKEN | {"scope": ["user.info.basic"]}),
    "scope_null": says(TOKEN | {"scope": None}),
}

BAD_USERS: dict[str, Answer] = ANYWHERE | {
    "no_envelope": says(USER),
    "no_error": says({"data": {"user": USER}}),
    "error_not_ok": user(USER, error={"code": "internal_error", "message": "", "log_id": "1"}),
    "error_null": user(USER, error=None),
    "data_null": says({"data": None, "error": OK}),
    "data_list": says({"data": [USER], "error": OK}),
    "data_string": says({"data": "user", "error": OK}),
    "data_empty": says({"data": {}, "error": OK}),
    "user_null": user(None),
    "user_list": user([USER]),
    "user_string": user(MARK),
    "user_empty": user({}),
    "open_id_missing": user({"display_name": "Somebody"}),
    "open_id_null": user(USER | {"open_id": None}),
    "open_id_empty": user(USER | {"open_id": ""}),
    "open_id_number": user(USER | {"open_id": 723}),
    "open_id_true": user(USER | {"open_id": True}),
    "open_id_list": user(USER | {"open_id": [MARK]}),
    "open_id_object": user(USER | {"open_id": {}}),
    "open_id_upper_case": user(USER | {"open_id": "UPPER_OPEN_ID"}),
    "open_id_and_a_blank": user(USER | {"open_id": MARK + " "}),
    "open_id_and_nul": user(USER | {"open_id": MARK + "\0"}),
    "open_id_endless": user(USER | {"open_id": MARK * 100}),
    "open_id_of_another": user(USER | {"open_id": OTHER}),
    "open_id_twice": (200, JSON, f'{{"data": {{"user": {{"open_id": "{MARK}", "open_id": "{OTHER}"}}}}}}'.encode()),
    "status_401": says({"data": {"user": USER}, "error": {"code": "scope_not_authorized"}}, status=401),
}

# Odd, but about the right person: the login succeeds, and what cannot be used is left out.
ODD_USERS: dict[str, Answer] = {
    "flat_ok": user(USER, error="ok"),
    "only_the_identity": user({"open_id": MARK}),
    "nulls": user({name: None for name in USER} | {"open_id": MARK}),
    "numbers_for_names": user(USER | {"display_name": 5, "username": 7, "union_id": 9}),
    "objects_for_names": user(USER | {"display_name": {}, "username": [], "union_id": {"a": 1}}),
    "names_with_nul": user(USER | {"display_name": "a\0b", "username": "c\0d", "union_id": "e\0f"}),
    "names_with_surrogates": user(USER | {"display_name": "\ud83d", "username": "\udc00", "union_id": "\ud800"}),
    "endless_names": user(USER | {"display_name": "n" * 100_000, "username": "u" * 100_000, "union_id": "i" * 9999}),
    "markup_in_names": user(USER | {"display_name": "<script>alert(1)</script>", "username": "'\"><b>"}),
    "reordered_names": user(USER | {"display_name": "\u202eevil", "username": "\u2066x"}),
    "endless_counts": user(USER | {"follower_count": 10**400, "likes_count": -5, "video_count": 1.5}),
    "words_for_counts": user(USER | {"follower_count": "many", "following_count": None, "is_verified": "no"}),
    "new_fields": user(USER | {"is_robot": False, "badges": [{"id": 1}]}),
    "hostile_addresses": user(USER | {"avatar_url": "file:///etc/passwd", "profile_deep_link": "javascript:alert(1)"}),
}
