"""A creator's own picture behind their page: it comes in like every picture, words stay readable, and it goes again."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from profiles import design, easel, pages
from profiles.covers import BACKDROP
from profiles.forms.fields import UPLOAD_BYTES
from profiles.models import Page
from profiles.styles import sheet
from profiles.themes import Background, Look
from tests.markup import tags, words
from tests.profiles.creators import is_remembered, remember
from tests.profiles.downloads import unpack
from tests.profiles.pages import make_page, stored
from tests.profiles.pictures import BLUE, RED, draw, kept_files
from tests.profiles.pngs import declare_png

pytestmark = pytest.mark.django_db

DESIGN, BACKDROP_URL = "/studio/design/", "/studio/design/backdrop/"
KEPT = len(BACKDROP.sizes) * 2


def upload(client: Client, content: bytes, name: str = "sea.jpg") -> HttpResponse:
    return client.post(BACKDROP_URL, {"picture": SimpleUploadedFile(name, content)}, follow=True)  # type: ignore[return-value]


def shown(client: Client, address: str = "/@mina.eats") -> list[str]:
    """The pictures that the page's stylesheet asks for."""
    return re.findall(r'url\("(/media/backdrop/[^"]+)"\)', client.get(address).text)


def noise() -> bytes:
    """The heaviest picture there is."""
    file = BytesIO()
    Image.effect_noise((1200, 1600), 120).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def test_uploaded_picture_is_behind_the_page_at_once(mina: Client, page: Page, settings: Settings) -> None:
    assert "Your picture is behind your page now." in words(upload(mina, draw()))
    small, large = shown(Client())
    assert (stored(page).background, stored(page).backdrop) == ("picture", Path(small).stem.partition("-")[0])
    for address, size in ((small, BACKDROP.small), (large, BACKDROP.large)):
        with Image.open(Path(settings.MEDIA_ROOT) / address.removeprefix(settings.MEDIA_URL)) as picture:
            assert (picture.format, picture.size) == ("WEBP", size)


def test_picture_that_comes_while_others_are_drawn_is_sent_back_and_changes_nothing(mina: Client, page: Page) -> None:
    with easel.slots, easel.slots:  # as two other requests do
        answer = upload(mina, draw())
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert {"class": "button primary", "href": "/studio/"} in tags(answer, "a")
    assert "Nothing was changed: go back and try again." in words(answer)
    assert not stored(page).backdrop


