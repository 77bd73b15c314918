"""Bring your page, take your page: a creator's copy of everything they made here, and the way back in.

`fields` says which fields of which model leave with a page. Out: `document` (JSON), `table` (CSV) and `website` (a
folder of HTML). In: `reading` recognises what somebody brings, `offer` shows what would become of it, and `accepting`
adds what they chose.
"""
