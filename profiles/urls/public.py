from django.urls import path, register_converter
from django.urls.converters import StringConverter

from profiles.views import doorway, go, oembed, public, report, share, sitemap


class HandleConverter(StringConverter):
    """What can be the address of a page, in any case."""

    regex = "[A-Za-z0-9._-]{2,40}"


class TikTokIdConverter(StringConverter):
    """The number that TikTok gives a video."""

    regex = "[0-9]{1,20}"


register_converter(HandleConverter, "handle")
register_converter(TikTokIdConverter, "tiktok_id")

# For visitors who were told that the page is for adults.
WARNED = {"is_warned": True}

urlpatterns = [
    path("@<handle:handle>", public.page, name="page"),
    path("@<handle:handle>/", public.find),
    path("@<handle:handle>/enter", public.enter, name="page_enter"),
    path("@<handle:handle>/v/<tiktok_id:tiktok_id>", doorway.doorway, name="doorway"),
    path("@<handle:handle>/v/<tiktok_id:tiktok_id>/enter", doorway.enter, name="doorway_enter"),
    path("@<handle:handle>/v/<tiktok_id:tiktok_id>/watch", doorway.watch, name="watch"),
    path("@<handle:handle>/card.png", share.card, name="card"),
    path("@<handle:handle>/feed", share.feed, name="feed"),
    path("@<handle:handle>/qr.png", share.qr_png, name="qr_png"),
    path("@<handle:handle>/qr.svg", share.qr_svg, name="qr_svg"),
    path("@<handle:handle>/report", report.report, name="report"),
    path("@<handle:handle>/report/thanks", report.thanks, name="report_thanks"),
    path("@<handle:handle>/v/<tiktok_id:tiktok_id>/report", report.report, name="report_video"),
    path("@<handle:handle>/enter/report", report.report, WARNED, name="report_enter"),
    path("@<handle:handle>/enter/report/thanks", report.thanks, WARNED, name="report_thanks_enter"),
    path("@<handle:handle>/v/<tiktok_id:tiktok_id>/enter/report", report.report, WARNED, name="report_video_enter"),
    path("@<handle:handle>/share", share.share, name="share"),
    path("@<handle:handle>/enter/share", share.enter, name="share_enter"),
    path("oembed", oembed.oembed, name="oembed"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("go/<slug:key>", go.go, name="go"),
    path("go/<slug:key>/on", go.go_on, name="go_on"),
    path("go/<slug:key>/anyway", go.go_anyway, name="go_anyway"),
    path("go/<slug:key>/contact.vcf", go.vcard, name="vcard"),
    path("<handle:handle>", public.find, name="find"),
]