def test_uploaded_picture_reaches_every_copy_of_the_page(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    remember(page)
    with django_capture_on_commit_callbacks(execute=True):
        design.set_backdrop(page, picture=draw())
    assert not is_remembered(page)


def test_heaviest_picture_is_light_enough_for_a_phone(page: Page, settings: Settings) -> None:
    design.set_backdrop(page, picture=noise())
    weights = sorted(path.stat().st_size for path in kept_files(settings) if path.suffix == ".webp")
    assert [weight <= most for weight, most in zip(weights, BACKDROP.most_bytes, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"<svg onload=alert(1)>", "We cannot read this picture.", id="svg"),
        pytest.param(b"<!doctype html><title>Sign in</title>", "We cannot read this picture.", id="html"),
        pytest.param(draw()[:400], "We cannot read this picture.", id="half a picture"),
        pytest.param(draw((40, 40), format="GIF"), "We cannot read this picture.", id="gif"),
        pytest.param(declare_png(12000, 12000), "We cannot read this picture.", id="bomb"),
        pytest.param(b"x" * (UPLOAD_BYTES + 1), "This picture has more than 8 MB.", id="too large"),
        pytest.param(b"", "This file is empty.", id="empty"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    mina: Client, page: Page, settings: Settings, content: bytes, sentence: str
) -> None:
    assert sentence in words(upload(mina, content))
    assert (stored(page).look, kept_files(settings)) == (Look(), [])


def test_nothing_chosen_is_said_in_words(mina: Client, page: Page) -> None:
    assert "Choose a picture first." in words(mina.post(BACKDROP_URL))


def test_nothing_of_the_uploaded_file_is_kept(mina: Client, settings: Settings) -> None:
    upload(mina, draw() + b"<script>alert('canary')</script>", name="../../canary.php")
    assert len(kept_files(settings)) == KEPT
    assert not [path for path in kept_files(settings) if b"canary" in path.read_bytes() or "canary" in str(path)]


def test_picture_before_is_deleted(
    mina: Client, page: Page, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for color in (RED, BLUE):
        with django_capture_on_commit_callbacks(execute=True):
            upload(mina, draw(color=color))
        assert len(kept_files(settings)) == KEPT
    assert all(stored(page).backdrop in path.name for path in kept_files(settings))


def test_picture_of_another_page_too_stays_for_that_one(
    page: Page, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    other = make_page("otto.knits")
    design.set_backdrop(other, picture=draw())
    design.set_backdrop(page, picture=draw())
    with django_capture_on_commit_callbacks(execute=True):
        design.remove_backdrop(page)
    assert stored(other).backdrop
    assert len(kept_files(settings)) == KEPT


def test_picture_taken_away_is_gone_everywhere(
    mina: Client, page: Page, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload(mina, draw())
    with django_capture_on_commit_callbacks(execute=True):
        answer = mina.post(f"{BACKDROP_URL}remove/", follow=True)
    assert "Your picture is gone from your page." in words(answer)
    assert (stored(page).look, kept_files(settings), shown(Client())) == (Look(), [], [])


def test_picture_that_is_not_the_background_leaves_the_background_as_it_is(mina: Client, page: Page) -> None:
    upload(mina, draw())
    held = stored(page)
    mina.post(DESIGN, {"preset": "paper", "background": "dots"})
    design.remove_backdrop(held)
    assert (stored(page).background, stored(page).backdrop) == ("dots", "")


def test_picture_comes_back_with_undo(mina: Client, page: Page) -> None:
    upload(mina, draw())
    before = stored(page).look
    answer = mina.post(DESIGN, {"preset": "riso"}, follow=True)
    assert shown(Client()) == []
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text.split("Undo")[0])
    mina.post(DESIGN, dict(fields))
    assert stored(page).look == before


def test_picture_can_be_chosen_where_there_is_one_only(mina: Client, page: Page) -> None:
    def offered() -> list[str]:
        return [tag["value"] for tag in tags(mina.get(DESIGN), "input") if tag.get("name") == "background"]

    assert Background.PICTURE not in offered()
    mina.post(DESIGN, {"preset": "paper", "background": "picture"})
    assert stored(page).background == ""
    upload(mina, draw())
    assert Background.PICTURE in offered()


def test_name_of_a_picture_cannot_be_typed(mina: Client, page: Page) -> None:
    theirs = make_page("otto.knits")
    design.set_backdrop(theirs, picture=draw())
    for name in (theirs.backdrop, '");}body{display:none}'):
        mina.post(DESIGN, {"preset": "paper", "background": "picture", "backdrop": name})
        mina.post(BACKDROP_URL, {"backdrop": name})
    assert (stored(page).backdrop, shown(Client())) == ("", [])


def test_picture_is_in_the_preview_and_on_the_design_place(mina: Client, page: Page) -> None:
    upload(mina, draw())
    (worn,) = [link["href"] for link in tags(mina.get(DESIGN), "link") if "data-look" in link]
    assert len(shown(mina, worn)) == 2


def test_picture_is_not_shown_before_the_warning_for_adults(page: Page) -> None:
    design.set_backdrop(page, picture=draw())
    pages.change(page, is_adult=True)
    assert shown(Client()) == []
    assert len(shown(Client(), "/@mina.eats/enter")) == 2


def test_policy_allows_the_picture_and_nothing_more(page: Page) -> None:
    before = Client().get("/@mina.eats")["Content-Security-Policy"]
    design.set_backdrop(page, picture=draw())
    after = Client().get("/@mina.eats")["Content-Security-Policy"]
    assert re.sub(r"'sha256-[^']+'", "", after) == re.sub(r"'sha256-[^']+'", "", before)
    assert "img-src 'self'" in after


def test_website_brings_the_picture(mina: Client, page: Page) -> None:
    design.set_backdrop(page, picture=draw())
    files = unpack(mina)
    kept = [name for name in files if name.startswith("media/backdrop/")]
    assert len(kept) == 2
    assert all(f'url("{name}")' in files["index.html"].decode() for name in kept)


@pytest.mark.parametrize("preset", ["paper", "citrus", "postcard"])
def test_look_with_a_picture_is_one_whole_stylesheet(preset: str) -> None:
    css = sheet(Look(preset=preset, background=Background.PICTURE, backdrop="ab" * 16)).css
    assert css.count("{") == css.count("}")
    assert "--veil:74%" in css
